"""The canonical files of an atlas: JSONL, sorted, the truth that all else is made from.

papers.jsonl        one paper a line, by id
annotations.jsonl   one paper a line, by id; each mention names its node
nodes.jsonl         one entity a line, by id
edges.jsonl         one edge a line, by head, type, tail and paper
merges.jsonl        one join a line, by node and surface
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import networkx as nx
from pydantic import BaseModel, ValidationError

from graph.build import edge_key, entity_attributes, paper_attributes, paper_node_id
from schemas import (
    Annotation,
    AtlasError,
    Entity,
    Merge,
    Paper,
    Resolution,
)

PAPERS = "papers.jsonl"
ANNOTATIONS = "annotations.jsonl"
NODES = "nodes.jsonl"
EDGES = "edges.jsonl"
MERGES = "merges.jsonl"
CANONICAL = (PAPERS, ANNOTATIONS, NODES, EDGES, MERGES)

_Record = TypeVar("_Record", bound=BaseModel)


def write_canonical(resolution: Resolution, graph: nx.MultiDiGraph, directory: Path) -> None:
    """Writes all canonical files into a directory that exists.

    Args:
        resolution: The resolved facts.
        graph: The graph built from them.
        directory: Where the files go.
    """
    with (
        (directory / PAPERS).open("w", encoding="utf-8", newline="\n") as papers,
        (directory / ANNOTATIONS).open("w", encoding="utf-8", newline="\n") as annotations,
    ):
        for paper, annotation in resolution.papers:
            papers.write(paper.model_dump_json() + "\n")
            annotations.write(annotation.model_dump_json(exclude_none=True) + "\n")
    _write_lines(directory / NODES, (e.model_dump(mode="json") for e in resolution.entities))
    _write_lines(directory / EDGES, _edge_records(graph))
    _write_lines(directory / MERGES, (m.model_dump(mode="json") for m in resolution.merges))


def read_papers(directory: Path) -> Iterator[Paper]:
    """The papers of an atlas, by id."""
    return _records(directory / PAPERS, Paper)


def read_annotations(directory: Path) -> Iterator[Annotation]:
    """The annotations of an atlas, by paper id."""
    return _records(directory / ANNOTATIONS, Annotation)


def read_entities(directory: Path) -> Iterator[Entity]:
    """The entities of an atlas, by id."""
    return _records(directory / NODES, Entity)


def read_merges(directory: Path) -> Iterator[Merge]:
    """The joins of an atlas, by node and surface."""
    return _records(directory / MERGES, Merge)


def read_graph(directory: Path) -> nx.MultiDiGraph:
    """The graph of an atlas, equal to the one it was written from.

    Raises:
        AtlasError: A file is missing or a line in it is damaged.
    """
    graph = nx.MultiDiGraph()
    papers = [(paper_node_id(p.id), paper_attributes(p)) for p in read_papers(directory)]
    graph.add_nodes_from(sorted(papers, key=lambda p: p[0]))
    graph.add_nodes_from((e.id, entity_attributes(e)) for e in read_entities(directory))
    edges = []
    for where, record in _lines(directory / EDGES):
        try:
            head, tail = record.pop("head"), record.pop("tail")
            edges.append((head, tail, edge_key(record["type"], record["paper"]), record))
        except KeyError as missing:
            raise AtlasError(f"{where}: an edge without {missing}; build the atlas anew") from None
    edges.sort(key=lambda e: e[:3])
    graph.add_edges_from(edges)
    _check_complete(graph, directory)
    return graph


def _check_complete(graph: nx.MultiDiGraph, directory: Path) -> None:
    for node, attributes in graph.nodes(data=True):
        if "type" not in attributes:
            raise AtlasError(
                f"{directory / EDGES}: an edge names {node!r}, which {NODES} and {PAPERS} "
                "do not hold; build the atlas anew"
            )


def _edge_records(graph: nx.MultiDiGraph) -> Iterator[dict[str, Any]]:
    edges = sorted(graph.edges(data=True), key=lambda e: (e[0], e[2]["type"], e[1], e[2]["paper"]))
    for head, tail, attributes in edges:
        yield {"head": head, "type": attributes["type"], "tail": tail, **attributes}


def _write_lines(path: Path, records: Iterable[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as out:
        for record in records:
            out.write(json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n")


def _lines(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each line of a file as an object, with where it stands."""
    try:
        with path.open(encoding="utf-8", newline="\n") as lines:
            for number, line in enumerate(lines, 1):
                where = f"{path}:{number}"
                try:
                    record = json.loads(line)
                except ValueError:
                    raise AtlasError(f"{where}: not JSON; build the atlas anew") from None
                if not isinstance(record, dict):
                    raise AtlasError(f"{where}: not a JSON object; build the atlas anew")
                yield where, record
    except (FileNotFoundError, NotADirectoryError):
        raise AtlasError(f"{path} is missing; build the atlas anew") from None
    except (OSError, UnicodeDecodeError) as problem:
        raise AtlasError(f"{path} cannot be read: {problem}") from None


def _records(path: Path, model: type[_Record]) -> Iterator[_Record]:
    for where, record in _lines(path):
        try:
            yield model.model_validate(record)
        except ValidationError as problem:
            first = problem.errors()[0]
            field = ".".join(map(str, first["loc"])) or "record"
            raise AtlasError(f"{where}: {field}: {first['msg']}; build the atlas anew") from None
