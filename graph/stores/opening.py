"""From an address to a store."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from graph.stores.neo4j_login import parse_address, refuse_login
from graph.stores.protocol import Store
from schemas import StoreError

NEO4J_SCHEMES: Final = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")
LADYBUG_ENDING: Final = ".lbug"
MEMORY: Final = "memory:"

_SCHEME: Final = re.compile(r"[a-z+]+")
_PLAIN_PATH: Final = re.compile(r"[\w./~ -]*")
"""What is shown of an address that no store takes: nothing in which a password could stand."""


def open_store(
    url: str | Path,
    *,
    user: str | None = None,
    password: str | None = None,
    read_only: bool = False,
    log_limit: int = 0,
) -> Store:
    """Open the store that an address names.

    Args:
        url: ``memory:``, a file ending in ``.lbug``, or a Neo4j address
            (``bolt://``, ``neo4j://``, ``neo4j+s://`` and their kin).
        user: Name to log in with; ``NEO4J_USERNAME`` else.
        password: Its password; ``NEO4J_PASSWORD`` else. Never part of the address.
        read_only: Refuse to save and to change.
        log_limit: Bytes of changes that may wait beside a file; see ``LadybugStore``.

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
    if _is_server(text):
        from graph.stores.neo4j import Neo4jStore

        return Neo4jStore(text, user=user, password=password, read_only=read_only)
    if text == MEMORY:
        from graph.stores.memory import MemoryStore

        return MemoryStore()
    if _is_file(text):
        from graph.stores.ladybug import LadybugStore

        return LadybugStore(text, read_only=read_only, log_limit=log_limit)
    refuse_login(text)
    raise StoreError(
        f"no store is called {_hidden(text)!r}; it is a file ending in {LADYBUG_ENDING}, {MEMORY}, "
        f"or an address that begins with {', '.join(f'{s}://' for s in NEO4J_SCHEMES)}"
    )


def shown_address(url: str | Path) -> str:
    """The form of a store's address that may be shown: no login, no query string.

    Example:
        >>> shown_address("bolt://localhost:7687?token=secret")
        'bolt://localhost:7687'
        >>> shown_address("atlas/atlas.lbug")
        'atlas/atlas.lbug'
        >>> shown_address("bolt:neo4j:secret")
        '…'

    Raises:
        StoreError: The address of a server is malformed or holds a login.
    """
    text = str(url)
    if _is_server(text):
        return parse_address(text).shown
    if text == MEMORY or _is_file(text):
        return text
    return _hidden(text)


def _is_server(text: str) -> bool:
    scheme, separator, _ = text.partition("://")
    return bool(separator) and scheme.lower() in NEO4J_SCHEMES


def _is_file(text: str) -> bool:
    return "://" not in text and text.endswith(LADYBUG_ENDING)


def _hidden(text: str) -> str:
    scheme, separator, _ = text.partition("://")
    if separator and _SCHEME.fullmatch(scheme):
        return f"{scheme}://…"
    return text if _PLAIN_PATH.fullmatch(text) else "…"
