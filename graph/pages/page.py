"""One concept's page, with its assets beside it or inside it."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import jinja2
from markupsafe import Markup

from graph.neighbourhood import Neighbourhood, neighbourhood
from graph.pages.looks import looks_of
from graph.pages.page_data import page_data
from graph.readable_graph import ReadableGraph
from graph.view import DEFAULT_LIMIT, ConceptView, concept_view
from graph.vocabulary import vocabulary_of
from schemas import PAPER_LABEL, Vocabulary

VIS_NETWORK = "vis-network.min.js"
PAGE_SCRIPTS = (VIS_NETWORK, "dom.js", "labels.js", "panel.js", "finder.js", "page.js")
"""Scripts of a concept's page, in the order they load."""

STYLESHEET = "atlas.css"
_FILLS = "/* the fill of each type */"

_MOST = DEFAULT_LIMIT
_FILL = 36  # nodes that a page should have, where the graph has them

_JSON = json.JSONEncoder(ensure_ascii=True, separators=(",", ":"), allow_nan=False)

_CLOSED = "base-uri 'none'; form-action 'none'"
DIRECTORY_POLICY = f"default-src 'none'; script-src 'self' file:; style-src 'self' file:; {_CLOSED}"
"""Content security policy of pages with assets: from a server or from ``file://``."""


def page_view(graph: ReadableGraph, node_id: str) -> ConceptView:
    """What a page shows of a node: its neighbourhood, a small one filled up."""
    return concept_view(graph, node_id, limit=_MOST, fill=_FILL)


def page_neighbourhood(graph: ReadableGraph, node_id: str) -> Neighbourhood:
    """Which nodes the page of a node shows: those of ``page_view``."""
    return neighbourhood(graph, node_id, limit=_MOST, fill=_FILL)


def concept_page(view: ConceptView, *, links: Mapping[str, str]) -> str:
    """The page of one concept, for a directory that holds ``assets/``.

    Args:
        view: What to show.
        links: File names of the pages of other nodes, by id.
    """
    return rendered(
        "page.html",
        **_shared_context(view, links=links),
        policy=DIRECTORY_POLICY,
        inline=None,
    )


def single_page(graph: ReadableGraph, node_id: str) -> str:
    """One concept's page as a single self-contained file, to send to a friend.

    Raises:
        UnknownNameError: No node has this id.

    Example:
        Write it wherever it is wanted::

            Path("meta-world.html").write_text(single_page(graph, "benchmark:meta-world"))
    """
    scripts = [asset(name) for name in PAGE_SCRIPTS]
    style = stylesheet(vocabulary_of(graph))
    sources = " ".join(_policy_hash(text) for text in scripts)
    styles = _policy_hash(style)
    return rendered(
        "page.html",
        **_shared_context(page_view(graph, node_id), links={}),
        policy=f"default-src 'none'; script-src {sources}; style-src {styles}; {_CLOSED}",
        inline={"scripts": [Markup(text) for text in scripts], "style": Markup(style)},
    )


@cache
def asset(name: str) -> str:
    """The text of one of the files that pages load: our own, or pyvis's vis-network."""
    if name == VIS_NETWORK:
        text = (files("pyvis") / "lib" / "vis-9.1.2" / name).read_text("utf-8")
        # its source map would be looked for as soon as someone opens the inspector
        text = text.rsplit("//# sourceMappingURL=", 1)[0]
    else:
        text = (files("graph.pages") / "assets" / name).read_text("utf-8")
    if "</script" in text.lower() or "</style" in text.lower():
        raise ValueError(f"asset {name} cannot stand inside a page: it closes its own element")
    return text


def stylesheet(vocabulary: Vocabulary) -> str:
    """The style sheet, with the colour of each type in the place that is left for them."""
    fills = "\n".join(
        f".type-{name.lower()} {{ fill: {style.colour.lower()}; }}"
        for name, style in looks_of(vocabulary).types.items()
        if name != PAPER_LABEL  # which follows the theme
    )
    return asset(STYLESHEET).replace(_FILLS, fills, 1)


def rendered(template: str, **values: Any) -> str:
    """A template filled in, every value escaped, as text that can be written as UTF-8."""
    text = _template(template).render(**values)
    # half of a surrogate pair, as JSON may hold it, is no character
    return text.encode("utf-8", "replace").decode("utf-8")


@cache
def _template(name: str) -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(
            lambda wanted: (files("graph.pages") / "templates" / wanted).read_text("utf-8")
        ),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    return environment.get_template(name)


def embedded_json(value: object) -> Markup:
    r"""JSON that may stand inside any script element, whatever text it holds.

    Example:
        >>> print(embedded_json("</script>"))
        "\u003c/script\u003e"
    """
    return escaped_json(json_text(value))


def json_text(value: object) -> str:
    """JSON on one line, in ASCII."""
    return _JSON.encode(value)


def escaped_json(text: str) -> Markup:
    """JSON without the characters that mean something in HTML."""
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)


def _policy_hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def _shared_context(view: ConceptView, *, links: Mapping[str, str]) -> dict[str, Any]:
    return {
        "view": view,
        "node": view.node,
        "styles": looks_of(view.vocabulary).types,
        "stylesheet": STYLESHEET,
        "scripts": PAGE_SCRIPTS,
        "has_index": bool(links),
        "data": embedded_json(page_data(view, links=links)),
    }
