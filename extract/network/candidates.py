"""Spans that the tagger holds likely, the surfaces that they name, and where these stand.

A span's score is the product of the probabilities of its tags (begin, inside …, last; or
unit): a lower bound of its probability that needs no dynamic programme, so that all spans
of a text cost a millisecond.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from extract.network.geometry import Pieces
from extract.network.labels import Labels
from extract.network.numerics import Floats, Integers
from extract.network.word_pieces import WordPieces
from extract.surface import fold_surface, is_balanced, whole_words

WIDEST: Final = 24
"""Word pieces of the longest candidate."""
LIKELY: Final = 0.03
"""A span is a candidate from this probability on, over all types."""
_SMALL: Final = np.float32(1e-6)


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


def likely_spans(pieces: WordPieces, tags: Floats, *, labels: Labels) -> dict[Pieces, Floats]:
    """Probabilities ``(types,)`` of the spans that the tagger holds likely, by word pieces.

    Only spans at which a name may start and end count, and none from the title into the
    abstract. One of several pieces is at most as likely as its begin and as its last, so few
    are looked at.

    Args:
        pieces: The text.
        tags: ``(l, tags)`` log probabilities.
        labels: Say which tag is which.
    """
    begin, inside, last, unit = tags.T[labels.places]
    firsts = np.flatnonzero(pieces.can_start & (np.exp(begin).sum(0) > LIKELY))
    lasts = np.flatnonzero(pieces.can_end & (np.exp(last).sum(0) > LIKELY))
    i, j = _several(firsts, lasts, pieces.abstract_at)
    total = np.cumsum(inside, 1)
    alone = np.flatnonzero(pieces.can_start & pieces.can_end)
    several = begin[:, i] + (total[:, j - 1] - total[:, i]) + last[:, j]
    found = np.exp(np.concatenate([unit[:, alone], several], 1))
    likely = np.flatnonzero(found.sum(0) > LIKELY)
    starts = np.concatenate([alone, i])[likely].tolist()
    ends = np.concatenate([alone, j])[likely].tolist()
    return dict(zip(zip(starts, ends, strict=True), found.T[likely], strict=True))


def _several(firsts: Integers, lasts: Integers, border: int) -> tuple[Integers, Integers]:
    """First and last of the spans of several pieces, not too wide, on one side of a border."""
    from_, to = np.searchsorted(lasts, firsts, "right"), np.searchsorted(lasts, firsts + WIDEST)
    counts = to - from_
    before = np.cumsum(counts) - counts
    i = np.repeat(firsts, counts)
    j = lasts[np.arange(len(i)) + np.repeat(from_ - before, counts)]
    one_side = (i < border) == (j < border)
    return i[one_side], j[one_side]


def candidates(pieces: WordPieces, tags: Floats, *, labels: Labels) -> list[Candidate]:
    """Surfaces of which some whole-word span is likely, sorted by key; brackets pair up in each.

    Args:
        pieces: The text.
        tags: ``(l, tags)`` log probabilities.
        labels: Say which tag is which.
    """
    likely = likely_spans(pieces, tags, labels=labels)
    text, offsets = pieces.text, pieces.offsets
    surfaces: dict[str, set[str]] = {}
    for first, last in likely:
        surface = text[offsets[first][0] : offsets[last][1]]
        if is_balanced(surface) and (key := fold_surface(surface)):
            surfaces.setdefault(key, set()).add(surface)
    found = (_candidate(pieces, key, sorted(surfaces[key]), likely) for key in surfaces)
    return sorted((candidate for candidate in found if candidate), key=lambda c: c.key)


def plain_features(mentions: Sequence[Sequence[Pieces]], pieces: WordPieces) -> Floats:
    """``(n, 3)``: log of the count, whether in the title, whether only there."""
    rows = []
    for spans in mentions:
        title = [pieces.offsets[first][0] < pieces.title_end for first, _ in spans]
        rows.append((math.log(len(spans)), float(any(title)), float(all(title))))
    return np.array(rows, dtype=np.float32).reshape(-1, 3)


def _candidate(
    pieces: WordPieces, key: str, surfaces: list[str], likely: Mapping[Pieces, Floats]
) -> Candidate | None:
    """The candidate; None where none of its occurrences is likely: it overlaps itself there."""
    spans: list[tuple[int, int]] = []
    held: list[tuple[Pieces, Floats]] = []
    for surface in surfaces:
        for start in whole_words(pieces.text, surface):
            span = pieces.exactly(start, start + len(surface))
            if span is None or not pieces.can_start[span[0]]:
                continue
            spans.append((start, start + len(surface)))
            if span in likely:
                held.append((span, likely[span]))
    if not held:
        return None
    return Candidate(
        key=key,
        surfaces=tuple(surfaces),
        spans=tuple(sorted(spans)),
        pieces=tuple(sorted(span for span, _ in held)),
        scores=np.log(sum(score for _, score in held) / np.float32(len(held)) + _SMALL),
    )
