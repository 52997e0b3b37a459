"""The cut: leave out of an annotation what its maker is not sure enough of.

One rule for everything that carries a confidence, so that extracting, evaluating and
building with the same cut speak of the same facts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from extract.gold_checks import GOLD_PAPER
from schemas import ARGUMENT_EDGES, PAPER_HEAD, AnnotatedPaper, Annotation, Result

_PAPER = (PAPER_HEAD, GOLD_PAPER)


def cut(annotated: Iterable[AnnotatedPaper], *, min_confidence: float) -> Iterator[AnnotatedPaper]:
    """Yields every paper, its annotation cut by ``cut_annotation``.

    Args:
        annotated: Papers with annotations.
        min_confidence: The least confidence that stays, from 0 (all) to 1.

    Raises:
        ValueError: ``min_confidence`` is not between 0 and 1; at once, before the first paper.
    """
    _check(min_confidence)
    return (
        AnnotatedPaper(paper, cut_annotation(annotation, min_confidence=min_confidence))
        for paper, annotation in annotated
    )


def cut_annotation(annotation: Annotation, *, min_confidence: float) -> Annotation:
    """The annotation without what is less sure than a least confidence.

    A mention, an introduction, a relation or a result stays if its own confidence is at
    least ``min_confidence``. A concept that loses its last mention takes its introduction
    and its relations along; where a result names it, the words of its first mention stand
    there instead, or nothing if those words are the key of a concept that stays. Sentences
    and abbreviations stay, and so does the evidence of what stays.

    Args:
        annotation: What was extracted from one paper; not changed.
        min_confidence: The least confidence that stays, from 0 (all) to 1.

    Raises:
        ValueError: ``min_confidence`` is not between 0 and 1.

    Example:
        >>> from schemas import EntityType, Mention, Relation, RelationType
        >>> sure = Mention(start=0, end=1, type=EntityType.METHOD, text="A", concept="A")
        >>> bench = EntityType.BENCHMARK
        >>> unsure = Mention(start=5, end=6, type=bench, text="B", concept="B", confidence=0.4)
        >>> on = RelationType.EVALUATED_ON
        >>> relation = Relation(head="A", type=on, tail="B", start_char=0, end_char=6)
        >>> whole = Annotation(id="p", mentions=(sure, unsure), relations=(relation,))
        >>> part = cut_annotation(whole, min_confidence=0.5)
        >>> [m.text for m in part.mentions], part.relations
        (['A'], ())
    """
    _check(min_confidence)
    if min_confidence == 0:
        return annotation
    mentions = tuple(m for m in annotation.mentions if m.confidence >= min_confidence)
    kept = {m.concept for m in mentions}
    words: dict[str, str] = {}
    for mention in annotation.mentions:
        if mention.concept not in kept:
            words.setdefault(mention.concept, mention.text)
    return annotation.model_copy(
        update={
            "mentions": mentions,
            "introductions": tuple(
                i
                for i in annotation.introductions
                if i.confidence >= min_confidence and i.concept not in words
            ),
            "relations": tuple(
                r
                for r in annotation.relations
                if r.confidence >= min_confidence and r.head not in words and r.tail not in words
            ),
            "results": tuple(
                _with_words(r, words, kept=kept)
                for r in annotation.results
                if r.confidence >= min_confidence
            ),
        }
    )


def _check(min_confidence: float) -> None:
    if not 0 <= min_confidence <= 1:
        raise ValueError(f"min_confidence is {min_confidence}; it is a number from 0 to 1")


def _with_words(result: Result, words: Mapping[str, str], *, kept: Collection[str]) -> Result:
    """The result, with words in the place of concepts that are gone."""

    def spoken(argument: str | None) -> str | None:
        if argument is None or argument in _PAPER or argument not in words:
            return argument
        text = words[argument]
        return None if text in kept or text in _PAPER else text

    gone: dict[str, str | None] = {
        name: spoken(argument)
        for name in ARGUMENT_EDGES
        if (argument := getattr(result, name)) is not None
    }
    return result.model_copy(update=gone)
