"""What a training run is told."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from schemas import RESEARCH, Vocabulary


@dataclass(frozen=True)
class Settings:
    """How a run trains: warm-up, a constant rate with averaged weights, then down to zero.

    Attributes:
        gold: Files of annotated papers.
        vocabulary: Their types and relations.
        results: Files of papers of which only the results are as annotators have them, all else
            as a pipeline has it; they train the results, and nothing else.
        silver: Files of papers that a pipeline annotated; they train, and nothing else.
        base: Directory of a BertModel with its ``tokenizer.json``.
        out: Where checkpoints, log and model go.
        epochs: Passes over the papers, the cool-down included.
        cooldown: Share of the steps, at the end, over which the rate falls to zero.
        batch: Papers a step, over all workers.
        rate: Learning rate of the encoder.
        head_rate: Learning rate of heads and lexicon features.
        warmup: Steps until the full rate.
        average: Decay of the averaged weights.
        varied: Share of the papers that are read with names and numbers of other papers.
        masked: Share of the word pieces of silver papers that are hidden, to be guessed.
        dropout: On the states and inside the heads.
        workers: Processes that train together, one thread each.
        seed: Of everything random.
        start: A checkpoint whose weights to start from, where name and shape agree.
        save_seconds: A checkpoint is written this often.
        score_steps: The average is scored on held-out papers this often.
        scored_papers: Held-out papers that are scored on the way.
    """

    gold: tuple[Path, ...]
    base: Path
    out: Path
    vocabulary: Vocabulary = RESEARCH
    results: tuple[Path, ...] = ()
    silver: tuple[Path, ...] = ()
    epochs: int = 5
    cooldown: float = 0.2
    batch: int = 8
    rate: float = 1.5e-4
    head_rate: float = 8e-4
    warmup: int = 60
    average: float = 0.995
    varied: float = 0.67
    masked: float = 0.15
    dropout: float = 0.2
    workers: int = 2
    seed: int = 0
    start: Path | None = None
    save_seconds: float = 600.0
    score_steps: int = 600
    scored_papers: int = 160

    def rate_share(self, step: int, steps: int) -> float:
        """Share of the full rate at a step of a run of so many steps.

        Example:
            >>> settings = Settings(gold=(), base=Path(), out=Path(), warmup=10, cooldown=0.5)
            >>> [round(settings.rate_share(step, 100), 2) for step in (0, 9, 50, 75, 100)]
            [0.1, 1.0, 1.0, 0.5, 0.0]
        """
        left = (steps - step) / max(1.0, self.cooldown * steps)
        return max(0.0, min(1.0, (step + 1) / self.warmup, left))
