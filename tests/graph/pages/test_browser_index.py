"""The index in a real browser: search over every node, with and without a page."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import pytest

from graph.pages import PagesWritten, write_pages
from tests.graph.pages.conftest import Visit
from tests.graph.pages.hostile import entity
from tests.graph.sample import sample_graph

pytestmark = pytest.mark.browser


def test_search_leads_to_a_page(visit: Visit, sample_pages: PagesWritten) -> None:
    """A name in any case, with any hyphen, leads to its page by Enter."""
    visit.open(sample_pages.index)
    box = visit.page.get_by_role("combobox")
    box.fill("meta world")
    first = visit.page.get_by_role("option").first
    assert "Meta-World" in first.inner_text()
    box.press("Enter")
    visit.page.wait_for_url("**/benchmark-meta-world.html")
    assert visit.page.locator("h1").inner_text() == "Meta-World"


def test_search_finds_aliases(visit: Visit, sample_pages: PagesWritten) -> None:
    """An abbreviation finds the concept of the full name."""
    visit.open(sample_pages.index)
    visit.page.get_by_role("combobox").fill("llms")
    assert "arge language models" in visit.page.get_by_role("option").first.inner_text().lower()


def test_a_concept_without_a_page_says_how(visit: Visit, tmp_path: Path) -> None:
    """Concepts and papers without a page are found and say which command makes one."""
    written = write_pages(sample_graph(), tmp_path, pages=1)
    visit.open(written.index)
    box = visit.page.get_by_role("combobox")
    box.fill("kitchenqa")
    option = visit.page.get_by_role("option").first
    assert "paperatlas page dataset:kitchenqa" in option.inner_text()
    box.press("Enter")
    assert visit.page.url.endswith("index.html")
    box.fill("kitchens")
    assert "paperatlas page paper:p3" in visit.page.get_by_role("option").first.inner_text()
    box.fill("quoted")
    assert "paperatlas page 'paper:p two: 2'" in visit.page.get_by_role("option").first.inner_text()


def test_fifty_thousand_nodes(visit: Visit, tmp_path: Path) -> None:
    """The index of a large atlas opens and searches without a wait."""
    graph = nx.MultiDiGraph()
    for i in range(50_000):
        entity(graph, f"method:m-{i}", f"Method of number {i}")
    written = write_pages(graph, tmp_path, pages=10)
    visit.open(written.index)
    spent = visit.page.evaluate(
        """() => {
            const box = document.getElementById("find");
            const start = performance.now();
            for (const text of ["n", "number 49", "number 49999"]) {
                box.value = text;
                box.dispatchEvent(new Event("input"));
            }
            return performance.now() - start;
        }"""
    )
    assert "Method of number 49999" in visit.page.get_by_role("option").first.inner_text()
    assert spent < 3000
