"""The encoder as a component: what it reads and what it leaves in the document."""

from __future__ import annotations

import numpy as np
import pytest

from extract.components.encoder import FACTORY, Encoder
from extract.network.encoder import Reading
from extract.network.numerics import Floats, Integers
from extract.network.word_pieces import LONGEST_RUN
from extract.tokenization import blank_pipeline
from schemas import AnnotationError
from tests.extract.tiny_network import LABELS, TOKENIZER, WIDTH, LookUp

nlp = blank_pipeline()


class Counting(LookUp):
    """The tiny encoder; keeps how many pieces it was given."""

    def __init__(self) -> None:
        self.runs: list[int] = []

    def __call__(self, ids: Integers, features: Integers) -> tuple[Floats, Floats, Floats]:
        """As the tiny encoder."""
        self.runs.append(len(ids))
        return super().__call__(ids, features)


def made(run: LookUp) -> Encoder:
    """The component with a tiny encoder."""
    component = Encoder(nlp, "encoder")
    component.run, component.tokenizer = run, TOKENIZER
    return component


def test_a_document_is_read_once_and_alone() -> None:
    """In one run, marked at both ends; the title ends at the first line break."""
    run = Counting()
    doc = made(run)(nlp.make_doc("FoldNet: Folds\nIt folds: towel\nfolding"))
    reading = doc._.reading
    assert isinstance(reading, Reading)
    assert reading.pieces.text == doc.text
    assert reading.pieces.title_end == 14
    assert reading.pieces.features[1] == LABELS.title_feature
    assert np.count_nonzero(reading.pieces.features) == 1
    assert reading.hidden.shape == (len(reading.pieces.ids), WIDTH)
    assert run.runs == [len(reading.pieces.ids)]


def test_a_text_of_one_line_is_all_title() -> None:
    """There is no abstract."""
    assert made(LookUp()).read("FoldNet folds").pieces.title_end == 13


def test_a_long_text_is_never_cut() -> None:
    """It is read in several runs, none longer than the encoder holds; every piece has a state."""
    run = Counting()
    reading = made(run).read("FoldNet\n" + "fold net " * 1000)
    assert len(reading.pieces.ids) == 2003
    assert run.runs == [LONGEST_RUN] * 5
    assert (reading.hidden.sum(-1) == 1).all()


def test_an_empty_component_says_what_to_do() -> None:
    """It has neither encoder nor vocabulary."""
    alone = blank_pipeline()
    alone.add_pipe(FACTORY)
    with pytest.raises(AnnotationError, match=r"'paperatlas_encoder' has no encoder.*spacy\.load"):
        alone("A title\nAn abstract.")
