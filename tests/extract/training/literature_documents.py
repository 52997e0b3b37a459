"""Documents in the forms of the literature, of our own making."""

from __future__ import annotations

import random
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from extract.training.literature.documents import Marks, Sentence, Tokens, Triple
from tests.extract.record_files import write_lines

_NAMES = ("FoldNet", "PickNet", "IronNet", "WashNet", "SortNet")
_THINGS = ("towel", "shirt", "sock", "napkin", "sheet")


def sentence(
    text: str,
    mentions: dict[tuple[int, int], str] | None = None,
    relations: Iterable[tuple[tuple[int, int], str, tuple[int, int]]] = (),
) -> Sentence:
    """A sentence, its tokens between blanks."""
    marks = Marks(
        {Tokens(*span): kind for span, kind in (mentions or {}).items()},
        frozenset(Triple(Tokens(*head), kind, Tokens(*tail)) for head, kind, tail in relations),
    )
    return Sentence(tuple(text.split(" ")), marks)


def made_documents(count: int, *, seed: int = 0) -> list[dict[str, Any]]:
    """Records with a document a line: a method, a task, a metric and ``it``."""
    rng = random.Random(seed)
    records = []
    for number in range(count):
        name, other = rng.sample(_NAMES, 2)
        thing = rng.choice(_THINGS)
        records.append(
            {
                "doc_key": f"made-{seed}-{number}",
                "sentences": [
                    ["We", "use", name, "-LRB-", "new", "-RRB-", "for", thing, "folding", "."],
                    ["It", "beats", other, "and", "is", "rated", "by", "success", "rate", "."],
                ],
                "ner": [
                    [[2, 2, "Method"], [7, 8, "Task"]],
                    [[10, 10, "Generic"], [12, 12, "Method"], [17, 18, "Metric"]],
                ],
                "relations": [
                    [[2, 2, 7, 8, "USED-FOR"]],
                    [[12, 12, 10, 10, "COMPARE"], [17, 18, 10, 10, "EVALUATE-FOR"]],
                ],
            }
        )
    return records


def write_benchmark(folder: Path, *, train: int, others: int) -> Path:
    """The three files of SciERC."""
    for seed, (name, count) in enumerate((("train", train), ("dev", others), ("test", others))):
        write_lines(folder / f"{name}.json", made_documents(count, seed=seed))
    return folder
