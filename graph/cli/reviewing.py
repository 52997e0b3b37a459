"""``paperatlas merges``."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from pydantic import BaseModel

from graph.cli.console import emit, say, visible, write
from graph.cli.options import AsJson, AtlasDir
from graph.cli.reports import counted
from graph.cli.tables import Style, print_rows
from graph.decisions import read_conflicts, read_merges, read_refused, read_suggestions
from graph.directory import current_version
from graph.explanation import Explanation, explained
from schemas import Merge, RefusedMerge, Suggestion, UsageError

_BREAK: Final = re.compile(r"[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+")

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
    forms of the same words), head (Meta-World benchmark), synonym, alias, curation (you).

    Example:

        paperatlas merges

        paperatlas merges --explain Meta-World

        paperatlas merges --suggestions
    """
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
    if explain is not None:
        _print_explanation(version, explain, as_json=as_json)
    elif suggestions:
        _print_suggestions(version, atlas, as_json=as_json)
    elif refused:
        found = list(read_refused(version))
        _print_list(found, map(_refused_line, found), as_json=as_json)
    elif conflicts:
        _print_conflicts(version, as_json=as_json)
    else:
        joins = list(read_merges(version))
        _print_list(joins, _merge_lines(joins), as_json=as_json)


def _print_list(found: Sequence[BaseModel], lines: Iterable[str], *, as_json: bool) -> None:
    """Prints records as JSON, or the lines that say them to people."""
    if as_json:
        rows = [one.model_dump(mode="json") for one in found]
        print_rows(list(rows[0]) if rows else [], rows, style=Style.JSON)
    elif found:
        for line in lines:
            _write_line(line)
    else:
        _write_line("nothing found")


def _merge_lines(merges: Iterable[Merge]) -> Iterator[str]:
    """The joins of each node below its id."""
    for node, of_node in groupby(merges, key=lambda m: m.node):
        yield node
        for one in of_node:
            yield (
                f"  {one.surface} → {one.into}: {one.reason} {one.score:g}, "
                f"{counted(one.papers, 'paper')}, {counted(one.mentions, 'mention')}"
            )


def _print_suggestions(version: Path, atlas: Path, *, as_json: bool) -> None:
    def surest_first(one: Suggestion) -> tuple[float, int, str, str]:
        return -one.score, -one.into_papers, one.node, one.into

    listed = sorted(read_suggestions(version), key=surest_first)
    lines = (
        f"{one.reason} {one.score:g}: {one.surface} ({one.node}, {counted(one.papers, 'paper')}) "
        f"and {one.into_surface} ({one.into}, {counted(one.into_papers, 'paper')})"
        for one in listed
    )
    _print_list(listed, lines, as_json=as_json)
    if listed:
        pair = json.dumps([listed[0].node, listed[0].into], ensure_ascii=False)
        say(
            f"none of these is joined; to accept one, write it under same in "
            f"{atlas / 'atlas.yaml'} and build again, like:\nsame:\n  - {pair}"
        )


def _refused_line(one: RefusedMerge) -> str:
    return f"{one.surface} and {one.into}: {one.reason} {one.score:g}, known to differ: {one.known}"


def _print_conflicts(version: Path, *, as_json: bool) -> None:
    found = list(read_conflicts(version))
    if as_json:
        rows = [{"node": one.node, "types": dict(one.types)} for one in found]
        print_rows(["node", "types"], rows, style=Style.JSON)
        return
    _print_list(found, (f"{one.node}: {_types(one.types)}" for one in found), as_json=False)


def _types(types: Sequence[tuple[str, int]]) -> str:
    return ", ".join(f"{kind} {papers}" for kind, papers in types)


def _print_explanation(version: Path, name: str, *, as_json: bool) -> None:
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
    write(visible(_BREAK.sub(" ", text)) + "\n")


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
        yield (f"Not joined: {_refused_line(one)}.")
    for may in found.suggestions:
        other = may.into if may.node == found.node.id else may.node
        yield (
            f"It may be one with {_named(found, other)}: {may.surface} and {may.into_surface} "
            f"({may.reason} {may.score:g}); not joined."
        )


def _named(found: Explanation, node: str) -> str:
    return f"{found.names[node]} ({node})"
