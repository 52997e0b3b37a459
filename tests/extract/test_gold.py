"""Gold files: what is read, and every way in which a line can be wrong."""

import json
from pathlib import Path

import pytest

from extract.gold import GoldPaper, TypedSpan, read_gold
from extract.gold_checks import problems
from extract.surface import fold_surface
from schemas import RESEARCH, AnnotationError, EntityType

RECORD = {
    "id": "p1",
    "title": "FoldNet: Folding Towels",
    "abstract": "We present FoldNet for towel folding. FoldNet beats PickNet on TowelBench, "
    "91% to 88. Code at https://FoldNet.io now. Towel foldings differ (towel folding (TF)).",
    "entities": [
        ["FoldNet", "Method"],
        ["PickNet", "Method"],
        ["TowelBench", "Benchmark"],
        ["towel folding", "Task"],
        ["folding", "Task"],
        ["TF", "Task"],
        ["Towel foldings", "Task"],
    ],
    "introduces": ["FoldNet"],
    "aliases": [["TF", "towel folding"]],
    "relations": [
        ["FoldNet", "OUTPERFORMS", "PickNet"],
        ["@paper", "EVALUATED_ON", "TowelBench"],
    ],
    "results": [["FoldNet", "success", "TowelBench", "91%", "absolute", None]],
}


def gold_file(path: Path, *records: object) -> Path:
    """Writes records as a gold file."""
    path.write_text("".join(json.dumps(r) + "\n" for r in records), encoding="utf-8")
    return path


@pytest.fixture
def gold(tmp_path: Path) -> GoldPaper:
    """The one paper of a well-formed file."""
    (paper,) = read_gold(gold_file(tmp_path / "gold.jsonl", RECORD))
    return paper


def test_every_whole_word_occurrence_is_a_mention_but_none_in_an_address(gold: GoldPaper) -> None:
    """FoldNet stands four times; the one in the address is no mention."""
    text = gold.paper.text
    surfaces = [text[s.start : s.end] for s in sorted(gold.spans)]
    assert surfaces.count("FoldNet") == 3
    assert TypedSpan(0, 7, EntityType.METHOD) in gold.spans


def test_the_longest_surface_wins(gold: GoldPaper) -> None:
    """No "folding" is marked inside "towel folding"."""
    text = gold.paper.text
    assert "folding" not in {text[s.start : s.end] for s in gold.spans}
    assert "towel folding" in {text[s.start : s.end] for s in gold.spans}


def test_spellings_and_aliases_are_one_concept(gold: GoldPaper) -> None:
    """Plural and abbreviation lead to the same cluster."""
    assert len({gold.clusters[fold_surface(s)] for s in ("TF", "Towel foldings")}) == 1
    assert gold.concept_types[gold.clusters["tf"]] == EntityType.TASK


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"entities": [["FoldNet", "Gadget"]]}, "'Gadget' is no type of entity; these are: Method"),
        ({"entities": [["Foldnet", "Method"]]}, "'Foldnet' does not stand in the text"),
        ({"entities": [["Fold", "Method"]]}, "'Fold' does not stand in the text as whole words"),
        ({"entities": [["FoldNet"]]}, "['FoldNet'] in entities is not a list of 2"),
        ({"entities": [["FoldNet", 3]]}, "holds something that is not text"),
        ({"entities": "FoldNet"}, "entities is 'FoldNet', not a list"),
        (
            {"entities": [["FoldNet", "Method"], ["FoldNet", "Model"]]},
            "'FoldNet' is both Method and Model",
        ),
        ({"introduces": ["SheetNet"]}, "'SheetNet' is introduced but no listed entity"),
        ({"introduces": "FoldNet"}, "introduces is 'FoldNet', not a list of surfaces"),
        ({"aliases": [["TF", "tidy folding"]]}, "'tidy folding' in the alias"),
        ({"relations": [["FoldNet", "USES", "SheetNet"]]}, "'SheetNet' in the relation"),
        ({"relations": [["FoldNet", "LIKES", "PickNet"]]}, "'LIKES' is no type of relation"),
        (
            {"relations": [["FoldNet", "EVALUATED_ON", "PickNet"]]},
            "EVALUATED_ON may not join 'FoldNet' (Method) and 'PickNet' (Method); "
            "heads are Method, Model, @paper, tails Benchmark, Dataset",
        ),
        (
            {"relations": [["@paper", "PART_OF", "TowelBench"]]},
            "PART_OF may not join '@paper' (@paper)",
        ),
        ({"results": [["FoldNet", None, None, "91%", "guess", None]]}, "'guess' is no kind of"),
        (
            {"results": [["FoldNet", None, None, "91%", ["gain"], None]]},
            "['gain'] is no kind of result; these are: absolute, gain, ratio",
        ),
        (
            {"results": [[["FoldNet"], None, None, "91%", "gain", None]]},
            "the subject of a result is ['FoldNet'], not text",
        ),
        (
            {"results": [["FoldNet", None, None, ["91%"], "gain", None]]},
            "the value of a result is ['91%'], not a number as written",
        ),
        (
            {"results": [["FoldNet", None, None, "99%", "gain", None]]},
            "the value '99%' in the result ['FoldNet', None, None, '99%', 'gain', None] does not",
        ),
        ({"results": [["FoldNet", None, None, "1%", "gain", None]]}, "the value '1%' in the"),
        ({"results": [["FoldNet", None, None, " ", "gain", None]]}, "the value ' ' in the"),
        ({"entities": [["", "Method"]]}, "the surface '' does not stand in the text"),
        ({"title": 7}, "title is 7, not text"),
        ({"title": [[[[[[[[1]]]]]]]]}, "title is [[[[[[[...]]]]]]], not text"),
        (
            {"title": "FoldNet\ud800"},
            r"title holds a lone surrogate (\ud800) at character 8, which is no character",
        ),
        ({"year": "soon"}, "year: Input should be a valid integer"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, change: dict[str, object], message: str) -> None:
    """The error names file, line and paper, the wrong value, and what is allowed."""
    path = gold_file(tmp_path / "gold.jsonl", RECORD, {**RECORD, "id": "p2", **change})
    with pytest.raises(AnnotationError) as caught:
        list(read_gold(path))
    assert f"{path}:2: paper 'p2'" in str(caught.value)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("value", ["91%", "91", 91, "88", "91% to 88"])
def test_a_value_stands_in_the_text_as_written(tmp_path: Path, value: object) -> None:
    """With its unit or without."""
    record = {**RECORD, "results": [["FoldNet", None, None, value, "absolute", None]]}
    (paper,) = read_gold(gold_file(tmp_path / "gold.jsonl", record))
    assert paper.results[0].value == str(value)


@pytest.mark.parametrize("value", ["36.8", "51.2", "1,200", "17,529", "$17,529\\pm 1", "99,5%"])
def test_a_value_may_stand_beside_another(value: str) -> None:
    """A comma is part of a number before thousands alone."""
    text = "Of 1,200, at [36.8,51.2] or $17,529\\pm 1,650$, up to 99,5%."
    assert problems(_told(value, text), RESEARCH) == []


@pytest.mark.parametrize("value", ["5%", "41", "41.", ".5%", "1", "200", ",200"])
def test_a_value_is_no_part_of_a_number(value: str) -> None:
    """Be it what stands before its point or comma, or behind."""
    (problem,) = problems(_told(value, "It is at 41.5% and 1,200 Elo."), RESEARCH)
    assert problem.startswith(f"the value {value!r} in the result")


def _told(value: str, text: str) -> dict[str, object]:
    """A record with a value, and what it is to stand in."""
    row = [None, None, None, value, "absolute", None]
    return {"title": "FoldNet", "abstract": text, "entities": [], "results": [row]}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{not json\n", "gold.jsonl:1: not JSON"),
        (b"[1]\n", "gold.jsonl:1: a gold line is a JSON object, not [1]"),
        (b"[" * 200_000, "gold.jsonl:1: JSON nested too deeply"),
        (b'{"id": "a"}\n', "gold.jsonl:1: title, abstract, entities missing"),
        (b"\xff\xfe\n", "gold.jsonl:1: not UTF-8: byte 0xff at byte 1 of the line"),
        (
            b'{"id": 7, "title": "A", "abstract": "B", "entities": []}\n',
            "gold.jsonl:1: the id is 7, not text",
        ),
    ],
)
def test_a_line_that_is_no_gold_is_named(tmp_path: Path, content: bytes, message: str) -> None:
    """Not JSON, no object, no annotation, no text."""
    path = tmp_path / "gold.jsonl"
    path.write_bytes(content)
    with pytest.raises(AnnotationError) as caught:
        list(read_gold(path))
    assert message in str(caught.value)


def test_a_missing_file_is_an_error_of_ours(tmp_path: Path) -> None:
    """The message names the file."""
    with pytest.raises(AnnotationError, match=r"none\.jsonl: there is no such file"):
        list(read_gold(tmp_path / "none.jsonl"))


def test_an_id_stands_once_in_a_file(tmp_path: Path) -> None:
    """The second line is named, and the first."""
    path = gold_file(tmp_path / "gold.jsonl", RECORD, RECORD)
    with pytest.raises(AnnotationError, match=r":2: paper 'p1' stands already in line 1"):
        list(read_gold(path))
