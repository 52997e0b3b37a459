from __future__ import annotations

import networkx as nx
import pytest

from graph.names import NamedNode, NameIndex, folded
from graph.stores import Store
from schemas import AmbiguousNameError, UnknownNameError

NODES = [
    NamedNode("benchmark:meta-world", "Benchmark", "Meta-World", ["MetaWorld", "MW"]),
    NamedNode("benchmark:libero", "Benchmark", "LIBERO"),
    NamedNode("method:soft-actor-critic", "Method", "soft actor-critic", ["SAC", "sac-v2"]),
    NamedNode("method:sac", "Method", "Sac"),
    NamedNode("model:gpt-4", "Model", "GPT-4", ["GPT4"]),
    NamedNode("model:gpt-4o", "Model", "GPT-4o"),
    NamedNode("task:mw", "Task", "mw"),
    NamedNode("dataset:pi-0", "Dataset", "\u03c00.5", ["Pi 0.5"]),
    NamedNode("method:mae-one", "Method", "masked autoencoder", ["MAE"]),
    NamedNode("metric:mae", "Metric", "mean absolute error", ["MAE"]),
    NamedNode("model:strasse", "Model", "Stra\u00dfe"),
    NamedNode("paper:2401.00001", "Paper", "LIBERO and Beyond: A Study"),
    NamedNode("paper:a/b: c", "Paper", "A Title of Its Own"),
]
INDEX = NameIndex(NODES)


@pytest.mark.parametrize("node", NODES)
def test_an_id_serves_wherever_a_name_does(node: NamedNode) -> None:
    """Every id finds its node, a paper's own id as well."""
    assert INDEX.find(node.id) == node.id
    if node.type == "Paper":
        assert INDEX.find(node.id.removeprefix("paper:")) == node.id


@pytest.mark.parametrize(
    ("name", "node"),
    [
        ("Meta-World", "benchmark:meta-world"),
        ("meta world", "benchmark:meta-world"),
        ("  METAWORLD ", "benchmark:meta-world"),
        ("Meta\u2011World", "benchmark:meta-world"),
        ("meta_world", "benchmark:meta-world"),
        ("gpt 4", "model:gpt-4"),
        ("gpt-4O", "model:gpt-4o"),
        ("\u03a00.5", "dataset:pi-0"),
        ("pi-0.5", "dataset:pi-0"),
        ("STRASSE", "model:strasse"),
        ("\uff27\uff30\uff34-4", "model:gpt-4"),
        ("libero and beyond: a study", "paper:2401.00001"),
        ("Benchmark:LIBERO", "benchmark:libero"),
    ],
)
def test_case_hyphens_and_blanks_do_not_matter(name: str, node: str) -> None:
    """A name is found in any usual spelling of it, and through aliases."""
    assert INDEX.find(name) == node


@pytest.mark.parametrize(
    ("name", "node"),
    [
        ("Sac", "method:sac"),  # a name as written before an alias
        ("sac", "method:sac"),  # a folded name before a folded alias
        ("SAC", "method:sac"),  # and before an alias as written
        ("MW", "task:mw"),
        ("SAC v2", "method:soft-actor-critic"),
    ],
)
def test_a_name_goes_before_an_alias(name: str, node: str) -> None:
    """What a node is called wins over what another is also called."""
    assert INDEX.find(name) == node


def test_an_exact_name_goes_before_a_folded_one() -> None:
    """Of two names that differ only in case, the one as written is meant."""
    index = NameIndex([NamedNode("a", "Method", "Self"), NamedNode("b", "Method", "SELF")])
    assert (index.find("Self"), index.find("SELF")) == ("a", "b")
    with pytest.raises(AmbiguousNameError):
        index.find("self")


def test_an_id_with_blanks_around_it_is_another_id() -> None:
    """Ids of papers are verbatim: what was typed is tried before the blanks are stripped."""
    index = NameIndex([NamedNode("paper:p1", "Paper", "A"), NamedNode("paper:p1 ", "Paper", "B")])
    assert [index.find(n) for n in ("paper:p1 ", "p1 ", "paper:p1", " p1", " paper:p1  ")] == [
        "paper:p1 ",
        "paper:p1 ",
        "paper:p1",
        "paper:p1",
        "paper:p1",
    ]


def test_a_paper_s_own_id_hides_no_name() -> None:
    """A name that is also a paper's own id, or its title, belongs to both."""
    nodes = [NamedNode("paper:SAC", "Paper", "T"), NamedNode("method:sac", "Method", "SAC")]
    with pytest.raises(AmbiguousNameError, match="method:sac, paper:SAC"):
        NameIndex(nodes).find("SAC")
    titled = [NamedNode("paper:1", "Paper", "SAC"), NamedNode("method:sac", "Method", "SAC")]
    with pytest.raises(AmbiguousNameError, match="method:sac, paper:1"):
        NameIndex(titled).find("SAC")
    assert NameIndex(nodes).find("method:sac") == "method:sac"
    assert NameIndex(nodes).find("paper:SAC") == "paper:SAC"


def test_an_ambiguous_name_lists_the_ids() -> None:
    """The ids are sorted, so that one can be chosen."""
    with pytest.raises(AmbiguousNameError, match="method:mae-one, metric:mae") as caught:
        INDEX.find("mae")
    assert caught.value.ids == ("method:mae-one", "metric:mae")


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("Meta-Wrld", "Meta-World"),
        ("GPT-5", "GPT-4"),
        ("world", "Meta-World"),
        ("beyond", "LIBERO and Beyond: A Study"),
        ("soft actor critics", "soft actor-critic"),
    ],
)
def test_an_unknown_name_offers_the_nearest(name: str, nearest: str) -> None:
    """Names that hold it, or are spelt much like it, are offered, the best first."""
    with pytest.raises(UnknownNameError) as caught:
        INDEX.find(name)
    assert caught.value.nearest[0] == nearest


@pytest.mark.parametrize("name", ["", "  ", "-", "zzzzzzzzzz"])
def test_nothing_near_offers_nothing(name: str) -> None:
    """No name is made up where none is like it."""
    with pytest.raises(UnknownNameError) as caught:
        INDEX.find(name)
    assert caught.value.nearest == ()


def test_the_order_of_the_nodes_does_not_matter() -> None:
    """The same names are offered whatever order they came in."""
    for name in ("GPT-5", "mw2", "libero x"):
        found = []
        for nodes in (NODES, NODES[::-1]):
            with pytest.raises(UnknownNameError) as caught:
                NameIndex(nodes).find(name)
            found.append(caught.value.nearest)
        assert found[0] == found[1]


def test_folding_keeps_what_tells_names_apart() -> None:
    """Digits, signs and letters stay."""
    assert len({folded(n) for n in ("R@5", "R@1", "C++", "C#", "C", "\u03c00", "\u03c00.5")}) == 7


def test_names_are_found_in_a_graph(sample: nx.MultiDiGraph) -> None:
    """The graph itself or an index of it."""
    assert NameIndex.of_graph(sample).find("metaworld") == "benchmark:meta-world"
    assert NameIndex.of_graph(sample).find("GPT4") == "model:gpt-4"


def test_a_store_gives_the_same_names(ladybug_sample: Store, sample: nx.MultiDiGraph) -> None:
    """The index of a Ladybug file is that of the graph in it."""
    of_store, of_graph = NameIndex.of_store(ladybug_sample), NameIndex.of_graph(sample)
    assert len(of_store) == len(of_graph) == len(sample)
    assert all(of_store[node].name == of_graph[node].name for node in sample)
    assert all(list(of_store[node].aliases) == list(of_graph[node].aliases) for node in sample)


@pytest.mark.neo4j
def test_a_server_gives_the_same_names(neo4j_sample: Store, sample: nx.MultiDiGraph) -> None:
    """The index of a Neo4j server is that of the graph in it."""
    of_store = NameIndex.of_store(neo4j_sample)
    assert len(of_store) == len(sample)
    assert all(of_store[node] == NameIndex.of_graph(sample)[node] for node in sample)
