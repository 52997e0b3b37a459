"""What the user's decisions speak of, and whether they exclude each other."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from extract.resolution.groups import Groups
from schemas import CuratedName, Curation


class Unit(NamedTuple):
    """What a name stands for.

    Attributes:
        spelling: The spelling key of the ways to write it.
        node: Key of its node, where other nodes have that spelling key too.
    """

    spelling: str
    node: str = ""


class Named(NamedTuple):
    """A unit, and where the file names it."""

    unit: Unit
    at: CuratedName


def place(name: CuratedName) -> tuple[int, int]:
    """Where a name stands: line and column."""
    return name.line, name.column


def check_differences(
    curation: Curation, same: Iterable[Sequence[Named]], different: Iterable[Sequence[Named]]
) -> None:
    """Raises an error where names are the same and different, also through others.

    Args:
        curation: The file, for the message.
        same: Units of one thing.
        different: Units of several.

    Raises:
        CurationError: Some are; the message names the lines.
    """
    near: defaultdict[Unit, list[tuple[Unit, int]]] = defaultdict(list)
    sets = Groups()
    for names in same:
        line = min(n.at.line for n in names) if names else 0
        for one, other in pairwise(names):
            near[one.unit].append((other.unit, line))
            near[other.unit].append((one.unit, line))
            sets.join("\n".join(one.unit), "\n".join(other.unit))
    for apart in different:
        seen: dict[str, Named] = {}
        for named in apart:
            other = seen.setdefault(sets.find("\n".join(named.unit)), named)
            if other is not named:
                said = " and line ".join(map(str, _path(near, named.unit, other.unit)))
                raise curation.error(
                    f"{other.at.text!r} and {named.at.text!r} are different here and the same "
                    f"by line {said}; delete one",
                    min(other.at, named.at, key=place),
                )


def _path(near: Mapping[Unit, Sequence[tuple[Unit, int]]], start: Unit, end: Unit) -> list[int]:
    """The lines of the shortest chain that makes two units the same."""
    lines: dict[Unit, list[int]] = {start: []}
    reached = deque([start])
    while end not in lines:
        unit = reached.popleft()
        for other, line in sorted(near[unit]):
            if other not in lines:
                lines[other] = [*lines[unit], line]
                reached.append(other)
    return sorted(set(lines[end]))
