"""An annotated paper as arrays: what each head is to answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from extract.gold import GoldEntity, GoldPaper
from extract.gold_checks import GoldRelation, GoldResult
from extract.network.labels import FIRST_CONCEPT, KINDS, NOTHING, PAPER, ROLES, WORDS
from extract.training.examples import IGNORED, Example, example, masked
from schemas import EntityType, Paper, RelationType, ResultKind
from tests.extract.tiny_network import LABELS, RELATIONS, TAGS, TOKENIZER, TYPES
from tests.extract.training.made_papers import made_papers

TITLE = "FoldNet: Folding"
ABSTRACT = "We propose FoldNet for towel folding. FoldNet reaches 35% success on Towel-Bench."
ENTITIES = {"FoldNet": "Method", "towel folding": "Task", "Towel-Bench": "Benchmark"}


def gold(**more: Any) -> GoldPaper:
    """A small annotated paper."""
    return GoldPaper(
        paper=Paper(
            id="p", title=more.pop("title", TITLE), abstract=more.pop("abstract", ABSTRACT)
        ),
        entities=tuple(
            GoldEntity(surface=s, type=EntityType(t))
            for s, t in more.pop("entities", ENTITIES).items()
        ),
        **more,
    )


def made(paper: GoldPaper) -> Example:
    """The paper in pieces of the tiny vocabulary."""
    return example(paper, tokenizer=TOKENIZER, lexicon={}, labels=LABELS)


def written(x: Example, span: tuple[int, int]) -> str:
    """The text of some pieces."""
    return x.pieces.text[x.pieces.offsets[span[0]][0] : x.pieces.offsets[span[1]][1]]


def result(value: str, kind: ResultKind = ResultKind.ABSOLUTE, **said: str | None) -> GoldResult:
    """A reported number."""
    return GoldResult(value=value, kind=kind, **dict.fromkeys(ROLES) | said)


def test_tags_are_those_of_the_mentions() -> None:
    """Begin, inside, last; one piece is a unit; the rest is outside."""
    x = made(gold())
    tagged = [
        (x.pieces.text[a:b], TAGS[tag])
        for (a, b), tag in zip(x.pieces.offsets, x.tags.tolist(), strict=True)
        if tag
    ]
    assert tagged == [
        ("FoldNet", "U-Method"),
        ("FoldNet", "U-Method"),
        ("towel", "B-Task"),
        ("folding", "L-Task"),
        ("FoldNet", "U-Method"),
        ("Towel", "B-Benchmark"),
        ("-", "I-Benchmark"),
        ("Bench", "L-Benchmark"),
    ]


def test_concepts_are_the_clusters_of_the_gold() -> None:
    """With all their mentions; aliases are one."""
    entities = ENTITIES | {"TB": "Benchmark"}
    text = ABSTRACT + " TB is fast."
    x = made(gold(abstract=text, entities=entities, aliases=(("TB", "Towel-Bench"),)))
    assert [[written(x, span) for span in spans] for spans in x.mentions] == [
        ["FoldNet"] * 3,
        ["Towel-Bench", "TB"],
        ["towel folding"],
    ]
    assert [TYPES[k] for k in x.types] == ["Method", "Benchmark", "Task"]
    assert x.plain.tolist() == [
        [np.log(np.float32(3)), 1, 0],
        [np.log(np.float32(2)), 0, 0],
        [0] * 3,
    ]
    assert x.surfaces == {s: TYPES.index(EntityType(t)) for s, t in entities.items()}


def test_introductions_and_relations() -> None:
    """By cluster; the paper is -1."""
    relations = (
        GoldRelation(head="FoldNet", type=RelationType.ADDRESSES, tail="towel folding"),
        GoldRelation(head="@paper", type=RelationType.EVALUATED_ON, tail="Towel-Bench"),
    )
    x = made(gold(introduces=("FoldNet",), relations=relations))
    order = {written(x, spans[0]): k for k, spans in enumerate(x.mentions)}
    assert x.introduced.tolist() == [
        float(name == "FoldNet") for name in sorted(order, key=order.get)
    ]
    assert x.relations == [
        (order["FoldNet"], order["towel folding"], RELATIONS.index(RelationType.ADDRESSES)),
        (-1, order["Towel-Bench"], RELATIONS.index(RelationType.EVALUATED_ON)),
    ]


def test_arguments_of_a_number() -> None:
    """A concept, words with their pieces, the paper, or nothing."""
    x = made(gold(results=(result("35%", subject="@paper", metric="success", on="Towel-Bench"),)))
    assert [written(x, span) for span in x.values] == ["35%"]
    assert x.kinds.tolist() == [KINDS.index(ResultKind.ABSOLUTE)]
    (bench,) = (k for k, spans in enumerate(x.mentions) if written(x, spans[0]) == "Towel-Bench")
    said = dict(zip(ROLES, x.targets[0].tolist(), strict=True))
    assert said == {
        "subject": PAPER,
        "metric": WORDS,
        "on": FIRST_CONCEPT + bench,
        "versus": NOTHING,
    }
    words = dict(zip(ROLES, x.words[0].tolist(), strict=True))
    assert written(x, tuple(words.pop("metric"))) == "success"
    assert all(span == [IGNORED, IGNORED] for span in words.values())


def test_a_number_that_no_result_means_is_none() -> None:
    """Its arguments are left open."""
    x = made(gold(abstract="FoldNet on 35 towels."))
    assert x.kinds.tolist() == [0]
    assert (x.targets == IGNORED).all()
    assert (x.words == IGNORED).all()


def test_of_equal_numbers_the_nearest_to_its_arguments_is_meant() -> None:
    """The others are left open, not called wrong; that of the title comes last."""
    text = "PickNet reaches 35%. We fold. We fold. FoldNet reaches 35% with it."
    paper = gold(
        title="A text of 35% towels",
        abstract=text,
        entities={"PickNet": "Method", "FoldNet": "Method"},
        results=(result("35%", subject="FoldNet"),),
    )
    x = made(paper)
    assert x.kinds.tolist() == [IGNORED, IGNORED, KINDS.index(ResultKind.ABSOLUTE)]


def test_two_results_of_one_value_take_two_numbers() -> None:
    """Each its own."""
    paper = gold(
        title="A text",
        abstract="PickNet reaches 35%. We fold towels. FoldNet reaches 35% with it.",
        entities={"PickNet": "Method", "FoldNet": "Method"},
        results=(result("35%", subject="FoldNet"), result("35%", subject="PickNet")),
    )
    x = made(paper)
    names = [written(x, spans[0]) for spans in x.mentions]
    subjects = [names[row[0] - FIRST_CONCEPT] for row in x.targets.tolist()]
    assert subjects == ["PickNet", "FoldNet"]


def test_a_value_that_is_not_found_changes_nothing() -> None:
    """The gold may write a number that the search does not know."""
    x = made(gold(results=(result("many", subject="FoldNet"),)))
    assert x.kinds.tolist() == [0]


def test_a_paper_without_entities_is_an_example_as_well() -> None:
    """Of what is not named."""
    x = made(gold(entities={}))
    assert not x.tags.any()
    assert (x.mentions, x.relations, x.surfaces) == ([], [], {})
    assert x.plain.shape == (0, 3)
    assert x.introduced.shape == (0,)


def test_what_stands_behind_the_longest_run_is_left_out() -> None:
    """Training sees one run; nothing points beyond it."""
    text = "we fold " * 400 + "FoldNet reaches 35% on Towel-Bench."
    x = made(gold(abstract=text, results=(result("35%", subject="FoldNet", on="Towel-Bench"),)))
    assert len(x.pieces.ids) == 512
    assert [[written(x, span) for span in spans] for spans in x.mentions] == [["FoldNet"]]
    assert x.values == []
    assert x.kinds.shape == (0,)
    assert x.targets.shape == (0, len(ROLES))


def test_every_answer_of_made_up_papers_is_given(tmp_path: Path) -> None:
    """All results are found, all relations are between concepts that are there."""
    for paper in made_papers(tmp_path, 30):
        x = made(paper)
        assert len(x.relations) == len(paper.relations)
        assert int(x.introduced.sum()) == 1
        assert int((x.kinds > 0).sum()) == len(paper.results)
        for row in np.flatnonzero(x.kinds > 0):
            words = x.words[row][x.targets[row] == WORDS]
            assert (words >= 0).all()
        assert {written(x, span) for spans in x.mentions for span in spans} == {
            entity.surface for entity in paper.entities
        }


def test_hidden_words_are_kept_to_be_guessed() -> None:
    """A share of them, the same for a seed; the markers of begin and end never, nor the answers."""
    plain = made(gold())
    found = masked(plain, 0.3, mask=103, seed="0/0/p")
    assert found.hidden is not None
    hidden = found.hidden != IGNORED
    assert 0 < hidden.sum() < len(hidden) / 2
    assert not hidden[0] and not hidden[-1]
    assert (found.pieces.ids[hidden] == 103).all()
    assert np.array_equal(np.where(hidden, found.hidden, found.pieces.ids), plain.pieces.ids)
    assert plain.hidden is None and found.tags is plain.tags
    again = masked(plain, 0.3, mask=103, seed="0/0/p")
    assert np.array_equal(again.pieces.ids, found.pieces.ids)
