"""Spans that the tagger holds likely, the surfaces that they name, and where these stand.

A span's score is the product of the probabilities of its tags (begin, inside …, last; or
unit): a lower bound of its probability that needs no dynamic programme, so that all spans
of a text cost a millisecond.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from extract.network.geometry import Pieces
from extract.network.labels import BEGIN, INSIDE, LAST, UNIT
from extract.network.numerics import Floats
from extract.network.word_pieces import WordPieces
from extract.surface import fold_surface, whole_words

WIDEST: Final = 24
"""Word pieces of the longest candidate."""
LIKELY: Final = 0.03
"""A span is a candidate from this probability on, over all types."""
_SMALL: Final = 1e-6


@dataclass(frozen=True)
class Candidate:
    """A surface that may name an entity, its spellings folded.

    Attributes:
        key: The folded surface.
        surfaces: Its spellings, sorted.
        spans: Start and end of all whole-word occurrences, in order.
        pieces: Word pieces of the occurrences that the tagger holds likely, in order.
        scores: ``(types,)`` log of the mean probability of each type over those.
    """

    key: str
    surfaces: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    pieces: tuple[Pieces, ...]
    scores: Floats


def span_scores(tags: Floats) -> Floats:
    """Log probabilities of spans by width - 1, first piece and type; -inf past the end.

    Args:
        tags: ``(l, tags)`` log probabilities.

    Returns:
        ``(widths, l, types)``.
    """
    size = len(tags)
    begin, inside, last = tags[:, BEGIN], tags[:, INSIDE], tags[:, LAST]
    total = np.concatenate([np.zeros_like(inside[:1]), np.cumsum(inside, 0)])
    scores = np.full((min(WIDEST, size), size, begin.shape[1]), -np.inf, dtype=np.float32)
    scores[0] = tags[:, UNIT]
    for width in range(1, len(scores)):
        ends = np.arange(width, size)
        between = total[ends] - total[ends - width + 1]
        scores[width, : size - width] = begin[: size - width] + between + last[width:]
    return scores


def candidates(pieces: WordPieces, tags: Floats) -> list[Candidate]:
    """Surfaces of which some whole-word span is likely, sorted by key.

    Args:
        pieces: The text.
        tags: ``(l, tags)`` log probabilities.
    """
    scores = span_scores(tags)
    likely = np.exp(scores).sum(-1)
    widths, firsts = np.nonzero(likely > LIKELY)
    text, offsets = pieces.text, pieces.offsets
    surfaces: dict[str, set[str]] = {}
    for width, first in zip(widths.tolist(), firsts.tolist(), strict=True):
        if pieces.can_start[first] and pieces.can_end[first + width]:
            surface = text[offsets[first][0] : offsets[first + width][1]]
            if key := fold_surface(surface):
                surfaces.setdefault(key, set()).add(surface)
    return [
        _candidate(pieces, key, sorted(surfaces[key]), scores, likely) for key in sorted(surfaces)
    ]


def plain_features(mentions: Sequence[Sequence[Pieces]], pieces: WordPieces) -> Floats:
    """``(n, 3)``: log of the count, whether in the title, whether only there."""
    rows = []
    for spans in mentions:
        title = [pieces.offsets[first][0] < pieces.title_end for first, _ in spans]
        rows.append((np.log(len(spans)), float(any(title)), float(all(title))))
    return np.array(rows, dtype=np.float32).reshape(-1, 3)


def _candidate(
    pieces: WordPieces, key: str, surfaces: list[str], scores: Floats, likely: Floats
) -> Candidate:
    spans: list[tuple[int, int]] = []
    held: list[tuple[Pieces, Floats]] = []
    for surface in surfaces:
        for start in whole_words(pieces.text, surface):
            span = pieces.exactly(start, start + len(surface))
            if span is None or not pieces.can_start[span[0]]:
                continue
            spans.append((start, start + len(surface)))
            first, width = span[0], span[1] - span[0]
            if width < len(likely) and likely[width, first] > LIKELY:
                held.append((span, np.exp(scores[width, first])))
    return Candidate(
        key=key,
        surfaces=tuple(surfaces),
        spans=tuple(sorted(spans)),
        pieces=tuple(sorted(span for span, _ in held)),
        scores=np.log(np.mean([score for _, score in held], axis=0) + _SMALL),
    )
