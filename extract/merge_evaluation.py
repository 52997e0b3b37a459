"""How well resolution joins: pairs of surfaces that people judged, against the nodes.

A pairs file has one JSON object a line: ``{"cat", "a": {"id", "surface", "type"}, "b": {…},
"label"}``, where ``label`` is ``"same"`` or ``"different"`` and ``a`` and ``b`` name a surface of
a paper. Resolution runs over the gold mentions of all papers at once, so it is measured apart
from extraction; a pair counts as joined where its two surfaces share a node.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extract.gold import GoldPaper, read_gold
from extract.judged_pairs import PAIR_FORM, Pair, read_pairs
from extract.resolution import resolve
from extract.scoring.counts import Count
from extract.surface import fold_surface
from schemas import (
    RESEARCH,
    Abbreviation,
    AnnotatedPaper,
    Annotation,
    AnnotationError,
    Introduction,
    Resolution,
    Vocabulary,
)


@dataclass(frozen=True)
class MergeScore:
    """Pair precision and recall of one category, or of all.

    Attributes:
        right: Pairs joined that are the same.
        joined: Pairs joined.
        same: Pairs that are the same.
        pairs: All pairs.
    """

    right: int
    joined: int
    same: int
    pairs: int

    @property
    def _count(self) -> Count:
        return Count(right=self.right, predicted=self.joined, gold=self.same)

    @property
    def precision(self) -> float:
        """Share of the joined pairs that are the same; 0 where none was joined."""
        return self._count.precision

    @property
    def recall(self) -> float:
        """Share of the same pairs that are joined; 0 where there are none."""
        return self._count.recall

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        return self._count.f1

    def as_record(self) -> dict[str, Any]:
        """The score as JSON has it."""
        return {
            "precision": self.precision,
            "recall": self.recall,
            "f1": self.f1,
            "joined": self.joined,
            "same": self.same,
            "pairs": self.pairs,
        }


@dataclass(frozen=True)
class MergeScorecard:
    """How far the nodes agree with the pairs.

    Attributes:
        whole: The score over all pairs.
        categories: The score of each category, by its name.
        papers: How many papers were resolved.
        wrong: The pairs that were judged otherwise than they are, in order of the file.
        absent: Surfaces of pairs that are no mention of their paper, as
            ``(paper, surface)``, sorted; their pairs count as not joined.
    """

    whole: MergeScore
    categories: Mapping[str, MergeScore]
    papers: int
    wrong: tuple[Pair, ...] = ()
    absent: tuple[tuple[str, str], ...] = ()

    def to_json(self) -> str:
        """``precision``, ``recall``, ``f1`` and counts, and the same under ``categories``."""
        record = self.whole.as_record()
        record["papers"] = self.papers
        record["categories"] = {name: c.as_record() for name, c in self.categories.items()}
        return json.dumps(record, indent=2)


def evaluate_merges(
    pairs_file: Path | str,
    annotated_files: Iterable[Path | str],
    *,
    vocabulary: Vocabulary = RESEARCH,
) -> MergeScorecard:
    """Resolves over the gold mentions of all papers and scores the nodes against the pairs.

    Args:
        pairs_file: Judged pairs, JSONL.
        annotated_files: Gold files with the papers of the pairs, and with any others; a paper
            that stands in several counts once, as the first of them has it.
        vocabulary: The types and relations that the gold files may speak of.

    Raises:
        AnnotationError: As ``read_judged`` does.
    """
    pairs, papers = read_judged(pairs_file, annotated_files, vocabulary=vocabulary)
    return score_pairs(pairs, resolve(papers))


def read_judged(
    pairs_file: Path | str,
    annotated_files: Iterable[Path | str],
    *,
    vocabulary: Vocabulary = RESEARCH,
) -> tuple[list[Pair], list[AnnotatedPaper]]:
    """The judged pairs, and all papers to resolve.

    Args:
        pairs_file: Judged pairs, JSONL.
        annotated_files: Gold files with the papers of the pairs, and with any others.
        vocabulary: The types and relations that the gold files may speak of.

    Raises:
        AnnotationError: A file cannot be read, a line is no pair, a pair names a paper that
            no file has, or the pairs file has no pair; the message names file and line.
    """
    numbered = list(read_pairs(pairs_file))
    if not numbered:
        raise AnnotationError(f"{pairs_file}: no pairs in it; {PAIR_FORM}")
    papers = annotated_golds(annotated_files, vocabulary=vocabulary)
    known = {paper.id for paper, _ in papers}
    for number, pair in numbered:
        for side in (pair.a, pair.b):
            if side.id not in known:
                raise AnnotationError(
                    f"{pairs_file}:{number}: the paper {side.id!r} is in none of the "
                    f"{len(papers)} annotated papers given; give the file that has it"
                )
    return [pair for _, pair in numbered], papers


def score_pairs(pairs: Iterable[Pair], resolution: Resolution) -> MergeScorecard:
    """Asks for each pair whether its two surfaces share a node."""
    nodes: dict[str, dict[str, str]] = {}
    for paper, annotation in resolution.papers:
        of_paper = nodes[paper.id] = {}
        for mention in annotation.mentions:
            if mention.node is not None:
                of_paper.setdefault(fold_surface(mention.text), mention.node)
                of_paper[mention.text] = mention.node
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    wrong, absent = [], set()
    for pair in pairs:
        found = []
        for side in (pair.a, pair.b):
            of_paper = nodes.get(side.id, {})
            node = of_paper.get(side.surface) or of_paper.get(fold_surface(side.surface))
            if node is None:
                absent.add((side.id, side.surface))
            found.append(node)
        joined = found[0] is not None and found[0] == found[1]
        same = pair.label == "same"
        if joined != same:
            wrong.append(pair)
        for at, counted in enumerate((joined and same, joined, same, True)):
            counts[pair.cat][at] += counted
    scores = {name: MergeScore(*counts[name]) for name in sorted(counts)}
    whole = MergeScore(*map(sum, zip(*counts.values(), strict=True))) if counts else None
    return MergeScorecard(
        whole=whole or MergeScore(0, 0, 0, 0),
        categories=scores,
        papers=len(nodes),
        wrong=tuple(wrong),
        absent=tuple(sorted(absent)),
    )


def annotated_golds(
    paths: Iterable[Path | str], *, vocabulary: Vocabulary = RESEARCH
) -> list[AnnotatedPaper]:
    """The papers of gold files as the annotating stage would hand them on, each id once.

    Raises:
        AnnotationError: As ``read_gold`` does.
    """
    papers: dict[str, AnnotatedPaper] = {}
    for path in paths:
        for gold in read_gold(path, vocabulary=vocabulary):
            papers.setdefault(gold.paper.id, annotated_gold(gold))
    return list(papers.values())


def annotated_gold(gold: GoldPaper) -> AnnotatedPaper:
    """A gold paper as an annotation: its mentions, concepts, introductions and abbreviations.

    Example:
        >>> from extract.gold_checks import GoldEntity
        >>> from schemas import Paper
        >>> paper = Paper(id="p", title="FoldNet", abstract="Fold nets fold.")
        >>> gold = GoldPaper(paper=paper, entities=(GoldEntity(surface="FoldNet", type="Method"),))
        >>> [m.text for m in annotated_gold(gold).annotation.mentions]
        ['FoldNet']
    """
    mentioned = {m.concept: (m.start, m.end) for m in gold.mentions}
    introduced = {gold.clusters[fold_surface(s)] for s in gold.introduces}
    return AnnotatedPaper(
        gold.paper,
        Annotation(
            id=gold.paper.id,
            mentions=gold.mentions,
            introductions=tuple(
                Introduction(concept=c, start_char=mentioned[c][0], end_char=mentioned[c][1])
                for c in sorted(introduced & set(mentioned))
            ),
            abbreviations=tuple(Abbreviation(short=s, long=x) for s, x in gold.aliases),
        ),
    )
