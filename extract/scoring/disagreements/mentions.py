"""Mentions in dispute: missed, spurious, of another type, with other borders."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from extract.gold import TypedSpan
from extract.scoring.comparison import Comparison
from extract.scoring.disagreements.passages import Passages
from extract.scoring.disagreements.record import MISSED, SPURIOUS, Disagreement, Group

WRONG_TYPE = "wrong type"
WRONG_BORDERS = "wrong borders"
WRONG_BOTH = "wrong borders and type"


def mention_disagreements(compared: Comparison, passages: Passages) -> Iterator[Disagreement]:
    """Every mention in dispute, by position; the same in one paper is told once.

    A prediction that overlaps gold mentions is held against one of them: that of its own
    borders, else one of its own type, else the one it covers most of.
    """
    told: dict[tuple[str, str | None, str | None], Disagreement] = {}
    for one in _each(compared, passages):
        key = one.kind, one.gold, one.predicted
        former = told.get(key)
        if former is None:
            told[key] = one
            continue
        surer = one if (one.confidence or 0) > (former.confidence or 0) else former
        told[key] = replace(surer, times=former.times + 1)
    yield from told.values()


def _each(compared: Comparison, passages: Passages) -> Iterator[Disagreement]:
    open_gold = sorted(compared.gold.spans - set(compared.mentions))
    agreed = compared.gold.spans
    pairs = zip(compared.mentions, compared.predicted.mentions, strict=True)
    for span, mention in sorted(pairs, key=lambda pair: (pair[0], pair[1].concept)):
        if span in agreed:
            continue
        rival = _rival(span, open_gold)
        if rival is not None:
            open_gold.remove(rival)
        yield Disagreement(
            paper=compared.gold.paper.id,
            group=Group.MENTIONS,
            kind=_kind(span, rival),
            sentence=passages.around(span.start, span.end),
            gold=None if rival is None else _words(rival, compared),
            predicted=f"{mention.text} ({mention.type})",
            confidence=mention.confidence,
        )
    for span in open_gold:
        yield Disagreement(
            paper=compared.gold.paper.id,
            group=Group.MENTIONS,
            kind=MISSED,
            sentence=passages.around(span.start, span.end),
            gold=_words(span, compared),
            predicted=None,
            confidence=None,
        )


def _rival(span: TypedSpan, gold: list[TypedSpan]) -> TypedSpan | None:
    overlapping = [g for g in gold if g.start < span.end and span.start < g.end]
    return max(
        overlapping,
        key=lambda g: (
            g[:2] == span[:2],
            g.type == span.type,
            min(g.end, span.end) - max(g.start, span.start),
            -g.start,
        ),
        default=None,
    )


def _kind(span: TypedSpan, rival: TypedSpan | None) -> str:
    if rival is None:
        return SPURIOUS
    if rival[:2] == span[:2]:
        return WRONG_TYPE
    return WRONG_BORDERS if rival.type == span.type else WRONG_BOTH


def _words(span: TypedSpan, compared: Comparison) -> str:
    return f"{compared.gold.paper.text[span.start : span.end]} ({span.type})"
