"""Annotated papers of our own making, as many as a test wants."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

from extract.gold import GoldPaper, read_gold
from tests.extract.record_files import write_lines

_NAMES = ("Fold", "Pick", "Iron", "Wash", "Sort", "Hang", "Roll", "Dry")
_THINGS = ("towel", "shirt", "sock", "napkin", "sheet", "scarf")


def made_records(count: int, *, seed: int = 0) -> list[dict[str, Any]]:
    """Records of a gold file: a method, a task, a benchmark, a model, a metric and results."""
    rng = random.Random(seed)
    records = []
    for number in range(count):
        name = rng.choice(_NAMES)
        method, model = f"{name}Net", f"{rng.choice(_NAMES)}-{rng.randint(1, 9)}B"
        thing = rng.choice(_THINGS)
        task, bench = f"{thing} folding", f"{thing.title()}Bench"
        gain, score = f"{rng.randint(1, 9)}.{rng.randint(1, 9)} points", f"{rng.randint(10, 99)}%"
        records.append(
            {
                "id": f"made/{number}",
                "title": f"{method}: Robots for {task}",
                "abstract": f"We propose {method}, a network for {task} with {model}. "
                f"On {bench}, {method} reaches {score} success rate. "
                f"It beats {model} by {gain} in folding speed.",
                "entities": [
                    *([method, "Method"], [task, "Task"], [bench, "Benchmark"]),
                    *([model, "Model"], ["success rate", "Metric"]),
                ],
                "introduces": [method],
                "relations": [
                    [method, "ADDRESSES", task],
                    [method, "EVALUATED_ON", bench],
                    [method, "OUTPERFORMS", model],
                    ["@paper", "MEASURED_BY", "success rate"],
                ],
                "results": [
                    [method, "success rate", bench, score, "absolute", None],
                    ["@paper", "folding speed", None, gain, "gain", model],
                ],
            }
        )
    return records


def write_papers(path: Path, count: int, *, seed: int = 0) -> Path:
    """A gold file."""
    return write_lines(path, made_records(count, seed=seed))


def made_papers(folder: Path, count: int, *, seed: int = 0) -> list[GoldPaper]:
    """The papers of such a file."""
    return list(read_gold(write_papers(folder / "made.jsonl", count, seed=seed)))
