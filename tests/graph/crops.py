"""A made-up field of its own: what damages crops and what they are treated with."""

from __future__ import annotations

import re
from pathlib import Path

import networkx as nx

from graph.atlas import edge_counts, node_counts
from graph.build import build
from graph.contents import write_contents
from graph.directory import new_version
from graph.manifest import write_manifest
from schemas import (
    AnnotatedPaper,
    Annotation,
    Entity,
    Introduction,
    Mention,
    Paper,
    Relation,
    Resolution,
    Result,
    ResultKind,
    Span,
    Vocabulary,
)

CROPS = Vocabulary.model_validate(
    {
        "types": ["Pest", "Crop", "Treatment"],
        "relations": {
            "TREATED_WITH": {"heads": ["Crop", "Pest"], "tails": ["Treatment"], "paper_head": True},
            "DAMAGES": {"heads": ["Pest"], "tails": ["Crop"]},
        },
        "arguments": {"on": ["Pest", "Crop"]},
    }
)
"""The field."""

KEYWORDS = Vocabulary.model_validate(
    {
        "types": ["Order", "Group"],
        "relations": {
            "IN": {"heads": ["Order"], "tails": ["Group"]},
            "MATCH": {"heads": ["Order", "Group"], "tails": ["Order"], "paper_head": True},
        },
    }
)
"""A vocabulary whose names are words of Cypher and SQL."""

_TYPES = {"leaf mite": "Pest", "barley": "Crop", "neem wash": "Treatment"}
_PAPERS = (
    Paper(
        id="c1",
        title="Mites on Barley",
        abstract="The leaf mite damages barley. We treat barley with neem wash.",
        year=2023,
    ),
    Paper(id="c2", title="Washing Barley", abstract="Of leaf mite neem wash removes 40%."),
)


def crop_resolution(vocabulary: Vocabulary = CROPS) -> Resolution:
    """Two papers whose three entities have the types of the vocabulary in its order."""
    types = dict(zip(_TYPES, (*vocabulary.types, vocabulary.types[0]), strict=False))
    relations = sorted(vocabulary.relations)
    one, two = (_mentions(paper, types) for paper in _PAPERS)
    title, damage, wash = _sentences(_PAPERS[0])
    here = {"start_char": damage.start, "end_char": damage.end}
    there = {"start_char": wash.start, "end_char": wash.end}
    first = Annotation(
        id="c1",
        sentences=(title, damage, wash),
        mentions=one,
        introductions=(Introduction(concept="neem wash", confidence=0.8, **there),),
        relations=(
            Relation(head="leaf mite", type=relations[0], tail="barley", **here),
            Relation(head="barley", type=relations[1], tail="neem wash", **there),
            Relation(head="paper", type=relations[1], tail="neem wash", **there),
        ),
    )
    spans = _sentences(_PAPERS[1])
    removed = Result(
        value="40%",
        number=40.0,
        unit="%",
        kind=ResultKind.ABSOLUTE,
        subject="neem wash",
        metric="removal",
        on="leaf mite",
        start_char=spans[1].start,
        end_char=spans[1].end,
    )
    second = Annotation(id="c2", sentences=spans, mentions=two, results=(removed,))
    return Resolution(
        papers=[AnnotatedPaper(*pair) for pair in zip(_PAPERS, (first, second), strict=True)],
        entities=tuple(
            Entity(id=_node(name, kind), type=kind, name=name, papers=2 if name != "barley" else 1)
            for name, kind in sorted(types.items(), key=lambda item: _node(*item))
        ),
        merges=(),
    )


def crop_graph(vocabulary: Vocabulary = CROPS) -> nx.MultiDiGraph:
    """Their graph."""
    return build(crop_resolution(vocabulary), vocabulary)


def write_crop_atlas(directory: Path, vocabulary: Vocabulary = CROPS) -> Path:
    """Writes the atlas of the two papers and returns its directory."""
    graph = crop_graph(vocabulary)
    counts = {"nodes": node_counts(graph), "edges": edge_counts(graph)}
    with new_version(directory) as version:
        write_contents(crop_resolution(vocabulary), graph, version, pages="all")
        write_manifest(version, extractor="none", settings={}, counts=counts)
    return directory


def _node(name: str, kind: str) -> str:
    return f"{kind.lower()}:{name.replace(' ', '-')}"


def _sentences(paper: Paper) -> tuple[Span, ...]:
    """The title, and what ends in a full stop."""
    found = re.finditer(r"[^\n.]*[^\n. ][^\n.]*\.?", paper.text)
    return tuple(Span(m.end() - len(m[0].lstrip()), m.end()) for m in found)


def _mentions(paper: Paper, types: dict[str, str]) -> tuple[Mention, ...]:
    found = [(paper.text.find(name), name, kind) for name, kind in types.items()]
    return tuple(
        Mention(
            start=start,
            end=start + len(name),
            type=kind,
            text=name,
            concept=name,
            node=_node(name, kind),
        )
        for start, name, kind in sorted(found)
        if start >= 0
    )
