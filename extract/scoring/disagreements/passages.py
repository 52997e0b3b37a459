"""Passages: the sentences of a paper in which a disagreement stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise

from extract.evidence import shortest_runs
from schemas import Introduction, Relation, Result

_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z(])")


class Passages:
    r"""Finds sentences in one text.

    Args:
        text: The paper's text, title first.
        sentences: Spans of its sentences, where they are known; else the title is one and
            the abstract is split after full stops before capitals, which is good enough
            to show where something stands.

    Example:
        >>> passages = Passages("FoldNet\nWe fold. FoldNet beats PickNet. Done.")
        >>> passages.around(17, 24)
        'FoldNet beats PickNet.'
        >>> passages.joining([(0, 7), (17, 24)], [(31, 38)])
        'FoldNet beats PickNet.'
    """

    def __init__(self, text: str, sentences: Sequence[tuple[int, int]] = ()) -> None:
        self.text = text
        inside = sentences and all(0 <= a <= b <= len(text) for a, b in sentences)
        self._spans = sorted(sentences) if inside else _split(text)
        self._starts = [start for start, _ in self._spans]

    def around(self, start: int, end: int) -> str:
        """The sentences that a span touches."""
        return self._run(range(self._at(start), self._at(max(start, end - 1)) + 1))

    def joining(
        self, heads: Iterable[tuple[int, int]] | None, tails: Iterable[tuple[int, int]]
    ) -> str:
        """The shortest run of sentences with a head and a tail.

        Where one side is none or stands nowhere, the first sentence of the other; where
        both do, the title.
        """
        tail_spans = sorted(tails)
        head_spans = sorted(heads or ())
        if not tail_spans:
            return self.around(*(head_spans or [(0, 0)])[0])
        runs = shortest_runs(self._spans, tail_spans, heads=head_spans or None)
        return self._run(runs[0])

    def evidence(
        self,
        fact: Introduction | Relation | Result,
        heads: Iterable[tuple[int, int]] | None,
        tails: Iterable[tuple[int, int]],
    ) -> str:
        """The sentences that a fact was read from; those that join its ends if it names none."""
        if fact.start_char < fact.end_char:
            return self.around(fact.start_char, fact.end_char)
        return self.joining(heads, tails)

    def places(self, words: str) -> list[tuple[int, int]]:
        """The first place where words stand in the text, if they do."""
        start = self.text.find(words)
        return [] if start < 0 or not words else [(start, start + len(words))]

    def _at(self, place: int) -> int:
        return max(0, bisect_right(self._starts, place) - 1)

    def _run(self, run: range) -> str:
        return self.text[self._spans[run.start][0] : self._spans[run.stop - 1][1]].strip()


def _split(text: str) -> list[tuple[int, int]]:
    title_end = text.find("\n") + 1
    borders = [0, title_end, *(m.end() for m in _END.finditer(text, title_end)), len(text)]
    ordered = sorted(set(borders))
    return list(pairwise(ordered)) or [(0, 0)]
