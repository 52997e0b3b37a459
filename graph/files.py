"""The canonical files of an atlas: JSONL, sorted, the truth that all else is made from.

papers.jsonl        one paper a line, by id
annotations.jsonl   one paper a line, by id; each mention names its node
nodes.jsonl         one entity a line, by id
results.jsonl       one reported number a line, by id
edges.jsonl         one edge a line, by head, type, tail and paper
merges.jsonl …      what resolution decided, and what it left to a person: ``decisions``
vocabulary.json     the types and relations there may be in these
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

import networkx as nx
from pydantic import BaseModel, ConfigDict, Field, FiniteFloat

from graph.build import edge_key, entity_attributes, paper_attributes, paper_node_id
from graph.decisions import DECISIONS, write_decisions
from graph.lines import Where, damaged, located, records, write_lines, write_models
from graph.stores.rows import edge_properties
from graph.vocabulary import empty_graph, read_vocabulary, vocabulary_json, vocabulary_of
from schemas import (
    RESULT_LABEL,
    RESULT_PROPERTIES,
    VARIANT_OF,
    Annotation,
    Entity,
    Paper,
    Resolution,
    ResultKind,
    Variant,
    VariantReason,
)

PAPERS = "papers.jsonl"
ANNOTATIONS = "annotations.jsonl"
NODES = "nodes.jsonl"
EDGES = "edges.jsonl"
RESULTS = "results.jsonl"
VOCABULARY = "vocabulary.json"
CANONICAL = (PAPERS, ANNOTATIONS, NODES, EDGES, *DECISIONS, RESULTS, VOCABULARY)

_Record = TypeVar("_Record", bound=BaseModel)


class EdgeLine(BaseModel):
    """A line of ``edges.jsonl``; which properties it has depends on its type."""

    model_config = ConfigDict(extra="forbid", strict=True)

    head: str
    type: str
    tail: str
    paper: str = ""
    sentence: str = ""
    start_char: int = Field(default=0, ge=0)
    end_char: int = Field(default=0, ge=0)
    confidence: float = Field(default=0, ge=0, le=1)
    count: int = Field(default=1, ge=1)
    sentences: list[str] = Field(default=[], min_length=1)
    reason: str = Field(default="", pattern=f"^({'|'.join(VariantReason)})$")


class ResultLine(BaseModel):
    """A line of ``results.jsonl``: the properties of its node."""

    model_config = ConfigDict(extra="forbid", strict=True)

    id: str
    type: str = Field(pattern=f"^{RESULT_LABEL}$")
    name: str
    value: str
    number: FiniteFloat | None
    unit: str | None
    kind: str = Field(pattern=f"^({'|'.join(ResultKind)})$")
    subject_words: str | None
    metric_words: str | None
    on_words: str | None
    versus_words: str | None
    paper: str
    sentence: str
    start_char: int = Field(ge=0)
    end_char: int = Field(ge=0)
    confidence: float = Field(ge=0, le=1)


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
            papers.write(paper_line(paper))
            annotations.write(annotation_line(annotation))
    write_models(directory / NODES, resolution.entities)
    write_lines(directory / EDGES, _edge_records(graph))
    write_lines(directory / RESULTS, _result_records(graph))
    write_decisions(resolution, directory)
    vocabulary = vocabulary_json(vocabulary_of(graph))
    (directory / VOCABULARY).write_text(vocabulary, encoding="utf-8", newline="\n")


def read_papers(directory: Path) -> Iterator[Paper]:
    """The papers of an atlas, by id."""
    return records(directory / PAPERS, Paper)


def read_annotations(directory: Path) -> Iterator[Annotation]:
    """The annotations of an atlas, by paper id."""
    return records(directory / ANNOTATIONS, Annotation)


def record_at(path: Path, offset: int, model: type[_Record]) -> _Record:
    """The record whose line begins at a byte of a canonical file."""
    with path.open("rb") as lines:
        lines.seek(offset)
        return model.model_validate_json(lines.readline())


def read_entities(directory: Path) -> Iterator[Entity]:
    """The entities of an atlas, by id."""
    return records(directory / NODES, Entity)


def read_variants(directory: Path) -> Iterator[Variant]:
    """The ties between names in an atlas, by node."""
    for edge in records(directory / EDGES, EdgeLine, holding=[f'"type":"{VARIANT_OF}"']):
        if edge.type == VARIANT_OF:
            yield Variant(node=edge.head, of=edge.tail, reason=VariantReason(edge.reason))


def read_graph(directory: Path) -> nx.MultiDiGraph:
    """The graph of an atlas, equal to the one it was written from.

    Raises:
        AtlasError: A file is missing or a line in it is damaged.
    """
    vocabulary = read_vocabulary(directory / VOCABULARY)
    graph = empty_graph(vocabulary)
    papers = [(paper_node_id(p.id), paper_attributes(p)) for p in read_papers(directory)]
    graph.add_nodes_from(sorted(papers, key=lambda p: p[0]))
    for where, entity in located(directory / NODES, Entity):
        check_name(entity.type, vocabulary.types, where)
        graph.add_node(entity.id, **entity_attributes(entity))
    results = (result.__dict__ for result in records(directory / RESULTS, ResultLine))
    graph.add_nodes_from((r["id"], {name: r[name] for name in RESULT_PROPERTIES}) for r in results)
    edges = []
    edge_types = vocabulary.edge_types
    for where, edge in located(directory / EDGES, EdgeLine):
        check_name(edge.type, edge_types, where)
        for end in (edge.head, edge.tail):
            if end not in graph:
                raise damaged(
                    where,
                    f"an edge names {end!r}, which {PAPERS}, {NODES} and {RESULTS} do not hold",
                )
        attributes = edge_attributes(edge, where)
        key = edge_key(edge.type, attributes.get("paper"))
        edges.append((edge.head, edge.tail, key, attributes))
    edges.sort(key=lambda e: e[:3])
    graph.add_edges_from(edges)
    return graph


def check_name(name: str, known: tuple[str, ...], where: Where) -> None:
    """Raises an error where a type is not of the vocabulary.

    Raises:
        AtlasError: It is not.
    """
    if name not in known:
        raise damaged(where, f"type: {name!r} is not of its vocabulary: {', '.join(known)}")


def edge_attributes(edge: EdgeLine, where: Where) -> dict[str, Any]:
    """The properties of an edge, those that its type has.

    Raises:
        AtlasError: It lacks one, or has another.
    """
    wanted = edge_properties(edge.type)
    given = edge.model_fields_set - {"head", "tail"}
    if missing := sorted({*wanted} - given):
        raise damaged(where, f"the {edge.type} edge lacks {', '.join(missing)}")
    if strange := sorted(given - {*wanted}):
        raise damaged(where, f"the {edge.type} edge has, though none may, {', '.join(strange)}")
    every = edge.__dict__
    return {name: every[name] for name in wanted}


def edge_record(head: str, tail: str, attributes: Mapping[str, Any]) -> dict[str, Any]:
    """What stands in the line of an edge."""
    return {"head": head, "type": attributes["type"], "tail": tail, **attributes}


def result_record(node: Mapping[str, Any]) -> dict[str, Any]:
    """What stands in the line of a result."""
    return {name: node[name] for name in RESULT_PROPERTIES}


def paper_line(paper: Paper) -> str:
    """The line of a paper."""
    return paper.model_dump_json() + "\n"


def annotation_line(annotation: Annotation) -> str:
    """The line of a resolved annotation."""
    return annotation.model_dump_json(exclude_none=True) + "\n"


def _edge_records(graph: nx.MultiDiGraph) -> Iterator[dict[str, Any]]:
    edges = graph.edges(data=True)
    return (edge_record(*edge) for edge in sorted(edges, key=_place))


def _place(edge: tuple[str, str, dict[str, Any]]) -> tuple[str, str, str, str]:
    """Head, type, tail and paper; a tie between names has none."""
    head, tail, attributes = edge
    return head, attributes["type"], tail, attributes.get("paper", "")


def _result_records(graph: nx.MultiDiGraph) -> Iterator[dict[str, Any]]:
    results = (data for _, data in graph.nodes(data=True) if data["type"] == RESULT_LABEL)
    return map(result_record, sorted(results, key=lambda r: r["id"]))
