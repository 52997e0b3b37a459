"""The drawing of a view: nodes, edges and options by pyvis, placed beforehand."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

from graph.facts import Fact, NodeView
from graph.pages.boxes import Box
from graph.pages.layout import placed, sectors_of
from graph.pages.looks import SYMMETRIC, Looks, looks_of
from graph.pages.words import label_lines
from graph.view import ConceptView
from schemas import INTRODUCES, MENTIONS, PAPER_LABEL, VARIANT_OF

_CENTRE_SIZE = 24
_PAPER_SIZE = 7
_LINE_HEIGHT = 15
_CAPTION_RADIUS = 96  # between the concept and the first ring
_FEW_PAPERS = 12  # so many have their titles on the drawing from the start
_CHARACTER = 6.6  # width of one, on average, at the size labels are drawn

_OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {
        "hover": True,
        "hoverConnectedEdges": False,
        "selectConnectedEdges": False,
        "multiselect": False,
        "tooltipDelay": 10_000_000,
    },
    "nodes": {"borderWidth": 1.5, "borderWidthSelected": 3, "font": {"size": 0, "multi": False}},
    "edges": {
        "smooth": False,
        "font": {"size": 0, "multi": False},
        "arrows": {"to": {"enabled": True, "scaleFactor": 0.45}},
        "arrowStrikethrough": False,
        "selectionWidth": 1.5,
        "hoverWidth": 0.5,
    },
}


class Drawing(NamedTuple):
    """What vis-network is given, and a caption for each sector: plain JSON values."""

    nodes: list[dict[str, Any]]
    edges: list[dict[str, Any]]
    options: dict[str, Any]
    captions: list[dict[str, Any]]


class _Layout(NamedTuple):
    where: dict[str, tuple[int, int]]
    captions: list[dict[str, Any]]


def drawing(view: ConceptView) -> Drawing:
    """Draw a view.

    An edge's id is the index of its fact in ``all_facts(view)``. A mere
    mention is drawn only for papers that nothing stronger ties into the picture.
    """
    from pyvis.network import Network  # here: it brings IPython along

    net = Network(directed=True)
    net.set_options(json.dumps(_OPTIONS))
    sizes = _sizes(view)
    looks = looks_of(view.vocabulary)
    layout = _layout(view, sizes, looks)
    where = {view.node.id: (0, 0), **layout.where}
    for node in (view.node, *view.neighbours, *view.outer):
        x, y = where[node.id]
        style = looks.types[node.type]
        net.add_node(
            node.id,
            label="\n".join(label_lines(node.name)),
            shape=style.shape,
            color=style.colour,
            size=_CENTRE_SIZE if node is view.node else sizes[node.id],
            x=x,
            y=y,
        )
    pairs: Counter[frozenset[str]] = Counter()
    for index, fact in _drawn(view):
        pair = frozenset((fact.source, fact.target))
        net.add_edge(
            fact.source,
            fact.target,
            id=index,
            label=looks.relations[fact.relation].edge,
            width=round(1 + math.log2(len(fact.evidence) or 1), 2),
            **_look(
                fact,
                nth=pairs[pair],
                central=view.node.id in pair,
                around=_runs_under_the_middle(where[fact.source], where[fact.target]),
            ),
        )
        pairs[pair] += 1
    nodes, edges, *_ = net.get_network_data()
    return Drawing(nodes, edges, json.loads(json.dumps(net.options)), layout.captions)


def all_facts(view: ConceptView) -> tuple[Fact, ...]:
    """Every fact of a view, in the order that numbers them on the page."""
    return (*view.facts, *view.between, *view.outer_facts)


def _sizes(view: ConceptView) -> dict[str, int]:
    """Half the height of each node but the concept itself; one step further is smaller."""
    near = {node.id: node_size(node) for node in view.neighbours}
    far = {node.id: max(6, round(0.7 * node_size(node))) for node in view.outer}
    return {**near, **far}


def node_size(node: NodeView) -> int:
    """Half the height of a node: grows with the root of the papers that mention it.

    Example:
        >>> [node_size(NodeView("m:a", "Method", "A", papers=n)) for n in (1, 4, 100)]
        [8, 10, 20]
    """
    if node.type == PAPER_LABEL:
        return _PAPER_SIZE
    return min(20, round(5.5 + 2.4 * math.sqrt(node.papers)))


def names_papers(view: ConceptView) -> bool:
    """Whether papers are so few that their titles have room on the drawing."""
    papers = sum(node.type == PAPER_LABEL for node in (*view.neighbours, *view.outer))
    return papers <= _FEW_PAPERS


def _groups(view: ConceptView, order: Sequence[str]) -> dict[str, tuple[int, bool]]:
    """By neighbour, the place of its most telling relation, and whether that leads there."""
    places = {relation: place for place, relation in enumerate(order)}
    groups: dict[str, tuple[int, bool]] = {}
    for fact in view.facts:
        leads_there = fact.source == view.node.id or fact.relation in SYMMETRIC
        group = (places[fact.relation], leads_there)
        other = fact.other(view.node.id)
        groups[other] = min(groups.get(other, group), group)
    return groups


def _drawn(view: ConceptView) -> list[tuple[int, Fact]]:
    facts = list(enumerate(all_facts(view)))
    stated = [f for f in (*view.facts, *view.between) if f.relation != MENTIONS]
    tied = {end for f in stated for end in (f.source, f.target)} - {view.node.id}
    return [(i, f) for i, f in facts if f.relation != MENTIONS or f.other(view.node.id) not in tied]


def _look(fact: Fact, *, nth: int, central: bool, around: bool) -> dict[str, Any]:
    """Curvature, dashes and arrow of an edge; colours belong to the theme of the page."""
    look: dict[str, Any] = {"kind": fact.relation, "central": central}
    if nth or around:  # of several edges between two nodes each bends to another side
        look["smooth"] = {
            "enabled": True,
            "type": "curvedCW" if nth % 2 else "curvedCCW",
            "roundness": round(0.12 * ((nth + 1) // 2) + (0.3 if around else 0), 2),
        }
    if fact.relation == MENTIONS:
        look["arrows"] = {"to": {"enabled": False}}
        look["dashes"] = [2, 5]
    elif fact.relation == VARIANT_OF:  # no paper says it
        look["dashes"] = [8, 4]
    return look


def _runs_under_the_middle(start: tuple[int, int], end: tuple[int, int]) -> bool:
    """Whether the straight line between two neighbours would cross the concept."""
    (x, y), (u, v) = start, end
    length = math.hypot(u - x, v - y)
    between = x * u + y * v < 0
    return between and abs(x * v - y * u) < 1.6 * _CENTRE_SIZE * length


def _layout(view: ConceptView, sizes: dict[str, int], looks: Looks) -> _Layout:
    introducing = {
        f.source: f.target
        for f in reversed(view.between)
        if f.relation == INTRODUCES and f.source != view.node.id
    }
    inner = {node.id for node in view.neighbours}
    partners = {  # a node one step further stands beside the first neighbour it is joined to
        outer: near
        for f in reversed(view.outer_facts)
        for outer, near in [(f.source, f.target) if f.target in inner else (f.target, f.source)]
    }
    relations = list(looks.relations)
    groups = _groups(view, relations)
    order = sorted(set(groups.values()))

    papers_too = names_papers(view)

    def box(node: NodeView) -> Box:
        size = sizes[node.id]
        named = papers_too or node.type != PAPER_LABEL
        lines = label_lines(node.name) if named else []
        beside = introducing.get(node.id) if node.type == PAPER_LABEL else None
        return Box(
            node.id,
            group=order.index(groups[node.id]) if node.id in groups else 0,
            width=max(2 * size, *(len(line) * _CHARACTER for line in lines), 0) + 8,
            height=2 * size + 6 + len(lines) * _LINE_HEIGHT,
            beside=partners.get(node.id, beside),
        )

    boxes = [box(node) for node in (*view.neighbours, *view.outer)]
    sectors = sectors_of(boxes)
    return _Layout(
        where=placed(boxes, sectors=sectors),
        captions=[
            {
                "text": looks.heading(relations[place], outgoing=outgoing),
                "kind": relations[place],
                "x": x,
                "y": y,
            }
            for group, (place, outgoing) in enumerate(order)
            if group in sectors
            for x, y in [sectors[group].towards(_CAPTION_RADIUS)]
        ],
    )
