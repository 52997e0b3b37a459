"""The entities of a version and of the next one, read from their lines when they are asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from graph.sorted_lines import SortedLines
from schemas import Entity


class EntityLines(Mapping[str, str]):
    """The names of entities by id, and the entities.

    Args:
        lines: The entities of the version in force.
        other: Those that are new or other, by id.
        gone: The ids of those that are no more.
    """

    def __init__(
        self, lines: SortedLines, other: Mapping[str, Entity], gone: Collection[str]
    ) -> None:
        self._lines, self._gone = lines, gone
        self._known: dict[str, Entity | None] = {**other}

    def entity(self, key: str) -> Entity:
        """The entity of an id.

        Raises:
            KeyError: There is none.
        """
        if key in self._gone:
            raise KeyError(key)
        if key not in self._known:
            self._known[key] = self._lines.record((key,), Entity)
        entity = self._known[key]
        if entity is None:
            raise KeyError(key)
        return entity

    def __getitem__(self, key: str) -> str:
        return self.entity(key).name

    def __iter__(self) -> Iterator[str]:
        raise TypeError("the names are read one by one")

    def __len__(self) -> int:
        raise TypeError("the names are read one by one")
