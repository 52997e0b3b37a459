"""Annotated papers come back from disk as they were, by id, any number of times."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.spool import Spool
from schemas import AnnotatedPaper, Annotation, Paper
from tests.graph.sample import sample_papers


def test_papers_come_back_by_id_any_number_of_times(tmp_path: Path) -> None:
    """Whatever order they came in, and whoever else is reading."""
    papers = sample_papers()
    with Spool(tmp_path / "spool") as spool:
        for annotated in reversed(papers):
            spool.add(annotated)
        wanted = sorted(papers, key=lambda p: p.paper.id)
        assert len(spool) == 3
        assert list(spool) == wanted
        assert list(zip(spool, spool, strict=True)) == list(zip(wanted, wanted, strict=True))


def test_papers_may_be_added_after_reading(tmp_path: Path) -> None:
    """The next one goes to the end, wherever reading stopped."""
    first, second, third = sample_papers()
    with Spool(tmp_path / "spool") as spool:
        spool.add(first)
        spool.add(second)
        next(iter(spool))
        spool.add(third)
        assert {p.id for p, _ in spool} == {first.paper.id, second.paper.id, third.paper.id}


def test_any_text_survives(tmp_path: Path) -> None:
    """Line ends, controls and ids that are no file names."""
    paper = Paper(id="a/b: c", title="π\r\n\u2028\x00\x1b", abstract="x\n\ny", authors=("Å",))
    with Spool(tmp_path / "spool") as spool:
        spool.add(AnnotatedPaper(paper, Annotation(id=paper.id)))
        assert [p for p, _ in spool] == [paper]


def test_an_empty_spool(tmp_path: Path) -> None:
    """No papers are no papers."""
    with Spool(tmp_path / "spool") as spool:
        assert (len(spool), list(spool)) == (0, [])


def test_the_file_goes_with_the_block(tmp_path: Path) -> None:
    """Also where the block fails."""
    path = tmp_path / "spool"
    with pytest.raises(RuntimeError), Spool(path) as spool:
        spool.add(sample_papers()[0])
        assert path.exists()
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []
