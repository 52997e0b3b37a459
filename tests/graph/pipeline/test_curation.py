"""The user's decisions through the whole spine: applied on every build, undone by deleting."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.build_report import BuildReport
from graph.curation import FILE
from graph.directory import current_version
from graph.files import read_entities
from graph.pipeline.building import make
from graph.pipeline.changing import add, remove
from graph.pipeline.gathering import Wanted
from graph.pipeline.job import Making
from graph.pipeline.previewing import preview_build
from schemas import CurationError, Paper
from tests.graph.pipeline.prepared import (
    SENTENCES,
    Engine,
    PreparedAnnotator,
    made_up_paper,
    making,
)

_PAPERS = [made_up_paper(n, [n, (n + 3) % len(SENTENCES)]) for n in range(len(SENTENCES))]
_LINES = {
    "same": "same:\n  - [GripNet, GripNet 7B]\n",
    "different": "different:\n  - [PAE, Proposer-Agent-Evaluator]\n",
    "rename": "rename:\n  meal planning: Cooking\n",
    "retype": "retype:\n  kitchenqa: Dataset\n",
    "hide": "hide:\n  - success rate\n",
}


def _build(papers: list[Paper], directory: Path, way: Making) -> BuildReport:
    few = {"pages": 2, "min_confidence": 0.0}
    return make(directory, lambda _: Wanted(papers, len(papers), len(papers)), way, settings=few)


def _names(directory: Path) -> dict[str, str]:
    return {e.id: e.name for e in read_entities(current_version(directory))}


@settings(max_examples=30, deadline=None, derandomize=True)
@given(sections=st.sets(st.sampled_from(sorted(_LINES)), min_size=1))
def test_deleting_the_lines_gives_what_never_having_them_gave(sections: set[str]) -> None:
    """Byte for byte, store and pages too; nothing is annotated again, the file is not touched."""
    with tempfile.TemporaryDirectory() as place:
        atlas, never = Path(place) / "atlas", Path(place) / "never"
        engine, annotator = Engine(), PreparedAnnotator()
        way = making(engine, annotator)
        _build(_PAPERS, never, making(engine))
        atlas.mkdir()
        text = "".join(_LINES[s] for s in sorted(sections))
        (atlas / FILE).write_text(text, encoding="utf-8")
        _build(_PAPERS, atlas, way)
        assert engine.held(atlas).files != engine.held(never).files
        _build(_PAPERS, atlas, way)
        assert (atlas / FILE).read_text(encoding="utf-8") == text
        (atlas / FILE).unlink()
        _build(_PAPERS, atlas, way)
        undone, plain = engine.held(atlas), engine.held(never)
        assert (undone.files, undone.manifest) == (plain.files, plain.manifest)
        assert len(annotator.asked) == len(_PAPERS)


def test_every_decision_is_in_the_graph(tmp_path: Path) -> None:
    """All five sections at once."""
    (tmp_path / FILE).write_text("".join(_LINES.values()), encoding="utf-8")
    engine = Engine()
    _build(_PAPERS, tmp_path, making(engine))
    names = _names(tmp_path)
    assert names["task:cooking"] == "Cooking"
    assert "metric:success-rate" not in names
    assert "dataset:kitchenqa" in names
    assert "model:gripnet-7b" not in names
    assert names["method:pae"] == "PAE"
    graph = engine.held(tmp_path).graph
    assert set(names) < set(graph)


def test_changes_of_papers_keep_to_the_decisions(tmp_path: Path) -> None:
    """Add and remove give what one build under the same file gives."""
    atlas, once = tmp_path / "atlas", tmp_path / "once"
    engine = Engine()
    for directory in (atlas, once):
        directory.mkdir()
        (directory / FILE).write_text("".join(_LINES.values()), encoding="utf-8")
    way = making(engine)
    _build(_PAPERS[:4], atlas, way)
    add(atlas, _PAPERS[4:], way)
    remove(atlas, [_PAPERS[0].id], way)
    _build(_PAPERS[1:], once, way)
    assert engine.held(atlas).files == engine.held(once).files


def test_a_name_that_is_gone_is_in_the_report(tmp_path: Path) -> None:
    """The build goes on and says which line changes nothing."""
    (tmp_path / FILE).write_text("hide: [towels]\n", encoding="utf-8")
    report = _build(_PAPERS, tmp_path, making(Engine()))
    (warning,) = report.warnings
    assert warning.startswith(f"{tmp_path / FILE}:1:8: nothing is called 'towels' here")


@pytest.mark.parametrize(
    ("text", "words"),
    [("hide: [", f"{FILE}:"), ("hide: [PAE]", "write an id"), ("retype: {PAE: Tool}", "Method")],
)
def test_a_wrong_file_stops_the_build_and_keeps_the_atlas(
    tmp_path: Path, text: str, words: str
) -> None:
    """Wrong YAML, an ambiguous name, an unknown type: an error, and the former atlas stays."""
    engine = Engine()
    _build(_PAPERS, tmp_path, making(engine))
    before = engine.held(tmp_path).files
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(CurationError) as error:
        _build(_PAPERS, tmp_path, making(engine))
    assert words in str(error.value)
    assert engine.held(tmp_path).files == before


def test_another_file_is_read_in_place_of_the_directory_s(tmp_path: Path) -> None:
    """The directory's own is not looked at; one that is missing is an error."""
    atlas, other = tmp_path / "atlas", tmp_path / "other.yaml"
    atlas.mkdir()
    (atlas / FILE).write_text("not: [", encoding="utf-8")
    other.write_text(_LINES["rename"], encoding="utf-8")
    engine = Engine()
    way = Making(PreparedAnnotator(), database=engine, curation=other)
    _build(_PAPERS, atlas, way)
    assert "task:cooking" in _names(atlas)
    other.unlink()
    with pytest.raises(CurationError, match=r"other\.yaml: cannot be read: No such file"):
        _build(_PAPERS, atlas, way)


def _input(papers: list[Paper], path: Path) -> Path:
    path.write_text("".join(p.model_dump_json() + "\n" for p in papers), encoding="utf-8")
    return path


def _tree(directory: Path) -> dict[str, bytes]:
    return {
        p.relative_to(directory).as_posix(): p.read_bytes()
        for p in directory.rglob("*")
        if p.is_file()
    }


def test_a_dry_run_says_what_changes_and_writes_nothing(tmp_path: Path) -> None:
    """Each kind of change once; annotations are taken from the atlas that is there."""
    atlas, papers = tmp_path / "atlas", _input(_PAPERS, tmp_path / "papers.jsonl")
    annotator = PreparedAnnotator()
    _build(_PAPERS, atlas, making(Engine(), annotator))
    text = "".join(_LINES.values()) + "  - towels\n"
    (atlas / FILE).write_text(text, encoding="utf-8")
    before = _tree(atlas)
    found, read = preview_build(papers, directory=atlas, annotator=annotator)
    assert _tree(atlas) == before
    assert read.read == len(_PAPERS) == len(annotator.asked)
    assert [{n.id for n in j.of} for j in found.joined] == [{"model:gripnet", "model:gripnet-7b"}]
    (parted,) = found.parted
    assert parted.node.id == "method:proposer-agent-evaluator"
    assert {s for piece in parted.into for s in piece.surfaces} == {
        "PAE",
        "Proposer-Agent-Evaluator",
    }
    assert [(r.before, r.after) for r in found.renamed] == [("meal planning", "Cooking")]
    assert [(r.before, r.after) for r in found.retyped] == [("Benchmark", "Dataset")]
    assert [n.id for n in found.hidden] == ["metric:success-rate"]
    assert [r.known for r in found.refused] == ["curation, line 4"]
    assert len(found.warnings) == 1
    json.dumps(found.as_record())


def test_a_dry_run_needs_no_atlas_and_makes_none(tmp_path: Path) -> None:
    """The directory is not made; without a file nothing changes."""
    papers = _input(_PAPERS, tmp_path / "papers.jsonl")
    found, _ = preview_build(papers, directory=tmp_path / "new", annotator=PreparedAnnotator())
    assert found.changes_nothing
    assert [p.name for p in tmp_path.iterdir()] == ["papers.jsonl"]
