"""Results: which numbers count, of what they are, and how they are written down."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from spacy.tokens import Doc

from extract.components import (
    abbreviations,
    concepts,
    encoder,
    introductions,
    results,
    sentences,
)
from extract.components.numbers import FoundValue
from extract.components.results import LONGEST_WORDS
from extract.network.calibration import Calibration, log_odds
from extract.network.heads import WORD
from extract.network.labels import KINDS, NOTHING, PAPER, ROLES, WORDS
from extract.network.numerics import Floats
from extract.tokenization import blank_pipeline
from schemas import PAPER_HEAD, EntityType, Result, ResultKind
from tests.extract.given_entities import read_with
from tests.extract.tiny_network import TYPES, WIDTH, any_weights, column_of, no_weights

FACTORIES = (
    sentences.FACTORY,
    encoder.FACTORY,
    abbreviations.FACTORY,
    concepts.FACTORY,
    introductions.FACTORY,
    results.FACTORY,
)
ABSOLUTE, GAIN, RATIO = ResultKind.ABSOLUTE, ResultKind.GAIN, ResultKind.RATIO


def tables(kind: ResultKind | None = ABSOLUTE, **roles: int | EntityType) -> dict[str, Floats]:
    """Weights that make every number a result of a kind, its arguments as told.

    A role that is not told is not said; a type means the concepts of that type; words are
    those from "success" to "rate".
    """
    weights = no_weights()
    weights["kind.2.bias"][KINDS.index(kind)] = 9
    weights["type_vectors.weight"] = np.eye(1 + len(TYPES), dtype=np.float32)
    otherwise = weights["otherwise.bias"].reshape(len(ROLES), -1)
    for row, role in enumerate(ROLES):
        target = roles.get(role, NOTHING)
        if isinstance(target, EntityType):
            weights["answer.weight"][row, WIDTH + TYPES.index(target)] = 5
            weights["point.weight"][row, row] = 5
            weights["point.bias"][row] = -9
        else:
            otherwise[row, target] = 9
            weights["point.bias"][row] = -9
    weights["word_ask.bias"][::WORD] = 30
    weights["word_answer.weight"][0, column_of("success")] = 30
    weights["word_answer.weight"][WORD, column_of("rate")] = 30
    return weights


ENTITIES = {"FoldNet": "Method", "TowelBench": "Benchmark", "PickNet": "Method"}
TEXT = "FoldNet: Folding\nWe propose FoldNet. On TowelBench its success rate is +3.8 points."


def read(text: str, weights: dict[str, Floats], entities: dict[str, str] | None = None) -> Doc:
    """Runs the components on a text whose entities are given, every occurrence."""
    given = ENTITIES if entities is None else entities
    return read_with(text, given, factories=FACTORIES, weights=weights)


def test_the_component_asks_its_head() -> None:
    """Number, kind, arguments of all sorts, evidence."""
    weights = tables(GAIN, subject=PAPER, metric=WORDS, on=EntityType.BENCHMARK)
    (found,) = read(TEXT, weights)._.results
    assert isinstance(found, Result)
    assert found.model_dump(exclude={"confidence", "start_char", "end_char"}) == {
        "subject": PAPER_HEAD,
        "metric": "success rate",
        "on": "TowelBench",
        "versus": None,
        "value": "+3.8 points",
        "number": 3.8,
        "unit": "points",
        "kind": GAIN,
    }
    assert found.confidence > 0.99
    evidence = TEXT[found.start_char : found.end_char]
    assert evidence == "On TowelBench its success rate is +3.8 points."


@pytest.mark.parametrize("role", ROLES)
def test_every_argument_may_be_a_concept(role: str) -> None:
    """By its key; the others are not said."""
    (found,) = read(TEXT, tables(**{role: EntityType.METHOD}))._.results
    assert {r: getattr(found, r) for r in ROLES} == dict.fromkeys(ROLES) | {role: "FoldNet"}


@pytest.mark.parametrize("kind", [ABSOLUTE, GAIN, RATIO])
def test_every_number_has_a_result_of_its_own(kind: ResultKind) -> None:
    """In the order of the text; in the title, too."""
    text = "FoldNet in 2 Folds\nFoldNet reaches 96.2%, is 5x faster and gains 0.79±0.07."
    found = read(text, tables(kind))._.results
    assert [(r.value, r.number, r.unit) for r in found] == [
        ("2", 2.0, None),
        ("96.2%", 96.2, "%"),
        ("5x", 5.0, "x"),
        ("0.79±0.07", 0.79, None),
    ]
    assert {r.kind for r in found} == {kind}
    assert text[found[0].start_char : found[0].end_char] == "FoldNet in 2 Folds"


def test_numbers_that_are_no_results_are_none() -> None:
    """Where the head says so."""
    assert read(TEXT, tables(None))._.results == ()


def test_numbers_may_be_seen_in_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a text so long that all at once would not fit into memory."""
    kinds = {name: table for name, table in tables().items() if name.startswith("kind")}
    weights = {**any_weights(0), **kinds}
    text = f"{TEXT} FoldNet reaches 5% on it, PickNet 7% and TowelBench 9%."
    whole = read(text, weights)._.results
    monkeypatch.setattr("extract.components.results.AT_ONCE", 1)
    assert read(text, weights)._.results == whole
    assert len({(r.subject, r.metric, r.on, r.versus) for r in whole}) > 1


def test_a_number_too_large_for_one_is_kept_as_written() -> None:
    """Without its number: JSON has no infinity."""
    (found,) = read(f"FoldNet\nFoldNet reaches {'9' * 400}%.", tables())._.results
    assert (found.value, found.number, found.unit) == (f"{'9' * 400}%", None, "%")


def test_words_are_whole_and_few() -> None:
    """An argument in words begins and ends with a word, however sure the head is of its pieces."""
    weights = tables(metric=WORDS)
    weights["word_answer.weight"][WORD] = 0
    weights["word_answer.weight"][WORD, column_of("##s")] = 30
    far = "success " + "a " * 40 + "PickNets"
    (found,) = read(f"FoldNet\nFoldNet at success PickNets is 5% and {far}", weights)._.results
    assert found.metric == "success PickNets"
    weights["word_answer.weight"][WORD] = 0
    weights["word_answer.weight"][WORD, column_of("fast")] = 30
    (found,) = read("FoldNet\nFoldNet reaches 5%: success " + "a " * 40 + "fast", weights)._.results
    assert found.metric is not None
    assert len(found.metric.split()) <= LONGEST_WORDS
    assert "success" in found.metric or found.metric.endswith("fast")


@pytest.mark.parametrize("text", ["A title of 5%\nIt reaches 5%.", "A title\n", "\n", ""])
def test_a_text_without_entities_has_no_results(text: str) -> None:
    """A number of nothing says nothing."""
    assert read(text, tables(), entities={})._.results == ()


def test_a_text_without_numbers_has_no_results() -> None:
    """Though every number would be one."""
    assert read("FoldNet\nFoldNet folds.", tables())._.results == ()


def test_the_confidence_is_that_of_the_whole() -> None:
    """An argument no surer than a toss halves it; the rival does not count."""
    (sure,) = read(TEXT, tables(metric=WORDS, on=EntityType.BENCHMARK))._.results
    assert sure.confidence > 0.99
    for role, least, most in (("on", 0.45, 0.55), ("versus", 0.99, 1.0)):
        weights = tables(metric=WORDS, on=EntityType.BENCHMARK)
        otherwise = weights["otherwise.bias"].reshape(len(ROLES), -1)
        row = ROLES.index(role)
        otherwise[row, PAPER] = otherwise[row, NOTHING] = 30
        (found,) = read(TEXT, weights)._.results
        assert least < found.confidence <= most, role
    weights = tables(metric=WORDS)
    weights["word_answer.weight"][WORD, column_of("success")] = 30
    (found,) = read(TEXT, weights)._.results
    assert 0.45 < found.confidence < 0.55


def test_whole_results_have_a_calibration_of_their_own() -> None:
    """It moves the confidence and cuts nothing."""
    nlp = blank_pipeline()
    component: Any = nlp.create_pipe(results.FACTORY)
    component.whole = Calibration(slope=0.5, offset=-1.0, cut=0.9)
    settings = component.settings()
    other: Any = nlp.create_pipe(results.FACTORY)
    other.set(settings)
    assert other.whole == component.whole
    assert other.calibration == Calibration()
    value = FoundValue(0, 2, (1, 1), ABSOLUTE, 0.0)
    assert component.score(value, 0.5) == pytest.approx(log_odds(0.25))
