"""One pass of the encoder over a text, through onnxruntime.

A text is read alone: an int8 encoder scales its activations over all that it is given, so
that a neighbour in a batch would move what comes out. A text of more pieces than one run
holds is read in overlapping windows; each piece counts as the window sees it in whose
middle it stands most.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np
import onnxruntime

from extract.network.numerics import Floats, Integers
from extract.network.word_pieces import WordPieces
from schemas import AnnotationError

OUTPUTS: Final = ("hidden", "query", "key")

Run = Callable[[Integers, Integers], tuple[Floats, Floats, Floats]]
"""From ids and features ``(l,)`` to hidden states ``(l, width)``, queries and keys."""


@dataclass(frozen=True)
class Reading:
    """A text as the encoder read it.

    Attributes:
        pieces: The text in ``l`` word pieces.
        hidden: ``(l, width)`` states of the last layer.
        query: ``(heads, l, size)`` queries of the last layer's attention.
        key: ``(heads, l, size)`` keys of the last layer's attention.
    """

    pieces: WordPieces
    hidden: Floats
    query: Floats
    key: Floats


def read_pieces(pieces: WordPieces, run: Run) -> Reading:
    """Reads a text, in windows where it is too long for one run."""
    windows = pieces.windows()
    if len(windows) == 1:
        return Reading(pieces, *run(pieces.ids, pieces.features))
    size = len(pieces.ids)
    middle = np.full(size, -1)
    parts: list[Floats] = []
    for start, end in windows:
        rows = np.concatenate([[0], np.arange(start, end), [size - 1]])
        found = run(pieces.ids[rows], pieces.features[rows])
        depth = np.minimum(rows - start, end - 1 - rows)
        depth[[0, -1]] = 0  # the markers: those of the first window stay
        better = depth > middle[rows]
        middle[rows[better]] = depth[better]
        if not parts:
            shapes = ((*x.shape[:-2], size, *x.shape[-1:]) for x in found)
            parts = [np.zeros(shape, dtype=np.float32) for shape in shapes]
        for whole, part in zip(parts, found, strict=True):
            whole[..., rows[better], :] = part[..., better, :]
    hidden, query, key = parts
    return Reading(pieces, hidden, query, key)


class OnnxEncoder:
    """The encoder in a file; its session is made when it is first needed, once in a process.

    Sessions do not travel between processes, the source does.

    Args:
        source: An ONNX file as ``extract.training.export`` writes it, or what one holds.
    """

    def __init__(self, source: Path | bytes) -> None:
        self.source = source

    @property
    def content(self) -> bytes:
        """What the file holds."""
        return self.source if isinstance(self.source, bytes) else self.source.read_bytes()

    def __call__(self, ids: Integers, features: Integers) -> tuple[Floats, Floats, Floats]:
        """Runs the encoder on one text or window."""
        feed = {"ids": ids[None], "features": features[None]}
        hidden, query, key = self._session.run(OUTPUTS, feed)
        return hidden, query, key

    def __getstate__(self) -> dict[str, Path | bytes]:
        return {"source": self.source}

    @cached_property
    def _session(self) -> onnxruntime.InferenceSession:
        settings = onnxruntime.SessionOptions()
        settings.intra_op_num_threads = settings.inter_op_num_threads = 1
        settings.add_session_config_entry("session.intra_op.allow_spinning", "0")
        source = self.source if isinstance(self.source, bytes) else str(self.source)
        try:
            return onnxruntime.InferenceSession(
                source, settings, providers=["CPUExecutionProvider"]
            )
        except Exception as problem:  # of several classes, which onnxruntime does not export
            name = "bytes" if isinstance(source, bytes) else source
            raise AnnotationError(f"{name}: cannot be read as an encoder: {problem}") from None
