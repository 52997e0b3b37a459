"""What is known beforehand of the most connected nodes, so that few need be counted.

To find the nodes with the most edges, the edges of all nodes must be counted, and most nodes
stand in one paper alone. So when an atlas is made, they are counted once, and for each type
and each number of nodes it is noted in how many papers the rarest of the first ones stands;
a question then leaves out all that stands in fewer. What is counted is still the edges in the
store.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from graph.questions.catalog import QUESTIONS
from graph.stores.protocol import Store
from schemas import AtlasError

MOST_CONNECTED: Final = "most_connected.json"

_NOTED: Final = 100
"""For how many nodes of a type it is noted."""


@dataclass(frozen=True)
class MostConnected:
    """In how many papers the most connected nodes stand.

    Attributes:
        all: By type, for the first node, the first two and so on: in how many papers each of
            them stands at least.
        named: The same without generic classes.

    Example:
        >>> known = MostConnected(all={"Task": [9, 4, 4]}, named={"Task": [4, 4, 2]})
        >>> known.fewest_papers("Task", limit=2, generic=False)
        4
        >>> known.fewest_papers("Task", limit=4, generic=True)  # not noted: leave out nothing
        0
    """

    all: Mapping[str, Sequence[int]] = field(default_factory=dict)
    named: Mapping[str, Sequence[int]] = field(default_factory=dict)

    def fewest_papers(self, label: str, *, limit: int, generic: bool) -> int:
        """In how many papers each of the most connected nodes stands at least.

        Args:
            label: The type of the nodes.
            limit: How many of them; 0 for all.
            generic: Whether generic classes are among them.

        Returns:
            The number of papers; 0 where it is not known.
        """
        noted = (self.all if generic else self.named).get(label, ())
        return noted[limit - 1] if 0 < limit <= len(noted) else 0


NOTHING_KNOWN: Final = MostConnected()
"""For a store that nothing is known of."""


def count_most_connected(store: Store) -> MostConnected:
    """Counts the edges of all nodes of a store."""
    return MostConnected(
        all={label: _fewest(store, label, generic=True) for label in store.terms().types},
        named={label: _fewest(store, label, generic=False) for label in store.terms().types},
    )


def _fewest(store: Store, label: str, *, generic: bool) -> list[int]:
    statement = QUESTIONS["top"].statement(label, store.ours())
    rows = store.run(statement, {"papers": 0, "generic": generic, "limit": _NOTED})
    return list(itertools.accumulate((row["papers"] for row in rows), min))


def write_most_connected(store: Store, directory: Path) -> None:
    """Counts the edges of all nodes of a store and writes what is known then.

    Args:
        store: The store of a version of an atlas.
        directory: The directory of that version.
    """
    known = count_most_connected(store)
    text = json.dumps({"all": known.all, "named": known.named}, separators=(",", ":"))
    (directory / MOST_CONNECTED).write_text(text + "\n", encoding="utf-8", newline="\n")


def read_most_connected(directory: Path) -> MostConnected:
    """What is known of a version of an atlas; nothing where it was not written down.

    Raises:
        AtlasError: The file is damaged.
    """
    path = directory / MOST_CONNECTED
    try:
        found: Any = json.loads(path.read_text(encoding="utf-8"))
        return MostConnected(all=_checked(found["all"]), named=_checked(found["named"]))
    except FileNotFoundError:
        return NOTHING_KNOWN
    except OSError as problem:
        raise AtlasError(f"{path} cannot be read: {problem.strerror or problem}") from None
    except (ValueError, TypeError, KeyError, AttributeError):
        raise AtlasError(f"{path} is damaged; build the atlas anew") from None


def _checked(found: Any) -> dict[str, list[int]]:
    return {str(label): [int(papers) for papers in noted] for label, noted in found.items()}
