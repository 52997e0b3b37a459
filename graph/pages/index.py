"""The directory of pages: an index with a search over all, the pages, the assets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import networkx as nx

from graph.pages.looks import looks_of
from graph.pages.naming import chosen_concepts, most_connected, page_filename
from graph.pages.page import (
    DIRECTORY_POLICY,
    PAGE_SCRIPTS,
    STYLESHEET,
    asset,
    concept_page,
    embedded_json,
    page_view,
    rendered,
    stylesheet,
)
from graph.pages.page_data import web_address
from graph.pages.words import type_words
from graph.vocabulary import vocabulary_of
from schemas import INTRODUCES, PAPER_LABEL

_INDEX_SCRIPTS = ("dom.js", "finder.js", "index.js")
_ENTRIES = 15
_PAPERS = 60


@dataclass(frozen=True)
class PagesWritten:
    """What was written.

    Attributes:
        index: The file to open first.
        pages: File name of each concept's page, by node id.
    """

    index: Path
    pages: Mapping[str, str]

    @property
    def concepts(self) -> int:
        """How many concepts have a page."""
        return len(self.pages)


def write_pages(
    graph: nx.MultiDiGraph, directory: Path, *, pages: int | Literal["all", "none"] = 200
) -> PagesWritten:
    """Write the index, a page for each of the most connected concepts, and their assets.

    The same graph gives the same bytes. Files of the same names are replaced, others
    left alone.

    Args:
        graph: The graph, by the contract of ``graph.build``.
        directory: Where to write; made if it is missing.
        pages: How many concepts get a page, or all with two neighbours or more, or
            none: then only the index is written.

    Raises:
        ValueError: The number of pages is negative.

    Example:
        Write ten pages and say where to begin::

            written = write_pages(graph, Path("atlas/pages"), pages=10)
            written.index  # PosixPath('atlas/pages/index.html')
    """
    links = {i: page_filename(i) for i in chosen_concepts(graph, pages=pages)}
    ranked = most_connected(graph)
    assets = directory / "assets"
    assets.mkdir(parents=True, exist_ok=True)
    for name in sorted({*PAGE_SCRIPTS, *_INDEX_SCRIPTS}):
        _write(assets / name, asset(name))
    _write(assets / STYLESHEET, stylesheet(vocabulary_of(graph)))
    _write(assets / "nodes.js", _search_data(graph, ranked, links))
    for node_id, filename in links.items():
        _write(directory / filename, concept_page(page_view(graph, node_id), links=links))
    index = directory / "index.html"
    _write(index, _index_page(graph, ranked, links))
    return PagesWritten(index=index, pages=links)


def _write(path: Path, text: str) -> None:
    path.write_bytes(text.encode("utf-8"))


def _papers(graph: nx.MultiDiGraph) -> list[str]:
    """Ids of all papers, the latest first, then by title."""
    papers = [i for i, data in graph.nodes(data=True) if data["type"] == PAPER_LABEL]
    return sorted(papers, key=lambda i: (-(graph.nodes[i]["year"] or 0), graph.nodes[i]["name"], i))


def _search_data(graph: nx.MultiDiGraph, ranked: list[str], links: Mapping[str, str]) -> str:
    """A script that defines one row a node: a page opened from a file cannot fetch one."""
    types = list(looks_of(vocabulary_of(graph)).types)
    rows: list[list[Any]] = []
    for node_id in (*ranked, *_papers(graph)):
        data = graph.nodes[node_id]
        number = data["year"] if data["type"] == PAPER_LABEL else data["papers"]
        row = [data["name"], types.index(data["type"]), links.get(node_id, 0), number, node_id]
        aliases = list(data.get("aliases") or ())
        rows.append([*row, aliases] if aliases else row)
    lines = ",\n".join(embedded_json(row) for row in rows)
    return f"window.PAPER_ATLAS_NODES = [\n{lines}\n];\n"


def _index_page(graph: nx.MultiDiGraph, ranked: list[str], links: Mapping[str, str]) -> str:
    counts = Counter(data["type"] for _, data in graph.nodes(data=True))
    styles = looks_of(vocabulary_of(graph)).types
    papers = _papers(graph)
    first = [i for i in ranked if not graph.nodes[i]["generic"]]
    first += [i for i in ranked if graph.nodes[i]["generic"]]
    sections: list[dict[str, Any]] = [
        {
            "type": name,
            "style": style,
            "count": counts[name],
            "entries": [
                {**_named(graph, i, links), "papers": graph.nodes[i]["papers"]}
                for i in [i for i in first if graph.nodes[i]["type"] == name][:_ENTRIES]
            ],
        }
        for name, style in styles.items()
        if name != PAPER_LABEL and counts[name]
    ]
    return rendered(
        "index.html",
        policy=DIRECTORY_POLICY,
        stylesheet=STYLESHEET,
        scripts=_INDEX_SCRIPTS,
        lead=_lead(counts, styles),
        begin=[s["entries"][0] for s in sections if s["entries"][0]["href"]][:4],
        sections=sections,
        papers=[_paper(graph, i, links) for i in papers[:_PAPERS]],
        paper_count=len(papers),
        paper_style=styles[PAPER_LABEL],
        types_data=embedded_json({name: style._asdict() for name, style in styles.items()}),
    )


def _lead(counts: Counter[str], types: Iterable[str]) -> str:
    parts = [
        f"{counts[name]:,} {type_words(name, plural=counts[name] != 1)}"
        for name in types
        if name != PAPER_LABEL and counts[name]
    ]
    papers = f"{counts[PAPER_LABEL]:,} paper{'' if counts[PAPER_LABEL] == 1 else 's'}"
    if not parts:
        return f"{papers}."
    joined = ", ".join(parts[:-1]) + (" and " if len(parts) > 1 else "") + parts[-1]
    return f"{joined} from {papers}, each fact with its sentence."


def _named(graph: nx.MultiDiGraph, node_id: str, links: Mapping[str, str]) -> dict[str, Any]:
    return {"name": graph.nodes[node_id]["name"], "href": links.get(node_id)}


def _paper(graph: nx.MultiDiGraph, node_id: str, links: Mapping[str, str]) -> dict[str, Any]:
    data = graph.nodes[node_id]
    introduced = {t for _, t, d in graph.out_edges(node_id, data=True) if d["type"] == INTRODUCES}
    return {
        "title": data["name"],
        "year": data["year"],
        "venue": data["venue"],
        "url": web_address(data["url"]),
        "introduces": [_named(graph, i, links) for i in sorted(introduced)],
    }
