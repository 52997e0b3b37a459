"""Resolution: every mention of every paper gets the id of its node.

It sees each paper's annotation and its year, no text and no store, and goes over the
papers three times: the first pass learns what short forms stand for and which keys are
one, the second sums up what is said of each node, the third (when the result is
iterated) writes the node into each mention.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from extract.resolution.groups import Groups
from extract.resolution.known import known_long_forms
from extract.resolution.nodes import NodeEvidence, entities_of, merges_of
from extract.resolution.senses import LocalConcept, Senses, local_concepts
from extract.resolution.spelling import spelling_key
from schemas import AnnotatedPaper, Annotation, Resolution


def resolve(papers: Iterable[AnnotatedPaper]) -> Resolution:
    """Joins the mentions of all papers to nodes, each join with its reason.

    Args:
        papers: Annotated papers in any order; a one-shot iterator is kept in memory,
            anything that can be iterated
            again is not and should come by id.

    Returns:
        The nodes, the joins, and the papers by id with ``node`` set in each mention.

    Example:
        >>> resolve([]).entities
        ()
    """
    if iter(papers) is papers:
        papers = list(papers)
    groups = Groups()
    senses = Senses(groups, known=known_long_forms())
    for _, annotation in papers:
        concepts = local_concepts(annotation)
        senses.add(concepts)
        for concept in concepts:
            for key in concept.long_keys[1:]:
                groups.join(concept.long_keys[0], key)
    keys = _Keys(senses, groups)
    evidence: dict[str, NodeEvidence] = defaultdict(NodeEvidence)
    for paper, annotation in papers:
        _sum_up(annotation, paper.year, keys, evidence)
    entities = entities_of(evidence)
    return Resolution(
        papers=_ResolvedPapers(papers, keys, {k: e.id for k, e in entities.items()}),
        entities=tuple(sorted(entities.values(), key=lambda e: e.id)),
        merges=tuple(
            merge
            for key in sorted(entities, key=lambda k: entities[k].id)
            for merge in merges_of(entities[key], evidence[key])
        ),
    )


class _Keys:
    """The key of the node that a concept of a paper belongs to."""

    def __init__(self, senses: Senses, groups: Groups) -> None:
        self._senses = senses
        self._groups = groups

    def of(self, concept: LocalConcept) -> str:
        """The key of its node."""
        return self._groups.find(self._sense(concept) or concept.long_keys[0])

    def shorts(self, concept: LocalConcept) -> frozenset[str]:
        """Spelling keys of its surfaces that are short for something."""
        alone = concept.long_keys[:1] if self._sense(concept) else ()
        return frozenset((*concept.short_keys, *alone))

    def _sense(self, concept: LocalConcept) -> str | None:
        """What a surface stands for that the paper itself binds to nothing."""
        if concept.short_keys:
            return None
        return self._senses.sense(concept.long_keys[0], concept.type)


def _sum_up(
    annotation: Annotation,
    year: int | None,
    keys: _Keys,
    evidence: dict[str, NodeEvidence],
) -> None:
    by_node: dict[str, list[LocalConcept]] = defaultdict(list)
    for concept in local_concepts(annotation):
        by_node[keys.of(concept)].append(concept)
    for key, concepts in by_node.items():
        seen = evidence[key]
        seen.papers += 1
        if year is not None:
            seen.first_year = year if seen.first_year is None else min(year, seen.first_year)
        seen.types.update({c.type for c in concepts})
        seen.surfaces.update({s for c in concepts for s in c.surfaces})
        for concept in concepts:
            shorts = keys.shorts(concept)
            seen.shorts.update(s for s in concept.surfaces if spelling_key(s) in shorts)


class _ResolvedPapers:
    """The papers by id, their mentions with nodes; iterable any number of times."""

    def __init__(self, papers: Iterable[AnnotatedPaper], keys: _Keys, ids: dict[str, str]) -> None:
        self._papers = papers
        self._keys = keys
        self._ids = ids

    def __iter__(self) -> Iterator[AnnotatedPaper]:
        papers = self._papers
        if isinstance(papers, list | tuple):
            papers = sorted(papers, key=lambda p: p.paper.id)
        for paper, annotation in papers:
            nodes = {c.concept: self._ids[self._keys.of(c)] for c in local_concepts(annotation)}
            mentions = tuple(
                m.model_copy(update={"node": nodes[m.concept]}) for m in annotation.mentions
            )
            yield AnnotatedPaper(paper, annotation.model_copy(update={"mentions": mentions}))
