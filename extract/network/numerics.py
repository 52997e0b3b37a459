"""Functions over arrays that numpy does not have."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

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
    """Log-sum-exp over the second axis ``(n, m, width)``, where ``mask`` ``(n, m)`` holds."""
    x = np.where(mask[..., None], vectors, np.float32(-1e4))
    top = x.max(1)
    return _floats(top + np.log(np.exp(x - top[:, None]).sum(1)))


def attention(query: Floats, key: Floats, rows: Integers) -> Floats:
    """Attention ``(rows, heads, l)`` of some word pieces; query and key ``(heads, l, size)``."""
    scores = query[:, rows] @ key.transpose(0, 2, 1) / np.float32(query.shape[-1] ** 0.5)
    return _floats(softmax(scores).transpose(1, 0, 2))


def shared_context(one: Floats, other: Floats, hidden: Floats) -> Floats:
    """What two look at together: ``(a, b, width)`` from attentions ``(a, heads, l)``, ``(b, …)``.

    Localized context pooling (Zhou et al., "Document-level relation extraction with adaptive
    thresholding and localized context pooling", 2021).
    """
    both = np.matmul(one.transpose(2, 0, 1), other.transpose(2, 1, 0)).transpose(1, 2, 0)
    return _floats(both / (both.sum(-1, keepdims=True) + _SMALL) @ hidden)


def _floats(x: npt.NDArray[Any]) -> Floats:
    return x.astype(np.float32, copy=False)
