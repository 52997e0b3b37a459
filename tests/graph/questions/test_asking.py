"""The named questions over the sample graph, with the answers worked out by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from graph.names import NameIndex
from graph.questions import QUESTIONS, ask
from graph.stores import Store, open_store
from schemas import AmbiguousNameError, UnknownNameError, UsageError
from tests.graph.sample import HOSTILE
from tests.graph.sample_results import BEST, HOSTILE_WORDS
from tests.graph.sample_variants import variant_graph

GRIPNET = "GripNet: Grasping with Little Data"
KITCHENS = "A Study of Large Language Models in Kitchens"

ANSWERS: list[tuple[str, list[str], list[dict[str, Any]]]] = [
    (
        "evaluated-on",
        ["metaworld"],
        [
            {"subject": "GripNet", "type": "Method", "paper": "arxiv/2401.00001"},
            {"subject": "PlanBot", "type": "Method", "paper": "p two: 2"},
        ],
    ),
    ("evaluated-on", ["KitchenQA"], [{"subject": "GPT-4", "type": "Model", "paper": "p3"}]),
    ("evaluated-on", ["GPT-4"], []),
    ("uses", ["plan-bot"], [{"used": "GPT-4", "type": "Model", "paper": "p two: 2"}]),
    (
        "uses",
        ["p3"],
        [{"used": "GPT-4", "sentence": "Large language models (LLMs) such as GPT-4 plan meals."}],
    ),
    ("uses", [KITCHENS], [{"used": "GPT-4", "paper": "p3"}]),
    ("outperforms", ["BC"], [{"winner": "GripNet", "paper": "arxiv/2401.00001"}]),
    (
        "mentions",
        ["gpt4"],
        [
            {"title": KITCHENS, "paper": "p3", "year": None, "count": 2},
            {
                "title": HOSTILE,
                "paper": "p two: 2",
                "year": 2025,
                "count": 1,
                "sentences": ["This paper introduces PlanBot, which uses GPT-4 for task planning."],
            },
        ],
    ),
    ("introduces", ["gripnet"], [{"title": GRIPNET, "paper": "arxiv/2401.00001", "year": 2024}]),
    ("introduces", ["LIBERO"], []),
    (
        "shares-benchmarks",
        ["GripNet"],
        [{"other": "PlanBot", "type": "Method", "shared": 1, "benchmarks": ["Meta-World"]}],
    ),
    (
        "path",
        ["GripNet", "GPT-4"],
        [
            {"step": 1, "from": "GripNet", "edge": "<-[COMPARED_WITH]-", "to": "PlanBot"},
            {"step": 2, "from": "PlanBot", "edge": "-[USES]->", "to": "GPT-4"},
        ],
    ),
    (
        "path",
        ["LIBERO", "GripNet"],
        [{"step": 1, "from": "LIBERO", "edge": "<-[EVALUATED_ON]-", "to": "GripNet"}],
    ),
    ("top", ["benchmarks"], [{"name": "Meta-World", "papers": 2}, {"name": "LIBERO", "papers": 1}]),
]


@pytest.mark.parametrize(("question", "args", "expected"), ANSWERS)
def test_the_answer_is_right(
    ladybug_sample: Store,
    sample_names: NameIndex,
    question: str,
    args: list[str],
    expected: list[dict[str, Any]],
) -> None:
    """Rows in order, with the columns that the question promises."""
    answer = ask(ladybug_sample, question, args, names=sample_names)
    shown = [
        {column: row[column] for column in wanted}
        for row, wanted in zip(answer.rows, expected, strict=True)
    ]
    assert shown == expected
    assert answer.columns == QUESTIONS[question].columns
    assert all(tuple(row) == answer.columns for row in answer.rows)


def test_the_statement_can_be_run_again(ladybug_sample: Store, sample_names: NameIndex) -> None:
    """An answer carries the Cypher and parameters that gave it."""
    answer = ask(ladybug_sample, "evaluated-on", ["Meta-World"], names=sample_names)
    assert "(x:`Benchmark` {id: $x})" in answer.statement
    assert ladybug_sample.run(answer.statement, answer.parameters) == answer.rows


def every_question(sample: nx.MultiDiGraph) -> list[tuple[str, list[str]]]:
    """All questions about all nodes."""
    nodes = sorted(sample)
    asked = [
        (name, [node])
        for name, question in QUESTIONS.items()
        if question.arguments in (("X",), ("BENCHMARK",))
        for node in nodes
    ]
    asked += [("path", [x, y]) for x in nodes[::5] for y in nodes[1::6] if x != y]
    types = ("Method", "Model", "Benchmark", "Dataset", "Task", "Metric")
    return [*asked, ("top", []), *(("top", [t]) for t in types)]


@pytest.mark.neo4j
@pytest.mark.slow
@pytest.mark.parametrize("generic", [False, True])
def test_both_engines_give_the_same_rows(
    ladybug_sample: Store,
    neo4j_sample: Store,
    sample: nx.MultiDiGraph,
    sample_names: NameIndex,
    generic: bool,
) -> None:
    """Every question about every node: the same rows in the same order."""
    answered = 0
    for question, args in every_question(sample):
        one, other = (
            ask(store, question, args, names=sample_names, generic=generic)
            for store in (ladybug_sample, neo4j_sample)
        )
        assert one == other, (question, args)
        answered += bool(one.rows)
    assert answered > 30


def test_every_path_is_as_short_as_can_be(
    ladybug_sample: Store, sample: nx.MultiDiGraph, sample_names: NameIndex
) -> None:
    """NetworkX agrees: the first shortest one, around generic classes if there is a way."""
    whole = nx.Graph(sample.to_undirected())
    named = whole.copy()
    named.remove_nodes_from([n for n, g in sample.nodes(data="generic") if g])
    for x in sorted(sample):
        for y in sorted(sample):
            if x == y:
                continue
            around = nx.Graph(whole.subgraph({*named, x, y}))
            if whole.has_edge(x, y):
                around.add_edge(x, y)
            wanted = _length(around, x, y) or _length(whole, x, y)
            rows = ask(ladybug_sample, "path", [x, y], names=sample_names).rows
            assert len(rows) == wanted, (x, y)
            steps = [
                sample_names.find(rows[0]["from"]),
                *(sample_names.find(r["to"]) for r in rows),
            ]
            walked = around if _length(around, x, y) else whole
            assert steps == min(nx.all_shortest_paths(walked, x, y))


def _length(graph: nx.Graph, x: str, y: str) -> int:
    try:
        length = nx.shortest_path_length(graph, x, y)
    except nx.NetworkXNoPath:
        return 0
    return length if length <= 4 else 0


GRIP, PLAN = "arxiv/2401.00001", "p two: 2"

BOARDS: list[tuple[Any, ...]] = [
    ("success rate", 1, "81%", "absolute", "PlanBot at Home", None, 0.8, 2025, PLAN),
    ("success rate", 2, "67.3%", "absolute", "GripNet", None, 0.8, 2024, GRIP),
    ("success rate", 2, "67.3%", "absolute", "LiftNet", None, 0.8, None, "p3"),
    ("success rate", None, "+3.8 points", "gain", "GripNet", "BC", 0.8, 2024, GRIP),
    ("FID", 1, "9.1", "absolute", "PlanBot", None, 0.8, 2025, PLAN),
    ("FID", 2, "12.5", "absolute", "GripNet", None, 0.8, 2024, GRIP),
    (HOSTILE_WORDS, None, "about half", "absolute", HOSTILE_WORDS, BEST, 0.8, None, "p3"),
    ("latency", 1, "20 ms", "absolute", "GripNet", None, 0.8, 2024, GRIP),
    (None, None, "5x", "ratio", "PlanBot", "BC", 0.8, 2025, PLAN),
]


def test_a_leaderboard_ranks_each_metric(ladybug_results: Store) -> None:
    """Scores by rank, less FID before more, gains and ratios below; words as they were."""
    names = NameIndex.of_store(ladybug_results)
    answer = ask(ladybug_results, "leaderboard", ["libero"], names=names)
    assert answer.columns == QUESTIONS["leaderboard"].columns
    assert [tuple(row.values())[:-1] for row in answer.rows] == BOARDS
    assert all(row["value"] in row["sentence"] for row in answer.rows)


def test_words_for_a_metric_are_a_board_too(ladybug_results: Store) -> None:
    """A metric that the paper names in words alone ranks like any other."""
    names = NameIndex.of_store(ladybug_results)
    [row] = ask(ladybug_results, "leaderboard", ["KitchenQA"], names=names).rows
    assert (row["metric"], row["rank"], row["subject"]) == ("FID", 1, "LiftNet")


@pytest.mark.parametrize("name", ["GripNet", "p4", "success rate"])
def test_what_nothing_is_reported_on_has_no_rows(ladybug_results: Store, name: str) -> None:
    """A model, a paper or a metric has no leaderboard, and that is no error."""
    names = NameIndex.of_store(ladybug_results)
    assert ask(ladybug_results, "leaderboard", [name], names=names).rows == []


def test_no_path_leads_through_a_result(ladybug_results: Store) -> None:
    """What only a result and a paper join is joined by the paper."""
    names = NameIndex.of_store(ladybug_results)
    rows = ask(ladybug_results, "path", ["GripNet", "LIBERO"], names=names).rows
    assert [row["edge"] for row in rows] == ["<-[MENTIONS]-", "-[MENTIONS]->"]


def test_a_path_may_go_over_a_tie_between_names(tmp_path: Path) -> None:
    """It has neither paper nor sentence; where a paper states something, that stands there."""
    graph = variant_graph()
    names = NameIndex.of_graph(graph)
    with open_store(tmp_path / "a.lbug") as store:
        store.save(graph)
        there = ask(store, "path", ["LLaMA-2", "KitchenQA"], names=names).rows
        stated = ask(store, "path", ["GPT-4", "GPT-4o"], names=names).rows
    assert [(row["from"], row["edge"], row["to"]) for row in there] == [
        ("LLaMA-2", "<-[VARIANT_OF]-", "LLaMA-2 70B"),
        ("LLaMA-2 70B", "-[EVALUATED_ON]->", "KitchenQA"),
    ]
    assert [(row["paper"], row["sentence"] is None) for row in there] == [
        (None, True),
        ("v2", False),
    ]
    assert [(row["edge"], row["paper"]) for row in stated] == [("<-[COMPARED_WITH]-", "v1")]


def test_ties_between_names_count_as_edges(tmp_path: Path) -> None:
    """What has versions is better connected for it."""
    graph = variant_graph()
    with open_store(tmp_path / "a.lbug") as store:
        store.save(graph)
        rows = ask(store, "top", ["Model"], names=NameIndex.of_graph(graph)).rows
    assert {row["name"]: row["edges"] for row in rows} == {
        "GPT-4": 3,
        "GPT-4o": 3,
        "LLaMA-2": 2,
        "LLaMA-2 70B": 3,
    }


def test_no_path_is_no_rows(tmp_path: Any) -> None:
    """Two papers that share nothing have no path, and that is no error."""
    from tests.graph.stores.contents import small_graph

    graph = nx.compose(small_graph("method:a"), small_graph("method:b", paper="q"))
    with open_store(tmp_path / "a.lbug") as store:
        store.save(graph)
        names = NameIndex.of_graph(graph)
        assert ask(store, "path", ["method:a", "method:b"], names=names).rows == []


def test_generic_classes_are_left_out_unless_asked_for(
    ladybug_sample: Store, sample: nx.MultiDiGraph, sample_names: NameIndex
) -> None:
    """``top`` lists names, and classes of things only on demand."""
    generic = {data["name"] for _, data in sample.nodes(data=True) if data.get("generic")}
    assert generic
    without = {r["name"] for r in ask(ladybug_sample, "top", names=sample_names).rows}
    assert not generic & without
    everything = ask(ladybug_sample, "top", names=sample_names, generic=True, limit=99).rows
    assert generic <= {row["name"] for row in everything}
    assert len(everything) == sum(t != "Paper" for _, t in sample.nodes(data="type"))


@pytest.mark.parametrize(
    ("question", "args", "message"),
    [
        (
            "evaluates",
            ["X"],
            "no question is called 'evaluates'; did you mean evaluated-on. there are evaluated-on",
        ),
        ("uses", [], "given 0 arguments; it is asked as: uses X, for example: uses"),
        ("path", ["LIBERO"], "given 1 arguments; it is asked as: path X Y"),
        ("top", ["a", "b"], r"it is asked as: top \[TYPE\]"),
        ("top", ["robots"], "no type is called 'robots'; there are Method, Model"),
        ("path", ["LIBERO", "libero"], "both ends of the path are benchmark:libero"),
    ],
)
def test_a_question_asked_wrongly_says_how(
    ladybug_sample: Store, sample_names: NameIndex, question: str, args: list[str], message: str
) -> None:
    """The message lists the choices or shows the usage."""
    with pytest.raises(UsageError, match=message):
        ask(ladybug_sample, question, args, names=sample_names)


def test_an_unknown_name_offers_the_nearest(ladybug_sample: Store, sample_names: NameIndex) -> None:
    """A slip of the finger is answered with what was meant."""
    with pytest.raises(UnknownNameError, match="Meta-World"):
        ask(ladybug_sample, "evaluated-on", ["Meta-Wrld"], names=sample_names)


def test_an_ambiguous_name_is_not_guessed(ladybug_sample: Store) -> None:
    """Two nodes of one name: the ids are listed."""
    from graph.names import NamedNode

    names = NameIndex([NamedNode("a:x", "Task", "X"), NamedNode("b:x", "Metric", "X")])
    with pytest.raises(AmbiguousNameError, match="a:x, b:x"):
        ask(ladybug_sample, "uses", ["x"], names=names)
