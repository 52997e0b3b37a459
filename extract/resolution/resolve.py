"""Resolution: every mention of every paper gets the id of its node.

It sees each paper's annotation and its year, no text and no store, and goes over the
papers three times: the first pass gathers surfaces, types and what short forms are bound
to, from which follows which keys are one; the second sums up what is said of each node; the
third (when the result is iterated) writes the node into each mention. What the user says goes
before all rules; for it the second pass is made without and with the user's decisions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path

from extract.resolution.choices import Choices, Chosen, choices
from extract.resolution.curated_marks import mark_and_join
from extract.resolution.curated_names import CuratedNames
from extract.resolution.curated_sets import CuratedSets
from extract.resolution.groups import Link
from extract.resolution.ledger import new_ledger
from extract.resolution.merges import merges_of
from extract.resolution.nodes import conflict_of, entities_of
from extract.resolution.refusals import refusals
from extract.resolution.suggestions import Nodes, suggested
from extract.resolution.usage import Usage
from extract.resolution.versions import variants_of
from schemas import AnnotatedPaper, Curation, Entity, Resolution, Suggestion

_NodeOf = Callable[[str, str, str], str]
"""From the key chosen for a concept, a surface and a type to the key of the node."""


def resolve(
    papers: Iterable[AnnotatedPaper],
    *,
    curation: Curation | None = None,
    without: Collection[str] = (),
    ledger: Path | None = None,
) -> Resolution:
    """Joins the mentions of all papers to nodes, each join with its reason.

    Args:
        papers: Annotated papers in any order; a one-shot iterator is kept in memory,
            anything that can be iterated
            again is not and should come by id.
        curation: What the user says where the rules are wrong.
        without: Names of rules to leave out (``extract.resolution.RULES``), to measure what
            each gives.
        ledger: File that is to hold what the resolution is made of, so that a change of few
            papers can be mended (``extract.resolution.ledger``). None is written where a rule
            is left out or the user decides anything.

    Returns:
        The nodes, the joins, and the papers by id with ``node`` set in each mention, but
        for mentions of what the user hides.

    Raises:
        CurationError: A name of the curation is that of several nodes, or two of its
            decisions exclude each other.

    Example:
        >>> resolve([]).entities
        ()
    """
    if iter(papers) is papers:
        papers = list(papers)
    left_out = frozenset(without)
    usage = Usage.of(papers)
    if curation is None or curation.is_empty:
        if ledger is not None and not left_out:
            return _written(papers, usage, ledger)
        return _resolution(papers, usage, choices(papers, usage, without=left_out))
    plain = choices(papers, usage, without=left_out)
    names = CuratedNames(curation, plain.evidence, entities_of(plain.evidence))
    curated = choices(
        papers, usage, without=left_out, first=lambda groups: mark_and_join(groups, names)
    )
    sets = CuratedSets(curation, names, curated, papers)
    return _resolution(papers, usage, curated, sets=sets, warnings=names.warnings)


def _written(papers: Iterable[AnnotatedPaper], usage: Usage, path: Path) -> Resolution:
    """Resolves by the rules alone, and writes what that is made of."""
    with new_ledger(path) as ledger:
        chosen = choices(papers, usage, tell=ledger.put)
        entities = entities_of(chosen.evidence)
        ledger.finish(usage, chosen, entities)
    return _resolution(papers, usage, chosen, entities=entities)


def _resolution(
    papers: Iterable[AnnotatedPaper],
    usage: Usage,
    chosen: Choices,
    *,
    entities: dict[str, Entity] | None = None,
    sets: CuratedSets | None = None,
    warnings: tuple[str, ...] = (),
) -> Resolution:
    evidence = chosen.evidence if sets is None else sets.evidence
    hidden = frozenset() if sets is None else sets.hidden
    every = entities_of(evidence) if entities is None else entities
    entities = {key: entity for key, entity in every.items() if key not in hidden}
    by_id = sorted(entities, key=lambda k: entities[k].id)
    links = _links(chosen) if sets is None else sets.links
    refused = chosen.groups.refused if sets is None else [*chosen.groups.refused, *sets.refused]
    conflicts = (conflict_of(entities[k], evidence[k]) for k in by_id)
    suggestions = suggested(Nodes(entities, usage, chosen.groups, chosen.senses))
    return Resolution(
        papers=_ResolvedPapers(
            papers,
            chosen.chosen,
            {k: e.id for k, e in entities.items()},
            None if sets is None else sets.node,
        ),
        entities=tuple(entities[k] for k in by_id),
        merges=tuple(
            merge
            for key in by_id
            for merge in merges_of(entities[key], evidence[key], links.get(key, ()))
        ),
        refused=refusals(refused, usage),
        variants=variants_of(entities.values()),
        conflicts=tuple(c for c in conflicts if c is not None),
        suggestions=suggestions if sets is None else _undecided(suggestions, entities, sets),
        hidden=tuple(sorted((every[k] for k in hidden), key=lambda e: e.id)),
        warnings=warnings,
    )


def _links(chosen: Choices) -> Mapping[str, list[Link]]:
    """The joins that each set of keys is made of."""
    links: defaultdict[str, list[Link]] = defaultdict(list)
    for link in chosen.groups.links:
        links[chosen.groups.find(link.one)].append(link)
    return links


def _undecided(
    suggestions: Iterable[Suggestion], entities: Mapping[str, Entity], sets: CuratedSets
) -> tuple[Suggestion, ...]:
    """The suggestions that the user has not said no to."""
    keys = {entity.id: key for key, entity in entities.items()}
    return tuple(s for s in suggestions if not sets.differ(keys[s.node], keys[s.into]))


class _ResolvedPapers:
    """The papers by id, their mentions with nodes; iterable any number of times."""

    def __init__(
        self,
        papers: Iterable[AnnotatedPaper],
        chosen: Mapping[str, Chosen],
        ids: Mapping[str, str],
        node_of: _NodeOf | None,
    ) -> None:
        self._papers = papers
        self._chosen = chosen
        self._ids = ids
        self._node_of = node_of

    def __iter__(self) -> Iterator[AnnotatedPaper]:
        papers = self._papers
        if isinstance(papers, list | tuple):
            papers = sorted(papers, key=lambda p: p.paper.id)
        for paper, annotation in papers:
            keys = {concept: choice.key for concept, choice in self._chosen[paper.id]}
            mentions = []
            for mention in annotation.mentions:
                key = keys[mention.concept]
                if self._node_of is not None:
                    key = self._node_of(key, mention.text, mention.type)
                mentions.append(mention.model_copy(update={"node": self._ids.get(key)}))
            resolved = annotation.model_copy(update={"mentions": tuple(mentions)})
            yield AnnotatedPaper(paper, resolved)
