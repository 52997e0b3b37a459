"""Twins: things that several papers introduce under one name.

Two papers that each introduce something under one name introduce two things, unless nearly
all their concepts agree (one paper in two places). A name that more papers have without
introducing anything under it is an established one: that several seem to introduce it is
rather a slip of the reader.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from extract.resolution.usage import Owner

TWIN: Final = " @"
"""What stands between the name of a twin and its paper, in a key."""

SAME_PAPER: Final = 0.4
"""Share of concepts that two papers have in common when they are one paper twice."""


def twins(name: str, owners: Sequence[Owner], papers: int) -> dict[str, str]:
    """The key of what a paper introduces without a long form under a name that others use too.

    Args:
        name: The name.
        owners: The papers that introduce something under it.
        papers: In how many papers it stands.

    Returns:
        The keys, by paper.

    Example:
        >>> a, b = (Owner(p, "", "Method", frozenset({p})) for p in "ab")
        >>> twins("foldnet", [a, b], 3)
        {'a': 'foldnet @a', 'b': 'foldnet @b'}
        >>> twins("foldnet", [a, b], 4)
        {}
    """
    if 2 * len(owners) <= papers:
        return {}
    sets: list[list[Owner]] = []
    for owner in owners:
        near = next((s for s in sets if _one_paper(s[0], owner)), None)
        if near is None:
            sets.append([owner])
        else:
            near.append(owner)
    if len(sets) < 2:
        return {}
    return {
        owner.paper: f"{name}{TWIN}{same[0].paper}"
        for same in sets
        if not any(o.long for o in same)
        for owner in same
    }


def _one_paper(one: Owner, other: Owner) -> bool:
    if one.paper == other.paper:
        return True
    both = one.neighbours | other.neighbours
    return len(one.neighbours & other.neighbours) >= SAME_PAPER * max(1, len(both))
