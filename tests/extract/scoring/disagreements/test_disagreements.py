"""Where prediction and gold differ: each kind by hand, and the sums on perturbed gold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pytest

from extract.evaluation import evaluate
from extract.gold import GoldPaper, read_gold
from extract.gold_checks import GoldEntity, GoldRelation, GoldResult
from extract.scoring.comparison import Comparison
from extract.scoring.disagreements import Disagreement, Group, disagreements
from schemas import (
    Annotation,
    EntityType,
    Introduction,
    Mention,
    Paper,
    Relation,
    RelationType,
    Result,
    ResultKind,
)
from tests.extract.test_evaluation import SHARED, perturbed

PAPER = Paper(
    id="p1",
    title="FoldNet: Folding Towels",
    abstract="We present FoldNet. It beats PickNet on TowelBench. FoldNet reaches 91% success.",
)
GOLD = GoldPaper(
    paper=PAPER,
    entities=tuple(
        GoldEntity(surface=s, type=t)
        for s, t in (
            ("FoldNet", EntityType.METHOD),
            ("PickNet", EntityType.METHOD),
            ("TowelBench", EntityType.BENCHMARK),
        )
    ),
    introduces=("FoldNet",),
    relations=(
        GoldRelation(head="FoldNet", type=RelationType.OUTPERFORMS, tail="PickNet"),
        GoldRelation(head="FoldNet", type=RelationType.EVALUATED_ON, tail="TowelBench"),
    ),
    results=(
        GoldResult(
            subject="FoldNet",
            metric="success",
            on="TowelBench",
            value="91%",
            kind=ResultKind.ABSOLUTE,
            versus=None,
        ),
    ),
)


def mention(surface: str, type_: EntityType, concept: str | None = None) -> Mention:
    """The first mention of a surface."""
    start = PAPER.text.index(surface)
    return Mention(
        start=start,
        end=start + len(surface),
        type=type_,
        text=surface,
        concept=concept or surface,
        confidence=0.75,
    )


def found(annotation: Annotation, group: Group) -> list[tuple[str, str | None, str | None, int]]:
    """Kind, gold, predicted and number of all disagreements of a group."""
    return [
        (d.kind, d.gold, d.predicted, d.times)
        for d in disagreements(Comparison(annotation, GOLD))
        if d.group is group
    ]


def relation(head: str, type_: RelationType, tail: str, confidence: float = 0.5) -> Relation:
    """A relation without evidence."""
    return Relation(
        head=head, type=type_, tail=tail, start_char=0, end_char=0, confidence=confidence
    )


def test_mentions_of_each_kind() -> None:
    """Each mistake once; the same in one paper together."""
    annotation = Annotation(
        id="p1",
        mentions=(
            mention("FoldNet", EntityType.MODEL),
            mention("PickNet on TowelBench", EntityType.BENCHMARK),
            mention("We", EntityType.TASK),
        ),
    )
    assert found(annotation, Group.MENTIONS) == [
        ("wrong type", "FoldNet (Method)", "FoldNet (Model)", 1),
        ("spurious", None, "We (Task)", 1),
        (
            "wrong borders",
            "TowelBench (Benchmark)",
            "PickNet on TowelBench (Benchmark)",
            1,
        ),
        ("missed", "FoldNet (Method)", None, 2),
        ("missed", "PickNet (Method)", None, 1),
    ]


def test_borders_and_type_may_both_be_wrong() -> None:
    """Held against the one it covers most of."""
    annotation = Annotation(id="p1", mentions=(mention("Bench. FoldNet", EntityType.TASK),))
    assert found(annotation, Group.MENTIONS)[0] == (
        *("wrong borders and type", "FoldNet (Method)", "Bench. FoldNet (Task)", 1),
    )


def test_introductions() -> None:
    """A concept of the gold, one that it does not have, and what was missed."""
    annotation = Annotation(
        id="p1",
        mentions=(mention("PickNet", EntityType.METHOD, "c1"), mention("We", EntityType.TASK)),
        introductions=tuple(
            Introduction(concept=c, start_char=0, end_char=0) for c in ("We", "c1")
        ),
    )
    assert found(annotation, Group.INTRODUCTIONS) == [
        ("spurious: no entity of the gold", None, "We (Task)", 1),
        ("spurious", None, "PickNet (Method)", 1),
        ("missed", "FoldNet (Method)", None, 1),
    ]


@pytest.mark.parametrize(
    ("predicted", "kind"),
    [
        (("FoldNet", RelationType.COMPARED_WITH, "PickNet"), "wrong type"),
        (("PickNet", RelationType.OUTPERFORMS, "FoldNet"), "wrong direction"),
        (("paper", RelationType.OUTPERFORMS, "PickNet"), "wrong head"),
        (("FoldNet", RelationType.USES, "TowelNet"), "spurious: an end is no entity of the gold"),
        (("PickNet", RelationType.USES, "TowelBench"), "spurious"),
    ],
)
def test_relations_of_each_kind(predicted: tuple[str, RelationType, str], kind: str) -> None:
    """Beside one that is right."""
    right = relation("FoldNet", RelationType.EVALUATED_ON, "TowelBench")
    annotation = Annotation(id="p1", relations=(right, relation(*predicted)))
    first, *rest = found(annotation, Group.RELATIONS)
    assert first[0] == kind
    of_gold = "FoldNet (Method) OUTPERFORMS PickNet (Method)"
    if kind.startswith("wrong"):
        assert (first[1], rest) == (of_gold, [])
    else:
        assert (first[1], rest) == (None, [("missed", of_gold, None, 1)])


def test_the_surest_relation_takes_the_gold_one() -> None:
    """Of two wrong heads, the other is spurious."""
    annotation = Annotation(
        id="p1",
        relations=(
            relation("TowelBench", RelationType.OUTPERFORMS, "PickNet", 0.2),
            relation("paper", RelationType.OUTPERFORMS, "PickNet", 0.9),
        ),
    )
    kinds = [(k, p) for k, _, p, _ in found(annotation, Group.RELATIONS)]
    assert kinds[:2] == [
        ("wrong head", "@paper OUTPERFORMS PickNet"),
        ("spurious", "TowelBench OUTPERFORMS PickNet"),
    ]


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"on": None}, "wrong on"),
        ({"subject": "paper", "metric": "speed"}, "wrong subject and metric"),
        ({"kind": ResultKind.GAIN}, "wrong kind"),
        ({"value": "17%"}, "spurious"),
        ({}, None),
        ({"value": "91 %"}, None),
    ],
)
def test_results_of_each_kind(change: dict[str, object], kind: str | None) -> None:
    """The kind names what differs."""
    right = Result(
        subject="FoldNet",
        metric="success",
        on="TowelBench",
        value="91%",
        kind=ResultKind.ABSOLUTE,
        start_char=0,
        end_char=0,
    )
    annotation = Annotation(id="p1", results=(right.model_copy(update=change),))
    kinds = [k for k, *_ in found(annotation, Group.RESULTS)]
    expected = {None: [], "spurious": ["spurious", "missed"]}
    assert kinds == expected.get(kind, [kind])


def test_sentences_are_those_that_state_it() -> None:
    """Evidence where there is some, else the sentence that joins both ends."""
    told = {
        (d.group, d.kind): d.sentence for d in disagreements(Comparison(Annotation(id="p1"), GOLD))
    }
    assert told[Group.RELATIONS, "missed"] == PAPER.text.rsplit(" FoldNet", 1)[0][24:]
    assert told[Group.RESULTS, "missed"] == "FoldNet reaches 91% success."
    stated = relation("PickNet", RelationType.USES, "TowelBench").model_copy(
        update={"start_char": 44, "end_char": 75}
    )
    annotation = Annotation(id="p1", sentences=((0, 23), (24, 43), (44, 75)), relations=(stated,))
    (first, *_) = (
        d for d in disagreements(Comparison(annotation, GOLD)) if d.group is Group.RELATIONS
    )
    assert first.sentence == "It beats PickNet on TowelBench."


def test_offsets_beyond_the_text_break_nothing() -> None:
    """A prediction of another text shows some sentence."""
    far = Mention(start=900, end=910, type=EntityType.TASK, text="x", concept="x")
    annotation = Annotation(id="p1", sentences=((0, 999),), mentions=(far,))
    assert ("spurious", None, "x (Task)", 1) in found(annotation, Group.MENTIONS)


def test_what_agrees_is_not_told() -> None:
    """The gold as a prediction leaves nothing."""
    spans = sorted(GOLD.spans)
    annotation = Annotation(
        id="p1",
        mentions=tuple(
            Mention(
                start=s.start,
                end=s.end,
                type=s.type,
                text=PAPER.text[s.start : s.end],
                concept=PAPER.text[s.start : s.end],
            )
            for s in spans
        ),
        introductions=(Introduction(concept="FoldNet", start_char=0, end_char=1),),
        relations=tuple(relation(r.head, r.type, r.tail) for r in GOLD.relations),
        results=tuple(Result(**r.model_dump(), start_char=0, end_char=1) for r in GOLD.results),
    )
    assert list(disagreements(Comparison(annotation, GOLD))) == []


def _times(told: Iterable[Disagreement], group: Group) -> Counter[tuple[bool, bool]]:
    """How many have a gold side and a predicted side."""
    counts: Counter[tuple[bool, bool]] = Counter()
    for one in told:
        if one.group is group:
            counts[one.gold is not None, one.predicted is not None] += one.times
    return counts


@pytest.mark.shared
def test_they_add_up_to_the_scorecard() -> None:
    """Right, paired and missed are the gold; right, paired and spurious the predicted."""
    path = SHARED / "data" / "annotated" / "dev.jsonl"
    if not path.exists():
        pytest.skip("the annotated papers are not beside the checkout")
    gold = list(read_gold(path))
    predicted = [perturbed(paper, "one") for paper in gold]
    sides = [Comparison(p, g) for p, g in zip(predicted, gold, strict=True)]
    told = [one for side in sides for one in disagreements(side)]
    rows = evaluate(predicted, gold).rows
    for group, row in ((Group.MENTIONS, "mentions"), (Group.RELATIONS, "relations")):
        counts = _times(told, group)
        right = round(rows[row].recall * rows[row].gold)
        assert right + counts[True, True] + counts[True, False] == rows[row].gold
        predictions = round(right / rows[row].precision)
        assert right + counts[True, True] + counts[False, True] == predictions
        assert min(counts.values()) > 10
