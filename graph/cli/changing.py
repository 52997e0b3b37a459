"""``paperatlas add`` and ``remove``."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from graph.cli.building import FormatOption, Inputs, KeepGoing, Workers
from graph.cli.console import progress
from graph.cli.options import AtlasDir, CurationFile, Model, PasswordFile, StoreToo, User
from graph.cli.reports import foretell, say_report, stopping
from graph.cli.servers import opened_server


def add_cli(
    inputs: Inputs,
    atlas: AtlasDir = Path("atlas"),
    store: StoreToo = None,
    format: FormatOption = None,
    keep_going: KeepGoing = False,
    model: Model = None,
    workers: Workers = None,
    curation: CurationFile = None,
    user: User = None,
    password_file: PasswordFile = None,
) -> None:
    """Add papers to an atlas; one of a known id and another text replaces what was there.

    The atlas becomes, byte for byte, what one build of all its papers gives; only new text
    is annotated. Pages and cut stay as they were built.

    Example:

        paperatlas add new.jsonl --atlas atlas
    """
    from graph.pipeline import add_papers

    with ExitStack() as stack:
        server = opened_server(stack, store, user, password_file)
        stack.enter_context(stopping(atlas))
        tell = stack.enter_context(progress())
        report = add_papers(
            *inputs,
            directory=atlas,
            format=format,
            keep_going=keep_going,
            model=model,
            workers=workers,
            server=server,
            progress=tell,
            forecast=foretell,
            curation=curation,
        )
    say_report(report, atlas)


def remove_cli(
    papers: Annotated[
        list[str], typer.Argument(metavar="PAPER...", help="Ids or titles of papers.")
    ],
    atlas: AtlasDir = Path("atlas"),
    store: StoreToo = None,
    model: Model = None,
    workers: Workers = None,
    curation: CurationFile = None,
    user: User = None,
    password_file: PasswordFile = None,
) -> None:
    """Withdraw papers from an atlas, with all that only they say.

    The atlas becomes, byte for byte, what one build of the papers that are left gives.

    Example:

        paperatlas remove arxiv-2306.03310 --atlas atlas
    """
    from graph.pipeline import remove_papers

    with ExitStack() as stack:
        server = opened_server(stack, store, user, password_file)
        stack.enter_context(stopping(atlas))
        tell = stack.enter_context(progress())
        report = remove_papers(
            *papers,
            directory=atlas,
            model=model,
            workers=workers,
            server=server,
            progress=tell,
            forecast=foretell,
            curation=curation,
        )
    say_report(report, atlas)
