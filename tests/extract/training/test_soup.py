# ruff: noqa: E402  # what needs the libraries of training is imported where they are
"""The mean of runs' weights."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

torch = pytest.importorskip("torch", reason="torch is needed for training alone")

from extract.training import checkpoints
from extract.training.soup import main, mean
from schemas import AnnotationError


def run(folder: Path, name: str, value: float, *, size: int = 3) -> Path:
    """A checkpoint whose averaged weights are of one value, and its own of another."""
    state = {
        "model": {"a": torch.zeros(size), "places": torch.arange(4)},
        "average": {"a": torch.full((size,), value)},
    }
    checkpoints.save(folder / name, state)
    return folder / name


def test_the_mean_is_of_averaged_weights(tmp_path: Path) -> None:
    """Whole numbers, which are no weights, stay what they are."""
    runs = [run(tmp_path, str(k), value) for k, value in enumerate((1.0, 2.0, 6.0))]
    app = typer.Typer()
    app.command()(main)
    out = tmp_path / "soup.pt"
    done = CliRunner().invoke(app, [*map(str, runs), "-o", str(out)])
    assert done.exit_code == 0
    assert done.stdout == f"wrote {out}, the mean of 3 runs\n"
    found = checkpoints.averaged(out)
    assert found["a"].tolist() == [3, 3, 3]
    assert found["places"].tolist() == [0, 1, 2, 3]


def test_what_cannot_be_averaged_is_named(tmp_path: Path) -> None:
    """A file that is not there, and a checkpoint of another network."""
    one, other = run(tmp_path, "one", 1), run(tmp_path, "other", 1, size=4)
    with pytest.raises(AnnotationError, match=r"none: no such checkpoint"):
        mean([one, tmp_path / "none"])
    with pytest.raises(AnnotationError, match=r"other: of another network than .*one"):
        mean([one, other])
