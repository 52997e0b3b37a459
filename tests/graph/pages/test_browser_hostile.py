"""Attacks in titles, names, sentences and addresses show as text in a real browser."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.pages import PagesWritten, single_page
from tests.graph.pages.conftest import Visit
from tests.graph.pages.hostile import ASTRAL, HALF, IMAGE, SCRIPT, hostile_graph

pytestmark = pytest.mark.browser

_ALIEN = "document.querySelectorAll('img, b, svg[onload], script:not([src]):not([type])').length"


def test_index(visit: Visit, hostile_pages: PagesWritten) -> None:
    """The index shows names and titles as written, and finds them."""
    visit.open(hostile_pages.index)
    assert visit.page.get_by_role("link", name=SCRIPT, exact=True).count() >= 1
    assert (SCRIPT + IMAGE) in visit.page.locator(".papers").inner_text()
    visit.page.get_by_role("combobox").fill("<img src")
    assert visit.page.get_by_role("option").count() == 3
    assert visit.page.evaluate(_ALIEN) == 0
    assert all(url.startswith("file:") for url in visit.requests)


@pytest.mark.parametrize("centre", ["method:a/b c", "benchmark:bench", "model:m"])
def test_pages(visit: Visit, hostile_pages: PagesWritten, centre: str) -> None:
    """Heading, panel, search, marks and links hold the texts as they are."""
    visit.open(hostile_pages.index.parent / hostile_pages.pages[centre])
    assert visit.page.locator("h1").inner_text() == hostile_graph().nodes[centre]["name"]
    for node in ["method:a/b c", "benchmark:bench", "model:m", "paper:2"]:
        if node == centre:
            continue
        visit.click_node(node)
        assert ASTRAL in visit.panel.locator("blockquote").first.inner_text()
        assert visit.page.evaluate(_ALIEN) == 0
    addresses = visit.page.evaluate("[...document.links].map(link => link.protocol)")
    assert set(addresses) <= {"file:", "https:"}
    assert all(url.startswith("file:") for url in visit.requests)


def test_marks_count_characters(visit: Visit, hostile_pages: PagesWritten) -> None:
    """Marks stand right behind characters that take two code units in the browser."""
    visit.open(hostile_pages.index.parent / hostile_pages.pages["model:m"])
    visit.click_node("benchmark:bench")
    assert visit.panel.locator("blockquote mark").all_inner_texts() == [ASTRAL, IMAGE, HALF]


def test_single_file(visit: Visit, tmp_path: Path) -> None:
    """With everything inlined an attack still cannot end the script it stands in."""
    target = tmp_path / "page.html"
    target.write_text(single_page(hostile_graph(), "benchmark:bench"), encoding="utf-8")
    visit.open(target)
    visit.click_node("method:a/b c")
    assert SCRIPT in visit.panel.inner_text()
    assert visit.page.evaluate("document.querySelectorAll('img, b, svg[onload]').length") == 0
    assert visit.page.locator("script").count() == 7
    assert visit.requests == [target.as_uri()]


def test_the_policy_holds(visit: Visit, hostile_pages: PagesWritten) -> None:
    """Even code that ran could load nothing: the page's own policy forbids it."""
    visit.open(hostile_pages.index)
    with visit.page.expect_event("requestfailed") as refused:
        visit.page.evaluate(
            "document.body.append(Object.assign(new Image(), {src: 'https://example.org/x.png'}))"
        )
    assert refused.value.failure == "csp"
    (complaint,) = visit.complaints
    assert "Content Security Policy" in complaint
    visit.complaints.clear()  # it was asked for
