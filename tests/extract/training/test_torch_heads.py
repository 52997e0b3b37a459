# ruff: noqa: E402  # what needs the libraries of training is imported where they are
"""The heads that ship, in numpy, against those that are trained, in torch."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="torch is needed for training alone")

from extract.components import entities, introductions, relations, results
from extract.network.concept_states import concept_states
from extract.network.encoder import Reading, Run, read_pieces
from extract.network.geometry import (
    Geometry,
    geometry,
    offset_buckets,
    places,
    value_geometry,
)
from extract.network.heads import (
    EntityHead,
    IntroductionHead,
    RelationHead,
    ResultHead,
)
from extract.network.labels import ROLES
from extract.network.numerics import Floats, Integers
from extract.network.word_pieces import word_pieces
from extract.training.export import WEIGHTS, torch_run, write_encoder
from extract.training.network import Extractor
from tests.extract.tiny_network import LABELS, TAGS, TOKENIZER, TYPES

TEXT = "FoldNet: Folding\nWe propose FoldNet. FoldNet beats PickNet by 35% on TowelBench, at 5x."
MENTIONS = [[(1, 1), (6, 6), (8, 8)], [(10, 10)], [(14, 16)]]
VALUES = [(12, 13), (18, 19)]


@dataclass
class Both:
    """A text as both see it.

    Attributes:
        model: The network in torch, its weights drawn at random.
        reading: The text as the network read it.
        tensors: Hidden states, queries and keys.
        geometry: Of three concepts.
        types: Of those.
        plain: Features of those.
    """

    model: Extractor
    reading: Reading
    tensors: tuple[Any, Any, Any]
    geometry: Geometry
    types: Any
    plain: Floats

    def weights(self, factory: str) -> dict[str, Floats]:
        """What a component of the pipeline gets."""
        state = self.model.state_dict()
        return {n: w.numpy() for n, w in state.items() if n.startswith(WEIGHTS[factory])}


@pytest.fixture(scope="module")
def both(base: Path) -> Both:
    """The network and the text."""
    torch.manual_seed(1)
    model = Extractor(base, LABELS).eval()
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter, std=0.2)
    pieces = word_pieces(TEXT, 16, tokenizer=TOKENIZER, lexicon={}, labels=LABELS)
    reading = read_pieces(pieces, torch_run(model))
    rng = np.random.default_rng(2)
    return Both(
        model=model,
        reading=reading,
        tensors=tuple(torch.from_numpy(x) for x in (reading.hidden, reading.query, reading.key)),
        geometry=geometry(MENTIONS, pieces.sentence),
        types=np.array([0, 1, 2]),
        plain=rng.random((3, 3)).astype(np.float32),
    )


def same(one: Floats, other: Any) -> bool:
    """To four digits."""
    found = other.detach().numpy()
    return one.shape == found.shape and np.abs(one - found).max() < 1e-4


def test_tags_and_surfaces(both: Both) -> None:
    """Of all pieces, and of three candidates."""
    head, hidden = EntityHead(both.weights(entities.FACTORY)), both.reading.hidden
    with torch.no_grad():
        tags = both.model.tags(both.tensors[0]).log_softmax(-1)
        surfaces = both.model.surfaces(
            both.tensors[0], both.geometry, torch.from_numpy(both.plain)
        ).log_softmax(-1)
    assert tags.shape == (len(hidden), len(TAGS))
    assert same(head.tags(hidden), tags)
    assert surfaces.shape == (3, 1 + len(TYPES))
    assert same(head.surfaces(hidden, both.geometry, both.plain), surfaces)


def test_introductions_relations_and_results(both: Both) -> None:
    """On the same concepts, each with what the one before found."""
    model, (hidden, query, key), g = both.model, both.tensors, both.geometry
    with torch.no_grad():
        concepts, introduced = model.concepts(
            hidden, g, torch.from_numpy(both.types), torch.from_numpy(both.plain)
        )
        related = model.relations(hidden, query, key, concepts, g)
        v = value_geometry(VALUES, g, both.types)
        spans = torch.from_numpy(places(VALUES))
        kinds, pointers = model.results(hidden, query, key, spans, concepts, g, v)
        buckets = offset_buckets(np.arange(len(hidden)) - places(VALUES)[:, :1])
        words = model.words(hidden, spans, torch.from_numpy(buckets))
    states = concept_states(both.reading, g, both.plain, both.types)
    probabilities = IntroductionHead(both.weights(introductions.FACTORY)).probabilities(states)
    assert same(probabilities, introduced.sigmoid())
    logits = RelationHead(both.weights(relations.FACTORY)).logits(states, probabilities)
    assert same(logits, related[..., 1:] - related[..., :1])
    head = ResultHead(both.weights(results.FACTORY))
    assert same(head.kinds(both.reading.hidden, places(VALUES)), kinds.log_softmax(-1))
    targets = head.targets(states, probabilities, places(VALUES), v)
    assert same(targets, pointers.log_softmax(-1))
    for row, value in enumerate(VALUES):
        for role in range(len(ROLES)):
            assert same(head.words(both.reading.hidden, value, role), words[row, role])


def test_every_weight_but_the_encoders_ships_with_a_component(both: Both) -> None:
    """None is forgotten; those of the encoder are in its file, guessing words is for training."""
    shipped = {name for factory in WEIGHTS for name in both.weights(factory)}
    own = {name for name in both.model.state_dict() if not name.startswith(("bert.", "guess."))}
    assert shipped == own


@pytest.mark.parametrize(("int8", "off"), [(False, 1e-4), (True, 0.25)])
def test_the_encoder_in_a_file_agrees(both: Both, tmp_path: Path, int8: bool, off: float) -> None:
    """On a text of any length; in int8 nearly."""
    pytest.importorskip("onnx", reason="onnx is needed for training alone")
    run = write_encoder(both.model, tmp_path / "encoder.onnx", int8=int8)
    assert [path.name for path in tmp_path.iterdir()] == ["encoder.onnx"]
    rng = np.random.default_rng(3)
    for size in (2, 24, 512):
        ids = rng.integers(5, 60, size)
        assert agreement(run, torch_run(both.model), ids) < off
    features = np.full(24, 7)
    for one, other in zip(
        run(ids[:24], features), torch_run(both.model)(ids[:24], features), strict=True
    ):
        assert one.shape == other.shape
        assert np.abs(one - other).max() < 2 * off


def agreement(one: Run, other: Run, ids: Integers) -> float:
    """The largest difference of hidden states between two encoders on one text."""
    features = np.zeros_like(ids)
    return float(np.abs(one(ids, features)[0] - other(ids, features)[0]).max())
