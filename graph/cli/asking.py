"""``paperatlas cypher``, ``query`` and ``stats``."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graph.cli.console import emit
from graph.cli.options import (
    AsCsv,
    AsJson,
    AtlasDir,
    PasswordFile,
    StoreUrl,
    User,
    credentials,
    parameters,
)
from graph.cli.tables import Style, print_rows, style_of

if TYPE_CHECKING:
    from graph.stores import Store

_DEFAULT = Path("atlas")


@contextmanager
def _opened(
    atlas: Path, url: str | None, user: str | None, password_file: Path | None
) -> Iterator[Store]:
    """The store to ask: the server where one is named, else the atlas's own."""
    from graph.directory import DATABASE, current_version
    from graph.stores import open_store

    if url is None:
        store = open_store(current_version(atlas) / DATABASE, read_only=True)
    else:
        store = open_store(
            url, read_only=True, **credentials(user=user, password_file=password_file)
        )
    with store:
        yield store


def cypher_cli(
    statement: Annotated[str, typer.Argument(metavar='"MATCH …"', help="One reading statement.")],
    atlas: AtlasDir = _DEFAULT,
    store: StoreUrl = None,
    param: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=VALUE", help="Value of a $name; JSON where it parses."),
    ] = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    user: User = None,
    password_file: PasswordFile = None,
) -> None:
    """Ask the graph in Cypher; statements that do more than read are refused.

    Example:

        paperatlas cypher 'MATCH (b:Benchmark) WHERE b.papers >= $n RETURN b.name' --param n=3
    """
    values = parameters(param or [])
    style = style_of(as_json=as_json, as_csv=as_csv)
    with _opened(atlas, store, user, password_file) as opened:
        rows = opened.run(statement, values)
    print_rows(rows.columns, rows, style=style)


def query_cli(
    name: Annotated[
        str | None, typer.Argument(help="The question; without one, all are listed.")
    ] = None,
    args: Annotated[
        list[str] | None, typer.Argument(metavar="ARG...", help="Names or ids it is about.")
    ] = None,
    atlas: AtlasDir = _DEFAULT,
    store: StoreUrl = None,
    generic: Annotated[
        bool, typer.Option("--generic", help="Keep generic classes in the answer.")
    ] = False,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    user: User = None,
    password_file: PasswordFile = None,
) -> None:
    """Ask one of the named questions.

    Example:

        paperatlas query evaluated-on Meta-World

        paperatlas query leaderboard LIBERO --csv
    """
    from graph.names import NameIndex
    from graph.questions import QUESTIONS, ask

    style = style_of(as_json=as_json, as_csv=as_csv)
    if name is None:
        listed = [
            {
                "question": q.usage,
                "answers": q.description,
                "example": shlex.join(["paperatlas", "query", q.name, *q.example]),
            }
            for q in QUESTIONS.values()
        ]
        print_rows(["question", "answers", "example"], listed, style=style)
        return
    with _opened(atlas, store, user, password_file) as opened:
        names = NameIndex.of_store(opened)
        answer = ask(opened, name, args or [], names=names, generic=generic)
    print_rows(answer.columns, answer.rows, style=style)


def stats_cli(atlas: AtlasDir = _DEFAULT, as_json: AsJson = False) -> None:
    """Say how many papers, nodes and edges an atlas has, by type.

    Example:

        paperatlas stats --atlas atlas
    """
    from graph.directory import current_version
    from graph.manifest import read_manifest

    manifest = read_manifest(current_version(atlas))
    if as_json:
        emit(json.dumps(manifest, indent=2))
        return
    counts = manifest["counts"]
    rows = [
        {"what": kind, "which": name, "count": number}
        for kind in ("nodes", "edges")
        for name, number in counts.get(kind, {}).items()
    ]
    rows += [
        {"what": "papers", "which": name.replace("_", " "), "count": number}
        for name, number in (
            ("in the atlas", counts.get("papers", 0)),
            ("without entities", counts.get("without_entities", 0)),
            *(("last run: " + name, n) for name, n in manifest["run"].items()),
        )
    ]
    print_rows(["what", "which", "count"], rows, style=Style.TABLE)
