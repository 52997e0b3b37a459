"""The encoder and the whole pipeline on disk and as bytes: twice the same; damage is named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import srsly

from extract.components import encoder, relations
from extract.components.weighted import WEIGHTS
from extract.network.encoder import OnnxEncoder
from extract.network.lexicon import Record
from extract.pipeline import COMPONENTS, load_pipeline
from extract.tokenization import blank_pipeline
from schemas import AnnotationError, EntityType
from tests.extract.tiny_network import TOKENIZER, LookUp, any_weights
from tests.extract.tiny_pipeline import tiny_pipeline

nlp = blank_pipeline()


def encoder_folder(path: Path) -> encoder.Encoder:
    """A component with an encoder file that nothing has opened, written into a directory."""
    (path / "made").mkdir(parents=True)
    (path / "made" / "any.onnx").write_bytes(b"not opened")
    component = encoder.Encoder(nlp, "encoder")
    component.run, component.tokenizer = OnnxEncoder(path / "made" / "any.onnx"), TOKENIZER
    component.lexicon = {"towel": Record(EntityType.TASK, "known")}
    component.to_disk(path / "folder")
    return component


def files(folder: Path) -> list[Path]:
    """The files of a directory and all below."""
    return [path for path in folder.rglob("*") if path.is_file()]


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
        (encoder.LEXICON, "just one column\n"),
        (encoder.LEXICON, "x" * 140_000),
        (encoder.LEXICON, "name\ttype\ntowel\tTask\n"),
        (encoder.VOCABULARY, "{"),
        (encoder.VOCABULARY, "[]"),
        (encoder.VOCABULARY, '{"types": 3}'),
        (encoder.LEXICON, "name\ttype\tstrength\ntowel\tShirt\tknown\n"),
        (encoder.LEXICON, "name\ttype\tstrength\ntowel\n"),
    ],
)
def test_a_damaged_file_of_the_encoder_is_named(name: str, content: str, tmp_path: Path) -> None:
    """No vocabulary; a column, a type or a cell that is not there."""
    encoder_folder(tmp_path)
    (tmp_path / "folder" / name).write_text(content, encoding="utf-8")
    with pytest.raises(AnnotationError, match=rf"{name}: cannot be read as [^\n]*$"):
        encoder.Encoder(nlp, "encoder").from_disk(tmp_path / "folder")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xc1",
        *map(srsly.msgpack_dumps, ({}, [], None, {encoder.MODEL: b"", encoder.TOKENIZER: ""})),
    ],
)
def test_damaged_bytes_of_the_encoder_are_named(content: bytes) -> None:
    """None, no msgpack, or msgpack of something else."""
    with pytest.raises(AnnotationError, match="the component 'encoder' cannot be read from bytes"):
        encoder.Encoder(nlp, "encoder").from_bytes(content)


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
    whole = tiny_pipeline(any_weights(7))
    source = encoder_folder(tmp_path)
    reader: Any = whole.get_pipe(encoder.FACTORY)
    reader.run, reader.tokenizer, reader.lexicon = source.run, source.tokenizer, source.lexicon
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
