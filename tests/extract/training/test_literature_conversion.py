"""Their annotation as our gold, and back."""

from __future__ import annotations

import pytest

from extract.gold_checks import problems
from extract.training.literature.benchmarks import BENCHMARKS
from extract.training.literature.conversion import annotation_of, gold_of
from extract.training.literature.documents import Document, Sentence, Tokens, Triple
from extract.training.literature.pairs import Pairing, marks_of
from extract.training.literature.passages import Passage, Place, passages
from extract.training.standoff_records import gold_record
from tests.extract.training.literature_documents import sentence

SCIERC = BENCHMARKS["scierc"]


def passage_of(*sentences: Sentence) -> Passage:
    """A passage of some sentences."""
    return Passage("p", tuple(sentences))


def test_brackets_and_blank_tokens_are_written_as_text() -> None:
    """And every border of a token that is written leads back to it."""
    passage = passage_of(
        Sentence(("FoldNet", "-LRB-", " ", "FN", "", "-RRB-", "."), sentence("x").marks),
        Sentence(("1\u00a0000", "towels", "."), sentence("x").marks),
    )
    assert passage.paper.text == "FoldNet ( FN ) .\n1_000 towels ."
    for number, found in enumerate(passage.sentences):
        for token in range(len(found.tokens)):
            characters = passage.characters(number, Tokens(token, token))
            if characters is not None:
                assert passage.place(*characters) == Place(number, Tokens(token, token))
    assert passage.characters(0, Tokens(2, 3)) is None
    assert passage.place(*(0, passage.paper.text.index("towels") + 6)) is None


def test_documents_are_cut_between_sentences() -> None:
    """Where one more would be too many words; a long sentence stands alone."""
    document = Document("d", tuple(sentence(" ".join("w" * n)) for n in (2, 3, 9, 1, 1)))
    lengths = [[len(s.tokens) for s in run] for run in passages(document, words=5)]
    assert lengths == [[2, 3], [9], [1, 1]]
    assert len(list(passages(document))) == 1


def test_a_surface_has_the_type_of_most_of_its_spans() -> None:
    """Spellings that fold alike vote together."""
    gold = gold_of(
        passage_of(
            sentence("language models and language model", {(0, 1): "Method", (3, 4): "Material"}),
            sentence("a language model", {(1, 2): "Method"}),
        )
    )
    assert {e.surface: e.type for e in gold.entities} == {
        "language models": "Method",
        "language model": "Method",
    }


def test_a_surface_that_is_seldom_a_mention_is_left_out() -> None:
    """In half of its places it is still listed."""
    once = sentence("the method folds", {(1, 1): "Generic"})
    never = sentence("no method folds")
    assert [e.surface for e in gold_of(passage_of(once, never)).entities] == ["method"]
    assert gold_of(passage_of(once, never, never)).entities == ()


def test_a_span_inside_another_is_lost_and_no_other() -> None:
    """The longest surface wins."""
    gold = gold_of(passage_of(sentence("towel folding net", {(0, 1): "Task", (0, 2): "Method"})))
    assert [(e.surface, e.type) for e in gold.entities] == [("towel folding net", "Method")]


def test_relations_join_surfaces() -> None:
    """Those that hold both ways do so in both; one of a surface to itself is lost."""
    passage = passage_of(
        sentence(
            "FoldNet and PickNet for folding and more folding",
            {(0, 0): "Method", (2, 2): "Method", (4, 4): "Task", (7, 7): "Task"},
            [
                ((0, 0), "CONJUNCTION", (2, 2)),
                ((0, 0), "USED-FOR", (4, 4)),
                ((4, 4), "CONJUNCTION", (7, 7)),
            ],
        )
    )
    gold = gold_of(passage, symmetric=SCIERC.symmetric)
    assert [(r.head, r.type, r.tail) for r in gold.relations] == [
        ("FoldNet", "CONJUNCTION", "PickNet"),
        ("FoldNet", "USED_FOR", "folding"),
        ("PickNet", "CONJUNCTION", "FoldNet"),
    ]
    assert problems(gold_record(gold), SCIERC.vocabulary) == []


def test_the_way_there_and_back_loses_nothing_where_our_format_has_it_all() -> None:
    """With the relation said of the nearest mentions."""
    passage = passage_of(
        sentence(
            "FoldNet -LRB- FN -RRB- for folding",
            {(0, 0): "Method", (2, 2): "Method", (5, 5): "Task"},
            [((2, 2), "USED-FOR", (5, 5))],
        ),
        sentence("success rate", {(0, 1): "Metric"}),
    )
    said = annotation_of(gold_of(passage))
    marks = marks_of(said, passage, Pairing.NEAREST, names=SCIERC.names)
    assert marks == [s.marks for s in passage.sentences]


@pytest.mark.parametrize(
    ("pairing", "expected"),
    [
        (Pairing.ALL, [{(0, 2), (4, 2)}, {(0, 1)}]),
        (Pairing.NEAREST, [{(0, 2)}, {(0, 1)}]),
        (Pairing.FIRST, [{(0, 2)}, set()]),
    ],
)
def test_a_relation_is_said_of_mentions(
    pairing: Pairing, expected: list[set[tuple[int, int]]]
) -> None:
    """Of two that stand as near it is said of the first."""
    marked = {(0, 0): "Method", (2, 2): "Task", (4, 4): "Method"}
    passage = passage_of(
        sentence("net for folding by net", marked, [((0, 0), "USED-FOR", (2, 2))]),
        sentence("net folding", {(0, 0): "Method", (1, 1): "Task"}),
    )
    said = annotation_of(gold_of(passage))
    marks = marks_of(said, passage, pairing, names=SCIERC.names)
    assert [{(r.head.first, r.tail.first) for r in found.relations} for found in marks] == expected
    assert {r.type for found in marks for r in found.relations} == {"USED-FOR"}


def test_relations_over_sentences_and_mentions_inside_tokens_are_none() -> None:
    """Their annotation has no place for them."""
    passage = passage_of(
        sentence("net net-based", {(0, 0): "Method"}), sentence("folding", {(0, 0): "Task"})
    )
    said = annotation_of(gold_of(passage))
    assert len(said.mentions) == 3
    crossing = said.model_copy(
        update={
            "relations": annotation_of(
                gold_of(
                    passage_of(
                        sentence(
                            "net folding",
                            {(0, 0): "Method", (1, 1): "Task"},
                            [((0, 0), "USED-FOR", (1, 1))],
                        )
                    )
                )
            ).relations
        }
    )
    assert len(crossing.relations) == 1
    first, second = marks_of(crossing, passage, Pairing.ALL, names=SCIERC.names)
    assert (dict(first.mentions), first.relations) == ({Tokens(0, 0): "Method"}, frozenset())
    assert (dict(second.mentions), second.relations) == ({Tokens(0, 0): "Task"}, frozenset())
    assert Triple(Tokens(0, 0), "USED-FOR", Tokens(0, 0)) not in first.relations


@pytest.mark.parametrize("name", BENCHMARKS)
def test_names_lead_back_to_theirs(name: str) -> None:
    """Every relation has a name of ours, and symmetric ones are relations."""
    benchmark = BENCHMARKS[name]
    assert set(benchmark.names) == set(benchmark.vocabulary.relations)
    assert tuple(benchmark.names.values()) == benchmark.relations
    assert benchmark.symmetric <= set(benchmark.relations)
    assert benchmark.published.keys() <= benchmark.tests.keys()
