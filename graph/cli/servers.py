"""The second store that a run may fill."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from graph.cli.options import credentials

if TYPE_CHECKING:
    from graph.stores import Store


def opened_server(
    stack: ExitStack, url: str | None, user: str | None, password_file: Path | None
) -> Store | None:
    """The second store, open until the stack ends, where one is named."""
    if url is None:
        return None
    from graph.stores import open_store

    return stack.enter_context(
        open_store(url, **credentials(user=user, password_file=password_file))
    )
