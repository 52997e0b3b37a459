"""Silver annotations: a pipeline's answers as a gold file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from extract.annotation import annotate_paper
from extract.gold import read_gold
from extract.gold_checks import problems
from extract.pipeline import load_pipeline
from extract.training import silver
from extract.training.silver import drawn, main, silver_record
from schemas import (
    RESEARCH,
    AnnotatedPaper,
    Annotation,
    AnnotationError,
    InputError,
    Mention,
    Paper,
)

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


class Annotator:
    """Stands for a pipeline: it finds FoldNet, in papers of even number alone.

    Attributes:
        asked: Ids of the papers that it was asked for.
        stops_after: So many papers are annotated before it is cut off.
    """

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.stops_after = 100

    def __call__(self, papers: Iterable[Paper], **_: object) -> Iterator[AnnotatedPaper]:
        """Annotates as ``extract.annotation.annotate`` does."""
        for done, paper in enumerate(papers):
            if done == self.stops_after:
                raise KeyboardInterrupt
            self.asked.append(paper.id)
            found = Mention(start=0, end=7, type="Method", text="FoldNet", concept="FoldNet")
            mentions = (found,) if int(paper.id[1:]) % 2 == 0 else ()
            yield AnnotatedPaper(paper, Annotation(id=paper.id, mentions=mentions))


@pytest.fixture
def annotator(monkeypatch: pytest.MonkeyPatch) -> Annotator:
    """What annotates in the place of a pipeline."""
    annotator = Annotator()
    monkeypatch.setattr(silver, "annotate", annotator)
    return annotator


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """A file of twelve papers."""
    path = tmp_path / "papers.jsonl"
    lines = (PAPER.model_copy(update={"id": f"p{n}"}).model_dump_json() for n in range(12))
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.mark.parametrize("torn", [b"", b'{"id": "p', b"\xe2\x80"])
def test_a_run_goes_on_where_it_was_cut_off(
    annotator: Annotator, papers: Path, tmp_path: Path, torn: bytes
) -> None:
    """No paper is annotated twice, whether it gave a record or not, and the bytes are the same."""
    whole, cut, part = (tmp_path / name for name in ("a.jsonl", "b.jsonl", "b.jsonl.part"))
    main([papers], whole)
    once, annotator.asked = annotator.asked, []
    annotator.stops_after = 5
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            main([papers], cut)
        assert not cut.exists()
        with part.open("ab") as lines:
            lines.write(torn)
    main([papers], cut)
    assert annotator.asked == once
    assert cut.read_bytes() == whole.read_bytes()
    assert len(list(read_gold(cut))) == 6
    assert not part.exists()


def test_a_run_goes_on_with_its_own_papers_alone(
    annotator: Annotator, papers: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And with its own extractor; what it had stays."""
    out, part = tmp_path / "b.jsonl", tmp_path / "b.jsonl.part"
    annotator.stops_after = 5
    with pytest.raises(KeyboardInterrupt):
        main([papers], out)
    before = part.read_bytes()
    with pytest.raises(AnnotationError, match=r"b\.jsonl\.part holds a run on other papers"):
        main([papers], out, count=11)
    monkeypatch.setattr(silver, "extractor_version", lambda model: "another")
    with pytest.raises(AnnotationError, match="or by another model"):
        main([papers], out)
    part.write_text(json.dumps({"id": "p1"}) + "\n")
    with pytest.raises(AnnotationError, match="holds a run on other papers"):
        main([papers], out)
    monkeypatch.undo()
    monkeypatch.setattr(silver, "annotate", Annotator())
    part.write_bytes(before)
    main([papers], out)
    assert len(list(read_gold(out))) == 6


@pytest.mark.parametrize(
    "content", ["my own notes without newline", "null\n", "my notes\nand more", '{"run": "']
)
def test_a_file_that_is_of_no_run_stays(
    annotator: Annotator, papers: Path, tmp_path: Path, content: str
) -> None:
    """To the last character."""
    part = tmp_path / "b.jsonl.part"
    part.write_text(content, encoding="utf-8")
    with pytest.raises(AnnotationError, match=r"b\.jsonl\.part holds .* or something else"):
        main([papers], tmp_path / "b.jsonl")
    assert part.read_text(encoding="utf-8") == content
    assert annotator.asked == []


def test_a_place_where_no_file_can_be_is_said_first(
    annotator: Annotator, papers: Path, tmp_path: Path
) -> None:
    """Before hours of annotating."""
    with pytest.raises(AnnotationError, match="there is no directory"):
        main([papers], tmp_path / "none" / "silver.jsonl")
    assert annotator.asked == []


@pytest.mark.parametrize("paper", [PAPER.model_copy(update={"abstract": "Short."}), PAPER])
def test_where_no_paper_is_left_nothing_is_written(
    annotator: Annotator, tmp_path: Path, paper: Paper
) -> None:
    """It says too little, or it is left out."""
    papers, out = tmp_path / "papers.jsonl", tmp_path / "silver.jsonl"
    papers.write_text(paper.model_dump_json(), encoding="utf-8")
    out.write_text("hours of work\n", encoding="utf-8")
    with pytest.raises(AnnotationError, match=r"papers\.jsonl: none has an abstract"):
        main([papers], out, without=[papers] if paper == PAPER else None)
    assert out.read_text(encoding="utf-8") == "hours of work\n"
    assert sorted(tmp_path.iterdir()) == [papers, out]
    assert annotator.asked == []


def test_what_cannot_be_read_is_named(
    annotator: Annotator, papers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Lines beside papers that can be, the first twenty; a whole file ends the run."""
    with papers.open("a", encoding="utf-8") as lines:
        lines.write("\n" + "{\n" * 22)
    main([papers], tmp_path / "silver.jsonl")
    said = capsys.readouterr().err
    assert said.count("left out: ") == 21
    assert "papers.jsonl:13" in said
    assert "left out: 2 more" in said
    assert len(annotator.asked) == 12
    for wrong in ([tmp_path / "gone.jsonl"], [tmp_path / "gone.jsonl", papers]):
        with pytest.raises(InputError, match=r"gone\.jsonl: there is no such file"):
            main(wrong, tmp_path / "none.jsonl")
    assert not (tmp_path / "none.jsonl").exists()
    assert len(annotator.asked) == 12
