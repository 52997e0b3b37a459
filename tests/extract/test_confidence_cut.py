"""The cut: what is below it goes, with everything that hangs on it."""

from __future__ import annotations

import math

import pytest

from extract.confidence_cut import cut, cut_annotation
from schemas import (
    Abbreviation,
    AnnotatedPaper,
    Annotation,
    EntityType,
    Introduction,
    Mention,
    Paper,
    Relation,
    RelationType,
    Result,
    ResultKind,
    Span,
)

PAPER = Paper(id="p1", title="FoldNet", abstract="FoldNet reaches 91% on TowelBench (TB).")


def mention(start: int, surface: str, kind: EntityType, concept: str, sure: float) -> Mention:
    """A mention that stands where the text has it."""
    end = start + len(surface)
    assert PAPER.text[start:end] == surface
    return Mention(start=start, end=end, type=kind, text=surface, concept=concept, confidence=sure)


WHOLE = Annotation(
    id="p1",
    sentences=(Span(0, 7), Span(8, 47)),
    mentions=(
        mention(0, "FoldNet", EntityType.METHOD, "FoldNet", 0.9),
        mention(8, "FoldNet", EntityType.METHOD, "FoldNet", 0.5),
        mention(31, "TowelBench", EntityType.BENCHMARK, "TB", 0.6),
        mention(43, "TB", EntityType.BENCHMARK, "TB", 0.4),
    ),
    introductions=(
        Introduction(concept="FoldNet", start_char=0, end_char=7, confidence=0.8),
        Introduction(concept="TB", start_char=8, end_char=47, confidence=0.9),
    ),
    relations=(
        Relation(
            head="FoldNet",
            type=RelationType.EVALUATED_ON,
            tail="TB",
            start_char=8,
            end_char=47,
            confidence=0.95,
        ),
        Relation(
            head="paper",
            type=RelationType.USES,
            tail="FoldNet",
            start_char=8,
            end_char=47,
            confidence=0.7,
        ),
    ),
    results=(
        Result(
            subject="FoldNet",
            metric="success",
            on="TB",
            value="91%",
            kind=ResultKind.ABSOLUTE,
            start_char=8,
            end_char=47,
            confidence=0.85,
        ),
    ),
    abbreviations=(Abbreviation(short="TB", long="TowelBench"),),
)


def test_nought_changes_nothing() -> None:
    """It is the same object."""
    assert cut_annotation(WHOLE, min_confidence=0) is WHOLE


def test_the_border_stays() -> None:
    """At least means at least."""
    left = cut_annotation(WHOLE, min_confidence=0.5)
    assert [m.confidence for m in left.mentions] == [0.9, 0.5, 0.6]
    assert left.introductions == WHOLE.introductions
    assert left.relations == WHOLE.relations
    assert left.results == WHOLE.results


def test_a_concept_without_mentions_goes_with_what_hangs_on_it() -> None:
    """Its introduction and relation go though they are sure; the result keeps its words."""
    left = cut_annotation(WHOLE, min_confidence=0.7)
    assert [m.concept for m in left.mentions] == ["FoldNet"]
    assert left.introduces == ("FoldNet",)
    assert [(r.head, r.tail) for r in left.relations] == [("paper", "FoldNet")]
    assert [(r.subject, r.metric, r.on) for r in left.results] == [
        ("FoldNet", "success", "TowelBench")
    ]
    assert (left.sentences, left.abbreviations) == (WHOLE.sentences, WHOLE.abbreviations)


def test_each_kind_has_its_own_confidence() -> None:
    """Relations and results below the cut go while their concepts stay."""
    unsure = WHOLE.model_copy(
        update={"mentions": tuple(m.model_copy(update={"confidence": 1.0}) for m in WHOLE.mentions)}
    )
    left = cut_annotation(unsure, min_confidence=0.9)
    assert left.introduces == ("TB",)
    assert [r.tail for r in left.relations] == ["TB"]
    assert left.results == ()
    assert left.mentions == unsure.mentions


def test_words_that_would_name_another_concept_are_left_out() -> None:
    """The lost concept was written as the key of one that stays."""
    odd = WHOLE.model_copy(
        update={
            "mentions": (
                mention(0, "FoldNet", EntityType.METHOD, "other", 0.1),
                mention(8, "FoldNet", EntityType.METHOD, "FoldNet", 0.9),
            ),
            "results": (WHOLE.results[0].model_copy(update={"versus": "other"}),),
        }
    )
    (result,) = cut_annotation(odd, min_confidence=0.5).results
    assert (result.subject, result.on, result.versus) == ("FoldNet", "TB", None)


def test_a_concept_that_never_had_a_mention_is_judged_by_what_names_it() -> None:
    """Files of other makers may introduce without mentions."""
    bare = Annotation(
        id="p1", introductions=(Introduction(concept="FoldNet", start_char=0, end_char=0),)
    )
    assert cut_annotation(bare, min_confidence=0.9) == bare


def test_all_above_one_half_is_what_remains_after_one_quarter_too() -> None:
    """Cutting twice is cutting once at the higher of the two."""
    twice = cut_annotation(cut_annotation(WHOLE, min_confidence=0.45), min_confidence=0.55)
    assert twice == cut_annotation(WHOLE, min_confidence=0.55)


def test_the_stage_cuts_every_paper() -> None:
    """Papers pass as they are."""
    (one,) = cut([AnnotatedPaper(PAPER, WHOLE)], min_confidence=0.7)
    assert one == AnnotatedPaper(PAPER, cut_annotation(WHOLE, min_confidence=0.7))


@pytest.mark.parametrize("wrong", [-0.1, 1.1, math.nan, math.inf])
def test_what_is_no_share_is_refused_at_once(wrong: float) -> None:
    """Before the first paper is asked for."""
    with pytest.raises(ValueError, match="a number from 0 to 1"):
        cut_annotation(WHOLE, min_confidence=wrong)
    with pytest.raises(ValueError, match="a number from 0 to 1"):
        cut(iter(()), min_confidence=wrong)
