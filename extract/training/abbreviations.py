"""Mines what short forms stand for, and which word forms say one thing, over a corpus.

    python -m extract.training.abbreviations CORPUS ABBREVIATIONS.tsv WORD_VARIANTS.tsv

Every paper that writes "long form (SHORT)" counts once for that pair of spellings.

*Abbreviations*: long forms of one short form that say one thing are one meaning; a meaning
is kept where enough papers bind it and it is not a rare one of its short form.

*Word variants*: two long forms of one short form that differ in one word alone, where the two
words share their beginning ("position embedding" and "positional embedding", PE), are one
context for that pair of words. Pairs of enough contexts are kept; what merely looks alike
(multilingual, multimodal) shares too little, or too few of the contexts of either word.

Both files hold counts and the most used spelling, no text of any paper.
"""

from __future__ import annotations

import argparse
import logging
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import takewhile
from pathlib import Path
from typing import Final, NamedTuple

from extract.components.abbreviations import abbreviation_spans
from extract.reading import read
from extract.resolution.meaning import same_meaning
from extract.resolution.spelling import spelling_key
from extract.resolution.wording import plain_words
from schemas import Paper

FEWEST_PAPERS: Final = 4
"""Papers that must bind a short form to a meaning before the meaning is kept."""

SMALLEST_SHARE: Final = 0.05
"""Share of the papers that bind the short form which a meaning must have."""

LONGEST: Final = 8
"""Words of the longest long form kept."""

FEWEST_CONTEXTS: Final = 5
"""Contexts that a pair of words must share to be variants."""

SMALLEST_OVERLAP: Final = 0.035
"""Share of the contexts of the rarer word that these must be."""

_ANYTHING: Final = "*"

_log = logging.getLogger(__name__)

Bound = Mapping[tuple[str, str], int]
"""How many papers bind a short form to a long form, both as written."""


class Sense(NamedTuple):
    """A meaning of a short form: spellings, papers that bind it so, and their share."""

    short: str
    long: str
    papers: int
    share: float


class WordVariant(NamedTuple):
    """Two words that say one thing within phrases, and in how many phrases they do."""

    word: str
    variant: str
    contexts: int


def bound_pairs(papers: Iterable[Paper]) -> Counter[tuple[str, str]]:
    """Counts the papers that bind each pair of spellings.

    Example:
        >>> paper = Paper(id="p", title="T", abstract="We use reinforcement learning (RL).")
        >>> bound_pairs([paper, paper])
        Counter({('RL', 'reinforcement learning'): 2})
    """
    counts: Counter[tuple[str, str]] = Counter()
    for done, paper in enumerate(papers, 1):
        text = paper.text
        counts.update(
            {(text[slice(*short)], text[slice(*long)]) for short, long in abbreviation_spans(text)}
        )
        if done % 20_000 == 0:
            _log.info("%d papers, %d pairs", done, len(counts))
    return counts


def senses(bound: Bound) -> Iterator[Sense]:
    """Yields the meanings of short forms that are not rare, by short form.

    Example:
        >>> [s.long for s in senses({("RL", "reinforcement learning"): 9, ("RL", "red light"): 1})]
        ['reinforcement learning']
    """
    spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    written: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for (short, long), papers in bound.items():
        key = spelling_key(short)
        spellings[key][short] += papers
        written[key][long] += papers
    for key in sorted(written):
        total = written[key].total()
        for long, papers in meanings(written[key]):
            share = papers / total
            words = len(long.split())
            if papers >= FEWEST_PAPERS and share >= SMALLEST_SHARE and words <= LONGEST:
                yield Sense(_most_used(spellings[key]), long, papers, round(share, 3))


def meanings(longs: Counter[str]) -> list[tuple[str, int]]:
    """Long forms of one short form summed by what they say, each named by the most used.

    Example:
        >>> meanings(Counter({"Soft Actor-Critic": 2, "soft actor critic": 1, "safe act": 2}))
        [('Soft Actor-Critic', 3), ('safe act', 2)]
    """
    by_key: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for long, papers in longs.items():
        by_key[spelling_key(long)][long] += papers
    named = sorted(((c.total(), _most_used(c)) for c in by_key.values()), key=_most_first)
    found: dict[str, int] = {}
    for papers, long in named:
        same = next((known for known in found if same_meaning(known, long, expand=False)), long)
        found[same] = found.get(same, 0) + papers
    return sorted(found.items(), key=lambda item: (-item[1], item[0]))


def _most_first(item: tuple[int, str]) -> tuple[int, str]:
    return -item[0], item[1]


def _most_used(spellings: Counter[str]) -> str:
    return min(spellings, key=lambda s: (-spellings[s], s))


def word_variants(bound: Bound) -> list[WordVariant]:
    """The pairs of words that stand for each other in enough phrases, sorted."""
    phrases: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)
    for short, long in bound:
        words = plain_words(long)
        if 2 <= len(words) <= LONGEST - 1:
            phrases[spelling_key(short)].add(words)
    together: Counter[tuple[str, str]] = Counter()
    alone: Counter[str] = Counter()
    for of_short in phrases.values():
        slots: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
        for words in of_short:
            for at, word in enumerate(words):
                slots[(*words[:at], _ANYTHING, *words[at + 1 :])].add(word)
        for fillers in slots.values():
            alone.update(fillers)
            ordered = sorted(fillers)
            for at, word in enumerate(ordered):
                together.update((word, w) for w in ordered[at + 1 :] if _begin_alike(word, w))
    return sorted(
        WordVariant(word, variant, contexts)
        for (word, variant), contexts in together.items()
        if contexts >= FEWEST_CONTEXTS
        and contexts >= SMALLEST_OVERLAP * min(alone[word], alone[variant])
    )


def _begin_alike(word: str, other: str) -> bool:
    """Whether two words share half of the longer one.

    Example:
        >>> _begin_alike("vision", "visual"), _begin_alike("multilingual", "multimodal")
        (True, False)
    """
    if min(len(word), len(other)) < 4 or not (word.isalpha() and other.isalpha()):
        return False
    shared = sum(1 for _ in takewhile(lambda p: p[0] == p[1], zip(word, other, strict=False)))
    return 2 * shared >= max(len(word), len(other))


def write_table(rows: Iterable[NamedTuple], header: Iterable[str], path: Path) -> None:
    """Writes rows as TSV."""
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.write("\t".join(header) + "\n")
        for row in rows:
            out.write("\t".join(map(str, row)) + "\n")


def main() -> None:
    """Reads a corpus, writes the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("abbreviations", type=Path)
    parser.add_argument("word_variants", type=Path)
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    bound = bound_pairs(read(options.corpus, keep_going=True))
    write_table(word_variants(bound), WordVariant._fields, options.word_variants)
    write_table(senses(bound), Sense._fields, options.abbreviations)


if __name__ == "__main__":
    main()
