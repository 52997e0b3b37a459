"""``paperatlas cypher``, ``query`` and ``stats``."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graph.cli.console import emit, say
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
    from graph.questions import Answer
    from graph.stores import Store

_DEFAULT = Path("atlas")


@contextmanager
def _opened(
    atlas: Path, url: str | None, user: str | None, password_file: Path | None
) -> Iterator[tuple[Store, Path | None]]:
    """The store to ask: the server where one is named, else the atlas's own.

    With the directory of the version that the atlas's own is of.
    """
    from graph.directory import DATABASE, current_version
    from graph.stores import open_store

    if url is None:
        version = current_version(atlas)
        store = open_store(version / DATABASE, read_only=True)
    else:
        version = None
        store = open_store(
            url, read_only=True, **credentials(user=user, password_file=password_file)
        )
    with store:
        yield store, version


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
    with _opened(atlas, store, user, password_file) as (opened, _):
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
    limit: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            min=0,
            help="The first N rows alone, of top for each type; 0 for all. Unless said 10 of top, "
            "else 100 in a table and all with --json and --csv.",
            show_default=False,
        ),
    ] = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    user: User = None,
    password_file: PasswordFile = None,
) -> None:
    """Ask one of the named questions.

    Where rows are left out, it says on stderr how many there are.

    Example:

        paperatlas query evaluated-on Meta-World

        paperatlas query leaderboard Minecraft --csv
    """
    from graph.questions import QUESTIONS

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
    if limit is None and style is not Style.TABLE and name != "top":
        limit = 0  # a script counts on all rows
    with _opened(atlas, store, user, password_file) as (opened, version):
        answer = _answer(opened, version, name, args or [], generic=generic, limit=limit)
    print_rows(answer.columns, answer.rows, style=style)
    if answer.total > len(answer.rows):
        say(f"the first {len(answer.rows):,} of {answer.total:,} rows; --limit 0 gives all")


def _answer(
    store: Store,
    version: Path | None,
    name: str,
    args: list[str],
    *,
    generic: bool,
    limit: int | None,
) -> Answer:
    """Asks the store, helped by what stands beside it where it is an atlas's own."""
    from graph.directory import NAMES
    from graph.name_file import NameFile
    from graph.names import NameIndex, Names
    from graph.questions import ask
    from graph.questions.most_connected import NOTHING_KNOWN, read_most_connected

    with ExitStack() as opened:
        names: Names
        if version is not None and (version / NAMES).exists():
            names = opened.enter_context(NameFile(version))
        else:
            names = NameIndex.of_store(store)
        known = NOTHING_KNOWN if version is None else read_most_connected(version)
        return ask(
            store, name, args, names=names, generic=generic, limit=limit, most_connected=known
        )


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
