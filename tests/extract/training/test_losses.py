# ruff: noqa: E402  # what needs the libraries of training is imported where they are
"""What the heads are trained on: thresholds by hand, and a paper of every kind."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="torch is needed for training alone")

from extract.training.datasets import dataset
from extract.training.examples import example, masked, of_results_alone
from extract.training.losses import Weights, adaptive_threshold
from extract.training.network import Extractor
from extract.training.run import step_losses
from tests.extract.tiny_network import LABELS, TOKENIZER
from tests.extract.training.made_papers import made_papers


def test_the_adaptive_threshold_by_hand() -> None:
    """Right answers against the threshold, the threshold against wrong ones (Zhou et al. 2021)."""
    logits = torch.tensor([[0.5, 2.0, -1.0, 0.3], [1.0, 0.2, 0.1, -0.4]])
    target = torch.tensor([[1.0, 0.0, 1.0], [0.0, 0.0, 0.0]])
    wanted = 0.0
    for row, right in zip(logits.numpy(), target.numpy().astype(bool), strict=True):
        over = np.exp([row[0], *row[1:][right]]).sum()
        under = np.exp([row[0], *row[1:][~right]]).sum()
        wanted -= sum(np.log(np.exp(score) / over) for score in row[1:][right])
        wanted -= np.log(np.exp(row[0]) / under)
    assert float(adaptive_threshold(logits, target)) == pytest.approx(wanted, abs=1e-4)


def test_a_perfect_answer_costs_nothing() -> None:
    """Right ones far over the threshold, wrong ones far below."""
    logits = torch.tensor([[0.0, 30.0, -30.0]])
    assert float(adaptive_threshold(logits, torch.tensor([[1.0, 0.0]]))) < 1e-6


def test_every_trained_weight_learns_from_a_batch(base: Path, tmp_path: Path) -> None:
    """All losses are there and finite; the word embeddings alone stay."""
    torch.manual_seed(0)
    model = Extractor(base, LABELS)
    examples = dataset(made_papers(tmp_path, 20), TOKENIZER).examples
    half = [masked(x, 0.2, mask=1, seed=str(k)) if k % 2 else x for k, x in enumerate(examples)]
    losses = step_losses(model, half, Weights())
    assert losses.keys() == {
        *("tags", "surfaces", "introduced", "relations", "kinds", "pointers", "words"),
        "hidden words",
    }
    assert all(0 < float(value.detach()) < 100 for value in losses.values())
    torch.stack(list(losses.values())).sum().backward()
    still = {
        name
        for name, parameter in model.named_parameters()
        if parameter.grad is None or not parameter.grad.abs().sum() > 0
    }
    assert still == {"bert.embeddings.word_embeddings.weight"}


def test_a_paper_of_nothing_has_the_losses_of_tags_and_surfaces(base: Path, tmp_path: Path) -> None:
    """Without entities; and with nothing but a number."""
    (paper,) = made_papers(tmp_path, 1)
    model = Extractor(base, LABELS).eval()
    with torch.no_grad():  # of no tag anything is likely, so that nothing is proposed
        model.tags.bias[0] = 50
    bare = paper.model_copy(
        update={"entities": (), "relations": (), "results": (), "introduces": ()}
    )
    x = example(bare, tokenizer=TOKENIZER, lexicon={}, labels=LABELS)
    losses = step_losses(model, [x], Weights())
    assert losses.keys() == {"tags", "surfaces"}
    assert float(losses["surfaces"].detach()) == 0
    assert torch.isfinite(losses["tags"])


def test_a_paper_annotated_for_its_results_teaches_those_alone(base: Path, tmp_path: Path) -> None:
    """Alone in a batch too; to what the others of the batch teach it adds nothing."""
    model = Extractor(base, LABELS).eval()
    whole, other = dataset(made_papers(tmp_path, 20), TOKENIZER).examples[:2]
    alone = of_results_alone(other)
    torch.manual_seed(0)
    losses = step_losses(model, [alone], Weights())
    assert losses.keys() - {"words"} == {"tags", "kinds", "pointers"}
    assert float(losses["tags"].detach()) == 0
    torch.manual_seed(0)
    taught = step_losses(model, [other], Weights())
    assert float(losses["kinds"].detach()) == float(taught["kinds"].detach())
    assert float(losses["pointers"].detach()) == float(taught["pointers"].detach())
    torch.manual_seed(0)
    mixed = step_losses(model, [whole, alone], Weights())
    torch.manual_seed(0)
    single = [step_losses(model, [x], Weights()) for x in (whole, alone)]
    for name in ("tags", "surfaces", "introduced", "relations"):
        wanted = float(single[0][name].detach())
        assert float(mixed[name].detach()) == pytest.approx(wanted, rel=1e-3)
    for name in ("kinds", "pointers"):
        both = [float(losses[name].detach()) for losses in single]
        assert float(mixed[name].detach()) == pytest.approx(sum(both) / 2, rel=1e-3)
