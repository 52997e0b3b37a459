"""Union-find over keys: which keys name one node, and what must stay apart.

A key may carry marks, a name and a value each. Keys with two values under one name are
known to be different (two meanings of PAE; two sizes of one model), and so are whatever
they were joined with: a join that would put them into one set is refused, also where it
would do so through a third key. What the user says is sure: it is joined whatever other marks
say (the set then has the values of both), and kept apart by marks of its own.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from schemas import MergeReason

CURATED: Final = "curation, "
"""What the names of the user's marks begin with."""

_Value = str | frozenset[str]

Marks = dict[str, _Value]
"""The marks of a set by name; several values are those of several joined by the user."""


class Link(NamedTuple):
    """A join of two keys.

    Attributes:
        one: The lesser key.
        other: The greater key.
        reason: Why they are one.
        score: How sure that is, up to 1.
    """

    one: str
    other: str
    reason: MergeReason
    score: float


class Refusal(NamedTuple):
    """A join that was refused, and the mark that the two sets have different values of."""

    link: Link
    mark: str


class Groups:
    """Disjoint sets of keys; the representative is the smallest key, whatever the order.

    Example:
        >>> groups = Groups()
        >>> groups.join("b", "a")
        True
        >>> groups.find("b")
        'a'
        >>> groups.mark("a", "size", "7B"), groups.mark("c", "size", "70B")
        (None, None)
        >>> groups.join("b", "c")
        False
    """

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}
        self._marks: dict[str, Marks] = {}
        self.links: list[Link] = []
        self.refused: list[Refusal] = []

    def find(self, key: str) -> str:
        """The representative of a key's set."""
        root = key
        while (above := self._parent.get(root, root)) != root:
            root = above
        while (above := self._parent.get(key, key)) != root:
            self._parent[key] = root
            key = above
        return root

    def mark(self, key: str, name: str, value: str) -> None:
        """Sets a mark on the set of a key, beside what it was marked with."""
        marks = self._marks.setdefault(self.find(key), {})
        marks[name] = _both(marks[name], value) if name in marks else value

    def marks_of(self, key: str) -> Marks:
        """The marks of the set of a key."""
        return self._marks.get(self.find(key), {})

    def clash(self, one: str, other: str, *, named: str = "") -> str | None:
        """The mark that the sets of two keys have different values of, where there is one.

        Args:
            one: A key.
            other: Another.
            named: What the names of the marks that count begin with.
        """
        marks, more = self.marks_of(one), self.marks_of(other)
        different = (
            name
            for name in marks.keys() & more.keys()
            if name.startswith(named) and not _agree(marks[name], more[name])
        )
        return min(different, default=None)

    def join(
        self,
        one: str,
        other: str,
        reason: MergeReason = MergeReason.SPELLING,
        score: float = 1.0,
    ) -> bool:
        """Puts two keys into one set; whether they are in one now.

        Args:
            one: A key.
            other: Another.
            reason: Why they are one; where the user says so, no mark but the user's counts.
            score: How sure that is.
        """
        low, high = sorted((self.find(one), self.find(other)))
        if low == high:
            return True
        link = Link(min(one, other), max(one, other), reason, score)
        sure = reason is MergeReason.CURATION
        mark = self.clash(low, high, named=CURATED if sure else "")
        if mark is not None:
            self.refused.append(Refusal(link, mark))
            return False
        if high in self._marks:
            marks = self._marks.setdefault(low, {})
            for name, value in self._marks.pop(high).items():
                marks[name] = _both(marks[name], value) if name in marks else value
        self._parent[high] = low
        self.links.append(link)
        return True


def _agree(one: _Value, other: _Value) -> bool:
    """Whether two values of a mark have one in common."""
    if one == other:
        return True
    if isinstance(one, str) and isinstance(other, str):
        return False
    return not _all(one).isdisjoint(_all(other))


def _both(one: _Value, other: _Value) -> _Value:
    return one if one == other else _all(one) | _all(other)


def _all(value: _Value) -> frozenset[str]:
    return frozenset({value}) if isinstance(value, str) else value
