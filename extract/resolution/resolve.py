"""Resolution: every mention of every paper gets the id of its node.

It sees each paper's annotation and its year, no text and no store, and goes over the
papers three times: the first pass gathers surfaces, types and what short forms are bound
to, from which follows which keys are one; the second sums up what is said of each node; the
third (when the result is iterated) writes the node into each mention.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Final

from extract.resolution.concepts import LocalConcept, local_concepts
from extract.resolution.groups import Groups, Link
from extract.resolution.joins import joined
from extract.resolution.nodes import NodeEvidence, conflict_of, entities_of, merges_of
from extract.resolution.senses import Choice, Senses
from extract.resolution.suggestions import Nodes, suggested
from extract.resolution.usage import Usage, main_key
from extract.resolution.versions import variants_of
from schemas import AnnotatedPaper, RefusedMerge, Resolution

BOUND_SCORE: Final = 0.98
"""How sure it is that a short form means what its paper binds it to."""


def resolve(papers: Iterable[AnnotatedPaper], *, without: Collection[str] = ()) -> Resolution:
    """Joins the mentions of all papers to nodes, each join with its reason.

    Args:
        papers: Annotated papers in any order; a one-shot iterator is kept in memory,
            anything that can be iterated
            again is not and should come by id.
        without: Names of rules to leave out (``extract.resolution.RULES``), to measure what
            each gives.

    Returns:
        The nodes, the joins, and the papers by id with ``node`` set in each mention.

    Example:
        >>> resolve([]).entities
        ()
    """
    if iter(papers) is papers:
        papers = list(papers)
    left_out = frozenset(without)
    usage = Usage.of(papers)
    groups = joined(usage, without=left_out)
    senses = Senses(usage, groups, without=left_out)
    keys = NodeKeys(groups, senses)
    evidence: dict[str, NodeEvidence] = defaultdict(NodeEvidence)
    chosen: dict[str, _Chosen] = {}
    for paper in papers:
        chosen[paper.paper.id] = _sum_up(paper, keys, evidence)
    entities = entities_of(evidence)
    by_id = sorted(entities, key=lambda k: entities[k].id)
    links: dict[str, list[Link]] = defaultdict(list)
    for link in groups.links:
        links[groups.find(link.one)].append(link)
    conflicts = (conflict_of(entities[k], evidence[k]) for k in by_id)
    return Resolution(
        papers=_ResolvedPapers(papers, chosen, {k: e.id for k, e in entities.items()}),
        entities=tuple(entities[k] for k in by_id),
        merges=tuple(
            merge
            for key in by_id
            for merge in merges_of(entities[key], evidence[key], links.get(key, ()))
        ),
        refused=refusals(groups, usage),
        variants=variants_of(entities.values()),
        conflicts=tuple(c for c in conflicts if c is not None),
        suggestions=suggested(Nodes(entities, usage, groups, senses)),
    )


def refusals(groups: Groups, usage: Usage) -> tuple[RefusedMerge, ...]:
    """The joins that were not made, sorted; each pair of surfaces once."""
    found: dict[tuple[str, str], RefusedMerge] = {}
    for link, mark in groups.refused:
        one, other = (min(usage.surfaces[k]) for k in (link.one, link.other))
        refused = RefusedMerge(
            surface=one, into=other, reason=link.reason, score=link.score, known=mark
        )
        found.setdefault((one, other), refused)
    return tuple(found[pair] for pair in sorted(found))


class NodeKeys:
    """The key of the node that each concept of a paper belongs to.

    Args:
        groups: Which keys are one.
        senses: What short forms stand for where a paper does not say.
    """

    def __init__(self, groups: Groups, senses: Senses) -> None:
        self._groups = groups
        self._senses = senses

    def of(self, paper: AnnotatedPaper) -> Iterator[tuple[LocalConcept, Choice]]:
        """Yields the concepts of a paper and what each is."""
        concepts = local_concepts(paper)
        mains = [main_key(c) for c in concepts]
        for concept, main in zip(concepts, mains, strict=True):
            if concept.short_keys:
                long = self._groups.find(concept.long_keys[0])
                key = self._senses.of_kind(long, concept.type)
                yield concept, Choice(key, found=True, score=BOUND_SCORE)
            else:
                others = [m for m in mains if m != main]
                yield (
                    concept,
                    self._senses.choice(
                        concept, paper=paper.paper.id, year=paper.paper.year, others=others
                    ),
                )


_Chosen = tuple[tuple[str, str], ...]
"""The concepts of a paper, each with the key of its node."""


def _sum_up(paper: AnnotatedPaper, keys: NodeKeys, evidence: dict[str, NodeEvidence]) -> _Chosen:
    by_node: dict[str, list[tuple[LocalConcept, Choice]]] = defaultdict(list)
    for concept, choice in keys.of(paper):
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
    return tuple((c.concept, key) for key, found in by_node.items() for c, _ in found)


class _ResolvedPapers:
    """The papers by id, their mentions with nodes; iterable any number of times."""

    def __init__(
        self, papers: Iterable[AnnotatedPaper], chosen: dict[str, _Chosen], ids: dict[str, str]
    ) -> None:
        self._papers = papers
        self._chosen = chosen
        self._ids = ids

    def __iter__(self) -> Iterator[AnnotatedPaper]:
        papers = self._papers
        if isinstance(papers, list | tuple):
            papers = sorted(papers, key=lambda p: p.paper.id)
        for resolved in papers:
            paper, annotation = resolved
            nodes = {concept: self._ids[key] for concept, key in self._chosen[paper.id]}
            mentions = tuple(
                m.model_copy(update={"node": nodes[m.concept]}) for m in annotation.mentions
            )
            yield AnnotatedPaper(paper, annotation.model_copy(update={"mentions": mentions}))
