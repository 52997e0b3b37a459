"""Results: the numbers that the paper reports as findings, and of what they are.

A number is a score, a difference or a factor, or no result at all (a size, a setting). Its
subject, metric, benchmark and rival are each a concept, the paper itself, words, or unsaid.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from extract.components.concept import Concept
from extract.components.concept_states import concept_states_of
from extract.components.linked_numbers import agreed, beside, in_order, mentions, sharing
from extract.components.numbers import FoundValue, chosen_values, scored_values
from extract.components.sentences import sentence_spans
from extract.components.weighted import WeightedComponent
from extract.enumerations import links
from extract.evidence import evidence, shortest_runs
from extract.network.calibration import Calibration, log_odds
from extract.network.concept_states import ConceptStates
from extract.network.encoder import Reading
from extract.network.geometry import Pieces, places, value_geometry
from extract.network.heads import ResultHead
from extract.network.labels import FIRST_CONCEPT, PAPER, ROLES, WORDS, Labels
from extract.network.numerics import AT_ONCE, Floats, log_softmax
from extract.values import quantity
from schemas import PAPER_HEAD, Result

FACTORY: Final = "paperatlas_results"

JUDGED: Final = ("subject", "metric", "on")
"""The roles that have to be right for a result to be right as a whole."""

LONGEST_WORDS: Final = 10
"""Word pieces of the longest argument in words."""


class Arguments(NamedTuple):
    """What a number is of, by role.

    Attributes:
        targets: As ``extract.network.labels`` counts them, or words.
        chance: That subject, metric and benchmark are all right, as the head has it.
    """

    targets: list[int | str]
    chance: float


def arguments(
    values: Sequence[FoundValue],
    states: ConceptStates,
    introduced: Floats,
    head: ResultHead,
    *,
    labels: Labels,
) -> list[Arguments]:
    """What each value is of; those that stand together are seen together."""
    reading = states.reading
    where = [value.pieces for value in values]
    spans = [(value.start, value.end) for value in values]
    linked = links(reading.pieces.text, spans)
    shared = sharing(linked)
    logs = _targets(where, states, introduced, head)
    for role, stretches in enumerate(shared):
        logs[:, role] = agreed(logs[:, role], stretches)
    mentioned = mentions(states)
    logs = in_order(logs, linked, values, mentioned, states, labels)
    logs = beside(logs, spans, mentioned, states, labels)

    def worded(role: int) -> list[tuple[str, float]]:
        asked = [log_softmax(head.words(reading.hidden, pieces, role)) for pieces in where]
        return [_words(reading, ends) for ends in agreed(np.stack(asked), shared[role])]

    def answers(role: int) -> list[tuple[int | str, float]]:
        chosen = logs[:, role].argmax(-1).tolist()
        words = worded(role) if WORDS in chosen else []
        given: list[tuple[int | str, float]] = []
        for k, target in enumerate(chosen):
            written, wording = words[k] if target == WORDS else (target, 0.0)
            given.append((written, float(logs[k, role, target]) + wording))
        return given

    found = []
    for row in zip(*map(answers, range(len(ROLES))), strict=True):
        sure = (log for role, (_, log) in zip(ROLES, row, strict=True) if role in JUDGED)
        found.append(Arguments([target for target, _ in row], math.exp(sum(sure))))
    return found


def _targets(
    where: Sequence[Pieces], states: ConceptStates, introduced: Floats, head: ResultHead
) -> Floats:
    """What the head says of the arguments of numbers; of a long text's a part at a time."""
    at_once = max(1, AT_ONCE // (len(states.types) * len(states.reading.hidden)))
    found = []
    for start in range(0, len(where), at_once):
        part = where[start : start + at_once]
        v = value_geometry(part, states.geometry, states.types)
        found.append(head.targets(states, introduced, places(part), v))
    return np.concatenate(found)


def _words(reading: Reading, logs: Floats) -> tuple[str, float]:
    """The likeliest run of whole words, and the logarithm of how likely it is."""
    pieces = reading.pieces
    first = np.where(pieces.can_start, logs[0], -np.inf)
    last = np.where(pieces.can_end, logs[1], -np.inf)
    total = np.full((len(first), LONGEST_WORDS), -np.inf)  # by first piece and width - 1
    for width in range(min(LONGEST_WORDS, len(first))):
        total[: len(first) - width, width] = first[: len(first) - width] + last[width:]
    i, width = divmod(int(total.argmax()), LONGEST_WORDS)
    j = i + width
    return pieces.text[pieces.offsets[i][0] : pieces.offsets[j][1]], float(total[i, width])


@Language.factory(
    FACTORY,
    requires=["doc.sents", "doc._.concepts", "doc._.introduced", "doc._.reading"],
    assigns=["doc._.results"],
)
class Results(WeightedComponent[ResultHead]):
    """Sets ``doc._.results``, a tuple of ``schemas.Result``.

    Args:
        nlp: The pipeline, as spaCy hands it to a factory.
        name: Name of the component.

    Attributes:
        whole: Calibration of the whole: that number, subject, metric and benchmark are right.
    """

    HEAD = ResultHead

    def __init__(self, nlp: Language, name: str) -> None:
        super().__init__(name)
        self.whole = Calibration()

    def __call__(self, doc: Doc) -> Doc:
        """Reads the numbers of one document; those of a paper without concepts are of nothing."""
        doc._.results = ()
        states = concept_states_of(doc, self.label_set)
        if states is None:
            return doc
        values = chosen_values(
            scored_values(states.reading, self.head), calibration=self.calibration
        )
        if values:
            given = arguments(values, states, doc._.introduced, self.head, labels=self.label_set)
            sentences = sentence_spans(doc)
            doc._.results = tuple(
                _result(
                    doc.text,
                    value,
                    targets,
                    doc._.concepts,
                    sentences,
                    self.whole.confidence(self.score(value, chance), value.kind),
                )
                for value, (targets, chance) in zip(values, given, strict=True)
            )
        return doc

    def score(self, value: FoundValue, chance: float) -> float:
        """Log odds that a number is a result and that what it is of is right."""
        number = self.calibration.confidence(value.score, value.kind)
        return log_odds(number * chance)

    def settings(self) -> dict[str, Any]:
        """Both calibrations."""
        return {**super().settings(), "whole": vars(self.whole)}

    def set(self, settings: dict[str, Any]) -> None:
        """Takes both calibrations; without one of the whole, what the head says stands."""
        super().set(settings)
        self.whole = Calibration(**settings.get("whole", {}))


def _result(
    text: str,
    value: FoundValue,
    targets: Sequence[int | str],
    concepts: Sequence[Concept],
    sentences: Sequence[tuple[int, int]],
    confidence: float,
) -> Result:
    start, end = evidence(sentences, shortest_runs(sentences, [(value.start, value.end)]))
    written = text[value.start : value.end]
    number, unit = quantity(written)
    named = dict(zip(ROLES, (_name(target, concepts) for target in targets), strict=True))
    return Result(
        **named,
        value=written,
        number=number,
        unit=unit,
        kind=value.kind,
        start_char=start,
        end_char=end,
        confidence=confidence,
    )


def _name(target: int | str, concepts: Sequence[Concept]) -> str | None:
    """A target as the schema has it: words, a concept's key, the paper or nothing."""
    if isinstance(target, str):
        return target or None
    if target >= FIRST_CONCEPT:
        return concepts[target - FIRST_CONCEPT].key
    return PAPER_HEAD if target == PAPER else None
