"""Small graphs of the vocabulary, drawn by hypothesis: the same few ids, with other contents."""

from __future__ import annotations

from typing import Any

import networkx as nx
from hypothesis import strategies as st

from graph.build import edge_key
from graph.stores.rows import edge_properties, edge_tables, node_properties
from schemas import RESEARCH, VARIANT_OF, ResultKind, VariantReason

HOSTILE = "x'}) DETACH DELETE n // \" ` \\ {} $id \n\t\u2028 \U0001f600 */"

_PAPERS = ("p1", "p/2: 'two'", HOSTILE)
_ENTITIES = ("x:a", "x:b", "x:c", "x:d", f"x:{HOSTILE}")
_TEXTS = st.sampled_from(["", "GPT-4", "a b", HOSTILE])
_VALUES: dict[str, st.SearchStrategy[Any]] = {
    "aliases": st.lists(_TEXTS, max_size=2),
    "sentences": st.lists(_TEXTS, min_size=1, max_size=2),
    "generic": st.booleans(),
    "number": st.sampled_from([None, 0.5, -2.0]),
    "confidence": st.sampled_from([0.25, 1.0]),
    "kind": st.sampled_from([str(kind) for kind in ResultKind]),
    "reason": st.sampled_from([str(reason) for reason in VariantReason]),
    **dict.fromkeys(("year", "first_year"), st.sampled_from([None, 2024])),
    **dict.fromkeys(("papers", "count"), st.integers(1, 3)),
    **dict.fromkeys(("start_char", "end_char"), st.integers(0, 9)),
    **dict.fromkeys(
        ("venue", "url", "unit", *(f"{a}_words" for a in ("subject", "metric", "on", "versus"))),
        st.none() | _TEXTS,
    ),
}
_TABLES = list(edge_tables(RESEARCH))


@st.composite
def drawn_graphs(draw: st.DrawFn) -> nx.MultiDiGraph:
    """Papers, entities and results of a few ids, and edges of any kind between them."""
    graph = nx.MultiDiGraph()
    labels = {f"paper:{paper}": "Paper" for paper in draw(_some(_PAPERS))}
    labels |= {node: draw(st.sampled_from(RESEARCH.types)) for node in draw(_some(_ENTITIES))}
    labels |= {f"result:{number}": "Result" for number in draw(_some("12"))}
    for node, label in labels.items():
        given = {"id": node, "type": str(label)}
        graph.add_node(node, **draw(_attributes(node_properties(label), given)))
    if len(labels) < 2:
        return graph
    for head, tail in draw(st.lists(st.tuples(*2 * [st.sampled_from(sorted(labels))]), max_size=9)):
        types = [t.type for t in _TABLES if (t.head, t.tail) == (labels[head], labels[tail])]
        if types and head != tail:
            edge_type = draw(st.sampled_from(types))
            paper = None if edge_type == VARIANT_OF else draw(st.sampled_from(_PAPERS))
            given = {"type": edge_type, **({} if paper is None else {"paper": paper})}
            properties = draw(_attributes(edge_properties(edge_type), given))
            graph.add_edge(head, tail, edge_key(edge_type, paper), **properties)
    return graph


def _some(names: Any) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(names), unique=True)


def _attributes(names: tuple[str, ...], given: dict[str, str]) -> st.SearchStrategy[dict[str, Any]]:
    drawn = {name: _VALUES.get(name, _TEXTS) for name in names if name not in given}
    return st.fixed_dictionaries({name: st.just(value) for name, value in given.items()} | drawn)
