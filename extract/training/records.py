"""The lexicon, counted over annotated papers.

A paper sees in training what the other tenths say, so that a feature means there what it
means on a new paper.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Final

from extract.gold import GoldPaper
from extract.network.lexicon import LONGEST, Record, name_key, runs_of_words
from extract.training.split import TENTHS, tenth_of
from schemas import RESEARCH, Vocabulary

GAZETTEER: Final = Path(__file__).parents[1] / "data" / "gazetteer.tsv"
OFTEN: Final = 3
"""Papers in which a name has to be an entity to be known well."""
LEAST_SHARE: Final = 0.15
"""A name that is an entity in a smaller share of its papers is not listed."""
USUAL_SHARE: Final = 0.6
"""A name that is an entity in a smaller share of its papers is one seldom."""

_NAME = re.compile(r"[A-Z0-9].*[A-Z0-9]")


class Records:
    """Of every name and tenth: in how many papers it stands, in how many it is what.

    Args:
        papers: Annotated papers.
        vocabulary: Their types; a name that is as often one as the other is the first.
    """

    def __init__(self, papers: Iterable[GoldPaper], vocabulary: Vocabulary = RESEARCH) -> None:
        papers = list(papers)
        self._types = vocabulary.types
        self._marked: dict[str, list[Counter[str]]] = {}
        for paper in papers:
            types = {name_key(entity.surface): entity.type for entity in paper.entities}
            for key, kind in types.items():
                if key and key.count(" ") < LONGEST:
                    tenths = self._marked.setdefault(key, [Counter() for _ in range(TENTHS)])
                    tenths[tenth_of(paper.paper.id)][kind] += 1
        self._seen = {key: [0] * TENTHS for key in self._marked}
        for paper in papers:
            for key in {key for *_, key in runs_of_words(paper.paper.text)} & self._seen.keys():
                self._seen[key][tenth_of(paper.paper.id)] += 1

    def lexicon(self, *, without: Collection[int] = ()) -> dict[str, Record]:
        """What all tenths but the given ones say."""
        tenths = [tenth for tenth in range(TENTHS) if tenth not in without]
        names = {}
        for key, counters in self._marked.items():
            types = sum((counters[tenth] for tenth in tenths), Counter[str]())
            marked, seen = types.total(), sum(self._seen[key][tenth] for tenth in tenths)
            if not marked or marked < LEAST_SHARE * seen:
                continue
            if marked < USUAL_SHARE * seen:
                strength = "seldom"
            else:
                strength = "often" if marked >= OFTEN else "known"
            names[key] = Record(max(self._types, key=lambda kind: types[kind]), strength)
        return names


def gazetteer_lexicon(path: Path = GAZETTEER) -> dict[str, Record]:
    """The names of a gazetteer that have two capitals or digits."""
    names: dict[str, Record] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            key = name_key(row["name"])
            if len(key) > 2 and _NAME.search(row["name"]):
                names.setdefault(key, Record(row["type"], "gazetteer"))
    return names
