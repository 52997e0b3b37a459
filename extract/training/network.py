"""The network in torch: the encoder and all heads in one module.

``extract.network.heads`` has the same heads in numpy; names of weights are shared. Relations:
a concept is the log-sum-exp of its mentions, localized context pooling from the attention of
the last layer, a grouped bilinear form, an adaptive threshold (Zhou et al., "Document-level
relation extraction with adaptive thresholding and localized context pooling", 2021); the paper
itself is a head through the first token.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import torch
from torch import Tensor, nn
from transformers import BertModel
from transformers.utils import logging as quiet

from extract.network.geometry import (
    DISTANCES,
    OFFSETS,
    RANKS,
    SENTENCES,
    Geometry,
    ValueGeometry,
)
from extract.network.heads import BLOCK, WORD
from extract.network.labels import FIRST_CONCEPT, KINDS, ROLES, Labels

TYPE_SIZE: Final = 48
"""Width of a type's vector."""
PAIR: Final = 192
"""Width of head and tail in the bilinear form."""
SIDE: Final = 128
"""Width of the inner layer over a number and a concept."""
PLAIN: Final = 3
"""Plain features of a surface or concept."""


def multiplies_bfloat16_fast(capabilities: Mapping[str, object]) -> bool:
    """Whether a processor multiplies in bfloat16 faster than in fp32.

    With AMX it does, and AMD's with AVX-512 BF16; Intel's with that alone takes twice as long as
    in fp32, and a processor with neither far longer.

    Args:
        capabilities: As ``torch.cpu.get_capabilities`` names them.

    Example:
        >>> multiplies_bfloat16_fast({"cpu_name": "Intel Xeon", "avx512_bf16": True})
        False
        >>> multiplies_bfloat16_fast({"cpu_name": "AMD EPYC", "avx512_bf16": True})
        True
    """
    intel = "Intel" in str(capabilities.get("cpu_name"))
    return bool(capabilities.get("amx_bf16") or (capabilities.get("avx512_bf16") and not intel))


FAST_BFLOAT16: Final = multiplies_bfloat16_fast(torch.cpu.get_capabilities())
"""Whether this processor does."""


class Extractor(nn.Module):
    """Encoder and heads. The word embeddings stay as they came (half the weights, no update).

    Args:
        encoder: Directory of a BertModel.
        labels: What the heads choose from.
        dropout: On the states and inside the heads.
    """

    def __init__(self, encoder: Path, labels: Labels, *, dropout: float = 0.1) -> None:
        super().__init__()
        self.labels = labels
        types, features = len(labels.types), labels.features
        quiet.set_verbosity_error()  # it tells of the pooler, which is left out, at every start
        quiet.disable_progress_bar()
        self.bert = BertModel.from_pretrained(
            str(encoder),
            add_pooling_layer=False,
            attn_implementation="sdpa",
            attention_probs_dropout_prob=0.0,  # with it, attention takes the slow path on CPU
        )
        width = self.bert.config.hidden_size
        old = self.bert.embeddings.token_type_embeddings.weight.data
        self.bert.embeddings.token_type_embeddings = nn.Embedding(features, width)
        self.bert.embeddings.token_type_embeddings.weight.data.copy_(old[:1].expand(features, -1))
        self.bert.embeddings.word_embeddings.weight.requires_grad_(False)
        self.dropout = nn.Dropout(dropout)
        self.tags = nn.Linear(width, len(labels.tags))
        self.surface = nn.Sequential(
            nn.Linear(3 * width + PLAIN, 256),
            nn.GELU(),
            nn.Dropout(dropout),
            nn.Linear(256, 1 + types),
        )
        self.type_vectors = nn.Embedding(types + 1, TYPE_SIZE)
        self.introduced = nn.Sequential(
            nn.Linear(width + TYPE_SIZE + PLAIN, 128), nn.GELU(), nn.Linear(128, 1)
        )
        entity = width + TYPE_SIZE + 1
        self.head = nn.Linear(entity + width, PAIR)
        self.tail = nn.Linear(entity + width, PAIR)
        relations = 1 + len(labels.relations)
        self.relation = nn.Linear(PAIR * BLOCK, relations)
        self.distance, self.order = nn.Embedding(DISTANCES, relations), nn.Embedding(3, relations)
        self.apart = nn.Embedding(SENTENCES, relations)
        self.kind = nn.Sequential(nn.Linear(3 * width, 128), nn.GELU(), nn.Linear(128, len(KINDS)))
        self.ask = nn.Linear(2 * width, SIDE)
        self.answer = nn.Linear(entity, SIDE)
        self.near = nn.Linear(width, SIDE)
        self.offset = nn.Embedding(OFFSETS, SIDE)
        self.value_apart = nn.Embedding(SENTENCES, SIDE)
        self.value_rank = nn.Embedding(RANKS, SIDE)
        self.point = nn.Linear(SIDE, len(ROLES))
        self.otherwise = nn.Linear(3 * width, FIRST_CONCEPT * len(ROLES))
        self.word_ask = nn.Linear(2 * width, len(ROLES) * 2 * WORD)
        self.word_answer = nn.Linear(width, 2 * WORD)
        self.word_offset = nn.Embedding(OFFSETS, len(ROLES) * 2)
        self.guess = nn.Sequential(nn.Linear(width, width), nn.GELU(), nn.LayerNorm(width))
        for embedding in (self.distance, self.order, self.apart, self.word_offset):
            nn.init.zeros_(embedding.weight)

    def encode(self, ids: Tensor, features: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Hidden states ``(b, l, width)``, queries and keys ``(b, heads, l, size)``, last layer.

        In training the products are bfloat16 where the processor multiplies those fast.
        """
        with torch.autocast("cpu", torch.bfloat16, enabled=self.training and FAST_BFLOAT16):
            out = self.bert(
                input_ids=ids,
                token_type_ids=features,
                attention_mask=mask,
                output_hidden_states=True,
            )
            before = out.hidden_states[-2]
            attention = self.bert.encoder.layer[-1].attention.self
            shape = (*before.shape[:2], attention.num_attention_heads, -1)
            query = attention.query(before).view(shape).transpose(1, 2)
            key = attention.key(before).view(shape).transpose(1, 2)
        return out.last_hidden_state.float(), query.float(), key.float()

    def hidden_words(self, hidden: Tensor) -> Tensor:
        """Logits ``(n, words)`` of the word pieces behind ``[MASK]``; trains the encoder alone."""
        return self.guess(hidden) @ self.bert.embeddings.word_embeddings.weight.T

    def surfaces(self, hidden: Tensor, g: Geometry, plain: Tensor) -> Tensor:
        """Logits ``(n, 1 + types)`` of candidate surfaces, first "no entity"."""
        first, last, mask = _tensors(g)
        return self.surface(
            torch.cat(
                [
                    _pool(hidden[first], mask),
                    _pool(hidden[last], mask),
                    hidden[:1].expand(len(first), -1),
                    plain,
                ],
                -1,
            )
        )

    def concepts(
        self, hidden: Tensor, g: Geometry, types: Tensor, plain: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Vectors ``(n, width + TYPE_SIZE + 1)`` and logits ``(n,)`` of being introduced.

        The last element of a vector is the probability of being introduced.
        """
        first, last, mask = _tensors(g)
        pooled = _pool((hidden[first] + hidden[last]) / 2, mask)
        vectors = torch.cat([pooled, self.type_vectors(types)], -1)
        introduced = self.introduced(torch.cat([vectors, plain], -1))
        return torch.cat([vectors, introduced.detach().sigmoid()], -1), introduced[:, 0]

    def paper(self, hidden: Tensor) -> Tensor:
        """The vector ``(1, width + TYPE_SIZE + 1)`` of the paper itself."""
        return torch.cat([hidden[0], self.type_vectors.weight[-1], torch.ones(1)])[None]

    def relations(
        self, hidden: Tensor, query: Tensor, key: Tensor, concepts: Tensor, g: Geometry
    ) -> Tensor:
        """Logits ``(1 + n, n, 1 + relations)``; row 0 is the paper, class 0 the threshold."""
        n = len(concepts)
        looks = self.looks(query, key, g)
        context = _shared(looks, looks[1:], hidden)
        heads = torch.cat([self.paper(hidden), concepts])
        head = torch.tanh(self.head(torch.cat([heads[:, None].expand(-1, n, -1), context], -1)))
        tail = torch.tanh(self.tail(torch.cat([concepts[None].expand(n + 1, -1, -1), context], -1)))
        blocks = head.view(n + 1, n, -1, BLOCK, 1) * tail.view(n + 1, n, -1, 1, BLOCK)
        return (
            self.relation(blocks.flatten(2) * self.dropout(torch.ones(PAIR * BLOCK)))
            + self.distance(torch.from_numpy(g.distance))
            + self.order(torch.from_numpy(g.order))
            + self.apart(torch.from_numpy(g.apart))
        )

    def looks(self, query: Tensor, key: Tensor, g: Geometry) -> Tensor:
        """Where the paper and the concepts look, ``(1 + n, heads, l)``."""
        first, _, mask = _tensors(g)
        n, m = first.shape
        rows = torch.cat([torch.zeros(1, dtype=torch.long), first.flatten()])
        attention = _attention(query, key, rows)
        each = attention[1:].view(n, m, *attention.shape[1:]) * mask[..., None, None]
        return torch.cat([attention[:1], each.sum(1) / mask.sum(1)[:, None, None]])

    def results(
        self,
        hidden: Tensor,
        query: Tensor,
        key: Tensor,
        spans: Tensor,
        concepts: Tensor,
        g: Geometry,
        v: ValueGeometry,
    ) -> tuple[Tensor, Tensor]:
        """Of values ``(v, 2)``: kinds ``(v, kinds)``, pointers ``(v, roles, 3 + n)``."""
        ends = torch.cat([hidden[spans[:, 0]], hidden[spans[:, 1]]], -1)
        whole = torch.cat([ends, hidden[:1].expand(len(ends), -1)], -1)
        context = _shared(
            _attention(query, key, spans[:, 0]), self.looks(query, key, g)[1:], hidden
        )
        pair = (
            self.ask(ends)[:, None]
            + self.answer(concepts)[None]
            + self.near(context)
            + self.offset(torch.from_numpy(v.offset))
            + self.value_apart(torch.from_numpy(v.apart))
            + self.value_rank(torch.from_numpy(v.rank))
        )
        pointers = self.point(self.dropout(nn.functional.gelu(pair))).transpose(1, 2)
        otherwise = self.otherwise(whole).view(len(ends), len(ROLES), FIRST_CONCEPT)
        return self.kind(whole), torch.cat([otherwise, pointers], -1)

    def words(self, hidden: Tensor, spans: Tensor, offsets: Tensor) -> Tensor:
        """Logits ``(v, roles, 2, l)`` of first and last word piece of an argument in words."""
        ends = torch.cat([hidden[spans[:, 0]], hidden[spans[:, 1]]], -1)
        ask = self.word_ask(ends).view(len(ends), len(ROLES), 2, WORD)
        answer = self.word_answer(hidden).view(len(hidden), 2, WORD)
        scores = torch.einsum("vrsd,lsd->vrsl", ask, answer) / WORD**0.5
        near = self.word_offset(offsets).view(*offsets.shape, len(ROLES), 2)
        return scores + near.permute(0, 2, 3, 1)


def _attention(query: Tensor, key: Tensor, rows: Tensor) -> Tensor:
    """Attention ``(rows, heads, l)`` of some word pieces."""
    scores = query[:, rows] @ key.transpose(-1, -2) / query.shape[-1] ** 0.5
    return scores.softmax(-1).transpose(0, 1)


def _shared(one: Tensor, other: Tensor, hidden: Tensor) -> Tensor:
    """What two look at together: context vectors ``(a, b, width)``."""
    context = torch.einsum("ahl,bhl->abl", one, other)
    return (context / (context.sum(-1, keepdim=True) + 1e-6)) @ hidden


def _tensors(g: Geometry) -> tuple[Tensor, Tensor, Tensor]:
    return torch.from_numpy(g.first), torch.from_numpy(g.last), torch.from_numpy(g.mask)


def _pool(vectors: Tensor, mask: Tensor) -> Tensor:
    return torch.logsumexp(vectors.masked_fill(~mask[..., None], -1e4), 1)
