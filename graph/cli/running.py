"""What every run that writes an atlas shares: a second store, progress, forecast, and stopping."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from graph.cli.console import progress
from graph.cli.options import credentials
from graph.cli.reports import foretell, stopping
from graph.progress import Forecast, Progress

if TYPE_CHECKING:
    from graph.stores import Store


class Hearers(TypedDict):
    """Who hears of a run, by the names that the pipeline gives them."""

    server: Store | None
    progress: Progress
    forecast: Forecast


@contextmanager
def running(
    directory: Path, store: str | None, *, user: str | None, password_file: Path | None
) -> Iterator[Hearers]:
    """The second store, open where one is named, and what tells people how far a run is.

    Args:
        directory: The atlas; where the run is stopped, what is kept there is said.
        store: Address of the second store.
        user: Who logs in there.
        password_file: Where the password stands.
    """
    with ExitStack() as stack:
        server = None
        if store is not None:
            from graph.stores import open_store

            server = stack.enter_context(
                open_store(store, **credentials(user=user, password_file=password_file))
            )
        stack.enter_context(stopping(directory))
        yield Hearers(server=server, progress=stack.enter_context(progress()), forecast=foretell)
