"""The real page, pasted from a browser: sixty papers, however it is mangled."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.reading import Format, read
from tests.extract.reading.page_mangling import mangled

PAGE = Path(__file__).parents[3].parent / "shared" / "data" / "skill-papers.txt"
HEADER = 5

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not PAGE.is_file(), reason="the real page is not beside the checkout"),
]


def titles_and_abstracts(path):
    """What is read from a file."""
    return [(paper.title, paper.abstract) for paper in read(path)]


def test_it_holds_sixty_papers():
    """Short titles, long abstracts, in order, each with an id of its own."""
    reading = read(PAGE)
    papers = list(reading)
    assert len(papers) == reading.report.read == 60
    assert reading.report.formats == {str(PAGE): Format.PAGE}
    assert papers[0].title == "Agent Skill Acquisition for Large Language Models via CycleQD"
    assert papers[-1].title.startswith("B-STaR: ")
    assert all(len(paper.title) < 130 for paper in papers)
    assert all(1300 < len(paper.abstract) < 2000 for paper in papers)
    assert not any("\n" in paper.text.replace("\n", "", 1) for paper in papers)
    assert len({paper.id for paper in papers}) == 60


def test_every_line_is_a_title_an_abstract_or_reported():
    """Nothing is lost: the lines of the file are those of the papers and the furniture."""
    reading = read(PAGE)
    lines = [line.strip() for line in PAGE.read_text(encoding="utf-8").splitlines()]
    kept = [line for paper in reading for line in paper.text.split("\n")]
    skipped = [skipped.text for skipped in reading.report.skipped]
    assert len(skipped) == HEADER
    assert skipped + kept == [line for line in lines if line]


@settings(
    derandomize=True,
    deadline=None,
    max_examples=8,
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
def test_mangling_changes_nothing(tmp_path, data):
    """Line ends, BOM, blank lines, trailing space and furniture between its lines."""
    expected = titles_and_abstracts(PAGE)
    path = tmp_path / "page.txt"
    path.write_bytes(data.draw(mangled([(title, [text]) for title, text in expected])))
    assert titles_and_abstracts(path) == expected


@pytest.mark.parametrize("between", ["\n", "\n\n\n\n"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_blank_lines_lost_or_doubled(tmp_path, between, end):
    """The two things that happen most, to the whole page with its header."""
    lines = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.strip()]
    path = tmp_path / "page.txt"
    path.write_bytes(("\ufeff" + between.join(lines)).replace("\n", end).encode())
    assert titles_and_abstracts(path) == titles_and_abstracts(PAGE)
