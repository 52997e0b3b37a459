# ruff: noqa: E402  # what needs the libraries of training is imported where they are
"""Averaged weights, and saving whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="torch is needed for training alone")

from extract.training.checkpoints import Average, averaged, load, save
from schemas import AnnotationError
from tests.file_limit import files_of_at_most


def test_an_average_follows_with_a_decay_that_warms_up() -> None:
    """By hand over three steps; what is not trained is not averaged."""
    model = torch.nn.Linear(1, 1)
    model.bias.requires_grad_(False)
    with torch.no_grad():
        model.weight.fill_(0.0)
    average, wanted = Average(model, decay=0.25), 0.0
    for step, value in enumerate([1.0, 2.0, 3.0], 1):
        with torch.no_grad():
            model.weight.fill_(value)
        average.update(model)
        decay = min(0.25, (1 + step) / (10 + step))
        wanted = decay * wanted + (1 - decay) * value
        assert float(average.weights["weight"]) == pytest.approx(wanted)
    assert average.weights.keys() == {"weight"}
    whole = average.full(model)
    assert whole["weight"] is average.weights["weight"]
    assert torch.equal(whole["bias"], model.bias)


def test_a_checkpoint_is_whole_or_not_there(tmp_path: Path) -> None:
    """An older one is replaced at once; nothing else is left behind."""
    path = tmp_path / "run" / "last.pt"
    assert load(path) is None
    save(path, {"step": 1})
    save(path, {"step": 2})
    assert load(path) == {"step": 2}
    assert [file.name for file in path.parent.iterdir()] == ["last.pt"]


def test_a_checkpoint_that_cannot_be_written_leaves_the_one_before(tmp_path: Path) -> None:
    """What the system says is said, and nothing else is left behind."""
    path = tmp_path / "last.pt"
    save(path, {"step": 1})
    with files_of_at_most(10_000), pytest.raises(OSError, match=r"File too large: .*last\.pt"):
        save(path, {"step": 2, "weights": torch.zeros(10_000)})
    assert load(path) == {"step": 1}
    assert [file.name for file in tmp_path.iterdir()] == ["last.pt"]


def test_the_weights_of_a_checkpoint_are_the_averaged_ones(tmp_path: Path) -> None:
    """Where it has an average of them."""
    one, other = torch.ones(1), torch.zeros(1)
    save(tmp_path / "last.pt", {"model": {"a": one, "b": one}, "average": {"a": other}})
    assert averaged(tmp_path / "last.pt") == {"a": other, "b": one}
    save(tmp_path / "best.pt", {"model": {"a": one}})
    assert averaged(tmp_path / "best.pt") == {"a": one}


@pytest.mark.parametrize("state", [None, [1], {"a": 1}, {"model": 1}, {"model": {"a": "b"}}])
def test_what_is_no_checkpoint_is_named(tmp_path: Path, state: object) -> None:
    """It is not there, holds text or nothing, or something else of torch."""
    with pytest.raises(AnnotationError, match=r"none\.pt: no such checkpoint; right is a run's"):
        averaged(tmp_path / "none.pt")
    path = tmp_path / "some.pt"
    for content in (b"", b"notes of mine\n"):
        path.write_bytes(content)
        with pytest.raises(AnnotationError, match=r"some\.pt: no checkpoint; right is a run's"):
            averaged(path)
    torch.save(state, path)
    with pytest.raises(AnnotationError, match=r"some\.pt: no checkpoint"):
        averaged(path)
