"""Their annotation as our gold, as little as possible lost.

Ours marks every occurrence of a surface within a paper, with one type, and relates surfaces;
theirs marks spans and relates spans of a sentence. So in each passage

- a surface has the type that most of its spans have, spellings that fold alike together;
- a surface that is no mention in more than half of the places where it would be marked is
  left out, the worst first: listing it would do more harm than good;
- a relation holds between the surfaces of its spans where both are marked and differ.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from extract.gold import GoldPaper, TypedSpan, gold_spans
from extract.gold_checks import GoldEntity, GoldRelation
from extract.surface import fold_surface
from extract.training.literature.passages import Passage
from schemas import Annotation, Relation


def relation_name(theirs: str) -> str:
    """The name of a relation as our vocabularies have it.

    Example:
        >>> relation_name("USED-FOR"), relation_name("SubClass-Of")
        ('USED_FOR', 'SUBCLASS_OF')
    """
    return theirs.upper().replace("-", "_")


def gold_of(passage: Passage, *, symmetric: Collection[str] = ()) -> GoldPaper:
    """A passage as a paper of ours.

    Args:
        passage: The passage.
        symmetric: Relations that hold both ways, by their own names.
    """
    text = passage.paper.text
    spans = _spans(passage)
    types = _types(text, spans)
    surfaces = {text[start:end] for start, end in spans}
    marked = _marked(text, surfaces, types)
    while worst := _worst(passage, marked, surfaces, spans):
        surfaces.remove(worst)
        marked = _marked(text, surfaces, types)
    return GoldPaper(
        paper=passage.paper,
        entities=tuple(_entities(surfaces, types)),
        relations=tuple(
            GoldRelation(head=head, type=kind, tail=tail)
            for head, kind, tail in sorted(_relations(passage, marked, symmetric))
        ),
    )


def annotation_of(gold: GoldPaper) -> Annotation:
    """What a pipeline without a fault would say of a paper: its gold."""
    clusters = gold.clusters
    return Annotation(
        id=gold.paper.id,
        mentions=gold.mentions,
        relations=tuple(
            Relation(
                head=clusters[fold_surface(relation.head)],
                type=relation.type,
                tail=clusters[fold_surface(relation.tail)],
                start_char=0,
                end_char=len(gold.paper.text),
            )
            for relation in gold.relations
        ),
    )


_Spans = Mapping[tuple[int, int], str]
"""Type by start and end."""


def _spans(passage: Passage) -> _Spans:
    """Their mentions by place in the paper's text."""
    return {
        characters: kind
        for number, sentence in enumerate(passage.sentences)
        for tokens, kind in sentence.marks.mentions.items()
        if (characters := passage.characters(number, tokens)) is not None
    }


def _types(text: str, spans: _Spans) -> dict[str, str]:
    """The type of each folded surface: the most frequent, of several the first."""
    votes: dict[str, Counter[str]] = {}
    for (start, end), kind in sorted(spans.items()):
        votes.setdefault(fold_surface(text[start:end]), Counter())[kind] += 1
    return {folded: counts.most_common(1)[0][0] for folded, counts in votes.items()}


def _entities(surfaces: Collection[str], types: Mapping[str, str]) -> list[GoldEntity]:
    return [GoldEntity(surface=s, type=types[fold_surface(s)]) for s in sorted(surfaces)]


def _marked(text: str, surfaces: Collection[str], types: Mapping[str, str]) -> list[TypedSpan]:
    """What our format marks where these surfaces are listed."""
    return sorted(gold_spans(text, _entities(surfaces, types)))


def _worst(
    passage: Passage, marked: Iterable[TypedSpan], surfaces: Collection[str], spans: _Spans
) -> str | None:
    """The surface that is wrongly marked most often, more often than rightly; or never marked.

    Only what stands between borders of tokens counts, as nothing else is scored.
    """
    text = passage.paper.text
    right: Counter[str] = Counter()
    places: Counter[str] = Counter()
    for start, end, kind in marked:
        if passage.place(start, end) is not None:
            places[text[start:end]] += 1
            right[text[start:end]] += spans.get((start, end)) == kind
    bad = [surface for surface in surfaces if right[surface] * 2 < max(1, places[surface])]
    return min(bad, key=lambda s: (right[s] / max(1, places[s]), s), default=None)


def _relations(
    passage: Passage, marked: Iterable[TypedSpan], symmetric: Collection[str]
) -> set[tuple[str, str, str]]:
    """Their relations between our surfaces."""
    text = passage.paper.text
    known = {(start, end) for start, end, _ in marked}
    found = set()
    for number, sentence in enumerate(passage.sentences):
        for triple in sentence.marks.relations:
            ends = [passage.characters(number, tokens) for tokens in (triple.head, triple.tail)]
            if any(span not in known for span in ends):
                continue
            head, tail = (text[slice(*span)] for span in ends if span is not None)
            if fold_surface(head) == fold_surface(tail):
                continue
            name = relation_name(triple.type)
            found.add((head, name, tail))
            if triple.type in symmetric:
                found.add((tail, name, head))
    return found
