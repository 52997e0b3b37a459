"""``paperatlas merges``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from graph.cli.console import emit, say, visible, write
from graph.cli.options import AsJson, AtlasDir
from graph.cli.reports import counted
from graph.cli.tables import Style, print_rows
from schemas import UsageError

if TYPE_CHECKING:
    from graph.explanation import Explanation
    from schemas import Suggestion

_PAPERS_NAMED: Final = 5
"""Of the papers of a surface so many are named in a table; JSON names all."""


def merges_cli(
    atlas: AtlasDir = Path("atlas"),
    explain: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Say all about one node: name, alias or id."),
    ] = None,
    suggestions: Annotated[
        bool,
        typer.Option("--suggestions", help="What may be one thing, but was not joined."),
    ] = False,
    refused: Annotated[
        bool,
        typer.Option(
            "--refused", help="Joins not made, since they would mix what is known to differ."
        ),
    ] = False,
    conflicts: Annotated[
        bool, typer.Option("--conflicts", help="Nodes to which papers give several types.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Say which names were joined to one node, and why.

    A line for each surface: the node it went to, the surface it was joined to, the reason,
    how sure that is, and in how many papers and how often it stands. Reasons: case, hyphen,
    plural, latex and spelling (one word written in two ways), abbreviation, wording (other
    forms of the same words), head (Meta-World benchmark), synonym, alias.

    Example:

        paperatlas merges

        paperatlas merges --explain Meta-World

        paperatlas merges --suggestions
    """
    from graph.directory import current_version

    asked = {
        "--explain": explain is not None,
        "--suggestions": suggestions,
        "--refused": refused,
        "--conflicts": conflicts,
    }
    given = [option for option, on in asked.items() if on]
    if len(given) > 1:
        raise UsageError(f"{' and '.join(given)} exclude each other; give one of them")
    version = current_version(atlas)
    style = Style.JSON if as_json else Style.TABLE
    if explain is not None:
        _print_explanation(version, explain, as_json=as_json)
    elif suggestions:
        _print_suggestions(version, atlas, style)
    elif refused:
        _print_refused(version, style)
    elif conflicts:
        _print_conflicts(version, style)
    else:
        _print_merges(version, style)


def _print_merges(version: Path, style: Style) -> None:
    from graph.decisions import read_merges

    columns = ["node", "surface", "into", "reason", "score", "papers", "mentions"]
    print_rows(columns, [m.model_dump(mode="json") for m in read_merges(version)], style=style)


def _print_suggestions(version: Path, atlas: Path, style: Style) -> None:
    from graph.decisions import read_suggestions

    def surest_first(one: Suggestion) -> tuple[float, int, str, str]:
        return -one.score, -one.into_papers, one.node, one.into

    listed = sorted(read_suggestions(version), key=surest_first)
    columns = [
        "node",
        "surface",
        "papers",
        "into",
        "into_surface",
        "into_papers",
        "reason",
        "score",
    ]
    print_rows(columns, [s.model_dump(mode="json") for s in listed], style=style)
    if listed:
        say(_how_to_accept(listed[0], atlas))


def _how_to_accept(one: Suggestion, atlas: Path) -> str:
    pair = json.dumps([one.node, one.into], ensure_ascii=False)
    return (
        f"none of these is joined; to accept one, write it under same in {atlas / 'atlas.yaml'} "
        f"and build again, like:\nsame:\n  - {pair}"
    )


def _print_refused(version: Path, style: Style) -> None:
    from graph.decisions import read_refused

    columns = ["surface", "into", "reason", "score", "known"]
    print_rows(columns, [r.model_dump(mode="json") for r in read_refused(version)], style=style)


def _print_conflicts(version: Path, style: Style) -> None:
    from graph.decisions import read_conflicts

    if style is Style.JSON:
        rows = [{"node": c.node, "types": dict(c.types)} for c in read_conflicts(version)]
    else:
        rows = [{"node": c.node, "types": _types(c.types)} for c in read_conflicts(version)]
    print_rows(["node", "types"], rows, style=style)


def _types(types: Sequence[tuple[str, int]]) -> str:
    return ", ".join(f"{kind} {papers}" for kind, papers in types)


def _print_explanation(version: Path, name: str, *, as_json: bool) -> None:
    from graph.explanation import explained

    found = explained(version, name)
    if as_json:
        emit(json.dumps(found.as_record(), ensure_ascii=False, indent=2))
        return
    node = found.node
    _write_line(f"{node.name} ({node.id}, {counted(node.papers, 'paper')})")
    columns = ["surface", "joined to", "reason", "score", "mentions", "papers", "in"]
    print_rows(columns, list(_surface_rows(found)), style=Style.TABLE)
    for line in _remarks(found):
        _write_line(line)


def _write_line(text: str) -> None:
    """Writes what papers call things on one line, and nothing that a terminal obeys."""
    write(visible(" ".join(text.split())) + "\n")


def _surface_rows(found: Explanation) -> Iterator[dict[str, Any]]:
    for use in found.surfaces:
        named = ", ".join(use.papers[:_PAPERS_NAMED])
        more = len(use.papers) - _PAPERS_NAMED
        yield {
            "surface": f"{'  ' * (use.depth - 1)}└ {use.surface}" if use.depth else use.surface,
            "joined to": use.into,
            "reason": use.reason,
            "score": use.score,
            "mentions": use.mentions,
            "papers": len(use.papers),
            "in": f"{named} and {more:,} more" if more > 0 else named,
        }


def _remarks(found: Explanation) -> Iterator[str]:
    """What else is known of a node, a line each."""
    if found.conflict is not None:
        yield f"Papers disagree on its type: {_types(found.conflict.types)}."
    for tie in found.variant_of:
        yield f"It is a variant ({tie.reason}) of {_named(found, tie.of)}."
    for tie in found.variants:
        yield f"A variant ({tie.reason}) of it is {_named(found, tie.node)}."
    for one in found.refused:
        yield (
            f"Not joined: {one.surface} and {one.into} ({one.reason} {one.score:g}), "
            f"known to differ: {one.known}."
        )
    for may in found.suggestions:
        other = may.into if may.node == found.node.id else may.node
        yield (
            f"It may be one with {_named(found, other)}: {may.surface} and {may.into_surface} "
            f"({may.reason} {may.score:g}); not joined."
        )


def _named(found: Explanation, node: str) -> str:
    return f"{found.names[node]} ({node})"
