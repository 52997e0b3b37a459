"""A pasted page: which lines become which papers."""

import pytest

from extract.reading.entries import LocatedPaper, SkippedLine
from extract.reading.hf_page import entries_of_lines
from schemas import PaperError

LONG = "We teach mice to plan in mazes and report what they learn. " * 4
SECOND = "A second experiment lets the same mice plan under time pressure. " * 3


def entries(*lines):
    """All entries of a page of these lines."""
    return list(entries_of_lines(iter(enumerate(lines, start=1)), file="page"))


def papers(*lines):
    """Titles and abstracts on it."""
    found = [entry for entry in entries(*lines) if isinstance(entry, LocatedPaper)]
    return [(entry.paper.title, entry.paper.abstract) for entry in found]


def problems(*lines):
    """The messages of its errors."""
    return [str(entry) for entry in entries(*lines) if isinstance(entry, PaperError)]


@pytest.mark.parametrize(
    "title",
    [
        "Maze Runners",
        "Can Mice Plan?",
        "Mind the Gap!",
        "Do Mice Dream? A Study of Sleep in Mazes",
        "MouseNet: Learning to Run, to Turn and to Stop with a Network that Was Trained on "
        "Nothing but the Sounds of Paws in Corridors of Plaster, Wood, Stone and Glass, with "
        "Applications to Rats",
        "$\\pi_0$ for Mice: A Maze-Action Model",
        "PATIENT-Ψ: Mice that Listen",
        "Attention Is Not Enough for Mice.",
        "inverse maze models learn good representations of cheese",
        "3D Mazes",
        "GPT-[n] and o-[n] Mice vs. Human Mice",
    ],
)
def test_a_short_line_before_prose_is_its_title(title):
    """Question marks, length, maths and small letters do not keep a title from being one."""
    page = ("First Title", LONG.strip(), title, SECOND.strip())
    expected = [("First Title", LONG.strip()), (title, SECOND.strip())]
    assert papers(*page) == expected


@pytest.mark.parametrize(
    "paragraph",
    [
        "We teach mice.",
        "We teach mice to plan",
        "Code: https://mice.example/code",
        "https://mice.example/code",
        "Videos are at mice-lab.github.io",
        "Code is available at this https URL",
        "$$ \\min_x f(x) $$",
        "\\begin{equation} x = 1 \\end{equation}",
        "- mice that plan",
        "(1) mice that plan;",
        "Our findings are as follows:",
        "What is left is cheese. What comes next is sleep",
        "Keywords: Mice, Mazes, Cheese",
        "(This is joint work with rats.)",
        "老鼠在迷宫中奔跑。",
    ],
)
def test_a_short_paragraph_stays_in_its_abstract(paragraph):
    """A short paragraph with the marks of prose is no title, neither last nor in between."""
    page = ("First Title", LONG.strip(), paragraph, SECOND.strip(), "Next Title", LONG.strip())
    abstract = "\n\n".join((LONG.strip(), paragraph, SECOND.strip()))
    assert papers(*page) == [("First Title", abstract), ("Next Title", LONG.strip())]
    page = ("First Title", LONG.strip(), paragraph, "Next Title", LONG.strip())
    assert papers(*page)[0] == ("First Title", f"{LONG.strip()}\n\n{paragraph}")


def test_a_short_abstract_is_an_abstract():
    """One sentence under a title is enough."""
    assert papers("Maze Runners", "Mice plan.") == [("Maze Runners", "Mice plan.")]


FURNITURE = [
    "new",
    "Get trending papers in your email inbox!",
    "Get trending papers in your email inbox once a day!",
    "Subscribe",
    "byAK and the research community",
    "by AK",
    "byAK",
    "May 9",
    "May 9, 2025",
    "Fri, May 9",
    "9 May 2025",
    "2025-05-09",
    "Published on May 9",
    "Published on Sep 30, 2024",
    "42",
    "1.2k",
    "1,204",
    "+15",
    "▲ 42",
    "👍 7",
    "Upvote",
    "42 upvotes",
    "Upvote 42",
    "1 comment",
    "12 comments",
    "·12 authors",
    "· 12 authors",
    "3 days ago",
    "Submitted by ada",
    "#1 Paper of the day",
    "#2 Paper of the Week",
    "View PDF",
    "arXiv page",
    "GitHub 1.2k",
    "GitHub",
    "Daily Papers",
    "Abstract",
    "AI-generated summary",
    "·",
    "—",
    "Previous",
    "Next",
    "Load more",
]


@pytest.mark.parametrize("furniture", FURNITURE)
def test_furniture_is_skipped_and_reported(furniture):
    """Wherever a line of the page itself stands, the papers are the same."""
    clean = ["Maze Runners", LONG.strip(), "Can Mice Plan?", SECOND.strip()]
    for place in range(len(clean) + 1):
        page = [*clean[:place], furniture, *clean[place:]]
        assert papers(*page) == papers(*clean)
        assert not problems(*page)
        skipped = [entry for entry in entries(*page) if isinstance(entry, SkippedLine)]
        assert skipped == [SkippedLine("page", place + 1, furniture)]


@pytest.mark.parametrize("name", ["ada", "Ada Lovelace", "Ada L.", "a-da_99", "José Ñandú Q."])
def test_the_name_under_submitted_by_is_furniture(name):
    """Before a title, between title and abstract, after an abstract."""
    clean = ["Maze Runners", LONG.strip(), "Can Mice Plan?", SECOND.strip()]
    for place in range(len(clean) + 1):
        page = [*clean[:place], "Submitted by", name, "42", *clean[place:]]
        assert papers(*page) == papers(*clean)
        assert not problems(*page)
        skipped = [entry.text for entry in entries(*page) if isinstance(entry, SkippedLine)]
        assert sorted(skipped) == sorted(["Submitted by", name, "42"])


def test_a_title_right_under_submitted_by_is_kept():
    """Where the name is missing, the line that prose follows is the title."""
    page = ("Submitted by", "Maze Runners", LONG.strip())
    assert papers(*page) == [("Maze Runners", LONG.strip())]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            ("Lonely Mice", "Maze Runners", "Mice plan."),
            ["page:1: a title without an abstract below it (paper 'Lonely Mice')"],
        ),
        (
            ("Maze Runners", "Mice plan.", "Lonely Mice"),
            ["page:3: a title without an abstract below it (paper 'Lonely Mice')"],
        ),
        (
            ("Maze Runners", "Mice plan.", "Lonely Mice", "42", "Can Mice Plan?", "They can."),
            ["page:3: a title without an abstract below it (paper 'Lonely Mice')"],
        ),
        (("Mice plan.",), ["page:1: an abstract without a title above it: 'Mice plan.'"]),
    ],
)
def test_what_is_missing_is_named_with_its_line(lines, expected):
    """A title without abstract, first, last and between; an abstract without title."""
    assert problems(*lines) == expected


def test_the_papers_around_a_lonely_title_are_read():
    """One bad paper does not spoil its neighbours."""
    page = ("Maze Runners", "Mice plan.", "Lonely Mice", "42", "Can Mice Plan?", "They can.")
    assert papers(*page) == [("Maze Runners", "Mice plan."), ("Can Mice Plan?", "They can.")]


def test_a_nul_in_a_page_is_an_error_of_its_paper():
    """No store could hold it."""
    assert problems("Maze\0Runners", "Mice plan.") == [
        "page:1: the title holds a NUL character at character 5, take it out "
        "(paper 'Maze\\\\0Runners')"
    ]
