"""Which nodes a change touches, as they were and as they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from schemas import Entity


@dataclass(frozen=True)
class NodeChanges:
    """The nodes that are new, gone or other than before, by the key of their set.

    Attributes:
        before: Those that are gone or other, as they were.
        after: Those that are new or other, as they are.
        entity: Any node as it is now, by key; ``None`` where there is none.
        remarked: Keys of nodes of which it may be other than before what they must stay
            apart from.
        clash: Whether two nodes are known to differ, by their keys.
    """

    before: Mapping[str, Entity]
    after: Mapping[str, Entity]
    entity: Callable[[str], Entity | None]
    remarked: frozenset[str]
    clash: Callable[[str, str], bool]
