"""Annotated papers come back from disk as they were, by id, any number of times."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.spool import Spool, papers_kept
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


def test_the_file_stays_until_a_build_is_done(tmp_path: Path) -> None:
    """What is annotated outlives a block that fails, and goes with one that is done."""
    path = tmp_path / "spool"
    with pytest.raises(RuntimeError), Spool(path) as spool:
        spool.add(sample_papers()[0])
        raise RuntimeError
    assert papers_kept(path) == 1
    with Spool(path) as spool:
        spool.add(sample_papers()[1])
    spool.done()
    assert list(tmp_path.iterdir()) == []


def test_nothing_annotated_leaves_no_file(tmp_path: Path) -> None:
    """A build that failed before its first paper leaves no trace."""
    with pytest.raises(RuntimeError), Spool(tmp_path / "spool"):
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


def test_what_an_earlier_run_annotated_is_taken(tmp_path: Path) -> None:
    """By its text: also under another id; what is not taken is not of this run."""
    first, second, third = sample_papers()
    with Spool(tmp_path / "spool", extractor="one") as spool:
        spool.add(first)
        spool.add(second)
    renamed = first.paper.model_copy(update={"id": "another"})
    with Spool(tmp_path / "spool", extractor="one") as spool:
        assert len(spool) == 0
        assert spool.take(third.paper) is None
        assert spool.take(renamed) == first.annotation.model_copy(update={"id": "another"})
        assert spool.take(second.paper) == second.annotation
        assert [p.id for p, _ in spool] == sorted(["another", second.paper.id])


def test_annotations_of_another_extractor_are_thrown_away(tmp_path: Path) -> None:
    """They are not what this one would say."""
    first = sample_papers()[0]
    with Spool(tmp_path / "spool", extractor="one") as spool:
        spool.add(first)
    with Spool(tmp_path / "spool", extractor="two") as spool:
        assert spool.take(first.paper) is None


def test_annotations_that_may_have_been_cut_are_not_taken_for_whole_ones(tmp_path: Path) -> None:
    """What a stopped run left serves the same cut alone."""
    first = sample_papers()[0]
    with Spool(tmp_path / "spool", least=0.9) as spool:
        spool.add(first)
    with Spool(tmp_path / "spool", least=0.9) as spool:
        assert spool.take(first.paper) == first.annotation
    with Spool(tmp_path / "spool") as spool:
        assert spool.take(first.paper) is None


@pytest.mark.parametrize("cut", [1, 7, 100, 500, 900])
def test_a_file_that_was_cut_off_gives_all_that_is_whole(tmp_path: Path, cut: int) -> None:
    """A kill in the middle of a write costs the paper that was being written."""
    path = tmp_path / "spool"
    papers = sample_papers()
    with Spool(path, extractor="one") as spool:
        for annotated in papers:
            spool.add(annotated)
    path.write_bytes(path.read_bytes()[:-cut])
    with Spool(path, extractor="one") as spool:
        taken = [spool.take(annotated.paper) for annotated in papers]
        assert taken[0] == papers[0].annotation
        assert taken[-1] is None
        spool.add(papers[-1])
        assert papers[-1] in list(spool)
    assert papers_kept(path) == len([t for t in taken if t is not None]) + 1
