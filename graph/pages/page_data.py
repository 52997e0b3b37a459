"""What a concept's page is told, as plain JSON values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from graph.facts import Evidence, Fact, NodeView
from graph.pages.looks import SYMMETRIC, Looks, looks_of
from graph.pages.network import all_facts, drawing, names_papers
from graph.pages.words import (
    result_label,
    result_note,
    table_heading,
    tie_words,
)
from graph.result_views import ResultTable
from graph.view import ConceptView
from schemas import MENTIONS


def page_data(view: ConceptView, *, links: Mapping[str, str]) -> dict[str, Any]:
    """Everything the page's script works on, as plain JSON values.

    Papers are listed once and evidence points to them by number; a fact's number is
    the id of its edge.
    """
    papers: dict[str, int] = {}
    listed: list[dict[str, Any]] = []

    def paper_number(paper: NodeView) -> int:
        if paper.id not in papers:
            papers[paper.id] = len(listed)
            listed.append(
                {
                    "title": paper.name,
                    "year": paper.year,
                    "venue": paper.venue,
                    "url": web_address(paper.url),
                }
            )
        return papers[paper.id]

    looks = looks_of(view.vocabulary)
    outer = {node.id for node in view.outer}
    facts = [_fact(fact, paper_number) for fact in all_facts(view)]
    nodes, edges, options, captions = drawing(view)
    return {
        "centre": view.node.id,
        "concepts": {
            node.id: {
                "name": node.name,
                "type": node.type,
                "aliases": list(node.aliases),
                "papers": node.papers,
                "since": node.first_year,
                "generic": node.generic,
                "outer": node.id in outer,
                "href": links.get(node.id) if node is not view.node else None,
                "paper": paper_number(node) if node.url or node.year or node.venue else None,
            }
            for node in (view.node, *view.neighbours, *view.outer)
        },
        "facts": facts,
        "tables": [_table(table, view.node.id, paper_number) for table in view.results.tables],
        "results_left_out": view.results.left_out,
        "groups": _groups(view, looks),
        "left_out": view.left_out,
        "papers": listed,
        "types": {name: style._asdict() for name, style in looks.types.items()},
        "relations": {name: words._asdict() for name, words in looks.relations.items()},
        "network": {"nodes": nodes, "edges": edges, "options": options},
        "captions": captions,
        "names_papers": names_papers(view),
    }


def web_address(url: str | None) -> str | None:
    """The address, where it is one that a browser may be sent to.

    Example:
        >>> web_address("https://arxiv.org/abs/2410.14735")
        'https://arxiv.org/abs/2410.14735'
        >>> web_address("javascript:alert(1)") is None
        True
    """
    return url if url and url.lower().startswith(("http://", "https://")) else None


def _fact(fact: Fact, paper_number: Callable[[NodeView], int]) -> dict[str, Any]:
    marks = {None: 0, fact.source: 1, fact.target: 2}
    return {
        "from": fact.source,
        "type": fact.relation,
        "to": fact.target,
        "evidence": [_evidence(one, marks, paper_number) for one in fact.evidence],
        **({"reason": fact.reason, "said": tie_words(fact.reason)} if fact.reason else {}),
    }


def _table(
    table: ResultTable, centre: str, paper_number: Callable[[NodeView], int]
) -> dict[str, Any]:
    """A table of results; each row carries its evidence, the value marked as the first."""
    return {
        "heading": table_heading(table),
        "board": table.board,
        "ascending": table.ascending,
        "rows": [
            {
                "rank": result.rank,
                "label": result_label(result, table),
                "note": result_note(result),
                "value": result.value,
                "metric": result.metric,
                "on": result.on,
                "evidence": _evidence(
                    result.evidence, {None: 0, result.id: 1, centre: 2}, paper_number
                ),
            }
            for result in table.results
        ],
    }


def _evidence(
    one: Evidence, marks: Mapping[str | None, int], paper_number: Callable[[NodeView], int]
) -> dict[str, Any]:
    return {
        "paper": paper_number(one.paper),
        "confidence": round(one.confidence, 2),
        "sentences": [
            [[text, marks[node]] for text, node in sentence.pieces()] for sentence in one.sentences
        ],
    }


def _groups(view: ConceptView, looks: Looks) -> list[dict[str, Any]]:
    """The concept's facts under their headings, the most telling relation first."""
    order = list(looks.relations)
    years = {n.id: n.year or 0 for n in view.neighbours}
    groups: dict[tuple[int, bool], list[int]] = {}
    for index, fact in enumerate(view.facts):
        outgoing = fact.source == view.node.id or fact.relation in SYMMETRIC
        groups.setdefault((order.index(fact.relation), outgoing), []).append(index)
    for (relation, _), members in groups.items():
        if order[relation] == MENTIONS:  # a reading list: the latest first
            members.sort(key=lambda i: -years[view.facts[i].other(view.node.id)])
    return [
        {
            "heading": looks.heading(order[relation], outgoing=outgoing),
            "facts": groups[relation, outgoing],
        }
        for relation, outgoing in sorted(groups)
    ]
