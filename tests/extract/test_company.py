"""Real abstracts: what is read out of one does not depend on its neighbours or on processes."""

from __future__ import annotations

import lzma
import random
from itertools import islice
from pathlib import Path

import pytest

from extract.annotation import annotate
from schemas import Paper

CORPUS = Path(__file__).parents[3] / "shared" / "data" / "corpus" / "abstracts.jsonl.xz"
COUNT = 500

pytestmark = [pytest.mark.shared, pytest.mark.model, pytest.mark.slow]


@pytest.mark.skipif(not CORPUS.is_file(), reason="the corpus is not beside the checkout")
def test_five_hundred_abstracts_read_the_same_in_any_company() -> None:
    """By two processes in one order, and by this one in another."""
    with lzma.open(CORPUS, "rt", encoding="utf-8") as lines:
        papers = [Paper.model_validate_json(line) for line in islice(lines, COUNT)]
    together = {found.paper.id: found for found in annotate(papers, workers=2)}
    assert len(together) == COUNT
    mixed = random.Random(0).sample(papers, COUNT)
    assert all(together[alone.paper.id] == alone for alone in annotate(mixed))
    assert sum(len(found.annotation.mentions) for found in together.values()) > COUNT
