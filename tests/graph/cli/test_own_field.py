"""Asking an atlas of a field of its own, and naming the pipeline that annotates."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.graph.cli.conftest import Run
from tests.graph.crops import write_crop_atlas


@pytest.fixture(scope="module")
def crop_atlas(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An atlas of pests, crops and treatments; only read from."""
    return write_crop_atlas(tmp_path_factory.mktemp("crops") / "atlas")


@pytest.mark.parametrize("question", ["evaluated-on", "uses", "outperforms", "shares-benchmarks"])
def test_a_question_of_another_field_says_what_there_is(
    run: Run, crop_atlas: Path, question: str
) -> None:
    """A relation that the atlas has not is named, with those that it has, on one line."""
    code, out, err = run("query", question, "barley", "--atlas", crop_atlas)
    assert (code, out) == (2, "")
    assert "is no relation of this atlas; its relations are " in err
    assert "DAMAGES" in err
    assert "TREATED_WITH" in err
    assert "Pest, Crop, Treatment" in " ".join(err.split())
    assert "Traceback" not in err


def test_a_type_of_another_field_says_what_there_is(run: Run, crop_atlas: Path) -> None:
    """The types are those of the atlas."""
    code, _, err = run("query", "top", "Benchmark", "--atlas", crop_atlas)
    assert code == 2
    assert "no type is called 'Benchmark'; there are Pest, Crop, Treatment" in err


@pytest.mark.parametrize(
    ("args", "column", "values"),
    [
        (("mentions", "leaf mite"), "paper", ["c1", "c2"]),
        (("introduces", "neem wash"), "paper", ["c1"]),
        (("path", "leaf mite", "neem wash"), "edge", ["-[DAMAGES]->", "-[TREATED_WITH]->"]),
        (("leaderboard", "leaf mite"), "value", ["40%"]),
        (("top",), "name", ["leaf mite", "barley", "neem wash"]),
        (("top", "crops"), "name", ["barley"]),
    ],
)
def test_general_questions(
    run: Run, crop_atlas: Path, args: tuple[str, ...], column: str, values: list[str]
) -> None:
    """What needs no relation of its own is answered in any field."""
    code, out, _ = run("query", *args, "--atlas", crop_atlas, "--json")
    assert code == 0
    assert [row[column] for row in json.loads(out)] == values


def test_a_page_and_a_statement(run: Run, crop_atlas: Path, tmp_path: Path) -> None:
    """The page of a concept is written, and Cypher takes the types as labels."""
    page = tmp_path / "barley.html"
    assert run("page", "barley", "--atlas", crop_atlas, "-o", page)[0] == 0
    assert ".type-crop { fill: #d55e00; }" in page.read_text(encoding="utf-8")
    statement = "MATCH (p:Pest)-[r:DAMAGES]->(c:Crop) RETURN p.name AS pest, c.name AS crop"
    code, out, _ = run("cypher", statement, "--atlas", crop_atlas, "--json")
    assert (code, json.loads(out)) == (0, [{"pest": "leaf mite", "crop": "barley"}])


@pytest.mark.parametrize("command", ["build", "extract", "evaluate"])
@pytest.mark.parametrize("what", ["missing", "file", "empty"])
def test_a_directory_without_a_pipeline_is_one_clear_line(
    run: Run, tmp_path: Path, command: str, what: str
) -> None:
    """It is said before any paper is read, and nothing is written."""
    model = tmp_path / "model"
    if what == "file":
        model.write_text("", encoding="utf-8")
    if what == "empty":
        model.mkdir()
    output = ("-o", tmp_path / "atlas") if command == "build" else ()
    code, out, err = run(command, tmp_path / "papers.txt", "--model", model, *output)
    assert (code, out) == (1, "")
    assert err.startswith("error: ")
    assert str(model) in "".join(err.split("\n"))
    assert "Traceback" not in err
    assert not (tmp_path / "atlas").exists()
