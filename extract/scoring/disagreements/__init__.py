"""Where a prediction and the gold differ, and how.

    record          one disagreement
    passages        the sentences that it stands in
    mentions        missed, spurious, wrong type, wrong borders
    introductions   missed, spurious
    relations       missed, spurious, wrong type, direction or head
    results         missed, spurious, wrong kind or arguments
    report          the worst of all papers, for people to read

Each mistake is told once: what has the right borders and another type is a wrong type and
not something missed and something spurious as well.
"""

from __future__ import annotations

from collections.abc import Iterator

from extract.scoring.comparison import Comparison
from extract.scoring.disagreements.introductions import introduction_disagreements
from extract.scoring.disagreements.mentions import mention_disagreements
from extract.scoring.disagreements.passages import Passages
from extract.scoring.disagreements.record import Disagreement, Group
from extract.scoring.disagreements.relations import relation_disagreements
from extract.scoring.disagreements.results import result_disagreements

__all__ = ["Disagreement", "Group", "disagreements"]


def disagreements(compared: Comparison) -> Iterator[Disagreement]:
    """Everything that a paper's prediction and its gold differ in."""
    passages = Passages(compared.gold.paper.text, compared.predicted.sentences)
    yield from mention_disagreements(compared, passages)
    yield from introduction_disagreements(compared, passages)
    yield from relation_disagreements(compared, passages)
    yield from result_disagreements(compared, passages)
