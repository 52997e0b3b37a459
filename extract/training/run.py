"""A training run: its state, its steps, its log and its checkpoints."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator, Sequence
from typing import Any

import torch
from torch import Tensor, nn

from extract.components.encoder import plain_tokenizer
from extract.network.labels import Labels
from extract.training import checkpoints
from extract.training.datasets import Dataset, batches, padded
from extract.training.examples import IGNORED, Example, example, masked, of_results_alone
from extract.training.losses import (
    OF_RESULTS,
    Weights,
    hidden_words_loss,
    paper_loss,
    tag_loss,
)
from extract.training.network import Extractor
from extract.training.scoring import held_out_scores
from extract.training.settings import Settings
from extract.training.split import tenth_of
from extract.training.variants import Variants
from extract.training.workers import Workers


class TrainingRun:
    """A run, one instance a worker; it takes up ``last.pt`` where that is there.

    Args:
        settings: What to do.
        data: What to train on.
        workers: This process among those that train together.
    """

    def __init__(self, settings: Settings, data: Dataset, workers: Workers) -> None:
        torch.set_num_threads(1)
        torch.manual_seed(settings.seed)
        self.settings, self.data, self.workers = settings, data, workers
        self.model = Extractor(settings.base, Labels(settings.vocabulary), dropout=settings.dropout)
        self.tokenizer = plain_tokenizer(settings.base / "tokenizer.json")
        self.annotated = [*data.examples, *data.results]
        self.examples = [*self.annotated, *data.silver]
        papers = [x.gold for x in data.examples]
        self.variants = {
            tenth: Variants(paper for paper in papers if tenth_of(paper.paper.id) == tenth)
            for tenth in data.lexicons
        }
        self.epoch = self.batch = self.step = 0
        self.best = -1.0
        if settings.start is not None:
            self._start_from(checkpoints.averaged(settings.start))
        self.trained = [p for p in self.model.parameters() if p.requires_grad]
        self.optimizer = optimizer(self.model, settings)
        self.average = checkpoints.Average(self.model, settings.average)
        torch.manual_seed(settings.seed + 1000 * workers.rank)
        if state := checkpoints.load(settings.out / "last.pt"):
            self._restore(state)
        self._saved = time.monotonic()

    @property
    def steps(self) -> int:
        """Steps of the whole run."""
        per_epoch = -(-len(self.examples) // self.settings.batch)
        return per_epoch * self.settings.epochs

    def go(self) -> None:
        """Trains to the last epoch."""
        sums: dict[str, float] = {}
        tick = (time.monotonic(), self.step)
        for examples in self._rest():
            due = time.monotonic() - self._saved > self.settings.save_seconds
            due = self.advance(examples, sums, save_due=due)
            if self.step % 20 == 0:
                done = self.step - tick[1]
                self._log(
                    of=self.steps,
                    epoch=self.epoch,
                    papers_per_second=round(
                        done * self.settings.batch / (time.monotonic() - tick[0]), 2
                    ),
                    **{name: round(value / done, 4) for name, value in sums.items()},
                )
                sums, tick = {}, (time.monotonic(), self.step)
            if self.step % self.settings.score_steps == 0:
                self._score()
                tick = (time.monotonic(), self.step)
            elif due:
                self._save()
        self._save()

    def advance(
        self, examples: Sequence[Example], sums: dict[str, float], *, save_due: bool
    ) -> bool:
        """One step on this worker's share of a batch; true where all workers are to save."""
        self.model.train()
        share = self.settings.rate_share(self.step, self.steps)
        for group in self.optimizer.param_groups:
            group["lr"] = group["base"] * share
        self.optimizer.zero_grad(set_to_none=True)
        if examples:
            losses = step_losses(self.model, examples, Weights())
            torch.stack(list(losses.values())).sum().backward()  # type: ignore[no-untyped-call]
            for name, value in losses.items():
                sums[name] = sums.get(name, 0.0) + float(value.detach())
        save_due = self.workers.average_gradients(self.trained, save_due)
        nn.utils.clip_grad_norm_(self.trained, 1.0)
        self.optimizer.step()
        self.average.update(self.model)
        self.step += 1
        return save_due

    def _rest(self) -> Iterator[list[Example]]:
        """This worker's shares of the batches to come; a checkpoint names the next one."""
        settings, examples = self.settings, self.examples
        while self.epoch < settings.epochs:
            order = batches(examples, settings.batch, seed=settings.seed, epoch=self.epoch)
            while self.batch < len(order):
                self.batch += 1
                share = order[self.batch - 1][self.workers.rank :: self.workers.count]
                yield [
                    (self._varied if k < len(self.annotated) else self._masked)(examples[k])
                    for k in share
                ]
            self.epoch, self.batch = self.epoch + 1, 0

    def _varied(self, plain: Example) -> Example:
        """An example, or a variant of it; which one follows from seed, epoch and paper."""
        paper = plain.gold
        chance = random.Random(f"{self.settings.seed}/{self.epoch}/{paper.paper.id}")
        if chance.random() >= self.settings.varied:
            return plain
        tenth = tenth_of(paper.paper.id)
        variant = example(
            self.variants[tenth].of(paper, chance),
            tokenizer=self.tokenizer,
            lexicon=self.data.lexicons[tenth],
            labels=self.model.labels,
        )
        return of_results_alone(variant) if plain.results_alone else variant

    def _masked(self, plain: Example) -> Example:
        """A silver example with some of its words hidden: to be guessed, and done without."""
        seed = f"{self.settings.seed}/{self.epoch}/{plain.gold.paper.id}"
        mask: int | None = self.tokenizer.token_to_id("[MASK]")
        if mask is None:
            return plain
        return masked(plain, self.settings.masked, mask=mask, seed=seed)

    def _save(self) -> None:
        """Writes ``last.pt``: all that a later process needs; the order follows from the seed."""
        state = {
            "model": self.model.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "average": self.average.weights,
            "average_steps": self.average.steps,
            "epoch": self.epoch,
            "batch": self.batch,
            "step": self.step,
            "best": self.best,
            "generators": self.workers.gather(torch.get_rng_state()),
        }
        if self.workers.rank == 0:
            checkpoints.save(self.settings.out / "last.pt", state)
        self._saved = time.monotonic()

    def _restore(self, state: dict[str, Any]) -> None:
        self.model.load_state_dict(state["model"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.average.weights, self.average.steps = state["average"], state["average_steps"]
        self.epoch, self.batch = state["epoch"], state["batch"]
        self.step, self.best = state["step"], state["best"]
        generators: list[Tensor] = state["generators"]
        if self.workers.rank < len(generators):
            torch.set_rng_state(generators[self.workers.rank])
        self._log(event="resumed", epoch=self.epoch, batch=self.batch)

    def _start_from(self, weights: dict[str, Tensor]) -> None:
        own = self.model.state_dict()
        fit = {n: w for n, w in weights.items() if n in own and own[n].shape == w.shape}
        self.model.load_state_dict({**own, **fit})
        self._log(event="started from weights", taken=len(fit), new=sorted(set(own) - set(fit)))

    def _score(self) -> None:
        """Scores the averaged weights; where they beat the best, keeps them as ``best.pt``."""
        self._save()
        if self.workers.rank == 0:
            own = {name: w.clone() for name, w in self.model.state_dict().items()}
            self.model.load_state_dict(self.average.full(self.model))
            self.model.eval()
            scores = held_out_scores(self.model, self.data, self.settings)
            self._log(event="scored", held_out=scores)
            if (value := scores["mentions"] + scores["relations"]) > self.best:
                self.best = value
                kept = {"model": self.model.state_dict(), "step": self.step, "held_out": scores}
                checkpoints.save(self.settings.out / "best.pt", kept)
            self.model.load_state_dict(own)
        self.workers.wait()
        self._save()

    def _log(self, **row: object) -> None:
        """One JSON line to the log, from the first worker."""
        if self.workers.rank == 0:
            self.settings.out.mkdir(parents=True, exist_ok=True)
            with (self.settings.out / "log.jsonl").open("a", encoding="utf8") as lines:
                lines.write(json.dumps({"step": self.step, **row}) + "\n")


def step_losses(
    model: Extractor, examples: Sequence[Example], weights: Weights
) -> dict[str, Tensor]:
    """Weighted losses by head of a worker's share of a batch, each over the papers that teach it.

    Of a paper whose results alone are annotated only the losses of results count.
    """
    batch = padded(examples)
    hidden, query, key = model.encode(batch.ids, batch.features, batch.mask)
    hidden = model.dropout(hidden)
    logits = model.tags(hidden)
    losses = {"tags": tag_loss(logits, batch.tags, model.labels)}
    if bool((batch.hidden != IGNORED).any()):
        guessed = hidden_words_loss(model, hidden, batch.hidden)
        losses["hidden words"] = weights.hidden_words * guessed
    logs = logits.detach().log_softmax(-1).numpy()
    whole = sum(not x.results_alone for x in examples)
    for row, x in enumerate(examples):
        size = len(x.pieces.ids)
        own = (hidden[row, :size], query[row, :, :size], key[row, :, :size], logs[row, :size])
        for name, value in paper_loss(model, x, *own, weights).items():
            teachers = len(examples) if name in OF_RESULTS else whole
            losses[name] = losses.get(name, torch.zeros(())) + value / teachers
    return losses


def optimizer(model: Extractor, settings: Settings) -> torch.optim.AdamW:
    """AdamW; heads and the lexicon features learn faster than the rest of the encoder."""
    slow: list[nn.Parameter] = []
    fast: list[nn.Parameter] = []
    for name, parameter in model.named_parameters():
        if parameter.requires_grad:
            own = not name.startswith("bert.") or "token_type" in name
            (fast if own else slow).append(parameter)
    groups = [
        {"params": slow, "base": settings.rate},
        {"params": fast, "base": settings.head_rate},
    ]
    return torch.optim.AdamW(groups, lr=settings.rate, weight_decay=0.01, fused=True)
