"""What a step makes other in the resolution of an atlas."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeVar

from extract.resolution import resolve
from graph.decisions import read_conflicts, read_merges
from graph.files import read_annotations, read_entities, read_papers, read_variants
from graph.pipeline.step import Step
from schemas import AnnotatedPaper, Annotation, Merge, ResolutionChange

_Value = TypeVar("_Value")


def resolution_change(
    former: Path, step: Step, new: Mapping[str, AnnotatedPaper]
) -> ResolutionChange:
    """Resolves all papers of the next version, and compares that with the former one.

    Args:
        former: Directory of the version in force.
        step: What leads to the next one.
        new: Papers that are new or revised, with their annotations.
    """
    stay = {
        annotated.paper.id: annotated
        for annotated in map(AnnotatedPaper, read_papers(former), read_annotations(former))
        if annotated.paper.id not in step.gone
    }
    resolution = resolve([*stay.values(), *new.values()])
    before = {entity.id: entity for entity in read_entities(former)}
    after = {entity.id: entity for entity in resolution.entities}
    other_name = {k for k in before.keys() & after.keys() if before[k].name != after[k].name}
    nodes: dict[str, dict[str, str]] = {}
    renamed: set[str] = set()
    for paper, annotation in resolution.papers:
        assigned = _nodes(annotation)
        if paper.id in new or assigned != _nodes(stay[paper.id].annotation):
            nodes[paper.id] = assigned
        elif not other_name.isdisjoint(assigned.values()):
            renamed.add(paper.id)
    return ResolutionChange(
        nodes=nodes,
        renamed=frozenset(renamed),
        gone=frozenset(before.keys() - after.keys()),
        entities=tuple(e for e in resolution.entities if before.get(e.id) != e),
        merges=_other(_by_node(read_merges(former)), _by_node(resolution.merges), ()),
        conflicts=_other(
            {c.node: c for c in read_conflicts(former)},
            {c.node: c for c in resolution.conflicts},
            None,
        ),
        variants=_other(
            {v.node: v for v in read_variants(former)},
            {v.node: v for v in resolution.variants},
            None,
        ),
        refused=resolution.refused,
        suggestions=resolution.suggestions,
    )


def _nodes(annotation: Annotation) -> dict[str, str]:
    """The node of each concept."""
    return {m.concept: m.node for m in annotation.mentions if m.node is not None}


def _by_node(merges: Iterable[Merge]) -> dict[str, tuple[Merge, ...]]:
    found: defaultdict[str, list[Merge]] = defaultdict(list)
    for merge in merges:
        found[merge.node].append(merge)
    return {node: tuple(of_node) for node, of_node in found.items()}


def _other(
    before: Mapping[str, _Value], after: Mapping[str, _Value], none: _Value
) -> dict[str, _Value]:
    """What is other, by key; of keys that are no more the value that stands for none."""
    return {
        key: after.get(key, none)
        for key in before.keys() | after.keys()
        if before.get(key) != after.get(key)
    }
