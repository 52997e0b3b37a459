"""Results put in order: a board for each metric, the best first where a best can be said."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from graph.names import folded
from schemas import ResultKind

_WORD: Final = re.compile(r"[a-z0-9]+")

_LOWER = """
    error loss perplexity ppl nll wer cer ter eer mae mse rmse nrmse mape ade fde epe ece brier
    fid gfid rfid fvd kid lpips distance divergence fpr regret variance toxicity
    latency time runtime delay ttft overhead cost memory footprint vram flop gflop energy
    consumption failure collision violation hallucination forgetting degradation leakage
"""
LOWER: Final = frozenset(_LOWER.split())
"""Words of a metric's name that say less is better."""

_TURNED = """
    reduction saving improvement speedup gain efficiency effectiveness accuracy success
    precision recall f1 auc auroc detection correction recovery avoidance prevention
    between survival
"""
TURNED: Final = frozenset(_TURNED.split())
"""Words that turn it: the more of an error is detected or of a cost is saved, the better."""

_SAME_SCALE: Final = frozenset({"", "%", "point", "pp", "percent"})


class Finding(NamedTuple):
    """What of a result decides its place.

    Attributes:
        id: Id of the result; the last to decide.
        metric: Name of the metric, where one is stated.
        kind: A score, a difference or a factor.
        number: The number, where the value holds one.
        unit: Its unit, where it has one.
    """

    id: str
    metric: str | None
    kind: str
    number: float | None
    unit: str | None


class Place(NamedTuple):
    """A result on a board.

    Attributes:
        rank: From 1; equal numbers share one. None for gains, ratios, and what has no number.
        id: Id of the result.
    """

    rank: int | None
    id: str


@dataclass(frozen=True)
class Board:
    """The results in one metric.

    Attributes:
        metric: The spelling that most results have; None where no metric is stated.
        ascending: Whether less is better.
        places: Scores by rank, then scores without a number, then gains, then ratios.
    """

    metric: str | None
    ascending: bool
    places: tuple[Place, ...]


def lower_is_better(metric: str | None) -> bool:
    """Whether the smaller of two scores in a metric is the better one.

    It is when a word of the name is one of ``LOWER`` and none is one of ``TURNED``, without
    regard to case and plural. A name that says nothing is one of the many where more is
    better.

    Example:
        >>> [lower_is_better(name) for name in ("Word Error Rate", "FID-50k", "training losses")]
        [True, True, True]
        >>> [lower_is_better(name) for name in ("accuracy", "error reduction", "FPS", None)]
        [False, False, False, False]
    """
    written = _WORD.findall((metric or "").casefold())
    words = {*written, *map(_singular, written)}
    return not words.isdisjoint(LOWER) and words.isdisjoint(TURNED)


def boards(findings: Iterable[Finding]) -> tuple[Board, ...]:
    """A board for each metric, the one with the most results first, that of no metric last.

    Names of a metric that differ in case, hyphens, blanks or a plural are one board. Scores
    are ranked among those of one unit; percents, points and bare numbers are one, and a
    fraction among percents counts as the percentage it is.

    Example:
        >>> made = boards(
        ...     Finding(id, metric, "absolute", number, unit)
        ...     for id, metric, number, unit in [
        ...         ("a", "success rate", 67.3, "%"),
        ...         ("b", "Success Rates", 0.81, None),
        ...         ("c", "FID", 12.5, None),
        ...         ("d", "FID", 9.1, None),
        ...     ]
        ... )
        >>> [(board.metric, [tuple(place) for place in board.places]) for board in made]
        [('FID', [(1, 'd'), (2, 'c')]), ('Success Rates', [(1, 'b'), (2, 'a')])]
    """
    grouped: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        grouped[_singular(folded(finding.metric or ""))].append(finding)
    order = sorted(grouped, key=lambda key: (not key, -len(grouped[key]), key))
    return tuple(_board(grouped[key]) for key in order)


def _board(findings: list[Finding]) -> Board:
    spellings = Counter(finding.metric for finding in findings if finding.metric)
    metric = min(spellings, key=lambda name: (-spellings[name], name), default=None)
    ascending = lower_is_better(metric)
    scores = [f for f in findings if f.kind == ResultKind.ABSOLUTE]
    by_scale: dict[str, list[Finding]] = defaultdict(list)
    for finding in scores:
        if finding.number is not None:
            by_scale[_scale(finding.unit)].append(finding)
    places = [
        place
        for scale in sorted(by_scale, key=lambda scale: (-len(by_scale[scale]), scale))
        for place in _ranked(by_scale[scale], ascending=ascending)
    ]
    rest = [f for f in findings if f.kind != ResultKind.ABSOLUTE or f.number is None]
    kinds = list(ResultKind)
    rest.sort(key=lambda f: (kinds.index(ResultKind(f.kind)), -abs(f.number or 0), f.id))
    return Board(metric, ascending, (*places, *(Place(None, f.id) for f in rest)))


def _ranked(findings: list[Finding], *, ascending: bool) -> Iterator[Place]:
    """Ranks as in sports: two first places, then the third."""
    percents = any(finding.unit == "%" for finding in findings)

    def number(finding: Finding) -> float:
        given = finding.number or 0.0
        fraction = percents and finding.unit is None and 0 <= given <= 1
        return round(100 * given, 9) if fraction else given

    sign = 1 if ascending else -1
    rank, last = 0, None
    for place, finding in enumerate(sorted(findings, key=lambda f: (sign * number(f), f.id)), 1):
        if number(finding) != last:
            rank, last = place, number(finding)
        yield Place(rank, finding.id)


def _scale(unit: str | None) -> str:
    named = _singular((unit or "").casefold())
    return "" if named in _SAME_SCALE else named


def _singular(word: str) -> str:
    """The last word without its plural, as far as a rule without a dictionary can say."""
    if word.endswith("sses"):
        return word[:-2]
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
