"""The heads: small networks on the encoder's states. The same in torch: ``extract.training``.

A head is made from its weights by name; those of a component are in its ``weights.npz``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from extract.network.concept_states import ConceptStates
from extract.network.geometry import (
    Geometry,
    Pieces,
    ValueGeometry,
    offset_buckets,
)
from extract.network.labels import FIRST_CONCEPT, ROLES
from extract.network.numerics import (
    AT_ONCE,
    Floats,
    Integers,
    attention,
    by_piece,
    gelu,
    log_softmax,
    looked_at,
    pooled,
    shared_context,
    shared_looks,
    sigmoid,
)
from schemas import AnnotationError

BLOCK: Final = 32
"""Width of the groups of the bilinear form."""
WORD: Final = 32
"""Width of the vectors by which words are pointed at."""

Weights = Mapping[str, Floats]


class Arrays(dict[str, Floats]):
    """The weights of a head by name; one that is missing is an ``AnnotationError``."""

    def __missing__(self, name: str) -> Floats:
        raise AnnotationError(
            f"the weights of a head lack {name!r}: the model is damaged or of another version"
        )


class Head:
    """Affine maps by name.

    Raises:
        AnnotationError: An array is missing, here or when the head is asked; names it.
    """

    def __init__(self, weights: Weights) -> None:
        arrays = ((n, np.ascontiguousarray(w, dtype=np.float32)) for n, w in weights.items())
        self.weights = Arrays(arrays)

    def linear(self, name: str, x: Floats) -> Floats:
        """The affine map of that name."""
        y: Floats = x @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"]
        return y

    def types(self, rows: Integers) -> Floats:
        """Vectors of types; that of the paper is the last."""
        return self.weights["type_vectors.weight"][rows]

    def concepts(self, states: ConceptStates, introduced: Floats) -> Floats:
        """Vectors of concepts: their mentions, their type, how likely they are the paper's own."""
        return np.concatenate([states.pooled, self.types(states.types), introduced[:, None]], -1)

    def paper(self, hidden: Floats) -> Floats:
        """The vector ``(1, …)`` of the paper itself."""
        return np.concatenate([hidden[0], self.types(np.array(-1)), np.ones(1, np.float32)])[None]


class EntityHead(Head):
    """Tags of word pieces, and types of surfaces."""

    def tags(self, hidden: Floats) -> Floats:
        """Log probabilities ``(l, tags)``."""
        return log_softmax(self.linear("tags", hidden))

    def surfaces(self, hidden: Floats, g: Geometry, plain: Floats) -> Floats:
        """Log probabilities ``(n, 1 + types)`` of candidates; the first is "no entity"."""
        whole = np.repeat(hidden[:1], len(plain), 0)
        ends = (pooled(hidden[g.first], g.mask), pooled(hidden[g.last], g.mask))
        inner = gelu(self.linear("surface.0", np.concatenate([*ends, whole, plain], -1)))
        return log_softmax(self.linear("surface.3", inner))


class IntroductionHead(Head):
    """Which concepts the paper itself introduces."""

    def probabilities(self, states: ConceptStates) -> Floats:
        """``(n,)``."""
        x = np.concatenate([states.pooled, self.types(states.types), states.plain], -1)
        return sigmoid(self.linear("introduced.2", gelu(self.linear("introduced.0", x))))[:, 0]


class RelationHead(Head):
    """How concepts are related: a grouped bilinear form over both and what both look at."""

    def __init__(self, weights: Weights) -> None:
        super().__init__(weights)
        blocks = self.weights["head.bias"].size // BLOCK
        grouped = self.weights["relation.weight"].reshape(-1, blocks, BLOCK, BLOCK)
        self._bilinear = np.ascontiguousarray(grouped.transpose(1, 2, 0, 3))
        self._bilinear.shape = (blocks, BLOCK, -1)
        # the affine map of a side in two parts: of a concept, and of what a pair looks at
        sides = [self.weights["head.weight"], self.weights["tail.weight"]]
        width = (sides[0].shape[1] - self.weights["type_vectors.weight"].shape[1] - 1) // 2
        self._own = [np.ascontiguousarray(side[:, :-width].T) for side in sides]
        self._around = np.concatenate([side[:, -width:].T for side in sides], 1)

    def logits(self, states: ConceptStates, introduced: Floats) -> Floats:
        """Logits over the pair's threshold ``(1 + n, n, relations)``; row 0 is the paper.

        Of a text as long as a book's chapter the heads are taken in turn.
        """
        concepts = self.concepts(states, introduced)
        every = np.concatenate([self.paper(states.reading.hidden), concepts])
        heads = every @ self._own[0] + self.weights["head.bias"]
        tails = concepts @ self._own[1] + self.weights["tail.bias"]
        size, (blocks, _, half) = len(every), self._bilinear.shape
        at_once = max(1, AT_ONCE // (size * max(blocks * half, len(states.reading.hidden))))
        if size <= at_once:
            return self._of_rows(heads, tails, self._contexts(states), states.geometry, slice(None))
        found, looks = [], states.looks
        for start in range(0, size, at_once):
            rows = slice(start, start + at_once)
            shared = shared_context(looks[:, rows], looks, states.reading.hidden)
            around = shared @ self._around
            found.append(self._of_rows(heads[rows], tails, around, states.geometry, rows))
        return np.concatenate(found)

    def _of_rows(
        self, heads: Floats, tails: Floats, contexts: Floats, g: Geometry, rows: slice
    ) -> Floats:
        """The logits of some heads with all tails, from what the pairs look at together."""
        pairs = (len(heads) * len(tails), -1, BLOCK)
        head, tail = np.split(contexts[:, 1:], 2, -1)
        head = np.tanh(head + heads[:, None]).reshape(pairs).transpose(1, 0, 2)
        tail = np.tanh(tail + tails[None]).reshape(pairs).transpose(1, 0, 2)
        half = (head @ self._bilinear).reshape(*head.shape[:2], -1, BLOCK)
        logits = np.einsum("kpro,kpo->pr", half, tail).reshape(len(heads), len(tails), -1)
        logits += self.weights["relation.bias"] + self.weights["distance.weight"][g.distance[rows]]
        logits += self.weights["order.weight"][g.order[rows]]
        logits += self.weights["apart.weight"][g.apart[rows]]
        over: Floats = logits[..., 1:] - logits[..., :1]
        return over

    def _contexts(self, states: ConceptStates) -> Floats:
        """What pairs look at together, mapped for both sides: ``(1 + n, 1 + n, 2 * side)``.

        Whichever of two is the head, they look at the same, so it is worked out once.
        """
        size = states.looks.shape[1]
        upper = np.triu_indices(size)
        pairs = np.zeros((size, size), dtype=np.int64)
        pairs[upper] = pairs.T[upper] = np.arange(len(upper[0]))
        looks = shared_looks(states.looks, states.looks)[:, upper[0] * size + upper[1]]
        found: Floats = (looked_at(looks, states.reading.hidden) @ self._around)[pairs]
        return found


class ResultHead(Head):
    """Which numbers are results, and of what."""

    def kinds(self, hidden: Floats, spans: Integers) -> Floats:
        """Log probabilities ``(v, kinds)`` of numbers at word pieces ``(v, 2)``."""
        return log_softmax(self.linear("kind.2", gelu(self.linear("kind.0", _ends(hidden, spans)))))

    def targets(
        self, states: ConceptStates, introduced: Floats, spans: Integers, v: ValueGeometry
    ) -> Floats:
        """Log probabilities ``(v, roles, 3 + n)`` of what the arguments of numbers are."""
        reading = states.reading
        ends = _ends(reading.hidden, spans)
        seen = by_piece(attention(reading.query, reading.key, spans[:, 0]))
        context = shared_context(seen, states.looks[:, 1:], reading.hidden)
        pair = (
            self.linear("ask", ends[:, : 2 * reading.hidden.shape[1]])[:, None]
            + self.linear("answer", self.concepts(states, introduced))[None]
            + self.linear("near", context)
            + self.weights["offset.weight"][v.offset]
            + self.weights["value_apart.weight"][v.apart]
            + self.weights["value_rank.weight"][v.rank]
        )
        concepts = self.linear("point", gelu(pair)).transpose(0, 2, 1)
        otherwise = self.linear("otherwise", ends).reshape(len(spans), len(ROLES), FIRST_CONCEPT)
        return log_softmax(np.concatenate([otherwise, concepts], -1))

    def words(self, hidden: Floats, span: Pieces, role: int) -> Floats:
        """Logits ``(2, l)`` of the first and the last word piece of an argument in words."""
        rows = slice(2 * WORD * role, 2 * WORD * (role + 1))
        ends = np.concatenate([hidden[span[0]], hidden[span[1]]])
        ask = self.weights["word_ask.weight"][rows] @ ends + self.weights["word_ask.bias"][rows]
        answer = self.linear("word_answer", hidden).reshape(-1, 2, WORD)
        scores = np.einsum("sd,lsd->sl", ask.reshape(2, WORD), answer) / np.float32(WORD**0.5)
        near = self.weights["word_offset.weight"][offset_buckets(np.arange(len(hidden)) - span[0])]
        found: Floats = scores + near[:, 2 * role : 2 * role + 2].T
        return found


def _ends(hidden: Floats, spans: Integers) -> Floats:
    """First piece, last piece and the whole text, side by side."""
    whole = np.repeat(hidden[:1], len(spans), 0)
    return np.concatenate([hidden[spans[:, 0]], hidden[spans[:, 1]], whole], -1)
