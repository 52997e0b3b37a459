"""A small graph from hand-made annotations: three papers, no model.

The papers are made up; the second has a hostile title.
"""

from __future__ import annotations

import itertools
import re

import networkx as nx

from extract.resolution import resolve
from graph.build import build
from schemas import (
    Abbreviation,
    AnnotatedPaper,
    Annotation,
    EntityType,
    Introduction,
    Mention,
    Paper,
    Relation,
    RelationType,
    Resolution,
    Span,
)

HOSTILE = "</script><img src=x onerror=alert(1)> & 'quoted' [bold]titles[/x]"

_T, _R = EntityType, RelationType

_PAPERS: list[
    tuple[
        Paper, dict[str, EntityType], dict[str, str], list[str], list[tuple[str, RelationType, str]]
    ]
] = [
    (
        Paper(
            id="arxiv/2401.00001",
            title="GripNet: Grasping with Little Data",
            abstract=(
                "We present GripNet, a policy trained by imitation learning. "
                "GripNet is evaluated on Meta-World and on LIBERO in terms of success rate. "
                "It outperforms behavior cloning (BC) on Meta-World."
            ),
            year=2024,
            venue="MADEUP",
            url="https://example.org/gripnet",
        ),
        {
            "GripNet": _T.MODEL,
            "imitation learning": _T.METHOD,
            "Meta-World": _T.BENCHMARK,
            "LIBERO": _T.BENCHMARK,
            "success rate": _T.METRIC,
            "behavior cloning": _T.METHOD,
            "BC": _T.METHOD,
        },
        {"BC": "behavior cloning"},
        ["GripNet"],
        [
            ("GripNet", _R.USES, "imitation learning"),
            ("GripNet", _R.EVALUATED_ON, "Meta-World"),
            ("GripNet", _R.EVALUATED_ON, "LIBERO"),
            ("GripNet", _R.MEASURED_BY, "success rate"),
            ("GripNet", _R.OUTPERFORMS, "behavior cloning"),
        ],
    ),
    (
        Paper(
            id="p two: 2",
            title=HOSTILE,
            abstract=(
                "This paper introduces PlanBot, which uses GPT-4 for task planning. "
                "PlanBot and GripNet are compared on MetaWorld. BC is the baseline."
            ),
            year=2025,
            url="javascript:alert(1)",
        ),
        {
            "PlanBot": _T.METHOD,
            "GPT-4": _T.MODEL,
            "task planning": _T.TASK,
            "GripNet": _T.METHOD,
            "MetaWorld": _T.BENCHMARK,
            "BC": _T.METHOD,
        },
        {},
        ["PlanBot"],
        [
            ("PlanBot", _R.USES, "GPT-4"),
            ("PlanBot", _R.ADDRESSES, "task planning"),
            ("PlanBot", _R.EVALUATED_ON, "MetaWorld"),
            ("PlanBot", _R.COMPARED_WITH, "GripNet"),
            ("paper", _R.COMPARED_WITH, "BC"),
        ],
    ),
    (
        Paper(
            id="p3",
            title="A Study of Large Language Models in Kitchens",
            abstract=(
                "Large language models (LLMs) such as GPT-4 plan meals. "
                "We train none of the LLMs and ask GPT-4 alone, on KitchenQA."
            ),
        ),
        {
            "Large Language Models": _T.MODEL,
            "Large language models": _T.MODEL,
            "LLMs": _T.MODEL,
            "GPT-4": _T.MODEL,
            "KitchenQA": _T.DATASET,
        },
        {"LLMs": "Large language models"},
        [],
        [
            ("GPT-4", _R.PART_OF, "Large language models"),
            ("GPT-4", _R.EVALUATED_ON, "KitchenQA"),
            ("paper", _R.USES, "GPT-4"),
        ],
    ),
]


def sample_papers() -> list[AnnotatedPaper]:
    """The three annotated papers."""
    return [_annotated(*row) for row in _PAPERS]


def sample_resolution() -> Resolution:
    """Their resolved facts."""
    return resolve(sample_papers())


def sample_graph() -> nx.MultiDiGraph:
    """Their graph."""
    return build(sample_resolution())


def _annotated(
    paper: Paper,
    types: dict[str, EntityType],
    short_to_long: dict[str, str],
    introduces: list[str],
    relations: list[tuple[str, RelationType, str]],
) -> AnnotatedPaper:
    text = paper.text
    borders = [0, *(m.end() for m in re.finditer(r"\n|(?<=\.) ", text)), len(text)]
    sentences = [Span(a, a + len(text[a:b].rstrip())) for a, b in itertools.pairwise(borders)]
    canonical = {s.lower(): short_to_long.get(s, s).lower() for s in types}
    mentions = [
        Mention(
            start=m.start(),
            end=m.end(),
            type=kind,
            text=surface,
            concept=canonical[surface.lower()],
            confidence=0.9,
        )
        for surface, kind in types.items()
        for m in re.finditer(rf"(?<!\w){re.escape(surface)}(?!\w)", text)
    ]
    mentions.sort(key=lambda m: m.start)

    def evidence(*concepts: str) -> dict[str, int]:
        places = [[m.start for m in mentions if m.concept == c] for c in concepts]
        runs = [
            (end - begin, sentences[begin].start, sentences[end].end)
            for begin in range(len(sentences))
            for end in range(begin, len(sentences))
            if all(
                any(sentences[begin].start <= p < sentences[end].end for p in place)
                for place in places
            )
        ]
        _, start, stop = min(runs)
        return {"start_char": start, "end_char": stop}

    def key(surface: str) -> str:
        return canonical.get(surface.lower(), surface)

    return AnnotatedPaper(
        paper,
        Annotation(
            id=paper.id,
            sentences=tuple(sentences),
            mentions=tuple(mentions),
            introductions=tuple(
                Introduction(concept=key(s), confidence=0.8, **evidence(key(s))) for s in introduces
            ),
            relations=tuple(
                Relation(
                    head=key(h),
                    type=r,
                    tail=key(t),
                    confidence=0.7,
                    **evidence(*(key(x) for x in (h, t) if x != "paper")),
                )
                for h, r, t in sorted(relations)
            ),
            abbreviations=tuple(Abbreviation(short=s, long=x) for s, x in short_to_long.items()),
        ),
    )
