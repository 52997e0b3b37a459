"""The directory of pages: an index with a search over all, the pages, the assets."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from graph.collection import held_back
from graph.facts import NodeView
from graph.file_graph import FileGraph
from graph.pages.former_pages import FormerPages, standing_pages
from graph.pages.looks import looks_of
from graph.pages.naming import (
    Listing,
    chosen_concepts,
    listing,
    page_filename,
    ranked_concepts,
)
from graph.pages.page import (
    DIRECTORY_POLICY,
    PAGE_SCRIPTS,
    STYLESHEET,
    asset,
    embedded_json,
    escaped_json,
    json_text,
    rendered,
    stylesheet,
)
from graph.pages.page_data import web_address
from graph.pages.words import type_words
from graph.pages.writing import write_concept_pages
from graph.readable_graph import ReadableGraph
from graph.vocabulary import vocabulary_of
from schemas import INTRODUCES, PAPER_LABEL

_INDEX_SCRIPTS = ("dom.js", "finder.js", "index.js")
_ENTRIES = 15
_PAPERS = 60
_LISTED_A_PAGE = 6_000
"""Nodes that are listed in about the time in which a page of a large atlas is written."""


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
    graph: ReadableGraph,
    directory: Path,
    *,
    pages: int | Literal["all", "none"] = 200,
    workers: int = 1,
    former: FormerPages | None = None,
    meanwhile: Callable[[], None] = lambda: None,
) -> PagesWritten:
    """Write the index, a page for each of the most connected concepts, and their assets.

    The same graph gives the same bytes. Files of the same names are replaced, others
    left alone.

    Args:
        graph: The graph, by the contract of ``graph.build``.
        directory: Where to write; made if it is missing.
        pages: How many concepts get a page, or all with two neighbours or more, or
            none: then only the index is written.
        workers: How many processes may write.
        former: Pages of the version in force; those that stay as they are are copied.
        meanwhile: What else is to be done, which need not wait for the pages.

    Raises:
        ValueError: The number of pages is negative.

    Example:
        Write ten pages and say where to begin::

            written = write_pages(graph, Path("atlas/pages"), pages=10)
            written.index  # PosixPath('atlas/pages/index.html')
    """
    index, assets = directory / "index.html", directory / "assets"
    with held_back() as settle:
        listed: Listing | None = None
        if isinstance(pages, int) and isinstance(graph, FileGraph):
            ranked = ranked_concepts(graph)  # few get a page: not all need be read for them
        else:
            listed = listing(graph)
            ranked = listed.concepts
        links = {i: page_filename(i) for i in chosen_concepts(ranked, pages=pages)}
        assets.mkdir(parents=True, exist_ok=True)
        for name in sorted({*PAGE_SCRIPTS, *_INDEX_SCRIPTS}):
            _write(assets / name, asset(name))
        _write(assets / STYLESHEET, stylesheet(vocabulary_of(graph)))
        settle()

        def others() -> None:
            meanwhile()
            with held_back():
                found = listed or listing(graph)
                _write(assets / "nodes.js", _search_data(graph, found, links))
                _write(index, _index_page(graph, found, links))

        write_concept_pages(
            graph,
            directory,
            tuple(links),
            links=links,
            standing=None if former is None else standing_pages(former, graph),
            workers=workers,
            meanwhile=others,
            worth=len(graph.nodes) // _LISTED_A_PAGE,
        )
    return PagesWritten(index=index, pages=links)


def _write(path: Path, text: str) -> None:
    path.write_bytes(text.encode("utf-8"))


def _search_data(graph: ReadableGraph, listed: Listing, links: Mapping[str, str]) -> str:
    """A script that defines one row a node: a page opened from a file cannot fetch one."""
    places = {name: place for place, name in enumerate(looks_of(vocabulary_of(graph)).types)}
    lines = []
    for node in (*(concept.node for concept in listed.concepts), *listed.papers):
        number = node.year if node.type == PAPER_LABEL else node.papers
        row = [node.name, places[node.type], links.get(node.id, 0), number, node.id]
        lines.append(json_text([*row, list(node.aliases)] if node.aliases else row))
    rows = escaped_json(",\n".join(lines))
    return f"window.PAPER_ATLAS_NODES = [\n{rows}\n];\n"


def _index_page(graph: ReadableGraph, listed: Listing, links: Mapping[str, str]) -> str:
    counts = Counter(concept.node.type for concept in listed.concepts)
    counts[PAPER_LABEL] = len(listed.papers)
    styles = looks_of(vocabulary_of(graph)).types
    by_type: dict[str, list[NodeView]] = defaultdict(list)
    for node in sorted((c.node for c in listed.concepts), key=lambda node: node.generic):
        by_type[node.type].append(node)
    sections: list[dict[str, Any]] = [
        {
            "type": name,
            "style": style,
            "count": counts[name],
            "entries": [
                {**_named(graph, node.id, links), "papers": node.papers}
                for node in by_type[name][:_ENTRIES]
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
        papers=[_paper(graph, node, links) for node in listed.papers[:_PAPERS]],
        paper_count=len(listed.papers),
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


def _named(graph: ReadableGraph, node_id: str, links: Mapping[str, str]) -> dict[str, Any]:
    return {"name": graph.nodes[node_id]["name"], "href": links.get(node_id)}


def _paper(graph: ReadableGraph, paper: NodeView, links: Mapping[str, str]) -> dict[str, Any]:
    edges = graph.out_edges(paper.id, data="type")
    introduced = {tail for _, tail, kind in edges if kind == INTRODUCES}
    return {
        "title": paper.name,
        "year": paper.year,
        "venue": paper.venue,
        "url": web_address(paper.url),
        "introduces": [_named(graph, i, links) for i in sorted(introduced)],
    }
