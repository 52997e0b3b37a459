"""Functions over arrays that numpy does not have."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

AT_ONCE: Final = 1 << 24
"""Elements of an array that are worked out at once; no abstract has as many."""

_ERF: Final = (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592)
_SMALL: Final = np.float32(1e-6)


def log_softmax(x: Floats) -> Floats:
    """Log probabilities over the last axis.

    Example:
        >>> np.exp(log_softmax(np.zeros(4, dtype=np.float32))).tolist()
        [0.25, 0.25, 0.25, 0.25]
    """
    shifted = x - x.max(-1, keepdims=True)
    return _floats(shifted - np.log(np.exp(shifted).sum(-1, keepdims=True)))


def softmax(x: Floats) -> Floats:
    """Probabilities over the last axis."""
    exponent = np.exp(x - x.max(-1, keepdims=True))
    return _floats(exponent / exponent.sum(-1, keepdims=True))


def sigmoid(x: Floats) -> Floats:
    """The logistic function.

    Example:
        >>> sigmoid(np.zeros(1, dtype=np.float32)).tolist()
        [0.5]
    """
    return _floats(1 / (1 + np.exp(-x)))


def gelu(x: Floats) -> Floats:
    """GELU, its error function after Abramowitz and Stegun 7.1.26 (off by less than 1.5e-7).

    Example:
        >>> gelu(np.array([-1, 0, 1], dtype=np.float32)).round(4).tolist()
        [-0.15870000422000885, 0.0, 0.8413000106811523]
    """
    z = np.abs(x) / np.float32(2**0.5)
    t = 1 / (1 + 0.3275911 * z)
    tail = np.zeros_like(z)
    for factor in _ERF:
        tail = (tail + np.float32(factor)) * t
    return _floats(0.5 * x * (1 + np.sign(x) * (1 - tail * np.exp(-z * z))))


def pooled(vectors: Floats, mask: Flags) -> Floats:
    """Log-sum-exp over the second axis ``(n, m, width)``, where ``mask`` ``(n, m)`` holds.

    In every row it holds somewhere.
    """
    flat, starts, counts = vectors[mask], run_starts(mask), mask.sum(-1)
    found: Floats = flat[starts]  # which it is where there is but one
    for row in np.flatnonzero(counts > 1).tolist():
        run = flat[starts[row] : starts[row] + counts[row]]
        top = run.max(0)
        found[row] = top + np.log(np.exp(run - top).sum(0))
    return found


def mean_of_runs(values: Floats, mask: Flags) -> Floats:
    """Means ``(n, ...)`` of the values in one line of a mask ``(n, m)``, row by row.

    Example:
        >>> mask = np.array([[True, True], [True, False]])
        >>> mean_of_runs(np.array([1, 3, 5], dtype=np.float32), mask).tolist()
        [2.0, 5.0]
    """
    starts, counts = run_starts(mask), mask.sum(-1)
    found: Floats = values[starts]
    for row in np.flatnonzero(counts > 1).tolist():
        found[row] = values[starts[row] : starts[row] + counts[row]].mean(0)
    return found


def run_starts(mask: Flags) -> Integers:
    """Where each row starts once the true elements of a mask ``(n, m)`` stand in one line.

    Example:
        >>> run_starts(np.array([[True, True], [True, False], [True, True]])).tolist()
        [0, 2, 3]
    """
    counts = mask.sum(-1)
    starts: Integers = np.cumsum(counts) - counts
    return starts


def attention(query: Floats, key: Floats, rows: Integers) -> Floats:
    """Attention ``(rows, heads, l)`` of some word pieces; query and key ``(heads, l, size)``."""
    scores = query[:, rows] @ key.transpose(0, 2, 1) / np.float32(query.shape[-1] ** 0.5)
    return _floats(softmax(scores).transpose(1, 0, 2))


def shared_context(one: Floats, other: Floats, hidden: Floats) -> Floats:
    """What two look at together: ``(a, b, width)`` from looks ``(l, a, heads)``, ``(l, b, heads)``.

    Localized context pooling (Zhou et al., "Document-level relation extraction with adaptive
    thresholding and localized context pooling", 2021).
    """
    found = looked_at(shared_looks(one, other), hidden)
    return found.reshape(one.shape[1], other.shape[1], -1)


def by_piece(attention: Floats) -> Floats:
    """Attentions ``(a, heads, l)`` as looks ``(l, a, heads)``, side by side for each word piece."""
    return np.ascontiguousarray(attention.transpose(2, 0, 1))


def shared_looks(one: Floats, other: Floats) -> Floats:
    """How much each of ``l`` word pieces is looked at by both: ``(l, a * b)``."""
    return _floats(np.matmul(one, other.transpose(0, 2, 1)).reshape(len(one), -1))


def looked_at(looks: Floats, hidden: Floats) -> Floats:
    """Mean states ``(pairs, width)`` of the word pieces that pairs look at ``(l, pairs)``."""
    return _floats(looks.T @ hidden / (looks.sum(0)[:, None] + _SMALL))


def _floats(x: npt.NDArray[Any]) -> Floats:
    return x.astype(np.float32, copy=False)
