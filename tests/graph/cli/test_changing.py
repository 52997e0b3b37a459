"""``paperatlas add`` and ``remove``, as a user runs them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from graph.files import CANONICAL
from tests.graph.cli.conftest import Run

ONE = {
    "id": "a/1",
    "title": "KitchenBot: Cooking with Robots",
    "abstract": "We present KitchenBot, a robot policy. KitchenBot is evaluated on LIBERO.",
    "year": 2024,
}
TWO = {
    "id": "a/2",
    "title": "PantryBot",
    "abstract": "We present PantryBot. PantryBot outperforms KitchenBot on LIBERO by 3.5%.",
}


def written(path: Path, *records: Mapping[str, object]) -> Path:
    """A file of papers."""
    path.write_text("".join(json.dumps(r) + "\n" for r in records), encoding="utf-8")
    return path


def held(atlas: Path) -> dict[str, bytes]:
    """The bytes of the canonical files and the pages."""
    pages = (p for p in (atlas / "pages").rglob("*") if p.is_file())
    files = {p.relative_to(atlas).as_posix(): p.read_bytes() for p in pages}
    return {**files, **{name: (atlas / name).read_bytes() for name in CANONICAL}}


@pytest.mark.model
def test_added_revised_and_withdrawn_is_as_built(run: Run, tmp_path: Path) -> None:
    """Each step says what it did; what is left equals one build of it."""
    atlas = tmp_path / "atlas"
    first = written(tmp_path / "one.jsonl", ONE)
    assert run("build", first, "-o", atlas).code == 0
    code, out, err = run("add", written(tmp_path / "two.jsonl", ONE, TWO), "--atlas", atlas)
    assert (code, out) == (0, "")
    assert "2 papers in = 1 added + 0 revised + 1 known + 0 failed + 0 repeated; 2 in" in err
    revised = {**TWO, "abstract": "We present PantryBot, which sorts. It is evaluated on LIBERO."}
    err = run("add", written(tmp_path / "new.jsonl", revised), "--atlas", atlas).err
    assert "0 added + 1 revised + 0 known" in err
    assert run("build", written(tmp_path / "b.jsonl", revised, ONE), "-o", tmp_path / "b").code == 0
    assert held(atlas) == held(tmp_path / "b")
    err = run("remove", "pantrybot", "--atlas", atlas).err
    assert "1 paper withdrawn, 1 left" in err
    assert "1 annotation known from before" in err
    assert run("build", first, "-o", tmp_path / "c").code == 0
    assert held(atlas) == held(tmp_path / "c")


def test_what_cannot_be_changed_is_one_clear_line(
    run: Run, sample_atlas: Path, tmp_path: Path
) -> None:
    """No atlas, no such paper, a file that is none: exit code 1 and nothing written."""
    papers = written(tmp_path / "papers.jsonl", ONE)
    code, _, err = run("add", papers, "--atlas", tmp_path / "none")
    assert (code, (tmp_path / "none").exists()) == (1, False)
    assert "paperatlas build" in err
    code, _, err = run("remove", "arxiv/2401.0001", "--atlas", sample_atlas)
    assert code == 1
    assert "the nearest are: arxiv/2401.00001" in err
    code, _, err = run("add", tmp_path / "gone.jsonl", "--atlas", sample_atlas)
    assert code == 1
    assert "gone.jsonl" in err.replace("\n", "")
