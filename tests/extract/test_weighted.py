"""Components with weights on disk and as bytes: what is written is read; damage is named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import srsly

from extract.components import entities, introductions, relations, results
from extract.components.weighted import (
    SETTINGS,
    WEIGHTS,
    WeightedComponent,
    read_weights,
    write_weights,
)
from extract.network.calibration import Calibration
from extract.pipeline import empty_pipeline
from extract.tokenization import blank_pipeline
from schemas import RESEARCH, AnnotationError, Vocabulary
from tests.extract.tiny_network import any_weights

FACTORIES = (entities.FACTORY, introductions.FACTORY, relations.FACTORY, results.FACTORY)
CALIBRATION = Calibration(slope=0.5, offset=-1.0, offsets={"Task": 0.25}, cut=0.35)
UNSET = {"weights": any_weights(3), "settings": 0}

nlp = blank_pipeline()


def made(factory: str) -> WeightedComponent[Any]:
    """An empty component."""
    component: Any = nlp.create_pipe(factory)
    assert isinstance(component, WeightedComponent)
    return component


@pytest.mark.parametrize("factory", FACTORIES)
def test_a_component_survives_the_disk(factory: str, tmp_path: Path) -> None:
    """Weights, calibration and what it has beside; the same bytes whenever it is written."""
    one = made(factory)
    one.load(any_weights(3))
    one.calibration = CALIBRATION
    if isinstance(one, entities.Entities):
        one.share = 0.75
    one.to_disk(tmp_path / "one")
    other = made(factory).from_disk(tmp_path / "one")
    assert other.settings() == one.settings()
    assert other.calibration == CALIBRATION
    assert other.head.weights.keys() == one.head.weights.keys()
    assert all(np.array_equal(w, other.head.weights[n]) for n, w in one.head.weights.items())
    other.to_disk(tmp_path / "other")
    for name in (WEIGHTS, SETTINGS):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "other" / name).read_bytes()


@pytest.mark.parametrize("factory", FACTORIES)
def test_a_component_survives_bytes(factory: str, tmp_path: Path) -> None:
    """It is written to the disk as if it had never been any."""
    one = made(factory)
    one.load(any_weights(3))
    one.calibration = CALIBRATION
    other = made(factory).from_bytes(one.to_bytes())
    assert other.settings() == one.settings()
    one.to_disk(tmp_path / "one")
    other.to_disk(tmp_path / "other")
    for name in (WEIGHTS, SETTINGS):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "other" / name).read_bytes()


@pytest.mark.parametrize("factory", FACTORIES)
@pytest.mark.parametrize(
    "content", [b"", b"\xc1", *map(srsly.msgpack_dumps, ({}, [], None, {"weights": 1}, UNSET))]
)
def test_damaged_bytes_are_named(factory: str, content: bytes) -> None:
    """None, no msgpack, or msgpack of something else."""
    with pytest.raises(AnnotationError, match=f"the component '{factory}' cannot be read from by"):
        made(factory).from_bytes(content)


def test_the_order_in_which_weights_come_changes_no_byte(tmp_path: Path) -> None:
    """They are sorted by name."""
    weights = any_weights(4)
    write_weights(tmp_path / "one.npz", weights)
    write_weights(tmp_path / "other.npz", dict(reversed(weights.items())))
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "other.npz").read_bytes()


@pytest.mark.parametrize("factory", FACTORIES)
def test_an_empty_component_says_what_to_do(factory: str, tmp_path: Path) -> None:
    """When it is asked, and when it is to be written."""
    with pytest.raises(AnnotationError, match=rf"{factory}.*no weights.*spacy\.load"):
        _ = made(factory).head
    with pytest.raises(AnnotationError, match="no weights"):
        made(factory).to_disk(tmp_path)
    with pytest.raises(AnnotationError, match="no weights"):
        made(factory).to_bytes()
    with pytest.raises(AnnotationError, match="has no encoder"):
        empty_pipeline()("A title\nAn abstract.")


def good_file(folder: Path) -> bytes:
    """Bytes of a file of weights."""
    write_weights(folder / "good.npz", any_weights(5))
    return (folder / "good.npz").read_bytes()


@pytest.mark.parametrize(
    "damage", ["missing", "empty", "text", "cut short", "no end", "bits", "one array", "pickle"]
)
def test_damaged_weights_are_named(damage: str, tmp_path: Path) -> None:
    """Whatever is wrong with the file; nothing in it is run."""
    path, good = tmp_path / WEIGHTS, good_file(tmp_path)
    if damage == "one array":
        np.save(tmp_path / "array.npy", np.zeros(3))
        path.write_bytes((tmp_path / "array.npy").read_bytes())
    elif damage == "pickle":
        np.savez(path, weights=np.array([{}], dtype=object))
    elif damage != "missing":
        middle = len(good) // 2
        path.write_bytes(
            {
                "empty": b"",
                "text": b"no weights at all",
                "cut short": good[:100],
                "no end": good[:-30],
                "bits": good[:middle] + bytes(200) + good[middle + 200 :],
            }[damage]
        )
    with pytest.raises(AnnotationError, match=r"weights\.npz: cannot be read as weights"):
        read_weights(path)


@pytest.mark.parametrize(
    "content",
    [
        *(None, "", "[]", "{}", '{"calibration": {"bias": 1}}', "\x00"),
        '{"calibration": {}, "vocabulary": []}',
    ],
)
def test_damaged_settings_are_named(content: str | None, tmp_path: Path) -> None:
    """Missing, no JSON, or JSON of something else."""
    write_weights(tmp_path / WEIGHTS, any_weights(6))
    if content is not None:
        (tmp_path / SETTINGS).write_text(content, encoding="utf-8")
    with pytest.raises(AnnotationError, match=r"settings\.json: cannot be read as set[^\n]*$"):
        made(entities.FACTORY).from_disk(tmp_path)


def test_settings_are_written_for_readers(tmp_path: Path) -> None:
    """As JSON, one line for each; what the head chooses from is among them, in its order."""
    one = made(entities.FACTORY)
    one.load(any_weights(8))
    one.calibration = CALIBRATION
    one.to_disk(tmp_path)
    text = (tmp_path / SETTINGS).read_text(encoding="utf-8")
    settings = json.loads(text)
    assert Vocabulary.model_validate(settings.pop("vocabulary")) == RESEARCH
    assert settings == {"calibration": vars(CALIBRATION), "share": 0.5}
    assert text == json.dumps(json.loads(text), indent=2) + "\n"
