"""Graphs made by hand for the pages: one whose every text is an attack, one large."""

from __future__ import annotations

from typing import Any

import networkx as nx

SCRIPT = "</script><script>alert('script')</script>"
IMAGE = "<img src=x onerror=alert('image')>"
QUOTES = "\"'><svg onload=alert(1)>"
COMMENT = "<!--<script>"
SEPARATORS = "line\u2028and\u2029paragraph ]]> {{ 7 * 7 }} {% raw %}"
HALF = "half \ud800 a pair"
ASTRAL = "𝛑₀ and 🤖"


def paper(graph: nx.MultiDiGraph, paper_id: str, title: str, **more: Any) -> str:
    """Adds a paper and returns its node id."""
    node = f"paper:{paper_id}"
    known = {"year": 2025, "venue": None, "url": None, **more}
    graph.add_node(node, id=node, type="Paper", name=title, **known)
    return node


def entity(graph: nx.MultiDiGraph, node: str, name: str, **more: Any) -> str:
    """Adds an entity whose type is that of its id and returns the id."""
    known = {"aliases": [], "papers": 1, "first_year": 2025, "generic": False, **more}
    graph.add_node(node, id=node, type=node.split(":")[0].capitalize(), name=name, **known)
    return node


def edge(
    graph: nx.MultiDiGraph, head: str, kind: str, tail: str, paper_id: str, sentence: str
) -> None:
    """Adds an edge with its evidence."""
    mention = {"count": 1, "sentences": [sentence]} if kind == "MENTIONS" else {}
    graph.add_edge(
        head,
        tail,
        key=f"{kind}|{paper_id}",
        type=kind,
        paper=paper_id,
        sentence=sentence,
        start_char=0,
        end_char=len(sentence),
        confidence=0.75,
        **mention,
    )


def hostile_graph() -> nx.MultiDiGraph:
    """Three concepts and two papers, full of markup, scripts and odd characters."""
    graph = nx.MultiDiGraph()
    method = entity(graph, "method:a/b c", SCRIPT, aliases=[IMAGE, COMMENT])
    bench = entity(graph, "benchmark:bench", IMAGE, aliases=[QUOTES])
    model = entity(graph, "model:m", ASTRAL, aliases=[HALF])
    first = paper(graph, SCRIPT, SCRIPT + IMAGE, url="javascript:alert(1)", venue=QUOTES)
    second = paper(graph, "2", SEPARATORS, url="https://example.org/\"><b>&x='", venue=COMMENT)
    sentence = f"{ASTRAL}: {SCRIPT} is better than {IMAGE} {SEPARATORS} {HALF}."
    for node in (method, bench, model):
        edge(graph, first, "MENTIONS", node, SCRIPT, sentence)
        edge(graph, second, "MENTIONS", node, "2", sentence)
    edge(graph, first, "INTRODUCES", method, SCRIPT, sentence)
    edge(graph, method, "EVALUATED_ON", bench, SCRIPT, sentence)
    edge(graph, method, "EVALUATED_ON", bench, "2", sentence)
    edge(graph, method, "USES", model, "2", sentence)
    edge(graph, model, "EVALUATED_ON", bench, "2", sentence)
    return graph


def large_graph(count: int = 200) -> nx.MultiDiGraph:
    """A benchmark on which many methods are evaluated, each by a paper of its own."""
    graph = nx.MultiDiGraph()
    bench = entity(graph, "benchmark:hub", "Hub", papers=count)
    for i in range(count):
        method = entity(graph, f"method:m-{i:03}", f"Method of number {i}", papers=1 + i % 7)
        source = paper(graph, f"p{i:03}", f"On method {i}")
        sentence = f"Method of number {i} is tested on Hub."
        edge(graph, source, "MENTIONS", bench, f"p{i:03}", sentence)
        edge(graph, source, "INTRODUCES", method, f"p{i:03}", sentence)
        edge(graph, method, "EVALUATED_ON", bench, f"p{i:03}", sentence)
    return graph
