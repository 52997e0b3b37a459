"""Results in dispute: missed, spurious, of another kind, with other arguments."""

from __future__ import annotations

from collections.abc import Iterator

from extract.gold_checks import GOLD_PAPER, GoldResult
from extract.scoring.comparison import Comparison, ResultRow
from extract.scoring.disagreements.passages import Passages
from extract.scoring.disagreements.record import MISSED, SPURIOUS, Disagreement, Group
from extract.scoring.disagreements.surfaces import Surfaces
from schemas import PAPER_HEAD, Result

WRONG_KIND = "wrong kind"

_ARGUMENTS = ("subject", "metric", "on")


def result_disagreements(compared: Comparison, passages: Passages) -> Iterator[Disagreement]:
    """Every result in dispute: the predicted ones, the surest first, then the missed ones.

    A prediction is held against a gold result of the same value, the one that it has most
    in common with; the kind names what differs: ``wrong subject and on``.
    """
    surfaces = Surfaces(compared)
    open_gold = list(zip(compared.gold_results, compared.gold.results, strict=True))
    pairs = list(zip(compared.results, compared.predicted.results, strict=True))
    pairs.sort(key=lambda pair: (-pair[1].confidence, pair[1].start_char, pair[1].value))
    disputed = []
    for row, result in pairs:
        same = next((pair for pair in open_gold if pair[0] == row), None)
        if same is not None:
            open_gold.remove(same)
        elif row not in compared.gold_results:
            disputed.append((row, result))
    for row, result in disputed:
        rivals = [pair for pair in open_gold if pair[0].value == row.value]
        rival = max(rivals, key=lambda pair: _shared(row, pair[0]), default=None)
        if rival is not None:
            open_gold.remove(rival)
        yield Disagreement(
            paper=compared.gold.paper.id,
            group=Group.RESULTS,
            kind=SPURIOUS if rival is None else _kind(row, rival[0]),
            sentence=passages.evidence(result, None, passages.places(result.value)),
            gold=None if rival is None else _gold_words(rival[1]),
            predicted=_predicted_words(result, surfaces),
            confidence=result.confidence,
        )
    for _, gold in open_gold:
        yield Disagreement(
            paper=compared.gold.paper.id,
            group=Group.RESULTS,
            kind=MISSED,
            sentence=passages.joining(None, passages.places(gold.value)),
            gold=_gold_words(gold),
            predicted=None,
            confidence=None,
        )


def _shared(row: ResultRow, other: ResultRow) -> int:
    return sum(a == b for a, b in zip(row, other, strict=True))


def _kind(row: ResultRow, other: ResultRow) -> str:
    wrong = [name for name in _ARGUMENTS if getattr(row, name) != getattr(other, name)]
    return f"wrong {' and '.join(wrong)}" if wrong else WRONG_KIND


def _gold_words(result: GoldResult) -> str:
    return _words(result, {name: getattr(result, name) for name in (*_ARGUMENTS, "versus")})


def _predicted_words(result: Result, surfaces: Surfaces) -> str:
    arguments = {name: getattr(result, name) for name in (*_ARGUMENTS, "versus")}
    spoken = {
        name: None if argument is None else surfaces.predicted_words(argument)
        for name, argument in arguments.items()
    }
    return _words(result, spoken)


def _words(result: GoldResult | Result, arguments: dict[str, str | None]) -> str:
    parts = [result.value, str(result.kind)]
    for name, word in arguments.items():
        if word is not None:
            parts.append(f"{name} {GOLD_PAPER if word == PAPER_HEAD else word}")
    return "; ".join(parts)
