"""Components on disk and as bytes: what is written is read, twice the same; damage is named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import srsly

from extract.components import encoder, entities, introductions, relations, results
from extract.components.weighted import (
    SETTINGS,
    WEIGHTS,
    WeightedComponent,
    read_weights,
    write_weights,
)
from extract.network.calibration import Calibration
from extract.network.encoder import OnnxEncoder
from extract.network.lexicon import Record
from extract.pipeline import COMPONENTS, empty_pipeline
from extract.tokenization import blank_pipeline
from schemas import RESEARCH, AnnotationError, EntityType, Vocabulary
from tests.extract.tiny_network import TOKENIZER, LookUp, any_weights

FACTORIES = (entities.FACTORY, introductions.FACTORY, relations.FACTORY, results.FACTORY)
CALIBRATION = Calibration(slope=0.5, offset=-1.0, offsets={"Task": 0.25}, cut=0.35)
WRONG = {encoder.MODEL: b"", encoder.TOKENIZER: "", "weights": any_weights(3), "settings": 0}
"""What has the right names and the wrong things under them."""

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


@pytest.mark.parametrize("factory", [encoder.FACTORY, *FACTORIES])
@pytest.mark.parametrize(
    "content", [b"", b"\xc1", *map(srsly.msgpack_dumps, ({}, [], None, {"weights": 1}, WRONG))]
)
def test_damaged_bytes_are_named(factory: str, content: bytes) -> None:
    """None, no msgpack, or msgpack of something else."""
    component: Any = nlp.create_pipe(factory, name="ours")
    with pytest.raises(AnnotationError, match="the component 'ours' cannot be read from bytes"):
        component.from_bytes(content)


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


@pytest.mark.parametrize("content", [None, "", "[]", "{}", '{"calibration": {"bias": 1}}', "\x00"])
def test_damaged_settings_are_named(content: str | None, tmp_path: Path) -> None:
    """Missing, no JSON, or JSON of something else."""
    write_weights(tmp_path / WEIGHTS, any_weights(6))
    if content is not None:
        (tmp_path / SETTINGS).write_text(content, encoding="utf-8")
    with pytest.raises(AnnotationError, match=r"settings\.json: cannot be read as settings"):
        made(entities.FACTORY).from_disk(tmp_path)


def encoder_folder(path: Path) -> encoder.Encoder:
    """A component with an encoder file that nothing has opened, written into a directory."""
    (path / "made").mkdir(parents=True)
    (path / "made" / "any.onnx").write_bytes(b"not opened")
    component = encoder.Encoder(nlp, "encoder")
    component.run, component.tokenizer = OnnxEncoder(path / "made" / "any.onnx"), TOKENIZER
    component.lexicon = {"towel": Record(EntityType.TASK, "known")}
    component.to_disk(path / "folder")
    return component


def test_the_encoder_survives_the_disk(tmp_path: Path) -> None:
    """Its file, vocabulary and lexicon; also into the directory that it came from."""
    encoder_folder(tmp_path)
    folder = tmp_path / "folder"
    other = encoder.Encoder(nlp, "encoder").from_disk(folder)
    assert other.lexicon == {"towel": Record(EntityType.TASK, "known")}
    assert other.tokenizer is not None
    assert other.tokenizer.encode("towels fold").tokens == TOKENIZER.encode("towels fold").tokens
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    other.to_disk(folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert sorted(before) == sorted(
        [encoder.MODEL, encoder.LEXICON, encoder.TOKENIZER, encoder.VOCABULARY]
    )


def test_the_encoder_survives_bytes(tmp_path: Path) -> None:
    """Without the file that it came from; it is written to the disk as it was."""
    component = encoder_folder(tmp_path)
    content = component.to_bytes()
    (tmp_path / "made" / "any.onnx").unlink()
    other = encoder.Encoder(nlp, "encoder").from_bytes(content)
    assert other.lexicon == component.lexicon
    other.to_disk(tmp_path / "other")
    assert len(files(tmp_path / "folder")) == 4
    for path in files(tmp_path / "folder"):
        assert path.read_bytes() == (tmp_path / "other" / path.name).read_bytes(), path.name


def test_a_tokenizer_neither_pads_nor_cuts(tmp_path: Path) -> None:
    """Whatever its file says."""
    encoder_folder(tmp_path)
    path = tmp_path / "folder" / encoder.TOKENIZER
    file = encoder.plain_tokenizer(path)
    file.enable_truncation(8)
    file.enable_padding(length=20)
    file.save(str(path))
    assert len(encoder.plain_tokenizer(path).encode("fold " * 30).ids) == 32
    assert len(encoder.plain_tokenizer(path).encode("fold").ids) == 3


@pytest.mark.parametrize("name", [encoder.MODEL, encoder.TOKENIZER, encoder.LEXICON])
def test_a_missing_file_of_the_encoder_is_named(name: str, tmp_path: Path) -> None:
    """With its path."""
    encoder_folder(tmp_path)
    (tmp_path / "folder" / name).unlink()
    with pytest.raises(AnnotationError, match=rf"{name}: missing"):
        encoder.Encoder(nlp, "encoder").from_disk(tmp_path / "folder")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (encoder.TOKENIZER, ""),
        (encoder.TOKENIZER, "{}"),
        (encoder.LEXICON, "name\ttype\ntowel\tTask\n"),
        (encoder.LEXICON, "name\ttype\tstrength\ntowel\tShirt\tknown\n"),
        (encoder.LEXICON, "name\ttype\tstrength\ntowel\n"),
    ],
)
def test_a_damaged_file_of_the_encoder_is_named(name: str, content: str, tmp_path: Path) -> None:
    """No vocabulary; a column, a type or a cell that is not there."""
    encoder_folder(tmp_path)
    (tmp_path / "folder" / name).write_text(content, encoding="utf-8")
    with pytest.raises(AnnotationError, match=rf"{name}: cannot be read as"):
        encoder.Encoder(nlp, "encoder").from_disk(tmp_path / "folder")


def test_only_an_encoder_in_a_file_can_be_written(tmp_path: Path) -> None:
    """Neither none nor one that lives in memory."""
    component = encoder.Encoder(nlp, "encoder")
    with pytest.raises(AnnotationError, match="has no encoder to write"):
        component.to_disk(tmp_path)
    component.run, component.tokenizer = LookUp(), TOKENIZER
    with pytest.raises(AnnotationError, match="has no encoder to write"):
        component.to_disk(tmp_path)
    with pytest.raises(AnnotationError, match="has no encoder to write"):
        component.to_bytes()


def test_a_pipeline_survives_the_disk(tmp_path: Path) -> None:
    """All its components in a directory of their own; one that is missing is named."""
    from extract.pipeline import load_pipeline

    whole = empty_pipeline()
    source = encoder_folder(tmp_path)
    reader: Any = whole.get_pipe(encoder.FACTORY)
    reader.run, reader.tokenizer, reader.lexicon = source.run, source.tokenizer, source.lexicon
    for factory in FACTORIES:
        component: Any = whole.get_pipe(factory)
        component.load(any_weights(7))
    whole.to_disk(tmp_path / "model")
    loaded = load_pipeline(model=tmp_path / "model")
    assert tuple(loaded.pipe_names) == COMPONENTS
    loaded.to_disk(tmp_path / "again")
    names = sorted(p.relative_to(tmp_path / "model") for p in files(tmp_path / "model"))
    assert names == sorted(p.relative_to(tmp_path / "again") for p in files(tmp_path / "again"))
    for name in names:
        if name.name != "meta.json":
            one, other = (tmp_path / folder / name for folder in ("model", "again"))
            assert one.read_bytes() == other.read_bytes(), name
    weights = tmp_path / "model" / relations.FACTORY / WEIGHTS
    weights.unlink()
    with pytest.raises(AnnotationError, match=f"{relations.FACTORY}.*{WEIGHTS}"):
        load_pipeline(model=tmp_path / "model")


def files(folder: Path) -> list[Path]:
    """The files of a directory and all below."""
    return [path for path in folder.rglob("*") if path.is_file()]


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
