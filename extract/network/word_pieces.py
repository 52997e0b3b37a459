"""A text as word pieces: ids, lexicon features, and what they stand for in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import numpy as np
from tokenizers import Tokenizer

from extract.network.geometry import Pieces
from extract.network.lexicon import Lexicon, marked_spans
from extract.network.numerics import Flags, Integers
from extract.surface import is_word

LONGEST_RUN: Final = 512
"""Word pieces that the encoder reads at once, its two markers included."""
OVERLAP: Final = 128
"""Word pieces that two windows share."""

_ADDRESS = re.compile(r"\S*(?:https?://|www\.|\.io|\.com|\.edu)\S*")


@dataclass(frozen=True)
class WordPieces:
    """A text of ``l`` word pieces, the markers of its begin and end included.

    Attributes:
        text: Title, newline, abstract.
        title_end: One past the last character of the title.
        ids: ``(l,)`` in the vocabulary of the encoder.
        features: ``(l,)`` of the lexicon.
        offsets: Start and end of each piece in ``text``; empty for the markers.
        can_start: ``(l,)`` whether a name may start here: at a word's start, in no address.
        can_end: ``(l,)`` whether a name may end here.
        sentence: ``(l,)`` number of the sentence, counted from full stops before a space.
        starts: Piece by the character that it starts at.
        ends: Piece by the character that it ends before.
    """

    text: str
    title_end: int
    ids: Integers
    features: Integers
    offsets: list[tuple[int, int]]
    can_start: Flags
    can_end: Flags
    sentence: Integers
    starts: dict[int, int]
    ends: dict[int, int]

    def exactly(self, start: int, end: int) -> Pieces | None:
        """The pieces of ``text[start:end]``; None where its borders are no piece borders."""
        first, last = self.starts.get(start), self.ends.get(end)
        return None if first is None or last is None or last < first else (first, last)

    def around(self, start: int, end: int) -> Pieces | None:
        """The pieces that overlap ``text[start:end]``; None where there are none."""
        hit = [k for k, (a, b) in enumerate(self.offsets) if a < end and b > start and b > a]
        return (hit[0], hit[-1]) if hit else None

    def windows(self) -> list[tuple[int, int]]:
        """The runs of pieces that the encoder reads one by one, markers left out.

        Example:
            >>> pieces = type("Long", (), {"ids": np.zeros(1002)})()
            >>> WordPieces.windows(pieces)
            [(1, 511), (383, 893), (491, 1001)]
        """
        size, whole = len(self.ids) - 2, LONGEST_RUN - 2
        if size <= whole:
            return [(1, size + 1)]
        starts = list(range(0, size - whole, whole - OVERLAP))
        return [(1 + start, 1 + start + whole) for start in (*starts, size - whole)]


def word_pieces(
    text: str, title_end: int, *, tokenizer: Tokenizer, lexicon: Lexicon, limit: int | None = None
) -> WordPieces:
    """Takes a text into word pieces.

    Args:
        text: Title, newline, abstract.
        title_end: One past the last character of the title.
        tokenizer: Of the encoder, without padding and truncation.
        lexicon: What is known of names.
        limit: The most pieces to keep, markers included; all if not given.
    """
    encoding = tokenizer.encode(text)
    ids, offsets = list(encoding.ids), list(encoding.offsets)
    if limit is not None and len(ids) > limit:
        ids[limit - 1 : -1], offsets[limit - 1 : -1] = [], []
    size = len(ids)
    starts = {a: k for k, (a, b) in enumerate(offsets) if b > a}
    ends = {b: k for k, (a, b) in enumerate(offsets) if b > a}
    features = np.zeros(size, dtype=np.int64)
    for start, end, feature in marked_spans(text, title_end, lexicon):
        for k in range(starts.get(start, size), ends.get(end, -1) + 1):
            features[k] = feature if offsets[k][0] == start else feature + 1
    can_start, can_end = np.zeros(size, dtype=bool), np.zeros(size, dtype=bool)
    for k, (a, b) in enumerate(offsets):
        can_start[k] = b > a and not is_word(text[a - 1 : a])
        can_end[k] = b > a and not is_word(text[b : b + 1])
    for match in _ADDRESS.finditer(text):
        for k, (start, _) in enumerate(offsets):
            can_start[k] &= not match.start() <= start < match.end()
    return WordPieces(
        text=text,
        title_end=title_end,
        ids=np.array(ids, dtype=np.int64),
        features=features,
        offsets=offsets,
        can_start=can_start,
        can_end=can_end,
        sentence=_sentences(text, offsets),
        starts=starts,
        ends=ends,
    )


def _sentences(text: str, offsets: list[tuple[int, int]]) -> Integers:
    ends = np.zeros(len(offsets), dtype=np.int64)
    for k in range(1, len(offsets)):
        a, b = offsets[k - 1]
        after = text[b : b + 2]
        stop = b - a == 1 and text[a] in ".!?" and (after[:1].isspace() or not after)
        ends[k] = stop or "\n" in text[b : offsets[k][0]]
    return np.cumsum(ends)
