"""The real pasted page, end to end: read, annotate, resolve, build, store, show."""

from __future__ import annotations

import filecmp
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.atlas import Atlas
from graph.build_report import BuildReport
from graph.files import CANONICAL
from graph.names import NameIndex
from graph.pipeline import build_atlas
from graph.questions import QUESTIONS, ask
from graph.stores import Store, open_store

PAGE = Path(__file__).resolve().parents[2] / "shared" / "data" / "skill-papers.txt"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.model,
    pytest.mark.skipif(not PAGE.exists(), reason="the real page is not beside the checkout"),
]

_EVALUATED = """
MATCH (s)-[e:EVALUATED_ON]->(b) WHERE b.id = $benchmark
RETURN s.name AS name, s.aliases AS aliases, e.sentence AS sentence
"""
_FACTS = [
    ("CycleQD", "AgentBench"),
    ("PSEC", "D4RL"),
    ("PAE", "WebVoyager"),
    ("PAE", "WebArena"),
    ("ADS", "Meta-World"),
]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, BuildReport]:
    """The atlas of the page, in one process."""
    directory = tmp_path_factory.mktemp("real") / "atlas"
    return directory, build_atlas(PAGE, directory=directory, workers=1)


@pytest.fixture(scope="module")
def atlas(built: tuple[Path, BuildReport]) -> Iterator[Atlas]:
    """The same, opened."""
    with Atlas.open(built[0]) as opened:
        yield opened


@pytest.fixture(params=["embedded", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def store(request: pytest.FixtureRequest, atlas: Atlas) -> Iterator[Store]:
    """The graph in either engine."""
    if request.param == "embedded":
        yield atlas.store
        return
    with open_store(request.getfixturevalue("neo4j_url")) as server:
        server.save(atlas.nx)
        yield server


def test_sixty_papers_go_in(built: tuple[Path, BuildReport]) -> None:
    """All papers of the page are built, and each gives something."""
    _, report = built
    assert (report.papers, report.built, report.repeated, report.failed) == (60, 60, 0, 0)
    assert report.without_entities == 0
    assert report.skipped == 5


@pytest.mark.parametrize(("subject", "benchmark"), _FACTS)
def test_facts_of_the_page_are_in_the_graph(store: Store, subject: str, benchmark: str) -> None:
    """Who is evaluated on what, read from the text, with a sentence that names the benchmark."""
    names = NameIndex.of_store(store)
    rows = store.run(_EVALUATED, {"benchmark": names.find(benchmark)})
    found = [r for r in rows if subject == r["name"] or subject in (r["aliases"] or [])]
    assert found
    assert all(benchmark in r["sentence"] for r in found)


def test_libero_is_a_benchmark_that_its_paper_introduces(store: Store) -> None:
    """The paper of that title introduces it."""
    rows = store.run(
        "MATCH (p:Paper)-[:INTRODUCES]->(b:Benchmark) WHERE b.id = $id RETURN p.name AS title",
        {"id": "benchmark:libero"},
    )
    assert [r["title"].split(":")[0] for r in rows] == ["LIBERO"]


def test_gpt_4_is_a_model_that_four_papers_mention(store: Store) -> None:
    """One node, four papers or more, each with its sentences."""
    rows = ask(store, "mentions", ["GPT-4"], names=NameIndex.of_store(store)).rows
    assert NameIndex.of_store(store).find("GPT-4") == "model:gpt-4"
    assert len({r["paper"] for r in rows}) >= 4
    assert all(any("GPT-4" in s for s in r["sentences"]) for r in rows)


def test_llms_and_large_language_models_are_one_node(store: Store) -> None:
    """Short and long form lead to one id."""
    names = NameIndex.of_store(store)
    assert names.find("LLMs") == names.find("large language models") == names.find("LLM")


@pytest.mark.neo4j
@pytest.mark.parametrize("question", sorted(QUESTIONS))
def test_both_engines_give_the_same_rows(atlas: Atlas, neo4j_url: str, question: str) -> None:
    """Every named question, on the real graph, row by row."""
    args = list(QUESTIONS[question].example)
    embedded = ask(atlas.store, question, args, names=atlas.names)
    with open_store(neo4j_url) as server:
        server.save(atlas.nx)
        served = ask(server, question, args, names=NameIndex.of_store(server))
    assert served == embedded


def test_two_builds_are_equal_byte_for_byte(
    built: tuple[Path, BuildReport], tmp_path: Path
) -> None:
    """Canonical files, pages and manifest do not change, however many processes annotate."""
    first, _ = built
    build_atlas(PAGE, directory=tmp_path / "again", workers=2)
    files = [*CANONICAL, "manifest.json"]
    files += [p.relative_to(first).as_posix() for p in (first / "pages").rglob("*") if p.is_file()]
    assert len(files) > 50
    _, different, missing = filecmp.cmpfiles(first, tmp_path / "again", files, shallow=False)
    assert (different, missing) == ([], [])


def test_the_show_pieces_have_pages(built: tuple[Path, BuildReport]) -> None:
    """LIBERO, Meta-World and GPT-4 are among the pages."""
    pages = built[0] / "pages"
    for name in ("benchmark-libero", "benchmark-meta-world", "model-gpt-4"):
        assert (pages / f"{name}.html").is_file()


def test_a_build_takes_seconds(built: tuple[Path, BuildReport]) -> None:
    """The report has the time of every stage."""
    assert set(built[1].seconds) >= {"read", "annotate", "resolve", "build", "store", "pages"}
