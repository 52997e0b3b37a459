"""The encoder: reads a document once, for all components that follow."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import srsly
from pydantic import ValidationError
from spacy import util
from spacy.language import Language
from spacy.tokens import Doc
from tokenizers import Tokenizer

from extract.components.extensions import set_extensions
from extract.network.encoder import OnnxEncoder, Reading, Run, read_pieces
from extract.network.labels import Labels
from extract.network.lexicon import Lexicon, Names, Record, read_lexicon, write_lexicon
from extract.network.word_pieces import word_pieces
from schemas import RESEARCH, AnnotationError, Vocabulary, first_problem

FACTORY: Final = "paperatlas_encoder"
MODEL: Final = "encoder.onnx"
TOKENIZER: Final = "tokenizer.json"
LEXICON: Final = "lexicon.tsv"
VOCABULARY: Final = "vocabulary.json"
"""What the pipeline finds; a pipeline without the file finds what ``RESEARCH`` has."""


@Language.factory(FACTORY, assigns=["doc._.reading"])
class Encoder:
    """Sets ``doc._.reading``, an ``extract.network.encoder.Reading``.

    Args:
        nlp: The pipeline, as spaCy hands it to a factory.
        name: Name of the component.

    Attributes:
        run: Runs the encoder on the arrays of one text or window.
        tokenizer: Into word pieces.
        lexicon: What is known of names.
        label_set: Says which feature stands for what.
    """

    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name
        self.run: Run | None = None
        self.tokenizer: Tokenizer | None = None
        self.lexicon: Lexicon = {}
        self.label_set = Labels(RESEARCH)
        set_extensions()

    def __call__(self, doc: Doc) -> Doc:
        """Reads one document: its title ends at the first line break."""
        doc._.reading = self.read(doc.text)
        return doc

    def read(self, text: str) -> Reading:
        """Reads a text.

        Raises:
            AnnotationError: The component is empty.
        """
        if self.run is None or self.tokenizer is None:
            raise AnnotationError(
                f"the component {self.name!r} has no encoder: read a trained pipeline from disk "
                "(spacy.load, nlp.from_disk) instead of adding an empty one"
            )
        title_end = text.find("\n")
        pieces = word_pieces(
            text,
            len(text) if title_end < 0 else title_end,
            tokenizer=self.tokenizer,
            lexicon=self.lexicon,
            labels=self.label_set,
        )
        return read_pieces(pieces, self.run)

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Writes encoder, tokenizer, lexicon and vocabulary into a directory."""
        run, tokenizer = self._parts()
        folder = util.ensure_path(path)
        folder.mkdir(parents=True, exist_ok=True)
        if isinstance(run.source, bytes) or run.source.resolve() != (folder / MODEL).resolve():
            (folder / MODEL).write_bytes(run.content)
        tokenizer.save(str(folder / TOKENIZER))
        write_lexicon(self.lexicon, folder / LEXICON)
        text = self.label_set.vocabulary.model_dump_json(indent=2) + "\n"
        (folder / VOCABULARY).write_text(text, encoding="utf-8", newline="")

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> Encoder:
        """Reads a directory as ``to_disk`` writes it; the encoder itself when first needed."""
        folder = util.ensure_path(path)
        for name in (MODEL, TOKENIZER, LEXICON):
            if not (folder / name).is_file():
                raise AnnotationError(f"{folder / name}: missing; a trained encoder has it")
        self.run = OnnxEncoder(folder / MODEL)
        self.tokenizer = plain_tokenizer(folder / TOKENIZER)
        self.label_set = Labels(read_vocabulary(folder))
        try:
            self.lexicon = read_lexicon(folder / LEXICON, types=self.label_set.types)
        except (csv.Error, ValueError) as problem:
            raise AnnotationError(
                f"{folder / LEXICON}: cannot be read as a lexicon: {problem}; "
                "its columns are name, type and strength"
            ) from None
        return self

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """Encoder, tokenizer, lexicon and vocabulary as bytes."""
        run, tokenizer = self._parts()
        content: bytes = srsly.msgpack_dumps(
            {
                MODEL: run.content,
                TOKENIZER: tokenizer.to_str(),
                LEXICON: dict(self.lexicon),
                VOCABULARY: self.label_set.vocabulary.model_dump(mode="json"),
            }
        )
        return content

    def from_bytes(self, content: bytes, *, exclude: Iterable[str] = ()) -> Encoder:
        """Takes what ``to_bytes`` gives.

        Raises:
            AnnotationError: The bytes are something else; names the component.
        """
        try:
            parts = srsly.msgpack_loads(content)
            self.run = OnnxEncoder(parts[MODEL])
            self.tokenizer = _plain(Tokenizer.from_str(parts[TOKENIZER]))
            self.lexicon = Names((name, Record(*known)) for name, known in parts[LEXICON].items())
            self.label_set = Labels(Vocabulary.model_validate(parts[VOCABULARY]))
        except Exception as problem:  # of many classes; the tokenizer's is no narrower
            raise AnnotationError(
                f"the component {self.name!r} cannot be read from bytes that are not what its "
                "to_bytes gives"
            ) from problem
        return self

    def _parts(self) -> tuple[OnnxEncoder, Tokenizer]:
        """The encoder and the tokenizer that are to be written."""
        if not isinstance(self.run, OnnxEncoder) or self.tokenizer is None:
            raise AnnotationError(f"the component {self.name!r} has no encoder to write")
        return self.run, self.tokenizer


def reading_of(doc: Doc) -> Reading:
    """The reading of a document.

    Raises:
        AnnotationError: No encoder read it, or it is a copy or from bytes.
    """
    reading: Reading | None = doc._.reading
    if reading is None:
        raise AnnotationError(f"the document was not read: the component {FACTORY} comes first")
    return reading


def read_vocabulary(folder: Path) -> Vocabulary:
    """The vocabulary in the directory of an encoder; ``RESEARCH`` where there is none.

    Raises:
        AnnotationError: The file holds none; names it.
    """
    path = folder / VOCABULARY
    if not path.exists():
        return RESEARCH
    try:
        return Vocabulary.model_validate_json(path.read_bytes())
    except ValidationError as problem:
        reason = first_problem(problem, whole="the file")
    except OSError as problem:
        reason = problem.strerror or str(problem)
    raise AnnotationError(f"{path}: cannot be read as a vocabulary: {reason}")


def plain_tokenizer(path: Path) -> Tokenizer:
    """Reads a tokenizer; it neither pads nor cuts.

    Raises:
        AnnotationError: The file holds none; names it.
    """
    try:
        tokenizer = Tokenizer.from_file(str(path))
    except Exception as problem:  # the library raises no narrower class
        raise AnnotationError(f"{path}: cannot be read as a tokenizer: {problem}") from None
    return _plain(tokenizer)


def _plain(tokenizer: Tokenizer) -> Tokenizer:
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer
