"""What an unknown name may have been meant to be."""

from __future__ import annotations

import difflib
import heapq
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final

from schemas import PAPER_LABEL

if TYPE_CHECKING:
    from graph.names import NamedNode

NEAREST: Final = 5
"""How many names an unknown one is answered with."""

_SIMILAR: Final = 0.6
"""From which ratio on two names are similar."""


def nearest(
    key: str, known: Iterable[str], called: Callable[[str], Iterable[NamedNode]]
) -> list[str]:
    """The names most like one: those that hold it, the shortest first, then the similar.

    Args:
        key: What is looked for, folded.
        known: All names and aliases, folded.
        called: The nodes of a folded name, or of a folded alias where none has it as name.

    Returns:
        Names of nodes, ``NEAREST`` of them at most, the best first.
    """
    if not key:
        return []
    keys = set(known)
    holding = ((len(k), k) for k in keys if key in k) if len(key) > 2 else ()
    near: dict[str, None] = {}
    for candidate in (*(k for _, k in heapq.nsmallest(NEAREST, holding)), *_similar(key, keys)):
        for node in sorted(called(candidate), key=lambda n: (n.type == PAPER_LABEL, n.id)):
            near.setdefault(node.name)
    return list(near)[:NEAREST]


def _similar(key: str, known: Iterable[str]) -> list[str]:
    """What ``difflib.get_close_matches`` gives, for a part of the time.

    How alike two are at most is quick to tell. So those that may be most alike are compared
    first, and no others once enough are found that none of the others can surpass.
    """
    matcher = difflib.SequenceMatcher()
    matcher.set_seq2(key)
    may_be = []
    for other in known:
        if 2 * min(len(key), len(other)) >= _SIMILAR * (len(key) + len(other)):
            matcher.set_seq1(other)
            if (most := matcher.quick_ratio()) >= _SIMILAR:
                may_be.append((most, other))
    best: list[tuple[float, str]] = []
    for most, other in sorted(may_be, reverse=True):
        if len(best) == NEAREST and most < best[-1][0]:
            break
        matcher.set_seq1(other)
        if (ratio := matcher.ratio()) >= _SIMILAR:
            best = sorted([*best, (ratio, other)], reverse=True)[:NEAREST]
    return [other for _, other in best]
