"""Pages taken over from the version in force are those that would be written anew."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from graph.change import difference
from graph.pages import FormerPages, page, write_pages
from graph.pages.former_pages import shown_on, standing_pages
from graph.pages.touched import Amendment
from schemas import INTRODUCES, MENTIONS, PAPER_LABEL, RESULT_EDGES, RESULT_LABEL, VARIANT_OF
from tests.graph.pages.test_writing import files_of
from tests.graph.random_graph import random_graph

_Change = Callable[[nx.MultiDiGraph, random.Random], None]


def _entities(graph: nx.MultiDiGraph) -> list[str]:
    return [n for n, kind in graph.nodes(data="type") if kind not in (PAPER_LABEL, RESULT_LABEL)]


def _of_type(graph: nx.MultiDiGraph, label: str) -> list[str]:
    return [n for n, kind in graph.nodes(data="type") if kind == label]


def _facts(graph: nx.MultiDiGraph) -> list[tuple[str, str, str]]:
    rows = graph.edges(keys=True, data="type")
    return [(a, b, key) for a, b, key, kind in rows if kind not in (*RESULT_EDGES, VARIANT_OF)]


def _rename(graph: nx.MultiDiGraph, rng: random.Random) -> None:
    graph.nodes[rng.choice(_entities(graph)[:12])]["name"] = f"New name {rng.random()}"


def _other_entity(graph: nx.MultiDiGraph, rng: random.Random) -> None:
    other: dict[str, Any] = rng.choice(
        [{"aliases": ["another"]}, {"papers": 40}, {"first_year": 1999}, {"generic": True}]
    )
    graph.nodes[rng.choice(_entities(graph))].update(other)


def _other_paper(graph: nx.MultiDiGraph, rng: random.Random) -> None:
    other: dict[str, Any] = rng.choice(
        [{"name": "Another title"}, {"year": 1999}, {"url": "https://example.org/x"}]
    )
    graph.nodes[rng.choice(_of_type(graph, PAPER_LABEL))].update(other)


def _other_evidence(graph: nx.MultiDiGraph, rng: random.Random) -> None:
    graph.edges[rng.choice(_facts(graph))]["confidence"] = rng.random() / 100


def _new_fact(graph: nx.MultiDiGraph, rng: random.Random) -> None:
    head, tail = rng.sample(_entities(graph), 2)
    evidence = graph.edges[rng.choice(_facts(graph))]
    graph.add_edge(head, tail, f"USES|{evidence['paper']}", **{**evidence, "type": "USES"})


def _gone_fact(graph: nx.MultiDiGraph, rng: random.Random) -> None:
    stated = [fact for fact in _facts(graph) if not fact[2].startswith(MENTIONS)]
    graph.remove_edges_from(rng.sample(stated, 3))


def _other_tie(graph: nx.MultiDiGraph, rng: random.Random) -> None:
    head, tail, key = rng.choice([e for e in graph.edges(keys=True) if e[2] == VARIANT_OF])
    if rng.random() < 0.5:
        graph.remove_edge(head, tail, key)
    else:
        reason = graph.edges[head, tail, key]["reason"]
        graph.edges[head, tail, key]["reason"] = "size" if reason != "size" else "version"


def _other_result(graph: nx.MultiDiGraph, rng: random.Random) -> None:
    result = graph.nodes[rng.choice(_of_type(graph, RESULT_LABEL))]
    result.update(rng.choice([{"number": 9.5}, {"unit": "m"}, {"sentence": "Another."}]))


def _moved_result(graph: nx.MultiDiGraph, rng: random.Random) -> None:
    kinds = set(RESULT_EDGES) - {"REPORTS"}
    edges = [(a, b, k) for a, b, k, kind in graph.edges(keys=True, data="type") if kind in kinds]
    result, end, key = rng.choice(edges)
    data = dict(graph.edges[result, end, key])
    graph.remove_edge(result, end, key)
    graph.add_edge(result, rng.choice(_entities(graph)), key, **data)


def _gone_result(graph: nx.MultiDiGraph, rng: random.Random) -> None:
    graph.remove_node(rng.choice(_of_type(graph, RESULT_LABEL)))


def _gone_paper(graph: nx.MultiDiGraph, rng: random.Random) -> None:
    paper = rng.choice(_of_type(graph, PAPER_LABEL))
    own = paper.removeprefix("paper:")
    graph.remove_edges_from(
        [(a, b, k) for a, b, k, of in graph.edges(keys=True, data="paper") if of == own]
    )
    graph.remove_nodes_from([paper, *(n for n, of in graph.nodes(data="paper") if of == own)])


def _new_paper(graph: nx.MultiDiGraph, rng: random.Random) -> None:
    old = rng.choice(_of_type(graph, PAPER_LABEL))
    graph.add_node("paper:new", **{**graph.nodes[old], "id": "paper:new", "name": "New"})
    for tail in rng.sample(_entities(graph), 3):
        evidence = graph.edges[rng.choice(_facts(graph))]
        kind = rng.choice([INTRODUCES, "PROPOSES"])
        data = {**evidence, "type": INTRODUCES if kind == INTRODUCES else MENTIONS, "paper": "new"}
        graph.add_edge("paper:new", tail, f"{data['type']}|new", **data)


CHANGES: list[_Change] = [
    _rename,
    _other_entity,
    _other_paper,
    _other_evidence,
    _new_fact,
    _gone_fact,
    _other_tie,
    _other_result,
    _moved_result,
    _gone_result,
    _gone_paper,
    _new_paper,
]


def _standing(former: FormerPages, links: Mapping[str, str]) -> set[str]:
    """The concepts whose former page is taken as it is."""
    graph = former.amendment.after
    standing = standing_pages(former, graph)
    return {node for node in links if standing.page_of(graph, node, links) is not None}


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__.strip("_"))
def test_a_change_leaves_the_pages_that_writing_all_gives(
    change: _Change, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether neighbours are left out or nodes one step further fill a page; some pages stay."""
    monkeypatch.setattr(page, "_FILL", 8)
    kept = 0
    for seed in range(4):
        rng = random.Random(seed)
        monkeypatch.setattr(page, "_MOST", 6 if seed % 2 else 60)
        old = random_graph(seed, papers=8, entities=40 if seed < 2 else 16)
        new = old.copy()
        change(new, rng)
        way = tmp_path / str(seed)
        pages = rng.choice([10, 14])  # which of them have a page is what links lead to
        write_pages(old, way / "old", pages=10)
        write_pages(new, way / "new", pages=pages)
        amendment = Amendment(old, new, difference(old, new))
        former = FormerPages(way / "old", amendment)
        written = write_pages(new, way / "kept", pages=pages, former=former)
        assert files_of(way / "kept") == files_of(way / "new")
        kept += len(_standing(former, written.pages))
    assert kept > 0


@pytest.fixture
def unchanged(tmp_path: Path) -> FormerPages:
    """Pages of a graph that became no other."""
    graph = random_graph(3, papers=10, entities=20)
    write_pages(graph, tmp_path / "old", pages=10)
    return FormerPages(tmp_path / "old", Amendment(graph, graph, difference(graph, graph)))


def test_where_nothing_is_other_every_page_stays(unchanged: FormerPages, tmp_path: Path) -> None:
    """Not one is written anew."""
    graph = unchanged.amendment.after
    written = write_pages(graph, tmp_path / "new", pages=10, former=unchanged)
    assert _standing(unchanged, written.pages) == written.pages.keys()
    assert files_of(tmp_path / "new") == files_of(unchanged.directory)


@pytest.mark.parametrize("damage", ["gone", "cut", "no data", "no page", "other data"])
def test_a_damaged_page_is_written_anew(
    unchanged: FormerPages, tmp_path: Path, damage: str
) -> None:
    """As if there had been none."""
    graph = unchanged.amendment.after
    whole = files_of(unchanged.directory)
    name = next(n for n in sorted(whole) if n.endswith(".html") and n != "index.html")
    path = unchanged.directory / name
    if damage == "gone":
        path.unlink()
    else:
        text = whole[name]
        path.write_bytes(
            {
                "cut": text[:-20],
                "no data": text.replace(b'id="data">{', b'id="data">['),
                "no page": b"</html>",
                "other data": text.replace(b'"concepts":{', b'"concepts":[], "x":{'),
            }[damage]
        )
    written = write_pages(graph, tmp_path / "new", pages=10, former=unchanged)
    assert len(_standing(unchanged, written.pages)) == 9
    assert files_of(tmp_path / "new") == whole


def test_a_page_says_what_it_shows(unchanged: FormerPages) -> None:
    """The nodes in their order, and which of them have a page."""
    graph = unchanged.amendment.after
    written = write_pages(graph, unchanged.directory, pages=10)
    for node, name in written.pages.items():
        shown = shown_on((unchanged.directory / name).read_bytes(), node)
        around = page.page_neighbourhood(graph, node)
        assert shown is not None
        assert (shown.kept, shown.left_out, shown.outer) == (*around[:2], around.outer)
        assert shown.links.items() <= written.pages.items()
        assert node not in shown.links
