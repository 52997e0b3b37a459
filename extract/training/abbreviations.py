"""Mines which long form a short form stands for, over a corpus of abstracts.

    python -m extract.training.abbreviations CORPUS OUT.tsv

Every paper that writes "long form (SHORT)" counts once for that pair. A short form is
kept where enough papers bind it and nearly all of them bind it to one thing; what it
means in a paper that does not say is then known well enough. The output holds counts and
the most used spelling, no text of any paper.
"""

from __future__ import annotations

import argparse
import logging
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from extract.components.abbreviations import abbreviation_spans
from extract.reading import read
from extract.resolution.spelling import spelling_key
from schemas import Paper

FEWEST_PAPERS: Final = 25
"""Papers that must bind a short form before its meaning counts as known."""

SMALLEST_SHARE: Final = 0.9
"""Share of them that must agree."""

HEADER: Final = ("short", "long", "papers", "share")

_log = logging.getLogger(__name__)


class KnownAbbreviation(NamedTuple):
    """A short form with one meaning: spellings, papers that bind it so, and their share."""

    short: str
    long: str
    papers: int
    share: float


def mined(papers: Iterable[Paper]) -> Iterator[KnownAbbreviation]:
    """Yields the short forms that nearly all papers bind to one thing, by short form.

    Example:
        >>> paper = Paper(id="p", title="T", abstract="We use reinforcement learning (RL).")
        >>> [k.long for k in mined([paper] * FEWEST_PAPERS)]
        ['reinforcement learning']
    """
    meanings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    spellings: defaultdict[tuple[str, str], Counter[tuple[str, str]]] = defaultdict(Counter)
    for done, paper in enumerate(papers, 1):
        text = paper.text
        bound = {
            (text[slice(*short)], text[slice(*long)]) for short, long in abbreviation_spans(text)
        }
        keyed = {
            (spelling_key(short), spelling_key(long)): (short, long)
            for short, long in sorted(bound)
        }
        for (short_key, long_key), spelling in keyed.items():
            meanings[short_key][long_key] += 1
            spellings[short_key, long_key][spelling] += 1
        if done % 20_000 == 0:
            _log.info("%d papers, %d short forms", done, len(meanings))
    for short_key, counts in sorted(meanings.items()):
        long_key, count = min(counts.items(), key=lambda item: (-item[1], item[0]))
        total = counts.total()
        if count >= FEWEST_PAPERS and count >= SMALLEST_SHARE * total:
            written = spellings[short_key, long_key]
            short, long = min(written, key=lambda s: (-written[s], s))
            yield KnownAbbreviation(short, long, count, round(count / total, 3))


def main() -> None:
    """Reads a corpus, writes the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    with options.out.open("w", encoding="utf-8", newline="\n") as out:
        out.write("\t".join(HEADER) + "\n")
        for known in mined(read(options.corpus, keep_going=True)):
            out.write("\t".join(map(str, known)) + "\n")


if __name__ == "__main__":
    main()
