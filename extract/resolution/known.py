"""What short forms mean where no paper at hand says so: shipped, with counts.

The table is mined from the definitions in a large corpus of abstracts by
``extract.training.abbreviations``. Each line is a short form, one of its meanings as most
papers write it, and how many papers bind it so.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from extract.resolution.aliases import known_aliases
from extract.resolution.dialect import american
from extract.resolution.spelling import is_acronym, singular, spelling_key, written_words

TABLE: Final = Path(__file__).parent.parent / "data" / "abbreviations.tsv"

SETTLED_PAPERS: Final = 15
"""Papers that must bind a short form to one thing before it is read so anywhere."""

SETTLED_SHARE: Final = 0.85
"""Share of the papers that bind it which must agree."""


class KnownSense(NamedTuple):
    """A meaning of a short form.

    Attributes:
        long: The long form, as most papers write it.
        papers: How many papers of the corpus bind the short form so.
        share: Which share of all that bind it these are.
    """

    long: str
    papers: int
    share: float

    @property
    def settled(self) -> bool:
        """Whether hardly anything else is meant."""
        return self.papers >= SETTLED_PAPERS and self.share >= SETTLED_SHARE


@cache
def known_senses() -> Mapping[str, Sequence[KnownSense]]:
    """The meanings of each short form by its spelling key, the most used first.

    Example:
        >>> known_senses()[spelling_key("RL")][0].long
        'reinforcement learning'
    """
    senses: defaultdict[str, list[KnownSense]] = defaultdict(list)
    with TABLE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            sense = KnownSense(row["long"], int(row["papers"]), float(row["share"]))
            senses[spelling_key(row["short"])].append(sense)
    for names in known_aliases():
        for short, long in (names, names[::-1]):
            if is_acronym(short) and spelling_key(short) not in senses:
                senses[spelling_key(short)].append(KnownSense(long, papers=1, share=1.0))
    return {
        short: sorted(found, key=lambda s: (-s.papers, s.long)) for short, found in senses.items()
    }


@cache
def known_shorts() -> Mapping[str, Sequence[str]]:
    """The short forms of each long form by its spelling key, both from the table.

    Example:
        >>> known_shorts()[spelling_key("reinforcement learning")]
        ['^rl']
    """
    shorts: defaultdict[str, set[str]] = defaultdict(set)
    for short, senses in known_senses().items():
        for sense in senses:
            shorts[spelling_key(sense.long)].add(short)
    return {long: sorted(found) for long, found in shorts.items()}


@lru_cache(maxsize=1 << 16)
def settled_words(word: str) -> tuple[str, ...]:
    """The words that a short form within a phrase stands for, if that is settled.

    Example:
        >>> settled_words("LLMs"), settled_words("Fold")
        (('large', 'language', 'model'), ())
    """
    if sum(c.isupper() for c in word) < 2:
        return ()
    senses = known_senses().get(spelling_key(word), ())
    if not senses or not senses[0].settled:
        return ()
    return tuple(american(singular(w.lower())) for w in written_words(senses[0].long))
