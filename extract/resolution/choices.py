"""Which node each concept of each paper belongs to, and what all papers say of each node."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from extract.resolution.concepts import LocalConcept, PaperConcepts
from extract.resolution.groups import Groups
from extract.resolution.joins import joined
from extract.resolution.nodes import NodeEvidence, Part
from extract.resolution.senses import Choice, Senses
from extract.resolution.usage import Usage
from schemas import AnnotatedPaper

BOUND_SCORE: Final = 0.98
"""How sure it is that a short form means what its paper binds it to."""

Chosen = tuple[tuple[str, Choice], ...]
"""The concepts of a paper, each with the key of its node."""

Decided = Callable[[PaperConcepts, Sequence[Part]], None]
"""Told what is decided for each paper."""


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
    tell: Decided | None = None,
) -> Choices:
    """Decides for every concept of every paper which node it is.

    Args:
        papers: All papers, in any order.
        usage: What they say.
        without: Names of rules to leave out.
        first: Marks and joins what is known before any rule has its say.
        tell: Told what is decided for each paper.
    """
    groups = joined(usage, without=without, first=first)
    senses = Senses(usage, groups, without=without)
    known: dict[Choice, Choice] = {}
    chosen: dict[str, Chosen] = {}
    evidence: dict[str, NodeEvidence] = defaultdict(NodeEvidence)
    for paper in map(PaperConcepts.of, papers):
        parts = list(parts_of(paper, groups, senses))
        sum_up(parts, paper.year, evidence)
        chosen[paper.paper] = tuple((c.concept, known.setdefault(k, k)) for c, k in parts)
        if tell is not None:
            tell(paper, parts)
    return Choices(groups, senses, chosen, evidence)


def parts_of(paper: PaperConcepts, groups: Groups, senses: Senses) -> Iterator[Part]:
    """Each concept of a paper with its node."""
    mains = paper.mains
    for concept, main in zip(paper.concepts, mains, strict=True):
        choice = choice_of(concept, main, mains, groups, senses, paper=paper.paper, year=paper.year)
        yield concept, choice


def choice_of(
    concept: LocalConcept,
    main: str,
    mains: Iterable[str],
    groups: Groups,
    senses: Senses,
    *,
    paper: str,
    year: int | None,
) -> Choice:
    """The node of a concept.

    Args:
        concept: The concept.
        main: The key that stands for it.
        mains: Those of all concepts of its paper.
        groups: Which keys are one.
        senses: What short forms stand for.
        paper: Id of its paper.
        year: Year of its paper.
    """
    if concept.short_keys:
        key = senses.of_kind(groups.find(concept.long_keys[0]), concept.type)
        return Choice(key, found=True, score=BOUND_SCORE)
    others = (m for m in mains if m != main)
    return senses.choice(concept, paper=paper, year=year, others=others)


def sum_up(parts: Iterable[Part], year: int | None, evidence: dict[str, NodeEvidence]) -> None:
    """Adds what a paper says to what is known of each node.

    Args:
        parts: The concepts of the paper with their nodes.
        year: Its year.
        evidence: What is known, by node.
    """
    for key, of_node in by_node(parts).items():
        evidence[key].count(of_node, year)


def by_node(parts: Iterable[Part]) -> dict[str, list[Part]]:
    """Concepts by the key of their node."""
    found: defaultdict[str, list[Part]] = defaultdict(list)
    for concept, choice in parts:
        found[choice.key].append((concept, choice))
    return found
