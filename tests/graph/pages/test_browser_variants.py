"""Ties between names in a real browser: said from either end, without paper and sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.pages import PagesWritten, write_pages
from tests.graph.pages.conftest import Visit
from tests.graph.sample_variants import variant_graph

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> PagesWritten:
    """The pages of the two made-up papers that name versions."""
    return write_pages(variant_graph(), tmp_path_factory.mktemp("variants"), pages="all")


def _open(visit: Visit, pages: PagesWritten, node: str) -> None:
    visit.open(Path(pages.index.parent / pages.pages[node]))


@pytest.mark.parametrize(
    ("node", "heading", "other"),
    [
        ("model:llama-2", "Has variant", "LLaMA-2 70B"),
        ("model:llama-2-70b", "Variant of", "LLaMA-2"),
    ],
)
def test_a_tie_is_listed_with_its_reason(
    visit: Visit, pages: PagesWritten, node: str, heading: str, other: str
) -> None:
    """The row says how the names differ; chosen, it says that names alone tie the two."""
    _open(visit, pages, node)
    section = visit.panel.locator("section").filter(
        has=visit.page.get_by_role("heading", name=heading)
    )
    row = section.locator(".row")
    assert row.locator(".name").all_inner_texts() == [other]
    assert row.locator(".note").all_inner_texts() == ["size"]
    row.click()
    fact = visit.panel.locator(".fact")
    assert fact.locator(".statement").inner_text() == "LLaMA-2 70B variant of LLaMA-2"
    assert fact.locator("p").all_inner_texts() == [
        "Their names say so: one is a size of the other."
    ]
    assert fact.locator("blockquote, .evidence").count() == 0


def test_a_tie_stands_beside_what_a_paper_states(visit: Visit, pages: PagesWritten) -> None:
    """Two edges between the same two nodes: one with its sentence, one with its reason."""
    _open(visit, pages, "model:gpt-4")
    visit.click_node("model:gpt-4o")
    facts = visit.panel.locator(".fact")
    assert facts.locator(".statement").all_inner_texts() == [
        "GPT-4o compared with GPT-4",
        "GPT-4o variant of GPT-4",
    ]
    assert facts.nth(0).locator("blockquote").inner_text() == "GPT-4o is compared with GPT-4."
    assert facts.nth(1).locator("blockquote").count() == 0


def test_a_tie_one_step_away_is_listed(visit: Visit, pages: PagesWritten) -> None:
    """Among what else is said of a neighbour it stands with its reason, and leads to it."""
    _open(visit, pages, "benchmark:kitchenqa")
    visit.click_node("model:llama-2-70b")
    elsewhere = visit.panel.locator("section").filter(
        has=visit.page.get_by_role("heading", name="Also in this neighbourhood")
    )
    row = elsewhere.locator(".row").filter(has_text="variant of")
    assert row.locator(".name").inner_text() == "variant of LLaMA-2"
    assert row.locator(".note").inner_text() == "size"
    row.click()
    visit.panel.get_by_text("Their names say so: one is a size of the other.").wait_for()
