"""Union-find over keys: which keys name one node, and what must stay apart.

A key may carry marks, a name and a value each. Keys with two values under one name are
known to be different (two meanings of PAE; two sizes of one model), and so are whatever
they were joined with: a join that would put them into one set is refused, also where it
would do so through a third key.
"""

from __future__ import annotations

from typing import NamedTuple

from schemas import MergeReason


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
        self._marks: dict[str, dict[str, str]] = {}
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
        """Sets a mark on the set of a key."""
        self._marks.setdefault(self.find(key), {})[name] = value

    def clash(self, one: str, other: str) -> str | None:
        """The mark that the sets of two keys have different values of, where there is one."""
        marks, more = (self._marks.get(self.find(key), {}) for key in (one, other))
        different = (name for name in marks.keys() & more.keys() if marks[name] != more[name])
        return min(different, default=None)

    def join(
        self,
        one: str,
        other: str,
        reason: MergeReason = MergeReason.SPELLING,
        score: float = 1.0,
    ) -> bool:
        """Puts two keys into one set; whether they are in one now."""
        low, high = sorted((self.find(one), self.find(other)))
        if low == high:
            return True
        link = Link(min(one, other), max(one, other), reason, score)
        mark = self.clash(low, high)
        if mark is not None:
            self.refused.append(Refusal(link, mark))
            return False
        if high in self._marks:
            self._marks[low] = {**self._marks[high], **self._marks.get(low, {})}
            del self._marks[high]
        self._parent[high] = low
        self.links.append(link)
        return True
