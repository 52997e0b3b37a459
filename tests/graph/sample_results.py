"""A small graph of reported numbers from hand-made annotations: four papers, no model.

What each paper says of a number is given as the extractor gives it: concept keys, the word
"paper", or plain words. The papers are made up; the words of one result are hostile.
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
    Resolution,
    Result,
    ResultKind,
    Span,
)

HOSTILE_WORDS = "</script><img src=x onerror=alert(1)> 'quoted' \"too\" }) DETACH DELETE n // [b]"
BEST = "LIBERO's \\ `best`"

_T = EntityType
_TYPES = {
    "GripNet": _T.MODEL,
    "PlanBot": _T.METHOD,
    "LiftNet": _T.MODEL,
    "BC": _T.METHOD,
    "LIBERO": _T.BENCHMARK,
    "KitchenQA": _T.DATASET,
    "success rate": _T.METRIC,
    "FID": _T.METRIC,
    "latency": _T.METRIC,
}


def result(
    value: str,
    number: float | None,
    unit: str | None,
    kind: str,
    *,
    subject: str | None = None,
    metric: str | None = None,
    on: str | None = None,
    versus: str | None = None,
    confidence: float = 0.8,
) -> Result:
    """A result whose evidence is still to be found."""
    return Result(
        subject=subject,
        metric=metric,
        on=on,
        value=value,
        number=number,
        unit=unit,
        kind=ResultKind(kind),
        versus=versus,
        start_char=0,
        end_char=0,
        confidence=confidence,
    )


def annotated(paper: Paper, *results: Result) -> AnnotatedPaper:
    """The paper with every known name marked, each result with the sentence of its value."""
    text = paper.text
    spans = [Span(m.start(), m.end()) for m in re.finditer(r"[^\n]+?(?:\.(?= |$)|$)", text, re.M)]
    spans = [Span(s + len(text[s:e]) - len(text[s:e].lstrip()), e) for s, e in spans]
    mentions = [
        Mention(
            start=found.start(), end=found.end(), type=kind, text=name, concept=name, confidence=0.9
        )
        for name, kind in _TYPES.items()
        for found in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text)
    ]
    placed = []
    for one in results:
        span = next(s for s in spans if one.value in text[s.start : s.end])
        placed.append(one.model_copy(update={"start_char": span.start, "end_char": span.end}))
    return AnnotatedPaper(
        paper,
        Annotation(
            id=paper.id,
            sentences=tuple(spans),
            mentions=tuple(sorted(mentions, key=lambda m: m.start)),
            results=tuple(placed),
        ),
    )


def result_papers() -> list[AnnotatedPaper]:
    """The four annotated papers."""
    grip = Paper(
        id="arxiv/2401.00001",
        title="GripNet: Grasping with Little Data",
        abstract=(
            "GripNet reaches 67.3% success rate on LIBERO. "
            "That is +3.8 points over BC. Its FID on LIBERO is 12.5 with a latency of 20 ms."
        ),
        year=2024,
        url="https://example.org/gripnet",
    )
    plan = Paper(
        id="p two: 2",
        title="PlanBot at Home",
        abstract=(
            "On LIBERO we see a success rate of 81% and PlanBot has an FID of 9.1. "
            "PlanBot is 5x faster than BC on LIBERO."
        ),
        year=2025,
        url="javascript:alert(1)",
    )
    lift = Paper(
        id="p3",
        title="Lifting",
        abstract=(
            "LiftNet has a success rate of 67.3% on LIBERO and 0.5 on KitchenQA. "
            f"Our robot does about half of LIBERO, {HOSTILE_WORDS}."
        ),
    )
    bare = Paper(
        id="p4", title="A Study of Kitchens", abstract="We name LIBERO and report nothing."
    )
    rate = {"metric": "success rate", "on": "LIBERO"}
    return [
        annotated(
            grip,
            result("67.3%", 67.3, "%", "absolute", subject="GripNet", **rate),
            result("+3.8 points", 3.8, "points", "gain", subject="GripNet", versus="BC", **rate),
            result("12.5", 12.5, None, "absolute", subject="GripNet", metric="FID", on="LIBERO"),
            result("20 ms", 20, "ms", "absolute", subject="GripNet", metric="latency", on="LIBERO"),
        ),
        annotated(
            plan,
            result("81%", 81, "%", "absolute", subject="paper", **rate),
            result("9.1", 9.1, None, "absolute", subject="PlanBot", metric="FID", on="LIBERO"),
            result("5x", 5, "x", "ratio", subject="PlanBot", versus="BC", on="LIBERO"),
        ),
        annotated(
            lift,
            result("67.3%", 67.3, "%", "absolute", subject="LiftNet", **rate),
            result("0.5", 0.5, None, "absolute", subject="LiftNet", metric="FID", on="KitchenQA"),
            result(
                "about half",
                None,
                None,
                "absolute",
                subject=HOSTILE_WORDS,
                metric=HOSTILE_WORDS,
                on="LIBERO",
                versus=BEST,
            ),
        ),
        annotated(bare),
    ]


def result_resolution() -> Resolution:
    """Their resolved facts."""
    return resolve(result_papers())


def result_graph() -> nx.MultiDiGraph:
    """Their graph."""
    return build(result_resolution())
