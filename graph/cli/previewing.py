"""``paperatlas build --dry-run``: what a file of curation changes, in words or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.cli.console import emit, visible, warn, write
from graph.cli.reports import counted, foretell, say_failures

if TYPE_CHECKING:
    from graph.curation_preview import Node, Piece, Preview


def preview_cli(inputs: list[str], output: Path, *, as_json: bool, **options: Any) -> None:
    """Prints what the curation of an atlas changes in a build.

    Args:
        inputs: Files of papers.
        output: The atlas directory; nothing is written into it.
        as_json: Whether to print JSON.
        **options: What else ``preview_build`` takes.
    """
    from graph.pipeline import preview_build

    found, read = preview_build(*inputs, directory=output, forecast=foretell, **options)
    say_failures(tuple(read.failed))
    for warning in found.warnings:
        warn(warning)
    if as_json:
        emit(json.dumps(found.as_record(), ensure_ascii=False))
        return
    for line in _lines(found):
        write(visible(line).replace("\n", " ") + "\n")


def _lines(found: Preview) -> Iterator[str]:
    if found.changes_nothing:
        yield "the decisions on names change nothing"
    for joined in found.joined:
        yield f"joined: {_node(joined.node)} from {'; '.join(map(_node, joined.of))}"
    for parted in found.parted:
        yield f"parted: {_node(parted.node)} into {'; '.join(map(_piece, parted.into))}"
    for named in found.renamed:
        yield f"renamed: {named.before} ({named.node}) to {named.after} ({named.id})"
    for typed in found.retyped:
        yield f"retyped: {typed.node}, a {typed.before}, to {typed.id}, a {typed.after}"
    for node in found.hidden:
        yield f"hidden: {_node(node)}"
    for one in found.refused:
        yield f"refused: {one.surface} and {one.into} by {one.reason}, since {one.known}"


def _node(node: Node) -> str:
    return f"{node.name} ({node.id}, {counted(node.papers, 'paper')})"


def _piece(piece: Piece) -> str:
    return f"{piece.id or 'nothing, hidden'}: {', '.join(piece.surfaces)}"
