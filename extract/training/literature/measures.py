"""The measures of the literature: micro-averaged F1 over spans, and over relations of spans.

- *NER*: a mention is right where its tokens and its type are.
- *Rel*: a relation is right where the tokens of both its spans, its direction and its type are.
- *Rel+*: and the types of both spans as well (Zhong and Chen 2021 call it strict).

All types count, ``Generic`` of SciERC too. A relation that holds both ways is counted once each
way, in what is predicted as in the gold, so that it weighs double, whichever way it is written:
as PL-Marker counts (Ye et al. 2022, ``run_re.py``).
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator
from typing import Final

from extract.scoring.counts import Count
from extract.training.literature.documents import Marks, Triple

MEASURES: Final = ("NER", "Rel", "Rel+")


def scores(
    sentences: Iterable[tuple[Marks, Marks]], *, symmetric: Collection[str] = ()
) -> dict[str, Count]:
    """Scores by measure.

    Args:
        sentences: What was predicted in each sentence, and its gold.
        symmetric: Relations that hold both ways.

    Example:
        >>> from extract.training.literature.documents import Tokens
        >>> a, b = Tokens(0, 0), Tokens(2, 3)
        >>> gold = Marks({a: "Method", b: "Task"}, frozenset({Triple(a, "USED-FOR", b)}))
        >>> found = Marks({a: "Method", b: "Metric"}, gold.relations)
        >>> {name: score.right for name, score in scores([(found, gold)]).items()}
        {'NER': 1, 'Rel': 1, 'Rel+': 0}
    """
    sums = dict.fromkeys(MEASURES, Count(0, 0, 0))
    for found, gold in sentences:
        wanted = dict(_facts(gold, symmetric))
        for name, facts in _facts(found, symmetric):
            right = len(facts & wanted[name])
            add = (right, len(facts), len(wanted[name]))
            sums[name] = Count(*(a + b for a, b in zip(sums[name], add, strict=True)))
    return sums


def _facts(marks: Marks, symmetric: Collection[str]) -> Iterator[tuple[str, set[Hashable]]]:
    """What each measure counts in a sentence."""
    relations = {
        one
        for triple in marks.relations
        for one in (
            triple,
            *([Triple(triple.tail, triple.type, triple.head)] if triple.type in symmetric else ()),
        )
    }
    of = marks.mentions
    yield "NER", set(of.items())
    yield "Rel", set(relations)
    yield "Rel+", {(r, of[r.head], of[r.tail]) for r in relations}
