"""Saving a run and taking it up again exactly where it stood."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch

from extract.training.whole_file import whole_file
from schemas import AnnotationError


class Average:
    """Exponential moving average of trainable weights.

    The decay warms up: it is at most ``(1 + n) / (10 + n)`` at step n.
    """

    def __init__(self, model: torch.nn.Module, decay: float) -> None:
        self.decay, self.steps = decay, 0
        self.weights = {
            n: p.detach().clone() for n, p in model.named_parameters() if p.requires_grad
        }

    @torch.no_grad()
    def update(self, model: torch.nn.Module) -> None:
        """Take in the weights after a step."""
        self.steps += 1
        decay = min(self.decay, (1 + self.steps) / (10 + self.steps))
        for name, parameter in model.named_parameters():
            if parameter.requires_grad:
                self.weights[name].lerp_(parameter, 1 - decay)

    def full(self, model: torch.nn.Module) -> dict[str, torch.Tensor]:
        """A state dict of the model with the averaged weights in place."""
        return {**model.state_dict(), **self.weights}


def save(path: Path, state: dict[str, Any]) -> None:
    """Write a checkpoint whole or not at all.

    Raises:
        OSError: It cannot be written.
    """
    with whole_file(path) as file:
        torch.save(state, file)


def load(path: Path) -> dict[str, Any] | None:
    """A checkpoint, or None where there is none yet."""
    return torch.load(path, weights_only=False) if path.exists() else None


def averaged(path: Path) -> dict[str, torch.Tensor]:
    """The weights of a checkpoint, averaged where it has an average.

    Raises:
        AnnotationError: There is no such file, or it is no checkpoint.
    """
    if not path.is_file():
        raise AnnotationError(f"{path}: no such checkpoint; right is a run's last.pt")
    try:
        state = torch.load(path, weights_only=False)
        weights = {**state["model"], **state.get("average", {})}
    except Exception as problem:  # whatever unpickling some other file ends in
        raise AnnotationError(f"{path}: no checkpoint; right is a run's last.pt") from problem
    if not all(isinstance(weight, torch.Tensor) for weight in weights.values()):
        raise AnnotationError(f"{path}: no checkpoint; right is a run's last.pt")
    return weights
