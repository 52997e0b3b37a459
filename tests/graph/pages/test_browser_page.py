"""A concept's page in a real browser: click, read, search, filter, by mouse and keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.pages import PagesWritten, single_page, write_pages
from tests.graph.pages.conftest import Visit
from tests.graph.pages.hostile import large_graph
from tests.graph.sample import sample_graph

pytestmark = pytest.mark.browser

LIBERO = "benchmark:libero"
META_WORLD = "benchmark:meta-world"
GRIPNET = "method:gripnet"


def _open(visit: Visit, pages: PagesWritten, node: str) -> None:
    visit.open(pages.index.parent / pages.pages[node])


def test_click_a_node_and_read_its_evidence(visit: Visit, sample_pages: PagesWritten) -> None:
    """The panel shows the sentence with both names marked, and the paper as a link."""
    _open(visit, sample_pages, LIBERO)
    visit.click_node(GRIPNET)
    sentence = visit.panel.locator("blockquote").first
    assert sentence.inner_text() == (
        "GripNet is evaluated on Meta-World and on LIBERO in terms of success rate."
    )
    assert sentence.locator("mark").all_inner_texts() == ["GripNet", "LIBERO"]
    link = visit.panel.get_by_role("link", name="GripNet: Grasping with Little Data").first
    assert link.get_attribute("href") == "https://example.org/gripnet"
    assert link.get_attribute("rel") == "noopener noreferrer"
    assert link.get_attribute("target") == "_blank"


def test_click_an_edge_and_read_its_evidence(visit: Visit, sample_pages: PagesWritten) -> None:
    """A click between two nodes shows what joins them."""
    _open(visit, sample_pages, LIBERO)
    start, end = (
        visit.page.evaluate("id => window.paperatlas.pointOf(id)", node)
        for node in (GRIPNET, LIBERO)
    )
    visit.page.mouse.click(0.4 * start["x"] + 0.6 * end["x"], 0.4 * start["y"] + 0.6 * end["y"])
    heading = visit.panel.locator(".statement")
    heading.wait_for()
    assert heading.inner_text() == "GripNet evaluated on LIBERO"
    assert visit.panel.locator("blockquote").count() == 1


def test_click_on_nothing_returns_to_all_facts(visit: Visit, sample_pages: PagesWritten) -> None:
    """An empty place of the canvas gives the overview back."""
    _open(visit, sample_pages, LIBERO)
    visit.click_node(GRIPNET)
    box = visit.page.locator("#network").bounding_box()
    visit.page.mouse.click(box["x"] + 5, box["y"] + 5)
    visit.panel.get_by_role("heading", name="Evaluated on it").wait_for()
    assert visit.page.evaluate("window.paperatlas.chosen()") is None


def test_a_paper_without_an_address_is_plain_text(visit: Visit, sample_pages: PagesWritten) -> None:
    """A title whose address is no http address, or that has none, is no link."""
    _open(visit, sample_pages, "model:gpt-4")
    visit.panel.get_by_role("button", name="PlanBot").first.click()
    source = visit.panel.locator(".source .paper").first
    assert (
        source.inner_text() == "</script><img src=x onerror=alert(1)> & 'quoted' [bold]titles[/x]"
    )
    assert source.evaluate("e => e.tagName") == "SPAN"


def test_open_the_neighbours_page(visit: Visit, sample_pages: PagesWritten) -> None:
    """From a neighbour one goes on to its own page, and from there to the index."""
    _open(visit, sample_pages, LIBERO)
    visit.click_node(GRIPNET)
    visit.panel.get_by_role("link", name="Open its page").click()
    visit.page.wait_for_url("**/method-gripnet.html")
    assert visit.page.locator("h1").inner_text() == "GripNet"
    visit.page.get_by_role("link", name="Paper Atlas").click()
    visit.page.wait_for_url("**/index.html")


def test_search_finds_and_chooses(visit: Visit, sample_pages: PagesWritten) -> None:
    """Typing part of a name or of an alias lists nodes; the first is chosen by Enter."""
    _open(visit, sample_pages, META_WORLD)
    box = visit.page.get_by_role("combobox")
    box.fill("planb")
    assert visit.page.get_by_role("option").all_inner_texts() == ["PlanBot"]
    box.press("Enter")
    assert visit.page.evaluate("window.paperatlas.chosen()") == "method:planbot"
    assert visit.panel.locator(".chosen").inner_text() == "PlanBot"
    box.fill("no such thing")
    assert visit.page.get_by_role("option").all_inner_texts() == ["Nothing of that name"]


def test_legend_filters_by_type(visit: Visit, sample_pages: PagesWritten) -> None:
    """A type switched off disappears from the canvas and cannot be clicked, then returns."""
    _open(visit, sample_pages, LIBERO)
    button = visit.page.get_by_role("button", name=re.compile("^Method"))
    assert button.get_attribute("aria-pressed") == "true"
    button.click()
    assert button.get_attribute("aria-pressed") == "false"
    assert visit.page.evaluate("id => window.paperatlas.isShown(id)", GRIPNET) is False
    at = visit.page.evaluate("id => window.paperatlas.pointOf(id)", GRIPNET)
    visit.page.mouse.click(at["x"], at["y"])
    visit.page.wait_for_timeout(400)  # longer than a double click may take
    assert visit.page.evaluate("window.paperatlas.chosen()") is None
    button.click()
    visit.click_node(GRIPNET)


def test_legend_filters_by_relation(visit: Visit, sample_pages: PagesWritten) -> None:
    """A relation switched off takes its edges away: a click between its ends hits nothing."""
    _open(visit, sample_pages, LIBERO)
    visit.page.get_by_text("Relations").click()
    visit.page.get_by_role("button", name=re.compile("^evaluated on")).click()
    start, end = (
        visit.page.evaluate("id => window.paperatlas.pointOf(id)", node)
        for node in (GRIPNET, LIBERO)
    )
    visit.page.mouse.click((start["x"] + end["x"]) / 2, (start["y"] + end["y"]) / 2)
    visit.page.wait_for_timeout(400)
    assert visit.panel.locator(".statement").count() == 0


def test_keyboard_alone(visit: Visit, sample_pages: PagesWritten) -> None:
    """Search, legend, facts and the way back all work without a mouse."""
    _open(visit, sample_pages, META_WORLD)
    page = visit.page
    page.keyboard.press("/")
    page.keyboard.type("grip")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.evaluate("window.paperatlas.chosen()") is not None
    page.keyboard.press("Escape")
    assert page.evaluate("window.paperatlas.chosen()") is None
    button = visit.panel.get_by_role("button", name="GripNet").first
    button.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("window.paperatlas.chosen()") == GRIPNET
    assert page.evaluate("document.activeElement.textContent") == "GripNet"
    assert page.locator("#status").inner_text() == "GripNet, Method"
    back = visit.panel.get_by_role("button", name="All facts")
    back.focus()
    page.keyboard.press("Space")
    assert page.evaluate("window.paperatlas.chosen()") is None
    toggle = page.get_by_role("button", name=re.compile("^Method"))
    toggle.focus()
    page.keyboard.press("Space")
    assert toggle.get_attribute("aria-pressed") == "false"


def test_no_request_leaves(visitor: Callable[..., Visit], sample_pages: PagesWritten) -> None:
    """Every page asks for the files of the atlas and for nothing else."""
    visit = visitor()
    directory = sample_pages.index.parent
    for name in ("index.html", *sample_pages.pages.values()):
        visit.open(directory / name)
    assert visit.requests
    assert {url for url in visit.requests if not url.startswith(directory.as_uri())} == set()


def test_single_file_alone(visit: Visit, tmp_path: Path) -> None:
    """One file in an otherwise empty directory is a whole page, and asks for nothing else."""
    target = tmp_path / "to a friend.html"
    target.write_text(single_page(sample_graph(), LIBERO), encoding="utf-8")
    visit.open(target)
    visit.click_node(GRIPNET)
    assert visit.panel.locator("mark").all_inner_texts() == ["GripNet", "LIBERO"]
    assert visit.page.evaluate("getComputedStyle(document.querySelector('h1')).fontSize") == "30px"
    assert visit.requests == [target.as_uri()]


def test_nothing_shakes(visit: Visit, sample_pages: PagesWritten) -> None:
    """Nodes stand where the layout put them from the first moment on."""
    _open(visit, sample_pages, META_WORLD)
    place = "id => window.paperatlas.pointOf(id)"
    first = visit.page.evaluate(place, GRIPNET)
    visit.page.wait_for_timeout(500)
    assert visit.page.evaluate(place, GRIPNET) == first


def test_on_a_phone(visitor: Callable[..., Visit], sample_pages: PagesWritten) -> None:
    """On a narrow screen nothing sticks out sideways and the evidence comes into sight."""
    visit = visitor(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    _open(visit, sample_pages, META_WORLD)
    assert visit.page.evaluate("document.documentElement.scrollWidth") == 390
    map_box = visit.page.locator(".map").bounding_box()
    panel_box = visit.panel.bounding_box()
    assert panel_box["y"] >= map_box["y"] + map_box["height"]
    at = visit.page.evaluate("id => window.paperatlas.pointOf(id)", GRIPNET)
    visit.page.touchscreen.tap(at["x"], at["y"])
    chosen = visit.panel.locator(".chosen")
    chosen.wait_for()
    visit.page.wait_for_timeout(700)  # the scrolling is smooth
    assert chosen.bounding_box()["y"] < 844 * 0.7


def test_dark_and_light(visitor: Callable[..., Visit], sample_pages: PagesWritten) -> None:
    """The page follows the reader's colour scheme, text in good contrast on its ground."""
    grounds = set()
    for scheme in ("light", "dark"):
        visit = visitor(color_scheme=scheme)
        _open(visit, sample_pages, LIBERO)
        ground, ink, quiet, accent = (
            visit.page.evaluate(
                "name => getComputedStyle(document.documentElement).getPropertyValue(name)",
                f"--{name}",
            )
            for name in ("card", "ink", "quiet", "accent")
        )
        grounds.add(ground)
        assert all(_contrast(ground, colour) >= 4.5 for colour in (ink, quiet, accent))
    assert len(grounds) == 2


def _contrast(one: str, other: str) -> float:
    """Contrast of two hex colours by WCAG 2."""

    def luminance(colour: str) -> float:
        parts = [int(colour.strip()[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_a_full_neighbourhood(visit: Visit, tmp_path: Path) -> None:
    """A page of a concept and 149 neighbours is drawn at once and each can be clicked."""
    written = write_pages(large_graph(200), tmp_path, pages=1)
    visit.open(tmp_path / written.pages["benchmark:hub"])
    assert "251 left out" in visit.page.locator(".title").inner_text()
    visit.click_node("method:m-149")
    visit.panel.get_by_role("button", name="All facts").click()
    visit.panel.get_by_role("button", name="Show all 149").click()
    assert visit.panel.locator(".row").count() == 149


def test_one_step_further(visit: Visit, sample_pages: PagesWritten) -> None:
    """A node one step further shows what joins it to the neighbours, with the evidence."""
    _open(visit, sample_pages, LIBERO)
    assert "2 neighbours and 4 nodes one step further" in visit.page.locator(".title").inner_text()
    visit.click_node("method:planbot")
    statements = visit.panel.locator(".statement").all_inner_texts()
    assert statements == ["PlanBot compared with GripNet"]
    assert visit.panel.locator("blockquote mark").all_inner_texts() == ["PlanBot", "GripNet"]
