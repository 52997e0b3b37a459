"""No order of papers, no split over files and no number of processes changes a byte."""

from __future__ import annotations

import itertools
import json
import lzma
import random
from pathlib import Path

import pytest

from graph.pipeline import build_atlas
from tests.graph.pipeline.prepared import files_of

CORPUS = Path(__file__).resolve().parents[4] / "shared" / "data" / "corpus" / "abstracts.jsonl.xz"
PAPERS = 500

pytestmark = [
    pytest.mark.shared,
    pytest.mark.model,
    pytest.mark.slow,
    pytest.mark.skipif(not CORPUS.exists(), reason="the corpus is not beside the checkout"),
]


def test_500_abstracts_in_any_order_give_the_same_bytes(tmp_path: Path) -> None:
    """In order by one process; shuffled, over three files, by two processes; then taken up."""
    with lzma.open(CORPUS, "rt", encoding="utf-8") as corpus:
        papers = list(itertools.islice(corpus, PAPERS))
    whole = tmp_path / "whole.jsonl"
    whole.write_text("".join(papers), encoding="utf-8")
    report = build_atlas(whole, directory=tmp_path / "one", workers=1, pages=10)
    assert report.built == len({json.loads(line)["id"] for line in papers})
    random.Random(5).shuffle(papers)
    parts = []
    for number in range(3):
        part = tmp_path / f"part{number}.jsonl"
        part.write_text("".join(papers[number::3]), encoding="utf-8")
        parts.append(part)
    build_atlas(*parts, directory=tmp_path / "two", workers=2, pages=10)
    assert files_of(tmp_path / "one") == files_of(tmp_path / "two")
    again = build_atlas(*parts[::-1], directory=tmp_path / "two", pages=10)
    assert again.reused == report.built
    assert files_of(tmp_path / "one") == files_of(tmp_path / "two")
