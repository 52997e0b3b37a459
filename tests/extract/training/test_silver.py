"""Silver annotations: a pipeline's answers as a gold file."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.annotation import annotate_paper
from extract.gold import read_gold
from extract.gold_checks import problems
from extract.pipeline import load_pipeline
from extract.training.silver import drawn, main, silver_record
from schemas import RESEARCH, Paper

TEXT = (
    "We present FoldNet, a vision-language-action model (VLA) that is trained on BridgeData V2. "
    "FoldNet is evaluated on LIBERO, where it reaches a success rate of 81.5%, and outperforms "
    "OpenVLA by 12.3 points. The code of FoldNet and everything that is needed is released."
)
PAPER = Paper(id="fold", title="FoldNet: Folding with Robots", abstract=TEXT)


@pytest.mark.model
def test_a_record_says_what_the_pipeline_found() -> None:
    """By surface, and by the rules of gold files."""
    annotated = annotate_paper(PAPER, nlp=load_pipeline())
    record = silver_record(annotated)
    assert problems(record, RESEARCH) == []
    assert {surface for surface, _ in record["entities"]} == {
        mention.text for mention in annotated.annotation.mentions
    }
    assert len(record["relations"]) == len(annotated.annotation.relations) > 0
    assert len(record["results"]) == len(annotated.annotation.results) > 0
    assert record["introduces"] == ["FoldNet"]


def test_papers_are_drawn_by_their_ids_alone() -> None:
    """More papers in another order take nothing from the choice but what they come before."""
    papers = [PAPER.model_copy(update={"id": f"p{n}"}) for n in range(40)]
    some = drawn(papers, 10)
    assert len({paper.id for paper in some}) == 10
    assert drawn(reversed(papers), 10) == some
    assert drawn(papers, 40, without=[some[0].id])[0] == some[1]
    short = PAPER.model_copy(update={"abstract": "Too short."})
    assert drawn([short], 1) == []


@pytest.mark.model
def test_the_file_is_a_gold_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of the papers that are not left out."""
    papers, dev = tmp_path / "papers.jsonl", tmp_path / "dev.jsonl"
    lines = [PAPER.model_copy(update={"id": f"p{n}"}).model_dump_json() for n in range(3)]
    papers.write_text("\n".join(lines), encoding="utf-8")
    dev.write_text(lines[0] + "\n", encoding="utf-8")
    main([papers], tmp_path / "silver.jsonl", count=9, without=[dev], workers=1)
    assert {gold.paper.id for gold in read_gold(tmp_path / "silver.jsonl")} == {"p1", "p2"}
    assert "2 of 2 papers" in capsys.readouterr().out
