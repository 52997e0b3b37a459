"""Headless Chromium, and pages opened in it from files."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from graph.pages import PagesWritten, write_pages
from tests.graph.pages.hostile import hostile_graph
from tests.graph.sample import sample_graph
from tests.graph.sample_results import result_graph

_CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-first-run",
]


@dataclass
class Visit:
    """A page in the browser, and all that went on behind it.

    Attributes:
        page: Playwright's page.
        requests: Address of every request.
        complaints: Console errors and warnings, uncaught errors, dialogs.
    """

    page: Any
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, path: Path) -> None:
        """Opens a file and waits until it is drawn."""
        self.page.goto(path.as_uri())

    def click_node(self, node_id: str) -> None:
        """Clicks where a node stands on the canvas."""
        at = self.page.evaluate("id => window.paperatlas.pointOf(id)", node_id)
        self.page.mouse.click(at["x"], at["y"])
        self.page.wait_for_function("id => window.paperatlas.chosen() === id", arg=node_id)

    @property
    def panel(self) -> Any:
        """The panel beside the network."""
        return self.page.locator("#panel")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The browser, once for all tests."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    executable = next(filter(None, map(shutil.which, _CHROMIUM)), None)
    if executable is None:
        pytest.skip(f"no Chromium: none of {', '.join(_CHROMIUM)} is on the path")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=executable, args=_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def visitor(chromium: Any) -> Iterator[Callable[..., Visit]]:
    """Makes visits; options are those of a Playwright context. All must end in peace."""
    visits: list[Visit] = []

    def begin(**options: Any) -> Visit:
        context = chromium.new_context(**{"viewport": {"width": 1400, "height": 900}, **options})
        visit = Visit(context.new_page())
        context.on("request", lambda request: visit.requests.append(request.url))
        visit.page.on(
            "console",
            lambda message: (
                visit.complaints.append(message.text)
                if message.type in ("error", "warning")
                else None
            ),
        )
        visit.page.on("pageerror", lambda error: visit.complaints.append(str(error)))
        visit.page.on("dialog", lambda dialog: visit.complaints.append(dialog.message))
        visits.append(visit)
        return visit

    yield begin
    complaints = [complaint for visit in visits for complaint in visit.complaints]
    for visit in visits:
        visit.page.context.close()
    assert complaints == []


@pytest.fixture
def visit(visitor: Callable[..., Visit]) -> Visit:
    """One visit on a desktop screen."""
    return visitor()


@pytest.fixture(scope="session")
def sample_pages(tmp_path_factory: pytest.TempPathFactory) -> PagesWritten:
    """The pages of the three made-up papers."""
    return write_pages(sample_graph(), tmp_path_factory.mktemp("sample"), pages="all")


@pytest.fixture(scope="session")
def result_pages(tmp_path_factory: pytest.TempPathFactory) -> PagesWritten:
    """The pages of the four made-up papers that report numbers."""
    return write_pages(result_graph(), tmp_path_factory.mktemp("results"), pages="all")


@pytest.fixture(scope="session")
def hostile_pages(tmp_path_factory: pytest.TempPathFactory) -> PagesWritten:
    """The pages of a graph whose every text is an attack."""
    return write_pages(hostile_graph(), tmp_path_factory.mktemp("hostile"), pages="all")
