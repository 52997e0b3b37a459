"""What the rules are unsure of is listed with its reason, and joins nothing."""

import random

import pytest

from extract.resolution import resolve
from extract.resolution.slips import slips
from schemas import AnnotatedPaper, EntityType, Resolution, Suggestion, SuggestionReason
from tests.extract.resolution.papers import paper

_METHOD, _MODEL, _TASK = EntityType.METHOD, EntityType.MODEL, EntityType.TASK
_BENCHMARK, _METRIC = EntityType.BENCHMARK, EntityType.METRIC


def _named(name: str, type_: str, times: int = 1, *, start: int = 0) -> list[AnnotatedPaper]:
    return [paper(f"{name}{n}", (name, type_, "x")) for n in range(start, start + times)]


def _bound(paper_id: str, short: str, long: str, type_: str = _METHOD) -> AnnotatedPaper:
    return paper(paper_id, (long, type_, "x"), (short, type_, "x"), short={short: long})


def _said(resolution: Resolution) -> list[tuple[str, str, str]]:
    return [(s.surface, s.into_surface, s.reason.value) for s in resolution.suggestions]


def test_a_short_form_is_suggested_what_over_half_of_its_papers_mean() -> None:
    """Four of six: too few to join, enough to say so; the share is the score."""
    papers = [
        *(_bound(f"a{n}", "QZF", "quilted zone folding") for n in range(4)),
        *(_bound(f"b{n}", "QZF", "quick zebra feeding") for n in range(2)),
        paper("c", ("QZF", _METHOD, "x")),
    ]
    resolution = resolve(papers)
    assert resolution.suggestions == (
        Suggestion(
            node="method:qzf",
            into="method:quilted-zone-folding",
            surface="QZF",
            into_surface="quilted zone folding",
            reason=SuggestionReason.SENSE,
            score=round(4 / 7, 3),
            papers=1,
            into_papers=4,
        ),
    )
    assert "method:qzf" in {e.id for e in resolution.entities}


def test_half_and_half_is_no_suggestion() -> None:
    """Nothing speaks for one of the two."""
    papers = [
        *(_bound(f"a{n}", "QZF", "quilted zone folding") for n in range(2)),
        *(_bound(f"b{n}", "QZF", "quick zebra feeding") for n in range(2)),
        paper("c", ("QZF", _METHOD, "x")),
    ]
    assert resolve(papers).suggestions == ()


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        (("NapkinFold", _MODEL), ("napkin fold", _METHOD), "spacing"),
        (("napkin folding controller", _METHOD), ("napkin folding control", _TASK), "wording"),
        (("napkin chain models", _METHOD), ("Napkin Chains", _METHOD), "head"),
        (("napkin policy folding", _TASK), ("folding policies for napkins", _TASK), "words"),
        (("napkin fodling", _TASK), ("napkin folding", _METHOD), "letter"),
    ],
)
def test_each_source_says_why(one: tuple[str, str], other: tuple[str, str], said: str) -> None:
    """The rarer name first; nothing is joined."""
    resolution = resolve([*_named(*one), *_named(*other, 6)])
    assert _said(resolution) == [(one[0], other[0], said)]
    assert len(resolution.entities) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("NapkinFold", _MODEL), ("napkin fold", _METRIC)),  # no one takes a model for a metric
        (("towel folding models", _MODEL), ("towel folding", _TASK)),  # a model of a task
        (("text to image folding", _TASK), ("image to text folding", _TASK)),  # order says what
        (("napkin folding 2", _METHOD), ("napkin foldng 3", _METHOD)),  # other numbers
        (("napkin holding", _TASK), ("napkin folding", _TASK)),  # below: "holding" is a word
        (("FOLDNET", _MODEL), ("FOLDMET", _MODEL)),  # coined names
    ],
)
def test_what_is_not_suggested(one: tuple[str, str], other: tuple[str, str]) -> None:
    """Kinds, numbers, and words that other names have speak against it."""
    others = [*_named("holding", _TASK, 3), *_named("FOLDNET", _MODEL, 6, start=3)]
    assert resolve([*_named(*one), *_named(*other, 6), *others]).suggestions == ()


def test_no_order_of_the_papers_changes_a_suggestion() -> None:
    """The same pairs, in the same order."""
    papers = [
        *_named("NapkinFold", _MODEL, 2),
        *_named("napkin fold", _METHOD, 2),
        *_named("napkin policy folding", _TASK),
        *_named("folding policies for napkins", _TASK),
        *_named("folding napkins policy", _TASK),
        *(_bound(f"a{n}", "QZF", "quilted zone folding") for n in range(4)),
        *(_bound(f"b{n}", "QZF", "quick zebra feeding") for n in range(2)),
        paper("c", ("QZF", _METHOD, "x"), ("QZF", _BENCHMARK, "y")),
    ]
    first = resolve(papers).suggestions
    assert len(first) == 4
    shuffled = random.Random(4)
    for _ in range(5):
        shuffled.shuffle(papers)
        assert resolve(papers).suggestions == first


def test_a_merge_says_how_often_its_surface_stands() -> None:
    """Three mentions in two papers."""
    papers = [
        *_named("Napkin-Fold", _MODEL, 5),
        paper("a", ("Napkin Fold", _MODEL, "x"), ("Napkin Fold", _MODEL, "x")),
        paper("b", ("Napkin Fold", _MODEL, "x")),
    ]
    (merge,) = resolve(papers).merges
    assert (merge.surface, merge.papers, merge.mentions) == ("Napkin Fold", 2, 3)


@pytest.mark.parametrize(
    ("slip", "found"),
    [
        ("napkin foldng", True),
        ("napkin foldding", True),
        ("napkin foldign", True),
        ("napkin foldinx", True),
        ("napkin foldings", False),  # an ending
        ("napkin fodlign", False),  # two slips
        ("napkin olding", False),  # the first letter is always right
        ("napkin molding", False),  # another first letter
    ],
)
def test_slips_are_one_letter_after_the_first(slip: str, found: bool) -> None:
    """Missing, doubled, swapped with the next, or another."""
    assert list(slips({slip: 1, "napkin folding": 9})) == [(slip, "napkin folding")] * found


def test_a_slip_is_rare() -> None:
    """At least five papers write it right for each that does not."""
    assert list(slips({"napkin foldng": 2, "napkin folding": 9})) == []
    assert list(slips({"napkin foldng": 2, "napkin folding": 10})) != []
