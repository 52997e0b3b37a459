"""Papers with the names and numbers of other papers in them, so that none is learnt by heart.

A network that has read a paper a few times knows its answers from the names and numbers alone,
and reads the sentences around them no longer. In a variant of a paper some of its concepts are
called like concepts of other papers of the same tenth, of the same type and the same sort of
name, introduced there as well or not; its scores are other numbers of the same length.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from extract.gold import GoldPaper
from extract.surface import fold_surface
from extract.values import value_spans

NAMES: Final = 0.5
"""Share of the concepts of a paper that are renamed."""
NUMBERS: Final = 0.5
"""Share of the variants whose numbers are changed."""

_NUMBER = re.compile(
    r"(?<![\w.,])\d+\.\d+|(?<![\w.,])\d{2,3}(?=\s?(?:\\?%|x\b|×|\\times|points))"  # noqa: RUF001
)


class _Sort(NamedTuple):
    """What a concept and the one it is called after have in common.

    Attributes:
        type: Their type.
        introduced: Whether their papers introduce them.
        forms: Of each surface: whether it has several words, and whether it has capitals.
    """

    type: str
    introduced: bool
    forms: tuple[tuple[bool, bool], ...]


class Variants:
    """Makes variants of papers.

    Args:
        papers: Papers of one tenth: names come from there, so that the lexicon, which knows no
            name from that tenth alone, says of a new name what it would say of an old one.
    """

    def __init__(self, papers: Iterable[GoldPaper]) -> None:
        self._concepts: dict[_Sort, list[tuple[str, ...]]] = {}
        for paper in papers:
            for sort, surfaces in _concepts(paper):
                self._concepts.setdefault(sort, []).append(surfaces)

    def of(self, paper: GoldPaper, chance: random.Random) -> GoldPaper:
        """A variant of a paper."""
        return renamed(paper, self._names(paper, chance), _numbers(paper, chance))

    def _names(self, paper: GoldPaper, chance: random.Random) -> dict[str, str]:
        """New surfaces by old ones; none that stands in the paper already, folded."""
        taken = {fold_surface(entity.surface) for entity in paper.entities}
        text = fold_surface(paper.paper.text)
        names: dict[str, str] = {}
        for sort, surfaces in _concepts(paper):
            if chance.random() >= NAMES:
                continue
            others = chance.choice(self._concepts.get(sort, [surfaces]))
            folded = {fold_surface(other) for other in others}
            if len({fold_surface(s) for s in surfaces}) == len(folded) and not (
                folded & taken or any(f" {name} " in f" {text} " for name in folded)
            ):
                taken |= folded
                names |= zip(surfaces, others, strict=True)
        return names


def renamed(
    paper: GoldPaper, names: Mapping[str, str], numbers: Mapping[str, str] | None = None
) -> GoldPaper:
    """A paper with other surfaces and other numbers, in its text and in its annotation.

    Args:
        paper: The paper.
        names: New surfaces by old ones.
        numbers: New numbers by old ones, as digits.
    """
    numbers = numbers or {}

    def with_numbers(text: str) -> str:
        return _NUMBER.sub(lambda match: numbers.get(match[0], match[0]), text)

    def name(surface: str | None) -> str | None:
        return None if surface is None else names.get(surface, surface)

    text, title = paper.paper.text, paper.paper.title
    parts: dict[bool, list[str]] = {True: [], False: []}
    at = 0
    for start, end, _ in [*sorted(paper.spans), (len(text), len(text), None)]:
        for a, b, of_title in (
            (at, min(start, len(title)), True),
            (max(at, len(title) + 1), start, False),
        ):
            if a < b:
                parts[of_title].append(with_numbers(text[a:b]))
        parts[start < len(title)].append(names.get(text[start:end], text[start:end]))
        at = end
    return GoldPaper(
        paper=paper.paper.model_copy(
            update={"title": "".join(parts[True]), "abstract": "".join(parts[False])}
        ),
        entities=tuple(e.model_copy(update={"surface": name(e.surface)}) for e in paper.entities),
        introduces=tuple(names.get(s, s) for s in paper.introduces),
        aliases=tuple((names.get(s, s), names.get(t, t)) for s, t in paper.aliases),
        relations=tuple(
            r.model_copy(update={"head": name(r.head), "tail": name(r.tail)})
            for r in paper.relations
        ),
        results=tuple(
            r.model_copy(
                update={
                    "subject": name(r.subject),
                    "metric": name(r.metric),
                    "on": name(r.on),
                    "versus": name(r.versus),
                    "value": with_numbers(r.value),
                }
            )
            for r in paper.results
        ),
    )


def _concepts(paper: GoldPaper) -> list[tuple[_Sort, tuple[str, ...]]]:
    """The concepts of a paper with their surfaces, those alike in form by length."""
    clusters: dict[str, list[str]] = {}
    for entity in paper.entities:
        clusters.setdefault(paper.clusters[fold_surface(entity.surface)], []).append(entity.surface)
    introduced = {paper.clusters.get(fold_surface(s), "") for s in paper.introduces}
    found = []
    for cluster, surfaces in sorted(clusters.items()):
        ordered = sorted(surfaces, key=lambda s: (*_form(s), len(s), s))
        sort = _Sort(
            str(paper.concept_types[cluster]),
            cluster in introduced,
            tuple(_form(surface) for surface in ordered),
        )
        found.append((sort, tuple(ordered)))
    return found


def _form(surface: str) -> tuple[bool, bool]:
    return " " in surface, surface != surface.lower()


def _numbers(paper: GoldPaper, chance: random.Random) -> dict[str, str]:
    """Other numbers by the scores of a paper: as many digits, the first not nought."""
    if chance.random() >= NUMBERS:
        return {}
    text = paper.paper.text
    old = sorted({match for a, b in value_spans(text) for match in _NUMBER.findall(text[a:b])})
    return {number: _other(number, chance) for number in old}


def _other(number: str, chance: random.Random) -> str:
    whole, _, rest = number.partition(".")
    first = whole if whole == "0" else f"{chance.randint(1, 9)}{_digits(whole[1:], chance)}"
    return f"{first}.{_digits(rest, chance)}" if rest else first


def _digits(old: Sequence[str], chance: random.Random) -> str:
    return "".join(str(chance.randint(0, 9)) for _ in old)
