"""From an address to a store."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from graph.stores.protocol import Store
from schemas import StoreError

NEO4J_SCHEMES: Final = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")
LADYBUG_ENDING: Final = ".lbug"
MEMORY: Final = "memory:"


def open_store(
    url: str | Path,
    *,
    user: str | None = None,
    password: str | None = None,
    read_only: bool = False,
) -> Store:
    """Open the store that an address names.

    Args:
        url: ``memory:``, a file ending in ``.lbug``, or a Neo4j address
            (``bolt://``, ``neo4j://``, ``neo4j+s://`` and their kin).
        user: Name to log in with; ``NEO4J_USERNAME`` else.
        password: Its password; ``NEO4J_PASSWORD`` else. Never part of the address.
        read_only: Refuse to save.

    Raises:
        StoreError: The address names no kind of store, or the store cannot be opened.

    Example:
        >>> type(open_store("memory:")).__name__
        'MemoryStore'
        >>> open_store("mysql://here")
        Traceback (most recent call last):
        ...
        schemas.errors.StoreError: no store is called 'mysql://…'; it is a file ending in .lbug, \
memory:, or an address that begins with bolt://, bolt+s://, bolt+ssc://, neo4j://, neo4j+s://, \
neo4j+ssc://
    """
    text = str(url)
    scheme, separator, _ = text.partition("://")
    if separator and scheme.lower() in NEO4J_SCHEMES:
        from graph.stores.neo4j import Neo4jStore

        return Neo4jStore(text, user=user, password=password, read_only=read_only)
    if text == MEMORY:
        from graph.stores.memory import MemoryStore

        return MemoryStore()
    if not separator and text.endswith(LADYBUG_ENDING):
        from graph.stores.ladybug import LadybugStore

        return LadybugStore(text, read_only=read_only)
    shown = f"{scheme}://…" if separator else text  # an address may hold a password
    raise StoreError(
        f"no store is called {shown!r}; it is a file ending in {LADYBUG_ENDING}, {MEMORY}, "
        f"or an address that begins with {', '.join(f'{s}://' for s in NEO4J_SCHEMES)}"
    )
