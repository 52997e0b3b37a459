"""Reading in one run and in windows, and an encoder that is none."""

from __future__ import annotations

import pickle
from pathlib import Path

import numpy as np
import pytest

from extract.network.encoder import OnnxEncoder, Reading, read_pieces
from extract.network.numerics import Floats, Integers
from extract.network.word_pieces import LONGEST_RUN, WordPieces, word_pieces
from schemas import AnnotationError
from tests.extract.tiny_network import LABELS, TOKENIZER, WIDTH, LookUp


def long_pieces(size: int) -> WordPieces:
    """A text of so many pieces, markers included."""
    words = ["fold", "net", "pick", "towel", "on", "fast"]
    text = " ".join(words[(k * k + k // 7) % 6] for k in range(size - 2))
    pieces = word_pieces(text, 0, tokenizer=TOKENIZER, lexicon={}, labels=LABELS)
    assert len(pieces.ids) == size
    return pieces


@pytest.mark.parametrize("size", [2, 3, 511, 512, 513, 700, 894, 895, 2000])
def test_windows_give_what_one_run_gives(size: int) -> None:
    """Where a piece's state depends on the piece alone."""
    pieces = long_pieces(size)
    found = read_pieces(pieces, LookUp())
    wanted = Reading(pieces, *LookUp()(pieces.ids, pieces.features))
    assert found.hidden.shape == (size, WIDTH)
    for one, other in (
        (found.hidden, wanted.hidden),
        (found.query, wanted.query),
        (found.key, wanted.key),
    ):
        assert one.dtype == np.float32
        assert np.array_equal(one, other)


def test_every_piece_is_seen_by_the_window_in_whose_middle_it_stands_most() -> None:
    """Once and by one; the markers by the first; no run is too long."""
    pieces = long_pieces(2000)
    runs: list[int] = []

    def run(ids: Integers, features: Integers) -> tuple[Floats, Floats, Floats]:
        runs.append(len(ids))
        states = np.full((len(ids), 2), len(runs), dtype=np.float32)
        states[:, 1] = np.arange(len(ids))
        return states, states[None], states[None]

    found = read_pieces(pieces, run)
    windows = pieces.windows()
    assert runs == [end - start + 2 for start, end in windows]
    assert max(runs) <= LONGEST_RUN
    for piece in range(1, 1999):
        number, place = found.hidden[piece].astype(int)
        depths = {
            k: min(piece - start, end - 1 - piece)
            for k, (start, end) in enumerate(windows, 1)
            if start <= piece < end
        }
        assert depths[number] == max(depths.values())
        assert windows[number - 1][0] + place - 1 == piece
    assert found.hidden[[0, 1999]].tolist() == [[1, 0], [1, 511]]


def test_an_encoder_travels_as_its_source(tmp_path: Path) -> None:
    """A session does not pickle; where it is needed it is made again."""
    encoder = pickle.loads(pickle.dumps(OnnxEncoder(tmp_path / "encoder.onnx")))
    assert vars(encoder) == {"source": tmp_path / "encoder.onnx"}


@pytest.mark.parametrize("content", [None, b"", b"no network at all"])
def test_a_damaged_file_is_named(tmp_path: Path, content: bytes | None) -> None:
    """Missing, empty, or of something else."""
    path = tmp_path / "encoder.onnx"
    if content is not None:
        path.write_bytes(content)
    encoder = OnnxEncoder(path)
    with pytest.raises(AnnotationError, match=r"encoder\.onnx: cannot be read as an encoder"):
        encoder(np.zeros(3, dtype=np.int64), np.zeros(3, dtype=np.int64))
    if content is not None:
        with pytest.raises(AnnotationError, match="bytes: cannot be read as an encoder"):
            OnnxEncoder(content)(np.zeros(3, dtype=np.int64), np.zeros(3, dtype=np.int64))
