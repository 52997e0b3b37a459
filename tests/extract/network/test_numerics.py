"""Functions over arrays, against the same in double precision."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from extract.network.numerics import (
    Floats,
    attention,
    by_piece,
    gelu,
    log_softmax,
    pooled,
    shared_context,
    sigmoid,
    softmax,
)

erf = np.vectorize(math.erf, otypes=[float])
numbers = st.floats(-60, 60, width=32)
tables = arrays(np.float32, st.tuples(st.integers(1, 4), st.integers(1, 5)), elements=numbers)


@given(tables)
def test_softmax_and_its_logarithm(x: Floats) -> None:
    """Over the last axis; in single precision."""
    assert softmax(x).dtype == log_softmax(x).dtype == np.float32
    exponents = np.exp(x.astype(np.float64))
    wanted = exponents / exponents.sum(-1, keepdims=True)
    assert np.allclose(softmax(x), wanted, atol=1e-6)
    assert np.allclose(log_softmax(x), np.log(wanted), atol=1e-4)


@given(tables)
def test_sigmoid(x: Floats) -> None:
    """The logistic function."""
    assert np.allclose(sigmoid(x), 1 / (1 + np.exp(-x.astype(np.float64))), atol=1e-6)


@given(tables)
def test_gelu(x: Floats) -> None:
    """The exact one, through the error function; the approximation is off by 1.5e-7 a unit."""
    wanted = 0.5 * x.astype(np.float64) * (1 + erf(x.astype(np.float64) / 2**0.5))
    assert np.abs(gelu(x) - wanted).max() < 1e-5


@pytest.mark.parametrize("function", [sigmoid, softmax, log_softmax, gelu])
def test_large_numbers_stay_finite(function: object) -> None:
    """Neither overflow nor a hole."""
    assert callable(function)
    with np.errstate(over="ignore"):
        assert np.isfinite(function(np.array([[-1e4, 0, 1e4]], dtype=np.float32))).all()


@given(st.integers(1, 4), st.integers(1, 4), st.integers(0, 2**32 - 1))
def test_pooling_is_log_sum_exp_of_what_is_there(n: int, m: int, seed: int) -> None:
    """What the mask leaves out counts for nothing."""
    rng = np.random.default_rng(seed)
    vectors = rng.normal(0, 3, (n, m, 5)).astype(np.float32)
    mask = rng.random((n, m)) < 0.5
    mask[:, 0] = True
    wanted = [np.log(np.exp(vectors[k][mask[k]]).sum(0)) for k in range(n)]
    assert np.allclose(pooled(vectors, mask), wanted, atol=1e-5)


def test_attention_is_that_of_a_transformer() -> None:
    """Row by row and head by head, scaled by the root of the size."""
    rng = np.random.default_rng(0)
    query, key = rng.normal(size=(2, 3, 6, 4)).astype(np.float32)
    rows = np.array([5, 0])
    found = attention(query, key, rows)
    assert found.shape == (2, 3, 6)
    for place, row in enumerate(rows):
        for head in range(3):
            scores = [query[head, row] @ key[head, k] / 2 for k in range(6)]
            wanted = np.exp(scores) / np.exp(scores).sum()
            assert np.allclose(found[place, head], wanted, atol=1e-6)


def test_shared_context_weighs_what_both_look_at() -> None:
    """Products of attentions summed over heads, then made to sum to one."""
    rng = np.random.default_rng(1)
    one, other, hidden = (
        x.astype(np.float32)
        for x in (rng.random((2, 3, 6)), rng.random((4, 3, 6)), rng.normal(size=(6, 5)))
    )
    found = shared_context(by_piece(one), by_piece(other), hidden)
    assert found.shape == (2, 4, 5)
    for a in range(2):
        for b in range(4):
            both = sum(one[a, head] * other[b, head] for head in range(3))
            assert np.allclose(found[a, b], both / both.sum() @ hidden, atol=1e-4)
