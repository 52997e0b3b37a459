"""What the README says is what happens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.atlas import Atlas
from graph.cli.app import app
from graph.pipeline import build_atlas
from graph.questions import QUESTIONS
from graph.questions.catalog import Question

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
_ANSWERED = re.compile(
    r"`paperatlas query ([^`]+)`[^`]*```cypher\n(.*?)```\n\n((?:\|[^\n]*\n)+)", re.DOTALL
)
ANSWERED = _ANSWERED.findall(README)


@pytest.fixture(scope="module")
def atlas(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Atlas]:
    """The atlas of the examples."""
    directory = tmp_path_factory.mktemp("examples") / "atlas"
    build_atlas(*sorted((ROOT / "examples").glob("*-skills.md")), directory=directory)
    with Atlas.open(directory) as opened:
        yield opened


def test_there_are_five_questions() -> None:
    """Each with its Cypher and its answer."""
    assert len(ANSWERED) == 5


@pytest.mark.model
@pytest.mark.parametrize(("named", "statement", "table"), ANSWERED)
def test_the_answers_are_those_that_the_examples_give(
    atlas: Atlas, named: str, statement: str, table: str
) -> None:
    """The table under each statement holds its rows, and the named question answers too."""
    header, _, *lines = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()
    ]
    rows = atlas.cypher(statement)
    assert [[str(row[column]) for column in header] for row in rows] == lines
    question, *args = named.split()
    assert atlas.ask(question, *args).rows


@pytest.mark.model
@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_every_question_has_an_example_that_finds_something(
    atlas: Atlas, question: Question
) -> None:
    """In the atlas that a newcomer builds first."""
    assert atlas.ask(question.name, *question.example).rows


def test_every_command_and_question_is_in_the_docs() -> None:
    """The README names each command; the command lists each question."""
    commands = [command.name for command in app.registered_commands]
    assert len(commands) == 12
    docs = README + (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert [c for c in commands if f"paperatlas {c}" not in docs and f"`{c}`" not in docs] == []
    assert len(QUESTIONS) == 9


def test_every_file_it_names_exists() -> None:
    """The reading order leads nowhere that is not there."""
    reading = README.split("## The files, in reading order")[1].split("## ")[0]
    named = re.findall(r"`((?:schemas|extract|graph)/[^`]*)`", reading)
    assert len(named) >= 10
    assert [path for path in named if not (ROOT / path).exists()] == []
    assert all((ROOT / path).is_file() for path in re.findall(r"\]\((docs/[^)]+)\)", README))


def test_digests_share_no_sentence_with_the_real_page() -> None:
    """Examples are in our own words; the papers' abstracts are not in the repository."""
    page = ROOT.parent / "shared" / "data" / "skill-papers.txt"
    if not page.exists():
        pytest.skip("the real page is not beside the checkout")
    abstracts = [line for line in page.read_text(encoding="utf-8").splitlines() if len(line) > 200]
    sentences = {
        s.strip()
        for abstract in abstracts
        for s in re.split(r"(?<=[.!?])\s", abstract)
        if len(s) > 40
    }
    digests = " ".join(p.read_text(encoding="utf-8") for p in (ROOT / "examples").glob("*.md"))
    assert len(sentences) > 300
    assert [s for s in sentences if s in digests] == []
