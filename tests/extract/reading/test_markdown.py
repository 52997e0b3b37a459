"""Markdown digests: headings, facts and paragraphs."""

import pytest

from extract.reading.entries import LocatedPaper, SkippedLine
from extract.reading.markdown import entries_of_lines
from schemas import FormatError, PaperError


def entries(text):
    """All entries of a digest."""
    return list(entries_of_lines(iter(enumerate(text.split("\n"), start=1)), file="d.md"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("## A\nMice plan.", [("A", "Mice plan.")]),
        ("##   A ##  \n\n\n  Mice plan.  \n\n", [("A", "Mice plan.")]),
        (
            "## A\nMice\nplan.\n\nThey do.\n## B\nCats.",
            [("A", "Mice plan.\n\nThey do."), ("B", "Cats.")],
        ),
        (
            "## A\nMice:\n- run\n  far\n- plan\n1. x",
            [("A", "Mice:\n\n- run far\n\n- plan\n\n1. x")],
        ),
        ("## A\nOne.\n### Results\nTwo.\n---\nThree.", [("A", "One.\n\nTwo.\n\nThree.")]),
        ("## A\nOne.\n# Part two\nIntro.\n## B\nTwo.", [("A", "One."), ("B", "Two.")]),
        ("## A\n```\n## no heading\n```\nOne.", [("A", "``` ## no heading ``` One.")]),
        ("## C# and ##hash\n##no heading", [("C# and ##hash", "##no heading")]),
    ],
)
def test_headings_and_paragraphs(text, expected):
    """From one ``##`` to the next; paragraphs parted by blank lines or list items."""
    found = [entry.paper for entry in entries(text) if isinstance(entry, LocatedPaper)]
    assert [(paper.title, paper.abstract) for paper in found] == expected


def test_facts_under_the_title():
    """All five of them, in any case and order, before the first paragraph alone."""
    text = (
        "## A\n\n- Year: 2023\n* venue: Mice: Letters\n- url: https://m.example/a\n\n- id: mice/7\n"
        "- authors: Ada L.; Alan\n\nMice plan.\n\n- year: 1999\n"
    )
    (entry,) = entries(text)
    paper = entry.paper
    assert (paper.id, paper.year, paper.venue) == ("mice/7", 2023, "Mice: Letters")
    assert (paper.url, paper.authors) == ("https://m.example/a", ("Ada L.", "Alan"))
    assert paper.abstract == "Mice plan.\n\n- year: 1999"


def test_a_linked_title_gives_title_and_address():
    """As digests often write it; an arXiv address gives the id."""
    (entry,) = entries("## [Maze [Runners]](https://arxiv.org/abs/2301.01234)\n\nMice plan.")
    assert entry.paper.title == "Maze [Runners]"
    assert entry.paper.url == "https://arxiv.org/abs/2301.01234"
    assert entry.paper.id == "arxiv-2301.01234"


def test_what_is_skipped_is_reported():
    """Text before the first ``##``, deeper headings, rules."""
    found = entries("# Mice\n\nAn intro.\n\n## A\n\nOne.\n\n### More\n\nTwo.\n\n***")
    assert [entry for entry in found if isinstance(entry, SkippedLine)] == [
        SkippedLine("d.md", 1, "# Mice"),
        SkippedLine("d.md", 3, "An intro."),
        SkippedLine("d.md", 9, "### More"),
        SkippedLine("d.md", 13, "***"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("## A\n\n## B\nTwo.", "d.md:1: there is no abstract (paper 'A')"),
        ("## B\nTwo.\n## A\n- year: 2023", "d.md:3: there is no abstract (paper 'A')"),
        ("##\nOne.", "d.md:1: the title is empty"),
        (
            "## A\n- year: soon\n\nOne.",
            "d.md:1: the year is 'soon', it should be a number such as 2023",
        ),
        ("## A\n- year: 2023\n- year: 2024\n\nOne.", "d.md:3: the year is given twice (paper 'A')"),
    ],
)
def test_a_paper_that_cannot_be_used(text, expected):
    """The message names the line; the other papers are read."""
    (error,) = [entry for entry in entries(text) if isinstance(entry, PaperError)]
    assert str(error).startswith(expected)


def test_markdown_without_a_heading():
    """When the format is forced."""
    with pytest.raises(FormatError, match=r"d\.md: there is no '## Title' heading"):
        entries("Just text.")
