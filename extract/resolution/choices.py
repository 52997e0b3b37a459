"""Which node each concept of each paper belongs to, and what all papers say of each node."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from extract.resolution.concepts import LocalConcept, local_concepts
from extract.resolution.groups import Groups
from extract.resolution.joins import joined
from extract.resolution.nodes import NodeEvidence
from extract.resolution.senses import Choice, Senses
from extract.resolution.usage import Usage, main_key
from schemas import AnnotatedPaper

BOUND_SCORE: Final = 0.98
"""How sure it is that a short form means what its paper binds it to."""

Chosen = tuple[tuple[str, Choice], ...]
"""The concepts of a paper, each with the key of its node."""

Part = tuple[LocalConcept, Choice]
"""A concept of a paper or some of its surfaces, and their node."""


class Choices(NamedTuple):
    """What the rules decide.

    Attributes:
        groups: Which keys are one.
        senses: What short forms stand for.
        chosen: By paper, its concepts with their nodes.
        evidence: What all papers say of each node, by its key.
    """

    groups: Groups
    senses: Senses
    chosen: Mapping[str, Chosen]
    evidence: Mapping[str, NodeEvidence]


def choices(
    papers: Iterable[AnnotatedPaper],
    usage: Usage,
    *,
    without: frozenset[str] = frozenset(),
    first: Callable[[Groups], None] | None = None,
) -> Choices:
    """Decides for every concept of every paper which node it is.

    Args:
        papers: All papers, in any order.
        usage: What they say.
        without: Names of rules to leave out.
        first: Marks and joins what is known before any rule has its say.
    """
    groups = joined(usage, without=without, first=first)
    senses = Senses(usage, groups, without=without)
    known: dict[Choice, Choice] = {}
    chosen: dict[str, Chosen] = {}
    evidence: dict[str, NodeEvidence] = defaultdict(NodeEvidence)
    for paper in papers:
        parts = list(_choices_of(paper, groups, senses))
        sum_up(paper, parts, evidence)
        chosen[paper.paper.id] = tuple((c.concept, known.setdefault(k, k)) for c, k in parts)
    return Choices(groups, senses, chosen, evidence)


def _choices_of(paper: AnnotatedPaper, groups: Groups, senses: Senses) -> Iterator[Part]:
    concepts = local_concepts(paper)
    mains = [main_key(c) for c in concepts]
    for concept, main in zip(concepts, mains, strict=True):
        if concept.short_keys:
            long = groups.find(concept.long_keys[0])
            key = senses.of_kind(long, concept.type)
            yield concept, Choice(key, found=True, score=BOUND_SCORE)
        else:
            others = [m for m in mains if m != main]
            yield (
                concept,
                senses.choice(concept, paper=paper.paper.id, year=paper.paper.year, others=others),
            )


def sum_up(paper: AnnotatedPaper, parts: Iterable[Part], evidence: dict[str, NodeEvidence]) -> None:
    """Adds what a paper says to what is known of each node."""
    by_node: dict[str, list[Part]] = defaultdict(list)
    for concept, choice in parts:
        by_node[choice.key].append((concept, choice))
    year = paper.paper.year
    for key, found in by_node.items():
        seen = evidence[key]
        seen.papers += 1
        if year is not None:
            seen.first_year = year if seen.first_year is None else min(year, seen.first_year)
        seen.types.update({c.type for c, _ in found})
        seen.surfaces.update({s for c, _ in found for s in c.surfaces})
        for concept, _ in found:
            seen.mentions.update(concept.surfaces)
        for concept, choice in found:
            seen.add_shorts(concept, choice)
