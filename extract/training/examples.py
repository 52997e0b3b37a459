"""An annotated paper as arrays: what each head is to answer."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from tokenizers import Tokenizer

from extract.gold import GoldPaper
from extract.gold_checks import GOLD_PAPER, GoldResult
from extract.network.candidates import plain_features
from extract.network.geometry import Pieces
from extract.network.labels import FIRST_CONCEPT, KINDS, NOTHING, PAPER, ROLES, WORDS, Labels
from extract.network.lexicon import Lexicon
from extract.network.numerics import Floats, Integers
from extract.network.word_pieces import LONGEST_RUN, WordPieces, word_pieces
from extract.scoring.comparison import folded_value
from extract.surface import fold_surface
from extract.values import value_spans

IGNORED: Final = -100
"""An answer that the gold leaves open."""


@dataclass(frozen=True)
class Example:
    """A paper with the answers of all heads; ``n`` clusters of the gold, ``v`` numbers.

    Attributes:
        gold: The paper.
        pieces: Its text, at most one run of the encoder.
        tags: ``(l,)`` tag of each word piece.
        mentions: Word pieces of the mentions of each cluster.
        types: ``(n,)`` type of each cluster.
        plain: ``(n, 3)`` plain features of each.
        introduced: ``(n,)`` 1 where the paper introduces it.
        relations: Head (-1 for the paper), tail and index of each relation.
        surfaces: Type of each surface that is a mention.
        marked: Word pieces of the mentions of each surface, its spellings folded, in order.
        values: Word pieces of the numbers.
        kinds: ``(v,)`` kind of each number.
        targets: ``(v, roles)`` target of each argument.
        words: ``(v, roles, 2)`` first and last piece of an argument in words.
        hidden: ``(l,)`` the word pieces behind ``[MASK]``; None where none is hidden.
        results_alone: Whether the results are all that it teaches.
    """

    gold: GoldPaper
    pieces: WordPieces
    tags: Integers
    mentions: list[list[Pieces]]
    types: Integers
    plain: Floats
    introduced: Floats
    relations: list[tuple[int, int, int]]
    surfaces: dict[str, int]
    marked: dict[str, list[Pieces]]
    values: list[Pieces]
    kinds: Integers
    targets: Integers
    words: Integers
    hidden: Integers | None = None
    results_alone: bool = False


def of_results_alone(plain: Example) -> Example:
    """An example that teaches its results, and leaves open which surfaces are entities."""
    return replace(plain, tags=np.full_like(plain.tags, IGNORED), results_alone=True)


def masked(plain: Example, share: float, *, mask: int, seed: str) -> Example:
    """An example with a share of its word pieces hidden behind ``[MASK]``, drawn by a seed."""
    ids, hidden = plain.pieces.ids.copy(), np.full(len(plain.pieces.ids), IGNORED, dtype=np.int64)
    chance = random.Random(seed)
    where = [k for k in range(1, len(ids) - 1) if chance.random() < share]
    hidden[where], ids[where] = ids[where], mask
    return replace(plain, pieces=replace(plain.pieces, ids=ids), hidden=hidden)


def example(gold: GoldPaper, *, tokenizer: Tokenizer, lexicon: Lexicon, labels: Labels) -> Example:
    """An annotated paper as arrays; what stands behind the encoder's longest run is left out."""
    text = gold.paper.text
    pieces = word_pieces(
        text,
        len(gold.paper.title),
        tokenizer=tokenizer,
        lexicon=lexicon,
        labels=labels,
        limit=LONGEST_RUN,
    )
    tags = np.zeros(len(pieces.ids), dtype=np.int64)
    mentions: dict[str, list[Pieces]] = {}
    types: dict[str, int] = {}
    surfaces: dict[str, int] = {}
    marked: dict[str, list[Pieces]] = {}
    for start, end, kind in sorted(gold.spans):
        span = pieces.exactly(start, end)
        if span is None:
            continue
        index = labels.types.index(kind)
        _tag(tags, span, labels.places[:, index])
        folded = fold_surface(text[start:end])
        marked.setdefault(folded, []).append(span)
        cluster = gold.clusters[folded]
        mentions.setdefault(cluster, []).append(span)
        types.setdefault(cluster, index)
        surfaces[text[start:end]] = index
    clusters = sorted(mentions)
    where = [mentions[cluster] for cluster in clusters]
    index_of = {cluster: k for k, cluster in enumerate(clusters)}

    def concept(surface: str) -> int | None:
        return index_of.get(gold.clusters.get(fold_surface(surface), ""))

    introduced = np.zeros(len(clusters), dtype=np.float32)
    introduced[[k for s in gold.introduces if (k := concept(s)) is not None]] = 1
    relations = []
    for relation in gold.relations:
        head = -1 if relation.head == GOLD_PAPER else concept(relation.head)
        tail = concept(relation.tail)
        if head is not None and tail is not None:
            relations.append((head, tail, labels.relations.index(relation.type)))
    spans = [(a, b, p) for a, b in value_spans(text) if (p := pieces.around(a, b)) is not None]
    answers = _Answers(pieces, spans, where)
    for result in gold.results:
        answers.take(result, concept)
    return Example(
        gold=gold,
        pieces=pieces,
        tags=tags,
        mentions=where,
        types=np.array([types[cluster] for cluster in clusters], dtype=np.int64),
        plain=plain_features(where, pieces),
        introduced=introduced,
        relations=relations,
        surfaces=surfaces,
        marked=marked,
        values=[p for _, _, p in spans],
        kinds=answers.kinds,
        targets=answers.targets,
        words=answers.words,
    )


def _tag(tags: Integers, span: Pieces, places: Integers) -> None:
    begin, inside, end, unit = places
    first, last = span
    if first == last:
        tags[first] = unit
    else:
        tags[first], tags[last] = begin, end
        tags[first + 1 : last] = inside


class _Answers:
    """The answers of the results head, filled result by result."""

    def __init__(
        self,
        pieces: WordPieces,
        values: Sequence[tuple[int, int, Pieces]],
        mentions: Sequence[Sequence[Pieces]],
    ) -> None:
        self.pieces, self.mentions = pieces, mentions
        self.spans = spans = [(start, end) for start, end, _ in values]
        self._places = [first for _, _, (first, _) in values]
        self.kinds = np.zeros(len(spans), dtype=np.int64)
        self.targets = np.full((len(spans), len(ROLES)), IGNORED, dtype=np.int64)
        self.words = np.full((len(spans), len(ROLES), 2), IGNORED, dtype=np.int64)
        self._written = [folded_value(pieces.text[a:b]) for a, b in spans]

    def take(self, result: GoldResult, concept: Callable[[str], int | None]) -> None:
        """Finds the number that a result means: in a sentence with its arguments, near them."""
        same = [k for k, value in enumerate(self._written) if value == folded_value(result.value)]
        if not same:
            return
        said = [result.subject, result.metric, result.on, result.versus]
        targets = [_target(words, concept) for words in said]
        free = [k for k in same if self.kinds[k] <= 0] or same
        best = min((self._distance(k, targets), self._in_title(k), k) for k in free)[2]
        for k in same:
            if k != best and self.kinds[k] == 0:
                self.kinds[k] = IGNORED
        self.kinds[best] = KINDS.index(result.kind)
        self.targets[best] = targets
        for role, words in enumerate(said):
            if targets[role] == WORDS and words:
                self.words[best, role] = self._nearest(words, self.spans[best][0])

    def _distance(self, k: int, targets: Sequence[int]) -> tuple[int, int]:
        """How many arguments are not in the number's sentence, and how far the nearest is."""
        sentence, place = self.pieces.sentence, self._places[k]
        concepts = [t - FIRST_CONCEPT for t in targets if t >= FIRST_CONCEPT]
        firsts = [[first for first, _ in self.mentions[concept]] for concept in concepts]
        elsewhere = sum(sentence[place] not in sentence[mentions] for mentions in firsts)
        return elsewhere, min((abs(place - f) for mentions in firsts for f in mentions), default=0)

    def _in_title(self, k: int) -> bool:
        return self.spans[k][0] < self.pieces.title_end

    def _nearest(self, words: str, place: int) -> Pieces:
        """Word pieces of the occurrence of some words that is nearest to a place."""
        best = (len(self.pieces.text), (IGNORED, IGNORED))
        for match in re.finditer(re.escape(words.lower()), self.pieces.text.lower()):
            span = self.pieces.exactly(*match.span())
            if span is not None:
                best = min(best, (abs(match.start() - place), span))
        return best[1]


def _target(words: str | None, concept: Callable[[str], int | None]) -> int:
    if words is None:
        return NOTHING
    if words == GOLD_PAPER:
        return PAPER
    index = concept(words)
    return WORDS if index is None else FIRST_CONCEPT + index
