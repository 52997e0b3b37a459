"""What each head is trained on. Every loss is over one paper but the tags', over a batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain
from operator import itemgetter
from typing import Final

import numpy as np
import torch
import torch.nn.functional as functional
from torch import Tensor

from extract.network.candidates import candidates, plain_features
from extract.network.geometry import Pieces, geometry, offset_buckets, places, value_geometry
from extract.network.labels import FIRST_CONCEPT, WORDS, Labels
from extract.network.numerics import Floats
from extract.surface import fold_surface
from extract.training.examples import IGNORED, Example
from extract.training.network import Extractor

RARE: Final = {"Benchmark": 1.3, "Dataset": 1.6, "Metric": 1.1}
"""Weights of rare types; the others weigh 1."""


@dataclass(frozen=True)
class Weights:
    """How much each head's loss counts beside the tags'."""

    surfaces: float = 0.3
    introduced: float = 0.5
    relations: float = 0.15
    kinds: float = 0.2
    pointers: float = 0.8
    words: float = 0.3
    hidden_words: float = 0.2


OF_RESULTS: Final = frozenset({"kinds", "pointers", "words"})
"""The losses that papers have of which a reader corrected the results alone."""

BELIEVED: Final = 0.2
"""From this probability on a false proposal of the tagger is shown to the other heads as well."""

MOST_DISTRACTORS: Final = 8
"""Of a paper: pairs of concepts cost their square, and a tagger at its start proposes hundreds."""

HIDDEN: Final = 0.1
"""Share of concepts that the results head is not shown, so that it learns to point at words."""


def adaptive_threshold(logits: Tensor, target: Tensor) -> Tensor:
    """Adaptive thresholding loss (Zhou et al. 2021) summed over pairs; class 0 is the threshold."""
    labels = torch.cat([torch.zeros_like(logits[..., :1]), target], -1)
    threshold = torch.zeros_like(labels)
    threshold[..., 0] = 1
    above = functional.log_softmax(logits - (1 - labels - threshold) * 1e4, -1)
    below = functional.log_softmax(logits - labels * 1e4, -1)
    return -(above * labels).sum() - below[..., 0].sum()


def tag_loss(logits: Tensor, tags: Tensor, labels: Labels) -> Tensor:
    """Cross entropy over the pieces of a batch; rare types weigh more. Of no answer it is 0."""
    if not bool((tags != IGNORED).any()):
        return logits.sum() * 0
    weights = torch.tensor([RARE.get(tag[2:], 1.0) for tag in labels.tags])
    return functional.cross_entropy(
        logits.flatten(0, 1), tags.flatten(), weights, ignore_index=IGNORED
    )


def hidden_words_loss(model: Extractor, hidden: Tensor, words: Tensor) -> Tensor:
    """Cross entropy of the word pieces behind ``[MASK]`` (Devlin et al. 2019)."""
    where = words != IGNORED
    return functional.cross_entropy(model.hidden_words(hidden[where]), words[where])


def paper_loss(
    model: Extractor,
    example: Example,
    hidden: Tensor,
    query: Tensor,
    key: Tensor,
    log_tags: Floats,
    weights: Weights,
) -> dict[str, Tensor]:
    """Weighted losses of the document-level heads on one abstract, by head."""
    surfaces, distractors = _surfaces(model, example, hidden, log_tags)
    losses = {} if example.results_alone else {"surfaces": weights.surfaces * surfaces}
    shown = _with(example, distractors)
    if not shown.mentions:
        return losses
    g = geometry(shown.mentions, shown.pieces.sentence)
    concepts, introduced = model.concepts(
        hidden, g, torch.from_numpy(shown.types), torch.from_numpy(shown.plain)
    )
    if not example.results_alone:
        losses["introduced"] = weights.introduced * functional.binary_cross_entropy_with_logits(
            introduced, torch.from_numpy(shown.introduced)
        )
        logits = model.relations(hidden, query, key, concepts, g)
        target = torch.zeros(*logits.shape[:2], len(model.labels.relations))
        for head, tail, relation in shown.relations:
            target[head + 1, tail, relation] = 1
        losses["relations"] = (
            weights.relations * adaptive_threshold(logits, target) / len(shown.mentions)
        )
    if shown.values:
        losses.update(_results(model, shown, (hidden, query, key), concepts, weights))
    return losses


@dataclass(frozen=True)
class Distractor:
    """A surface that the model holds for an entity and the gold does not: nothing is true of it.

    Attributes:
        pieces: Where it stands.
        type: Index of its likeliest type.
    """

    pieces: list[Pieces]
    type: int


def _with(example: Example, distractors: Sequence[Distractor]) -> Example:
    """An example with distractors behind its clusters, as the heads will meet them."""
    if not distractors:
        return example
    extra = [distractor.pieces for distractor in distractors]
    types = np.array([distractor.type for distractor in distractors], dtype=np.int64)
    return replace(
        example,
        mentions=[*example.mentions, *extra],
        types=np.concatenate([example.types, types]),
        plain=np.concatenate([example.plain, plain_features(extra, example.pieces)]),
        introduced=np.concatenate([example.introduced, np.zeros(len(extra), dtype=np.float32)]),
    )


def _results(
    model: Extractor,
    example: Example,
    arrays: tuple[Tensor, Tensor, Tensor],
    concepts: Tensor,
    weights: Weights,
) -> dict[str, Tensor]:
    """Kinds of numbers, what they are of, and the words of what is no entity."""
    losses = {}
    hidden, query, key = arrays
    spans = torch.from_numpy(places(example.values))
    g = geometry(example.mentions, example.pieces.sentence)
    v = value_geometry(example.values, g, example.types)
    kinds, pointers = model.results(hidden, query, key, spans, concepts, g, v)
    gold_kinds = torch.from_numpy(example.kinds)
    targets, words = example.targets.copy(), example.words.copy()
    unseen = (torch.rand(len(concepts)) < HIDDEN).numpy()
    for row, column in np.argwhere(targets >= FIRST_CONCEPT).tolist():
        concept = targets[row, column] - FIRST_CONCEPT
        if unseen[concept]:
            targets[row, column] = WORDS
            mention = v.closest[row, concept]
            words[row, column] = g.first[concept, mention], g.last[concept, mention]
    pointers = pointers.masked_fill(
        functional.pad(torch.from_numpy(unseen), (FIRST_CONCEPT, 0)), -1e4
    )
    if bool((gold_kinds >= 0).any()):
        losses["kinds"] = weights.kinds * functional.cross_entropy(
            kinds, gold_kinds, ignore_index=IGNORED
        )
    if (targets >= 0).any():
        losses["pointers"] = weights.pointers * functional.cross_entropy(
            pointers.flatten(0, 1), torch.from_numpy(targets).flatten(), ignore_index=IGNORED
        )
    if (words >= 0).any():
        gap = np.arange(len(hidden))[None] - places(example.values)[:, :1]
        logits = model.words(hidden, spans, torch.from_numpy(offset_buckets(gap)))
        losses["words"] = weights.words * functional.cross_entropy(
            logits.flatten(0, 2), torch.from_numpy(words).flatten(), ignore_index=IGNORED
        )
    return losses


def _surfaces(
    model: Extractor, example: Example, hidden: Tensor, log_tags: Floats
) -> tuple[Tensor, list[Distractor]]:
    """Gold surfaces against what the tagger proposes at this moment beside them."""
    pieces = example.pieces
    types = {fold_surface(surface): kind for surface, kind in example.surfaces.items()}
    proposed = [c for c in candidates(pieces, log_tags, labels=model.labels) if c.key not in types]
    where = {**example.marked, **{c.key: list(c.pieces) for c in proposed}}
    keys = sorted(where)
    if not keys:
        return hidden.sum() * 0, []
    spans = [where[key] for key in keys]
    logits = model.surfaces(
        hidden,
        geometry(spans, pieces.sentence),
        torch.from_numpy(plain_features(spans, pieces)),
    )
    target = torch.tensor([types[key] + 1 if key in types else 0 for key in keys])
    logs = dict(zip(keys, logits.detach().log_softmax(-1).numpy()[:, 1:], strict=True))
    taken = np.zeros(len(pieces.text), dtype=bool)
    for first, last in chain(*example.marked.values()):
        taken[pieces.offsets[first][0] : pieces.offsets[last][1]] = True
    believed = []
    for candidate in proposed:
        mix = (candidate.scores + logs[candidate.key]) / 2
        belief = float(np.exp(mix).sum())
        if belief > BELIEVED and not any(taken[a:b].any() for a, b in candidate.spans):
            believed.append((-belief, Distractor(list(candidate.pieces), int(mix.argmax()))))
    believed.sort(key=itemgetter(0))
    distractors = [distractor for _, distractor in believed[:MOST_DISTRACTORS]]
    weights = torch.tensor([1.0, *(RARE.get(kind, 1.0) for kind in model.labels.types)])
    return functional.cross_entropy(logits, target, weights), distractors
