"""The tables of results in a real browser: ranks, evidence, the rest on demand, hostile words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from extract.resolution import resolve
from graph.build import build
from graph.pages import PagesWritten, single_page, write_pages
from schemas import Paper
from tests.graph.pages.conftest import Visit
from tests.graph.sample_results import HOSTILE_WORDS, annotated, result, result_graph

pytestmark = pytest.mark.browser

LIBERO = "benchmark:libero"


def _open(visit: Visit, pages: PagesWritten, node: str) -> None:
    visit.open(pages.index.parent / pages.pages[node])


def test_a_benchmark_shows_its_leaderboards(visit: Visit, result_pages: PagesWritten) -> None:
    """A table for each metric: rank, subject, value and year, gains below and called so."""
    _open(visit, result_pages, LIBERO)
    tables = visit.panel.locator(".result-table")
    headings = tables.locator("h2").all_inner_texts()
    assert [heading.split("\n")[0] for heading in headings[:2]] == [
        "Leaderboard: success rate",
        "Leaderboard: FID",
    ]
    assert "less is better" in headings[1]
    rows = tables.first.locator("tbody tr")
    cells = [row.locator("td").all_inner_texts() for row in rows.all()]
    assert [[" ".join(cell.split()) for cell in row] for row in cells] == [
        ["1", "PlanBot at Home", "81%", "2025"],
        ["2", "GripNet", "67.3%", "2024"],
        ["2", "LiftNet", "67.3%", ""],
        ["", "GripNet gain over BC", "+3.8 points", "2024"],
    ]


def test_click_a_result_and_read_its_evidence(visit: Visit, result_pages: PagesWritten) -> None:
    """The sentence with value and benchmark marked, the paper as a link, and the way back."""
    _open(visit, result_pages, LIBERO)
    visit.panel.get_by_role("button", name="GripNet", exact=True).first.click()
    assert (
        visit.panel.locator(".statement").inner_text() == "GripNet 67.3% · success rate on LIBERO"
    )
    sentence = visit.panel.locator("blockquote")
    assert sentence.inner_text() == "GripNet reaches 67.3% success rate on LIBERO."
    assert sentence.locator("mark").all_inner_texts() == ["67.3%", "LIBERO"]
    link = visit.panel.get_by_role("link", name="GripNet: Grasping with Little Data")
    assert link.get_attribute("href") == "https://example.org/gripnet"
    visit.panel.get_by_role("button", name="All facts").click()
    assert visit.panel.locator(".result-table").count() == 4


def test_by_keyboard_alone(visit: Visit, result_pages: PagesWritten) -> None:
    """Enter on a row shows its evidence, and Escape brings all facts back."""
    _open(visit, result_pages, LIBERO)
    visit.panel.locator(".results button").nth(1).focus()
    visit.page.keyboard.press("Enter")
    visit.panel.locator(".statement").wait_for()
    assert visit.page.evaluate("document.activeElement.className") == "statement"
    visit.page.keyboard.press("Escape")
    visit.panel.locator(".result-table").first.wait_for()


def test_hostile_words_are_only_text(visit: Visit, result_pages: PagesWritten) -> None:
    """Words of a result that are markup stand there to the letter; no image, no script runs."""
    _open(visit, result_pages, LIBERO)
    visit.panel.get_by_role("button", name=HOSTILE_WORDS).click()
    assert HOSTILE_WORDS in visit.panel.locator("blockquote").inner_text()
    assert visit.page.locator("img").count() == 0
    assert visit.page.evaluate("document.scripts.length") == 7


def test_a_method_lists_results_without_ranks(visit: Visit, result_pages: PagesWritten) -> None:
    """What is reported against BC, each with what it is of."""
    _open(visit, result_pages, "method:bc")
    section = visit.panel.locator(".result-table")
    assert section.locator("h2").inner_text().startswith("Results against it")
    assert section.locator("tbody button").all_inner_texts() == [
        "GripNet, success rate on LIBERO",
        "PlanBot, on LIBERO",
    ]
    assert not section.locator(".rank").first.is_visible()


def test_the_network_draws_no_result(visit: Visit, result_pages: PagesWritten) -> None:
    """Papers and entities alone are nodes, and the search of the page finds those."""
    _open(visit, result_pages, LIBERO)
    types = visit.page.locator("#types button").all_inner_texts()
    assert all("Result" not in text for text in types)
    visit.page.locator("#find").fill("67.3")
    assert visit.page.locator("#found li").all_inner_texts() == ["Nothing of that name"]


def test_a_long_leaderboard_opens(visit: Visit, tmp_path: Path) -> None:
    """Eight rows at first, all on demand, and focus goes on to the first new one."""
    papers = [
        annotated(
            Paper(id=f"p{n:02}", title=f"LiftNet {n}", abstract=f"LiftNet reaches {n}% on LIBERO."),
            result(f"{n}%", n, "%", "absolute", subject="LiftNet", on="LIBERO"),
        )
        for n in range(30)
    ]
    pages = write_pages(build(resolve(papers)), tmp_path, pages="all")
    _open(visit, pages, LIBERO)
    section = visit.panel.locator(".result-table")
    assert section.locator("tbody tr").count() == 8
    section.get_by_role("button", name="Show all 30").click()
    assert section.locator("tbody tr").count() == 30
    assert section.locator("tbody .value").all_inner_texts() == [f"{n}%" for n in range(29, -1, -1)]
    assert visit.page.evaluate("document.activeElement.closest('tr').rowIndex") == 9


def test_a_single_file_has_them_too(visit: Visit, tmp_path: Path) -> None:
    """The page to send to a friend shows the same tables and asks nobody for anything."""
    path = tmp_path / "libero.html"
    path.write_text(single_page(result_graph(), LIBERO), encoding="utf-8")
    visit.open(path)
    assert visit.panel.locator(".result-table").count() == 4
    assert visit.requests == [path.as_uri()]


def test_on_a_phone(visitor: Callable[..., Visit], result_pages: PagesWritten) -> None:
    """No table is wider than the screen, whatever its words."""
    visit = visitor(viewport={"width": 390, "height": 844})
    _open(visit, result_pages, LIBERO)
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 390
