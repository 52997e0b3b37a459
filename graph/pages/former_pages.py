"""Pages of the version in force that stay as they are in the next one.

What a page says follows from the nodes on it, the edges between these and the results at its
concept. So the former page of a concept is taken as it is where it shows the same nodes in the
same order, which is cheap to find out, and where the change touches none of what it says.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

from graph.pages.page import page_neighbourhood
from graph.pages.touched import Amendment, Touched, touched_by
from graph.readable_graph import ReadableGraph

_JSON: Final = json.JSONDecoder()
_BEGIN: Final = '<script type="application/json" id="data">{"centre":'
_CONCEPTS: Final = ',"concepts":'
_LEFT_OUT: Final = re.compile(r'],"left_out":(\d+),"papers":\[')
"""In data as ``page_data`` gives it; no text in it has a quotation mark that is not escaped."""
_END: Final = "</html>"


class FormerPages(NamedTuple):
    """The pages of the version in force, and what became other since.

    Attributes:
        directory: Where they are.
        amendment: What became other.
    """

    directory: Path
    amendment: Amendment


class Shown(NamedTuple):
    """What nodes a page shows.

    Attributes:
        kept: The neighbours, in order.
        left_out: How many more there are.
        outer: The nodes one step further, in order.
        links: The file of each of these that has a page.
    """

    kept: tuple[str, ...]
    left_out: int
    outer: tuple[str, ...]
    links: Mapping[str, str]


class StandingPages(NamedTuple):
    """Finds the former pages that writing them anew would give again.

    Attributes:
        directory: Where the former pages are; made by the same code from a graph of the same
            vocabulary.
        touched: What became other since.
    """

    directory: Path
    touched: Touched

    def page_of(self, graph: ReadableGraph, node_id: str, links: Mapping[str, str]) -> bytes | None:
        """The former page of a concept; ``None`` where it has to be written anew.

        Args:
            graph: The whole graph as it is now.
            node_id: The concept.
            links: File name of each concept's page now, by node id.
        """
        page = _read(self.directory / links[node_id])
        shown = None if page is None else shown_on(page, node_id)
        if shown is None or self.touched.is_shown(node_id, shown.kept + shown.outer):
            return None
        return page if shown == _to_show(graph, node_id, links) else None


def standing_pages(former: FormerPages, graph: ReadableGraph) -> StandingPages:
    """What of the former pages still stands.

    Args:
        former: The pages there were.
        graph: The whole graph as it is now.
    """
    return StandingPages(former.directory, touched_by(former.amendment, graph))


def shown_on(page: bytes, node_id: str) -> Shown | None:
    """What the page of a node says that it shows; ``None`` where it is no whole page."""
    try:
        text = page.decode()
        begin = text.index(_BEGIN)
        at = text.index(_CONCEPTS, begin) + len(_CONCEPTS)
        concepts, end = _JSON.raw_decode(text, at)
        left_out = _LEFT_OUT.search(text, end)
        if left_out is None or not text.endswith(_END):
            return None
        others = {key: said for key, said in concepts.items() if key != node_id}
        return Shown(
            kept=tuple(key for key, said in others.items() if not said["outer"]),
            left_out=int(left_out[1]),
            outer=tuple(key for key, said in others.items() if said["outer"]),
            links={key: said["href"] for key, said in others.items() if said["href"]},
        )
    except (ValueError, LookupError, AttributeError, TypeError):
        return None


def _to_show(graph: ReadableGraph, node_id: str, links: Mapping[str, str]) -> Shown:
    around = page_neighbourhood(graph, node_id)
    others = around.kept + around.outer
    return Shown(
        kept=around.kept,
        left_out=around.left_out,
        outer=around.outer,
        links={key: links[key] for key in others if key in links},
    )


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
