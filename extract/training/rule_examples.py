"""Candidates for the scorers, made from gold papers as the pipeline would read them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from spacy.language import Language

from extract.components.abbreviations import abbreviation_spans
from extract.components.concepts import group_mentions
from extract.components.introductions import paper_units
from extract.components.sentences import FACTORY as SENTENCES
from extract.components.sentences import sentence_spans
from extract.gold import GoldPaper, fold_surface
from extract.gold_checks import GOLD_PAPER
from extract.linear.introduction_features import introduction_features
from extract.linear.relation_features import PAPER, RelationFeatures
from extract.linear.units import PaperUnits
from extract.tokenization import blank_pipeline
from extract.training.linear import (
    Examples,
    FeatureNumbers,
)
from schemas import Abbreviation, RelationType, allows

INTRODUCED = "INTRODUCED"


@dataclass(frozen=True)
class Example:
    """A gold paper as the scorers see it.

    Attributes:
        gold: Its gold.
        paper: Its units.
        names: The gold cluster of each concept.
    """

    gold: GoldPaper
    paper: PaperUnits
    names: Sequence[str]


def examples(papers: Iterable[GoldPaper]) -> Iterator[Example]:
    """Reads gold papers as the pipeline would if it found every mention."""
    nlp = blank_pipeline()
    nlp.add_pipe(SENTENCES)
    for gold in papers:
        text = gold.paper.text
        pairs = [
            Abbreviation(short=text[s.short[0] : s.short[1]], long=text[s.long[0] : s.long[1]])
            for s in abbreviation_spans(text)
        ]
        concepts = group_mentions(text, gold.spans, abbreviations=pairs)
        names = [
            min(gold.clusters[fold_surface(text[start:end])] for start, end in c.mentions)
            for c in concepts
        ]
        yield Example(gold, PaperUnits(text, sentence_spans(nlp(text)), concepts), names)


def recognised_examples(papers: Iterable[GoldPaper], nlp: Language) -> Iterator[Example]:
    """Reads gold papers by the mentions that a pipeline finds; a wrong one has no gold name."""
    for gold in papers:
        paper = paper_units(nlp(gold.paper.text))
        names = []
        for concept in paper.concepts:
            surfaces = {fold_surface(paper.text[start:end]) for start, end in concept.mentions}
            hits = sorted(gold.clusters[s] for s in surfaces if s in gold.clusters)
            names.append(hits[0] if hits else f"?{concept.key}")
        yield Example(gold, paper, names)


def introduction_examples(papers: Sequence[Example], numbers: FeatureNumbers) -> Examples:
    """A candidate for each concept."""
    result = Examples([INTRODUCED])
    total = 0
    for n, example in enumerate(papers):
        wanted = {example.gold.clusters[fold_surface(s)] for s in example.gold.introduces}
        total += len(wanted)
        for concept, name in enumerate(example.names):
            features = introduction_features(example.paper, concept)
            result.add(numbers.row(features), allowed=1, answers=int(name in wanted), paper=n)
    result.gold = {INTRODUCED: total}
    return result


def relation_examples(
    papers: Sequence[Example], introduced: Sequence[dict[int, float]], numbers: FeatureNumbers
) -> Examples:
    """A candidate for each pair of head and tail."""
    kinds = list(RelationType)
    result = Examples([str(kind) for kind in kinds], gold=dict.fromkeys(map(str, kinds), 0))
    for n, (example, known) in enumerate(zip(papers, introduced, strict=True)):
        clusters = {**example.gold.clusters, fold_surface(GOLD_PAPER): GOLD_PAPER}
        wanted = {
            (clusters[fold_surface(r.head)], r.type, clusters[fold_surface(r.tail)])
            for r in example.gold.relations
        }
        for _, kind, _ in wanted:
            result.gold[str(kind)] += 1
        reader = RelationFeatures(example.paper, known)
        concepts = example.paper.concepts
        for head, tail in reader.candidates():
            pair = (GOLD_PAPER if head == PAPER else example.names[head]), example.names[tail]
            head_type = None if head == PAPER else concepts[head].type
            result.add(
                numbers.row(reader.features(head, tail)),
                allowed=_mask(allows(head_type, k, concepts[tail].type) for k in kinds),
                answers=_mask((pair[0], k, pair[1]) in wanted for k in kinds),
                paper=n,
            )
    return result


def _mask(flags: Iterable[bool]) -> int:
    return sum(1 << n for n, flag in enumerate(flags) if flag)
