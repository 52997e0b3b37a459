"""Readable features of the question: how does this head relate to this tail?

The head of a candidate belongs to a class, and its context features are named after it:
``main`` (the first thing the paper introduces), ``intro`` (another one), ``other`` (a known
thing), ``paper`` (the paper, where nothing is introduced) and ``paper+`` (where something is).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property

from extract.linear.introduction_features import name_shape, proposing_sentence
from extract.linear.units import PaperUnits, Place, Unit, list_lead, stem

PAPER = -1
"""The head that stands for the paper itself."""

_ANCHORS = frozenset({"we", "our", "it", "its", "this", "which"})
_FUNCTION = frozenset("a an the of to in and is are that by as be , . ( ) - ' \"".split())  # noqa: SIM905


class RelationFeatures:
    """The candidates of one paper and their features.

    Args:
        paper: The paper as units.
        introduced: Confidence of being introduced, for each concept that is.
        sentences: Read no mention outside of these sentences; all where None.
    """

    def __init__(
        self,
        paper: PaperUnits,
        introduced: Mapping[int, float],
        *,
        sentences: range | None = None,
    ) -> None:
        self.paper = paper
        self.introduced = introduced
        self.places = [
            [p for p in places if sentences is None or p.sentence in sentences]
            for places in paper.places
        ]
        self.main = max(introduced, key=lambda c: (introduced[c], -c)) if introduced else None
        self.tail_features = cache(self._tail_features)
        self.head_features = cache(self._head_features)

    def head_class(self, head: int) -> str:
        """The class of a head; see the module."""
        if head == PAPER:
            return "paper+" if self.introduced else "paper"
        if head == self.main:
            return "main"
        return "intro" if head in self.introduced else "other"

    def candidates(self) -> Iterator[tuple[int, int]]:
        """Pairs of head and tail; a known thing heads only what stands nearby."""
        for tail in range(len(self.paper.concepts)):
            for head in (PAPER, *range(len(self.paper.concepts))):
                if head != tail and (
                    self.head_class(head) != "other" or self._distance(head, tail) <= 1
                ):
                    yield head, tail

    def features(self, head: int, tail: int) -> list[str]:
        """The features of one candidate, sorted, each once."""
        kind = self.head_class(head)
        features = {
            *self.tail_features(tail, kind),
            *self.head_features(head),
            *self._pair_features(head, tail, kind),
        }
        return sorted(features)

    def _distance(self, head: int, tail: int) -> int:
        tails = self._sentences[tail]
        return min(abs(a - b) for a in self._sentences[head] for b in tails)

    @cached_property
    def _sentences(self) -> list[set[int]]:
        return [{p.sentence for p in places} for places in self.places]

    @cached_property
    def _proposal(self) -> int | None:
        return proposing_sentence(self.paper)

    def _type(self, concept: int) -> str:
        return "Paper" if concept == PAPER else str(self.paper.concepts[concept].type)

    def _head_features(self, head: int) -> list[str]:
        features = [f"head {self.head_class(head)}", f"head type {self._type(head)}"]
        if head != PAPER:
            places = self.places[head]
            features += [
                f"head {self.head_class(head)} in title {places[0].sentence == 0}",
                f"head {self.head_class(head)} mentions {min(len(places), 4)}",
                f"head shape {name_shape(self.paper.concepts[head].key)}",
            ]
            if head not in self.introduced:
                features.append(f"head name {self.paper.surface(head)}")
        return features

    def _tail_features(self, tail: int, kind: str) -> list[str]:
        places = self.places[tail]
        type_ = self._type(tail)
        count = len(self.paper.units)
        name = self.paper.surface(tail)
        features = {
            f"tail name {name}",
            f"{kind} tail ends {name.split()[-1]}",
            f"{kind} tail {type_}",
            f"{kind} tail {type_} shape {name_shape(self.paper.concepts[tail].key)}",
            f"{kind} tail {type_} mentions {min(len(places), 3)}",
            f"{kind} tail {type_} introduced {self.head_class(tail)}",
            f"{kind} tail {type_} of {min(len(self.introduced), 3)} introduced",
        }
        if self._proposal is not None:
            order = sorted(
                {
                    (p.sentence > self._proposal) - (p.sentence < self._proposal)
                    for p in places
                    if p.sentence
                }
            )
            features.add(f"{kind} tail {type_} to proposal {order}")
        for place in places:
            part = 0 if place.sentence == 0 else 1 + 4 * (place.sentence - 1) // max(1, count - 1)
            features.add(f"{kind} tail {type_} part {part}")
            features.update(f"{kind} {f}" for f in self._context(place, type_))
        return sorted(features)

    def _context(self, place: Place, type_: str) -> Iterator[str]:
        units = self.paper.units[place.sentence]
        at = place.position
        where = "title " if place.sentence == 0 else ""
        lead = list_lead(units, at)
        before = [self._word(u) for u in units[max(0, lead - 2) : lead + 1]]
        yield f"{where}lead1 {' '.join(before[-1:])}"
        yield f"{where}lead1 {' '.join(before[-1:])} {type_}"
        yield f"{where}lead2 {' '.join(before[-2:])}"
        yield f"{where}lead3 {' '.join(before)}"
        if lead != at - 1:
            yield f"{where}-1 {self._word(units[at - 1])}"
        after = [self._word(u) for u in units[at + 1 : at + 3]]
        yield f"{where}+1 {' '.join(after[:1])}"
        yield f"{where}+2 {' '.join(after)}"
        for unit in units[max(0, lead - 6) : lead + 1]:
            if unit.word not in _FUNCTION:
                yield f"{where}left {stem(self._word(unit))}"
        if not where:
            for unit in units:
                if unit.word not in _FUNCTION and unit.concept is None:
                    yield f"sentence {stem(unit.word)} {type_}"
        anchor = next((n for n in reversed(range(lead + 1)) if units[n].word in _ANCHORS), None)
        if anchor is not None:
            yield f"anchor {units[anchor].word} {type_}"
            for unit in units[anchor : lead + 1]:
                if unit.word not in _FUNCTION:
                    yield f"anchored {stem(self._word(unit))}"

    def _word(self, unit: Unit) -> str:
        """A unit as features name it: what the paper introduces is told from the rest."""
        if unit.concept is not None and unit.concept in self.introduced:
            return "<main>" if unit.concept == self.main else "<intro>"
        return unit.word

    def _pair_features(self, head: int, tail: int, kind: str) -> Iterator[str]:
        types = f"{self._type(head)}>{self._type(tail)}"
        yield f"{kind} {types}"
        if head == PAPER:
            return
        distance = self._distance(head, tail)
        yield f"{kind} {types} distance {min(distance, 3)}"
        if distance:
            return
        best = sorted(
            (abs(h.position - t.position), h.sentence, h.position, t.position)
            for h in self.places[head]
            for t in self.places[tail]
            if h.sentence == t.sentence
        )
        for _, sentence, start, end in best[:2]:
            yield from self._between(self.paper.units[sentence], start, end, kind, types, sentence)

    def _between(
        self, units: Sequence[Unit], head: int, tail: int, kind: str, types: str, sentence: int
    ) -> Iterator[str]:
        order = ">" if head < tail else "<"
        low, high = sorted((head, tail))
        between = units[low + 1 : high]
        mentions = sum(u.concept is not None for u in between)
        where = "title" if sentence == 0 else "text"
        yield f"{kind} {order} {types} {where}"
        yield f"{kind} {order} {types} {min(mentions, 3)} between"
        yield f"{kind} {order} {min(len(between), 12) // 2} apart"
        lead = list_lead(units, high)
        words = [self._word(u) for u in units[low + 1 : max(lead + 1, low + 1)]]
        if len(words) <= 5:
            yield f"{kind} {order} [{' '.join(words)}]"
            yield f"{kind} {order} {types} [{' '.join(words)}]"
        if lead <= low:
            yield f"{kind} {order} {types} one list"
        yield f"{kind} {order} first {' '.join(words[:2])}"
        yield f"{kind} {order} last {' '.join(words[-2:])}"
        for word in words:
            if word not in _FUNCTION:
                yield f"{kind} {order} between {stem(word)}"
        for unit in units[max(0, low - 3) : low]:
            yield f"{kind} {order} before {stem(self._word(unit))}"
        for unit in units[high + 1 : high + 3]:
            yield f"{kind} {order} after {stem(self._word(unit))}"
