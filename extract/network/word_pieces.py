"""A text as word pieces: ids, lexicon features, and what they stand for in the text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from tokenizers import Tokenizer

from extract.network.geometry import Pieces
from extract.network.labels import Labels
from extract.network.lexicon import Lexicon, marked_spans
from extract.network.numerics import Flags, Integers
from extract.surface import address_spans, is_word

LONGEST_RUN: Final = 512
"""Word pieces that the encoder reads at once, its two markers included."""
OVERLAP: Final = 128
"""Word pieces that two windows share."""


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
        numbers, starts, ends = self._borders
        first, last = bisect_right(ends, start), bisect_left(starts, end) - 1
        return (numbers[first], numbers[last]) if first <= last else None

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

    @property
    def abstract_at(self) -> int:
        """The first piece behind the title; one past the last where there is none."""
        numbers, starts, _ = self._borders
        at = bisect_left(starts, self.title_end)
        return numbers[at] if at < len(numbers) else len(self.ids)

    @cached_property
    def _borders(self) -> tuple[list[int], list[int], list[int]]:
        """Number, start and end of the pieces that stand for text; starts and ends ascend."""
        real = [(k, a, b) for k, (a, b) in enumerate(self.offsets) if b > a]
        return [k for k, _, _ in real], [a for _, a, _ in real], [b for _, _, b in real]


def word_pieces(
    text: str,
    title_end: int,
    *,
    tokenizer: Tokenizer,
    lexicon: Lexicon,
    labels: Labels,
    limit: int | None = None,
) -> WordPieces:
    """Takes a text into word pieces.

    Args:
        text: Title, newline, abstract.
        title_end: One past the last character of the title.
        tokenizer: Of the encoder, without padding and truncation.
        lexicon: What is known of names.
        labels: Say which feature stands for what.
        limit: The most pieces to keep, markers included; all if not given.
    """
    encoding = tokenizer.encode(text)
    ids, offsets = list(encoding.ids), list(encoding.offsets)
    if limit is not None and len(ids) > limit:
        ids[limit - 1 : -1], offsets[limit - 1 : -1] = [], []
    size = len(ids)
    real = [(k, a, b) for k, (a, b) in enumerate(offsets) if b > a]
    # a letter may be taken apart into several pieces: it starts at the first
    starts = {a: k for k, a, _ in reversed(real)}
    ends = {b: k for k, _, b in real}
    features = np.zeros(size, dtype=np.int64)
    for span in marked_spans(text, title_end, lexicon, labels=labels):
        for k in range(starts.get(span.start, size), ends.get(span.end, -1) + 1):
            features[k] = span.feature + (offsets[k][0] != span.start)
    start, end = np.array(offsets, dtype=np.int64).reshape(-1, 2).T
    characters = _Characters(text)
    can_start = (start < end) & ~characters.word[start - 1]
    can_end = (start < end) & ~characters.word[end]
    for first, last in address_spans(text):
        can_start &= (start < first) | (start >= last)
    return WordPieces(
        text=text,
        title_end=title_end,
        ids=np.array(ids, dtype=np.int64),
        features=features,
        offsets=offsets,
        can_start=can_start,
        can_end=can_end,
        sentence=_sentences(characters, start, end),
        starts=starts,
        ends=ends,
    )


class _Characters:
    """What the characters of a text are, as arrays with one place more: behind the text.

    The place behind the text is also that of -1, before it: no word, and as good as a blank.

    Attributes:
        word: Whether it belongs to a word.
        blank: Whether it is white space.
        stop: Whether it is a full stop, a question mark or an exclamation mark.
        breaks: How many line breaks stand before it.
    """

    def __init__(self, text: str) -> None:
        codes = np.frombuffer(f"{text} ".encode("utf-32-le", "surrogatepass"), dtype="<u4")
        ascii_codes = np.minimum(codes, 128)
        self.word, self.blank, self.stop = (table[ascii_codes] for table in _ASCII)
        for k in np.flatnonzero(codes >= 128).tolist():
            self.word[k], self.blank[k] = is_word(text[k]), text[k].isspace()
        newline = codes == ord("\n")
        self.breaks = np.cumsum(newline) - newline


_ASCII: Final = tuple(
    np.array([holds(chr(code)) for code in range(128)] + [False])
    for holds in (is_word, str.isspace, ".!?".__contains__)
)
"""Of the first 128 characters, and one that stands for all others."""


def _sentences(characters: _Characters, start: Integers, end: Integers) -> Integers:
    """Numbers of sentences; one ends with a piece before a line break, or a stop and a blank."""
    a, b, following = start[:-1], end[:-1], start[1:]
    stops = (b - a == 1) & characters.stop[a] & characters.blank[b]
    breaks = characters.breaks[following] > characters.breaks[b]
    return np.concatenate([[0], np.cumsum(stops | breaks)])
