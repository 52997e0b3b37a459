"""A small graph of versions and sizes from hand-made annotations: two papers, no model.

The papers are made up. Their names tie LLaMA-2 70B to LLaMA-2 and GPT-4o to GPT-4; no
paper says that, and one of them compares GPT-4o with GPT-4 all the same.
"""

from __future__ import annotations

import re

import networkx as nx

from extract.resolution import resolve
from graph.build import build
from schemas import (
    AnnotatedPaper,
    Annotation,
    EntityType,
    Mention,
    Paper,
    Relation,
    RelationType,
    Resolution,
    Span,
)

TIES = {
    ("model:gpt-4o", "model:gpt-4"): "variant",
    ("model:llama-2-70b", "model:llama-2"): "size",
}
"""The reason of each tie, by its ends."""

_NAMES = {
    "GPT-4o": EntityType.MODEL,
    "GPT-4": EntityType.MODEL,
    "LLaMA-2 70B": EntityType.MODEL,
    "LLaMA-2": EntityType.MODEL,
    "KitchenQA": EntityType.BENCHMARK,
    "meal planning": EntityType.TASK,
}
_NAME = re.compile("|".join(sorted(map(re.escape, _NAMES), key=len, reverse=True)))

_PAPERS = (
    ("v1", "Cooking by the Book", "GPT-4o is compared with GPT-4. LLaMA-2 is evaluated too."),
    ("v2", "Kitchens, Larger", "LLaMA-2 70B is evaluated on KitchenQA. It is for meal planning."),
)
_RELATIONS = {
    "v1": [("GPT-4o", RelationType.COMPARED_WITH, "GPT-4")],
    "v2": [("LLaMA-2 70B", RelationType.EVALUATED_ON, "KitchenQA")],
}


def variant_resolution() -> Resolution:
    """The resolved facts of the two papers."""
    return resolve(_annotated(*row) for row in _PAPERS)


def variant_graph() -> nx.MultiDiGraph:
    """Their graph."""
    return build(variant_resolution())


def _annotated(key: str, title: str, abstract: str) -> AnnotatedPaper:
    paper = Paper(id=key, title=title, abstract=abstract, year=2024)
    sentences = [Span(m.start(), m.end()) for m in re.finditer(r"[^\s.][^\n.]*\.?", paper.text)]
    mentions = [
        Mention(
            start=m.start(),
            end=m.end(),
            type=_NAMES[m[0]],
            text=m[0],
            concept=m[0].lower(),
            confidence=0.9,
        )
        for m in _NAME.finditer(paper.text)
    ]
    relations = []
    for head, kind, tail in _RELATIONS[key]:
        start = next(m.start for m in mentions if m.text == head)
        end = paper.text.index(".", start) + 1
        relations.append(
            Relation(
                head=head.lower(),
                type=kind,
                tail=tail.lower(),
                start_char=start,
                end_char=end,
                confidence=0.7,
            )
        )
    annotation = Annotation(
        id=key, sentences=tuple(sentences), mentions=tuple(mentions), relations=tuple(relations)
    )
    return AnnotatedPaper(paper, annotation)
