"""The heads, against the same written down pair by pair."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from extract.network.geometry import geometry, offset_buckets, places, value_geometry
from extract.network.heads import (
    BLOCK,
    WORD,
    EntityHead,
    IntroductionHead,
    RelationHead,
    ResultHead,
)
from extract.network.labels import FIRST_CONCEPT, KINDS, ROLES
from extract.network.numerics import Floats, attention, gelu, log_softmax, sigmoid
from schemas import AnnotationError
from tests.extract.network.three_concepts import KINDS_OF, MENTIONS, READING, STATES
from tests.extract.tiny_network import PAIR, RELATIONS, TAGS, TYPES, any_weights

WEIGHTS = any_weights(5, size=0.3)
INTRODUCED = np.array([0.9, 0.2, 0.1], dtype=np.float32)


def linear(name: str, x: Any) -> Floats:
    """An affine map."""
    y: Floats = WEIGHTS[f"{name}.weight"] @ np.asarray(x) + WEIGHTS[f"{name}.bias"]
    return y


def vectors() -> list[Floats]:
    """Of the paper, then of each concept."""
    table = WEIGHTS["type_vectors.weight"]
    return [
        np.concatenate([READING.hidden[0], table[-1], [1]]),
        *(
            np.concatenate([STATES.pooled[k], table[KINDS_OF[k]], [INTRODUCED[k]]])
            for k in range(3)
        ),
    ]


def test_tags_and_surfaces() -> None:
    """Log probabilities of each piece and of each candidate."""
    head = EntityHead(WEIGHTS)
    tags = head.tags(READING.hidden)
    assert tags.shape == (len(READING.hidden), len(TAGS))
    assert np.allclose(tags[3], log_softmax(linear("tags", READING.hidden[3])), atol=1e-5)
    plain = np.ones((3, 3), dtype=np.float32)
    found = head.surfaces(READING.hidden, geometry(MENTIONS, READING.pieces.sentence), plain)
    assert found.shape == (3, 1 + len(TYPES))
    firsts = np.log(np.exp([READING.hidden[a] for a, _ in MENTIONS[0]]).sum(0))
    x = np.concatenate([firsts, firsts, READING.hidden[0], plain[0]])
    wanted = log_softmax(linear("surface.3", gelu(linear("surface.0", x))))
    assert np.allclose(found[0], wanted, atol=1e-4)


def test_introductions() -> None:
    """A concept, its type, its plain features."""
    found = IntroductionHead(WEIGHTS).probabilities(STATES)
    for k in range(3):
        kind = WEIGHTS["type_vectors.weight"][KINDS_OF[k]]
        x = np.concatenate([STATES.pooled[k], kind, STATES.plain[k]])
        wanted = sigmoid(linear("introduced.2", gelu(linear("introduced.0", x))))
        assert found[k] == pytest.approx(float(wanted[0]), abs=1e-5)


def test_relations() -> None:
    """A grouped bilinear form of each pair, over the pair's own threshold."""
    found = RelationHead(WEIGHTS).logits(STATES, INTRODUCED)
    assert found.shape == (4, 3, len(RELATIONS))
    every, g = vectors(), STATES.geometry
    for row in range(4):
        for column in range(3):
            both = (STATES.looks[:, row] * STATES.looks[:, column + 1]).sum(-1)
            context = both / (both.sum() + 1e-6) @ READING.hidden
            head = np.tanh(linear("head", np.concatenate([every[row], context])))
            tail = np.tanh(linear("tail", np.concatenate([every[column + 1], context])))
            groups = [
                np.outer(head[k : k + BLOCK], tail[k : k + BLOCK]).ravel()
                for k in range(0, PAIR, BLOCK)
            ]
            logits = (
                linear("relation", np.concatenate(groups))
                + WEIGHTS["distance.weight"][g.distance[row, column]]
                + WEIGHTS["order.weight"][g.order[row, column]]
                + WEIGHTS["apart.weight"][g.apart[row, column]]
            )
            assert np.allclose(found[row, column], logits[1:] - logits[0], atol=1e-3)


@pytest.mark.parametrize("heads_at_once", [1, 3])
def test_heads_may_be_related_in_turn(monkeypatch: pytest.MonkeyPatch, heads_at_once: int) -> None:
    """As in a text so long that all pairs at once would not fit into memory."""
    whole = RelationHead(WEIGHTS).logits(STATES, INTRODUCED)
    pairs_at_once = heads_at_once * 4 * PAIR * (1 + len(RELATIONS))
    monkeypatch.setattr("extract.network.heads.AT_ONCE", pairs_at_once)
    found = RelationHead(WEIGHTS).logits(STATES, INTRODUCED)
    assert found.dtype == whole.dtype
    assert np.allclose(found, whole, atol=1e-4)


@pytest.mark.parametrize("name", ["apart.weight", "head.bias", "type_vectors.weight"])
def test_an_array_that_is_missing_is_named(name: str) -> None:
    """Whether it is needed when the head is made or when it is asked."""
    weights = {n: w for n, w in WEIGHTS.items() if n != name}
    with pytest.raises(AnnotationError, match=rf"lack '{name}': the model is damaged or of"):
        RelationHead(weights).logits(STATES, INTRODUCED)


def test_results() -> None:
    """Kinds of numbers, and what their arguments may be."""
    head, values = ResultHead(WEIGHTS), [(15, 17), (19, 20)]
    hidden = READING.hidden
    kinds = head.kinds(hidden, places(values))
    v = value_geometry(values, STATES.geometry, KINDS_OF)
    targets = head.targets(STATES, INTRODUCED, places(values), v)
    assert kinds.shape == (2, len(KINDS))
    assert targets.shape == (2, len(ROLES), FIRST_CONCEPT + 3)
    for row, (first, last) in enumerate(values):
        ends = np.concatenate([hidden[first], hidden[last], hidden[0]])
        wanted = log_softmax(linear("kind.2", gelu(linear("kind.0", ends))))
        assert np.allclose(kinds[row], wanted, atol=1e-4)
        look = attention(READING.query, READING.key, np.array([first]))[0]
        columns = [linear("otherwise", ends).reshape(len(ROLES), FIRST_CONCEPT)]
        for column, concept in enumerate(vectors()[1:]):
            both = (look.T * STATES.looks[:, column + 1]).sum(-1)
            pair = (
                linear("ask", ends[: -hidden.shape[1]])
                + linear("answer", concept)
                + linear("near", both / (both.sum() + 1e-6) @ hidden)
                + WEIGHTS["offset.weight"][v.offset[row, column]]
                + WEIGHTS["value_apart.weight"][v.apart[row, column]]
                + WEIGHTS["value_rank.weight"][v.rank[row, column]]
            )
            columns.append(linear("point", gelu(pair))[:, None])
        assert np.allclose(targets[row], log_softmax(np.concatenate(columns, 1)), atol=1e-4)


def test_words() -> None:
    """Vectors of the number and role against one of each piece, and how far it is."""
    hidden = READING.hidden
    ask = linear("word_ask", np.concatenate([hidden[15], hidden[17]]))
    ask = ask.reshape(len(ROLES), 2, WORD)
    near = WEIGHTS["word_offset.weight"].reshape(-1, len(ROLES), 2)
    buckets = offset_buckets(np.arange(len(hidden)) - 15)
    for role in range(len(ROLES)):
        found = ResultHead(WEIGHTS).words(hidden, (15, 17), role)
        for piece in range(len(hidden)):
            answer = linear("word_answer", hidden[piece]).reshape(2, WORD)
            wanted = (ask[role] * answer).sum(-1) / WORD**0.5 + near[buckets[piece], role]
            assert np.allclose(found[:, piece], wanted, atol=1e-4)
