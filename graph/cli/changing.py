"""``paperatlas add`` and ``remove``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from graph.cli.building import FormatOption, Inputs, KeepGoing, Workers
from graph.cli.options import AtlasDir, CurationFile, Model, PasswordFile, StoreToo, User
from graph.cli.reports import say_report
from graph.cli.running import running


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

    The atlas becomes what one build of all its papers gives, its files and pages byte for
    byte (but for what the manifest says of the last run); only new text is annotated. Pages
    and cut stay as they were built.

    Example:

        paperatlas add new.jsonl --atlas atlas
    """
    from graph.pipeline import add_papers

    with running(atlas, store, user=user, password_file=password_file) as hearers:
        report = add_papers(
            *inputs,
            directory=atlas,
            format=format,
            keep_going=keep_going,
            model=model,
            workers=workers,
            curation=curation,
            **hearers,
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

    The atlas becomes what one build of the papers that are left gives, its files and pages
    byte for byte (but for what the manifest says of the last run).

    Example:

        paperatlas remove arxiv-2306.03310 --atlas atlas
    """
    from graph.pipeline import remove_papers

    with running(atlas, store, user=user, password_file=password_file) as hearers:
        report = remove_papers(
            *papers,
            directory=atlas,
            model=model,
            workers=workers,
            curation=curation,
            **hearers,
        )
    say_report(report, atlas)
