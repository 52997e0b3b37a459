"""Which concepts get a page, and what its file is called."""

from __future__ import annotations

import re

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.pages.naming import chosen_concepts, listing, page_filename
from tests.graph.pages.hostile import edge, entity, paper
from tests.graph.sample import sample_graph


@pytest.mark.parametrize(
    ("node_id", "pattern"),
    [
        ("benchmark:meta-world", r"benchmark-meta-world\.html"),
        ("model:gpt-3.5-turbo", r"model-gpt-3\.5-turbo\.html"),
        ("paper:a/b: c", r"paper-a-b-c-[0-9a-f]{8}\.html"),
        ("method:../../etc/passwd", r"method-etc-passwd-[0-9a-f]{8}\.html"),
        ("model:π0.5", r"model-0-5-[0-9a-f]{8}\.html"),
        ("model:Upper", r"model-upper-[0-9a-f]{8}\.html"),
        ("model:con", r"model-con\.html"),
        ("\ud800", r"[0-9a-f]{8}\.html"),
        ("task:" + "long-" * 90 + "end", r"task-(long-)+l-[0-9a-f]{8}\.html"),
    ],
)
def test_filename(node_id: str, pattern: str) -> None:
    """A plain id keeps its words; where any are lost a hash of the id follows."""
    assert re.fullmatch(pattern, page_filename(node_id))


@given(st.lists(st.text(), min_size=2, max_size=2, unique=True))
def test_filenames_are_safe_and_differ(ids: list[str]) -> None:
    """Whatever the ids hold, file names are of safe characters, short, and not the same."""
    names = [page_filename(i) for i in ids]
    assert names[0] != names[1]
    for name in names:
        assert re.fullmatch(r"[a-z0-9][a-z0-9._-]*\.html", name)
        assert len(name) <= 110


def _graph_of(named: int, generic: int) -> nx.MultiDiGraph:
    """Concepts named in two papers; the generic ones joined to more than the others."""
    graph = nx.MultiDiGraph()
    papers = [paper(graph, f"p{i}", f"Paper {i}") for i in range(4)]
    for kind, count, reach in (("n", named, 2), ("g", generic, 4)):
        for i in range(count):
            node = entity(graph, f"method:{kind}{i:02}", f"{kind} {i}", generic=kind == "g")
            for source in papers[:reach]:
                edge(graph, source, "MENTIONS", node, source[6:], "Words.")
    return graph


def test_generic_classes_take_a_tenth() -> None:
    """While named concepts wait, generic classes get one page in ten."""
    chosen = chosen_concepts(listing(_graph_of(30, 30)).concepts, pages=20)
    assert len(chosen) == 20
    assert sum(i.startswith("method:g") for i in chosen) == 2


def test_generic_classes_fill_up() -> None:
    """Pages that no named concept needs go to generic classes, and the other way round."""
    assert len(chosen_concepts(listing(_graph_of(5, 30)).concepts, pages=20)) == 20
    assert len(chosen_concepts(listing(_graph_of(30, 1)).concepts, pages=20)) == 20
    assert len(chosen_concepts(listing(_graph_of(3, 3)).concepts, pages=20)) == 6


def test_two_neighbours_or_more() -> None:
    """What only one paper names and nothing else is joined to has no page."""
    graph = sample_graph()
    chosen = {graph.nodes[i]["name"] for i in chosen_concepts(listing(graph).concepts, pages="all")}
    assert {"LIBERO", "GPT-4", "Meta-World", "GripNet"} <= chosen
    lonely = entity(graph, "task:lonely", "Lonely")
    edge(graph, "paper:p3", "MENTIONS", lonely, "p3", "Lonely.")
    assert lonely not in chosen_concepts(listing(graph).concepts, pages="all")
    assert not any(
        i.startswith("paper:") for i in chosen_concepts(listing(graph).concepts, pages="all")
    )


def test_most_connected_first() -> None:
    """A number of pages keeps the most connected; none keeps nothing."""
    graph = sample_graph()
    all_of_them = chosen_concepts(listing(graph).concepts, pages="all")
    assert chosen_concepts(listing(graph).concepts, pages=2) == all_of_them[:2]
    assert chosen_concepts(listing(graph).concepts, pages="none") == ()
    assert chosen_concepts(listing(graph).concepts, pages=0) == ()


def test_negative_number() -> None:
    """A negative number of pages is refused by its value."""
    with pytest.raises(ValueError, match="-3"):
        chosen_concepts(listing(sample_graph()).concepts, pages=-3)
