"""Concepts as the heads see them, against the same written down mention by mention."""

from __future__ import annotations

import numpy as np
import pytest

from extract.network.concept_states import concept_states
from extract.network.geometry import geometry
from extract.network.numerics import attention
from tests.extract.network.three_concepts import KINDS_OF, MENTIONS, PLAIN, READING, STATES


@pytest.mark.parametrize("mentions_at_once", [1, 2])
def test_mentions_may_be_looked_at_in_turn(
    monkeypatch: pytest.MonkeyPatch, mentions_at_once: int
) -> None:
    """As in a text so long that all at once would not fit into memory."""
    heads, length, _ = READING.key.shape
    monkeypatch.setattr("extract.network.concept_states.AT_ONCE", mentions_at_once * heads * length)
    g = geometry(MENTIONS, READING.pieces.sentence)
    found = concept_states(READING, g, PLAIN, KINDS_OF).looks
    assert found.dtype == STATES.looks.dtype
    assert np.allclose(found, STATES.looks, atol=1e-6)


def test_concepts_pool_their_mentions() -> None:
    """Log-sum-exp of STATES, mean of attentions; the paper looks from the first token."""
    for k, spans in enumerate(MENTIONS):
        middles = [(READING.hidden[a] + READING.hidden[b]) / 2 for a, b in spans]
        assert np.allclose(STATES.pooled[k], np.log(np.exp(middles).sum(0)), atol=1e-5)
        looks = attention(READING.query, READING.key, np.array([a for a, _ in spans]))
        assert np.allclose(STATES.looks[:, k + 1].T, looks.mean(0), atol=1e-6)
    first = attention(READING.query, READING.key, np.array([0]))[0]
    assert np.allclose(STATES.looks[:, 0].T, first)
