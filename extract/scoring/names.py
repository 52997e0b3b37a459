"""Names: what the concepts of a prediction and the surfaces of the gold stand for."""

from __future__ import annotations

from collections import defaultdict

from extract.gold import GoldPaper
from extract.gold_checks import GOLD_PAPER
from extract.surface import fold_surface
from schemas import PAPER_HEAD, Annotation

_PAPER = (PAPER_HEAD, GOLD_PAPER)


class Names:
    """One paper's names, so that prediction and gold can be compared by what they name.

    A predicted concept is the gold cluster that one of its surfaces folds to; one that
    meets none is kept apart by a question mark before its key.

    Args:
        predicted: What was extracted from the paper.
        gold: Its gold.

    Example:
        >>> from extract.gold_checks import GoldEntity
        >>> from schemas import Paper
        >>> paper = Paper(id="p", title="FoldNets", abstract="We fold.")
        >>> entity = GoldEntity(surface="FoldNets", type="Method")
        >>> names = Names(Annotation(id="p"), GoldPaper(paper=paper, entities=(entity,)))
        >>> names.predicted("FoldNet"), names.predicted("PickNet"), names.predicted("paper")
        ('foldnet', '?PickNet', '@paper')
    """

    def __init__(self, predicted: Annotation, gold: GoldPaper) -> None:
        self.clusters = gold.clusters
        self.surfaces: defaultdict[str, set[str]] = defaultdict(set)
        for mention in predicted.mentions:
            self.surfaces[mention.concept].add(fold_surface(mention.text))

    def predicted(self, concept: str) -> str:
        """The gold cluster of a predicted concept, the first of several."""
        if concept in _PAPER:
            return GOLD_PAPER
        surfaces = self.surfaces.get(concept) or {fold_surface(concept)}
        hits = sorted(self.clusters[s] for s in surfaces if s in self.clusters)
        return hits[0] if hits else f"?{concept}"

    def gold(self, surface: str) -> str:
        """The cluster of a gold surface."""
        return GOLD_PAPER if surface == GOLD_PAPER else self.clusters[fold_surface(surface)]

    def gold_argument(self, words: str | None) -> str | None:
        """An argument of a gold result: its cluster, else its folded words."""
        if words is None:
            return None
        if words in _PAPER:
            return GOLD_PAPER
        return self.clusters.get(fold_surface(words), fold_surface(words))

    def predicted_argument(self, words: str | None) -> str | None:
        """An argument of a predicted result: a concept, else its folded words."""
        if words is not None and words in self.surfaces:
            return self.predicted(words)
        return self.gold_argument(words)
