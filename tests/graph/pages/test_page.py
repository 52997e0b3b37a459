"""A concept's page as text: whole, escaped, offline, the same every time."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest

from graph.pages import single_page
from graph.pages.page import embedded_json, page_view
from graph.pages.page_data import page_data, web_address
from graph.view import concept_view
from schemas import UnknownNameError
from tests.graph.pages.hostile import IMAGE, SCRIPT, SEPARATORS, hostile_graph, large_graph
from tests.graph.sample import sample_graph
from tests.graph.sample_variants import variant_graph


class _Elements(HTMLParser):
    """Collects tags, addresses and the text of scripts."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.scripts: list[str] = []
        self._inside = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self._inside = tag == "script"
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href")]
        assert not [name for name, _ in attrs if name.startswith("on")]

    def handle_endtag(self, tag: str) -> None:
        self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.scripts.append(data)


@pytest.mark.parametrize("node", ["method:a/b c", "benchmark:bench", "model:m", "paper:2"])
def test_hostile_text_stays_text(node: str) -> None:
    """No text of the graph opens an element, an attribute or a script."""
    page = single_page(hostile_graph(), node)
    elements = _Elements(page)
    assert "img" not in elements.tags
    assert "b" not in elements.tags
    assert elements.tags.count("script") == 7  # the data and our six scripts
    assert elements.addresses == ["#panel"]
    data = json.loads(elements.scripts[0])
    assert SCRIPT + IMAGE in [paper["title"] for paper in data["papers"]]
    assert "49" not in page.split("<body")[1].split("<script")[0]  # no template in a template


def test_embedded_json_is_safe_in_a_script() -> None:
    """Nothing that could close the element or a line is left as it was."""
    text = str(embedded_json([SCRIPT, IMAGE, SEPARATORS, "a & b"]))
    assert not re.search("[<>&\u2028\u2029]", text)
    assert json.loads(text) == [SCRIPT, IMAGE, SEPARATORS, "a & b"]


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        " https://a",
        "data:text/html,x",
        "//a",
        "",
        None,
    ],
)
def test_other_addresses_are_no_links(url: str | None) -> None:
    """Only http and https addresses become links."""
    assert web_address(url) is None


def test_single_page_needs_nothing_else() -> None:
    """Everything is inside: no address but the page's own, and a policy that forbids the rest."""
    page = single_page(sample_graph(), "benchmark:libero")
    elements = _Elements(page)
    assert elements.addresses == ["#panel"]
    assert "link" not in elements.tags
    assert "default-src &#39;none&#39;" in page
    assert "unsafe-inline" not in page
    assert "sourceMappingURL" not in page


def test_same_graph_same_page() -> None:
    """Nothing in a page depends on when or in what order it was made."""
    assert single_page(sample_graph(), "model:gpt-4") == single_page(sample_graph(), "model:gpt-4")


def test_a_page_can_always_be_written() -> None:
    """Half of a surrogate pair in a sentence does not stop a page from being UTF-8."""
    assert single_page(hostile_graph(), "model:m").encode("utf-8")


def test_left_out_is_said() -> None:
    """A page of a large neighbourhood holds 150 nodes and says how many are left out."""
    graph = large_graph(200)
    page = single_page(graph, "benchmark:hub")
    assert "400 neighbours, the 149 most telling shown, 251 left out" in page
    data = page_data(concept_view(graph, "benchmark:hub"), links={})
    assert len(data["network"]["nodes"]) == 150


def test_facts_stand_under_headings() -> None:
    """What stands around a benchmark is said from its own point of view."""
    graph = sample_graph()
    data = page_data(concept_view(graph, "benchmark:libero"), links={})
    assert [group["heading"] for group in data["groups"]] == ["Evaluated on it", "Mentioned in"]
    number = data["groups"][0]["facts"][0]
    assert data["facts"][number]["evidence"][0]["sentences"][0][0] == ["GripNet", 1]


def test_unknown_concept() -> None:
    """A page of nothing is an error that names it."""
    with pytest.raises(UnknownNameError, match="method:none"):
        single_page(sample_graph(), "method:none")


def test_ties_between_names_stand_under_a_heading_of_their_own() -> None:
    """From either end, with the reason in words in the place of papers and sentences."""
    found = {}
    for node in ("model:llama-2", "model:llama-2-70b"):
        data = page_data(page_view(variant_graph(), node), links={})
        found[node] = {
            group["heading"]: [data["facts"][n] for n in group["facts"]] for group in data["groups"]
        }
    tie = {
        "from": "model:llama-2-70b",
        "type": "VARIANT_OF",
        "to": "model:llama-2",
        "evidence": [],
        "reason": "size",
        "said": "Their names say so: one is a size of the other.",
    }
    assert found["model:llama-2"]["Has variant"] == [tie]
    assert found["model:llama-2-70b"]["Variant of"] == [tie]
    assert list(found["model:llama-2-70b"]) == ["Evaluated on", "Variant of", "Mentioned in"]
    assert "reason" not in found["model:llama-2-70b"]["Evaluated on"][0]
