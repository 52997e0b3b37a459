"""Pages of a field with types and relations of its own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from graph.pages import single_page, write_pages
from graph.pages.looks import looks_of
from graph.pages.network import drawing
from graph.pages.page import asset, page_view, stylesheet
from graph.pages.page_data import page_data
from schemas import RESEARCH, Vocabulary
from tests.graph.crops import CROPS, KEYWORDS, crop_graph
from tests.graph.pages.conftest import Visit


def test_the_style_sheet_has_a_fill_for_each_type() -> None:
    """Those of the vocabulary and no others, in the place that is left for them."""
    for vocabulary in (RESEARCH, CROPS, KEYWORDS):
        css = stylesheet(vocabulary)
        found = re.findall(r"^\.type-(\w+) \{ fill: #[0-9a-f]{6}; \}$", css, re.MULTILINE)
        assert found == [name.lower() for name in vocabulary.types]
        assert css.count("\n") == asset("atlas.css").count("\n") + len(vocabulary.types) - 1


def test_a_page_says_the_relations_from_either_end() -> None:
    """Headings, captions and legend come from the names of the relations."""
    view = page_view(crop_graph(), "crop:barley")
    data = page_data(view, links={})
    assert [group["heading"] for group in data["groups"]] == [
        "Damages: this",
        "Treated with",
        "Mentioned in",
    ]
    assert list(data["types"]) == ["Pest", "Crop", "Treatment", "Paper"]
    assert list(data["relations"]) == [
        "INTRODUCES",
        "DAMAGES",
        "TREATED_WITH",
        "VARIANT_OF",
        "MENTIONS",
    ]
    texts = {caption["text"] for caption in drawing(view).captions}
    assert {"Damages: this", "Treated with"} <= texts
    assert {edge["label"] for edge in drawing(view).edges} >= {"damages", "treated with"}


def test_results_are_listed() -> None:
    """What a result is on may be of any type that the vocabulary names."""
    [table] = page_view(crop_graph(), "pest:leaf-mite").results.tables
    assert [(r.value, r.metric, r.subject) for r in table.results] == [
        ("40%", "removal", "neem wash")
    ]


def test_the_index_counts_in_words(tmp_path: Path) -> None:
    """Sections stand in the order of the types; two writes are equal byte for byte."""
    one, two = (write_pages(crop_graph(), tmp_path / n, pages="all") for n in ("one", "two"))
    text = one.index.read_text("utf-8")
    assert "1 pest, 1 crop and 1 treatment from 2 papers" in text
    assert re.findall(r"</svg>(\w+)<span", text) == ["Pests", "Crops", "Treatments", "Papers"]
    files = sorted(p.relative_to(tmp_path / "one") for p in (tmp_path / "one").rglob("*.*"))
    assert "crop-barley.html" in map(str, files)
    for file in files:
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()
    assert two.pages == one.pages


@pytest.mark.browser
@pytest.mark.parametrize("vocabulary", [CROPS, KEYWORDS], ids=["crops", "keywords"])
def test_types_have_their_colours_in_a_browser(
    visit: Visit, tmp_path: Path, vocabulary: Vocabulary
) -> None:
    """Icons of the legend bear the fills that the data names, under the page's policy."""
    graph = crop_graph(vocabulary)
    node = next(n for n, d in graph.nodes(data=True) if d["name"] == "barley")
    page = tmp_path / "page.html"
    page.write_text(single_page(graph, node), encoding="utf-8")
    visit.open(page)
    fills = visit.page.evaluate(
        "() => [...document.querySelectorAll('#types path')].map("
        "p => [p.getAttribute('class'), getComputedStyle(p).fill])"
    )
    styles = looks_of(vocabulary).types
    colours = {f"type-{name.lower()}": style.colour for name, style in styles.items()}
    shown = {name: fill for name, fill in fills if name != "type-paper"}
    assert len(shown) >= 1
    for name, fill in shown.items():
        parts = [int(colours[name][i : i + 2], 16) for i in (1, 3, 5)]
        assert fill == f"rgb({', '.join(map(str, parts))})"
