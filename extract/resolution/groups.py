"""Union-find over spelling keys: which keys name one node."""

from __future__ import annotations


class Groups:
    """Disjoint sets of keys; the representative is the smallest key, whatever the order.

    Example:
        >>> groups = Groups()
        >>> groups.join("b", "a")
        >>> groups.find("b")
        'a'
    """

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def find(self, key: str) -> str:
        """The representative of a key's set."""
        root = key
        while (above := self._parent.get(root, root)) != root:
            root = above
        while (above := self._parent.get(key, key)) != root:
            self._parent[key] = root
            key = above
        return root

    def join(self, one: str, other: str) -> None:
        """Puts two keys into one set."""
        low, high = sorted((self.find(one), self.find(other)))
        self._parent[high] = low
