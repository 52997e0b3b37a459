"""Whatever a paste does to a page, its papers stay the same."""

import string

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.reading import read
from tests.extract.reading.page_mangling import mangled

PAPERS = [
    ("Can Mice Plan?", ["We ask mice. They do plan in 96.2\\% of all mazes, see $\\pi_{0.5}$."]),
    (
        "MouseNet: Learning to Run and to Turn",
        [
            "Mice run. Our model, MouseNet, runs faster.",
            "Code and mazes: https://mice.example/code",
            "(1) we turn; (2) we stop; (3) we sleep.",
        ],
    ),
    ("Mind the Cheese!", ["Cheese is minded by mice."]),
    ("$\\lambda$-Mazes", ["$$ \\lambda = \\sum_i x_i $$", "This holds for all mazes."]),
    ("A Review", ["We present a review of all that was said of mice"]),
]
EXPECTED = [(title, "\n\n".join(paragraphs)) for title, paragraphs in PAPERS]

FAST = settings(
    derandomize=True,
    deadline=None,
    max_examples=50,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def titles_and_abstracts(path):
    """What is read from a file."""
    return [(paper.title, paper.abstract) for paper in read(path)]


@FAST
@given(data=st.data())
def test_a_mangled_page_gives_the_same_papers(tmp_path, data):
    """Line ends, BOM, blank lines lost or doubled, trailing space, furniture anywhere."""
    path = tmp_path / "page.txt"
    path.write_bytes(data.draw(mangled(PAPERS)))
    assert titles_and_abstracts(path) == EXPECTED


WORD = st.text(string.ascii_letters, min_size=3, max_size=12)
TITLE = st.builds(
    lambda words, end: " ".join(word.capitalize() for word in words) + end,
    st.lists(WORD, min_size=5, max_size=16),
    st.sampled_from(["", "", "?", "!"]),
).filter(lambda title: len(title) <= 240)
SENTENCE = st.builds(
    lambda words: " ".join(words).capitalize() + ".", st.lists(WORD, min_size=3, max_size=12)
)
PARAGRAPH = st.lists(SENTENCE, min_size=1, max_size=4).map(" ".join)
MADE_UP = st.lists(
    st.tuples(TITLE, st.lists(PARAGRAPH, min_size=1, max_size=3)),
    min_size=1,
    max_size=4,
    unique_by=lambda paper: paper[0],
)


@FAST
@given(made_up=MADE_UP, data=st.data())
def test_any_page_of_titles_and_sentences_is_read_back(tmp_path, made_up, data):
    """Made-up papers, mangled, come back as they went in."""
    path = tmp_path / "page.txt"
    path.write_bytes(data.draw(mangled(made_up)))
    expected = [(title, "\n\n".join(paragraphs)) for title, paragraphs in made_up]
    assert titles_and_abstracts(path) == expected


@FAST
@given(st.lists(st.text(max_size=40), max_size=8), st.sampled_from(["page", "markdown", "jsonl"]))
def test_no_text_crashes_a_reader(tmp_path, lines, format):
    """Any text is read or refused by an error of our own, in every format."""
    path = tmp_path / "any"
    path.write_text("\n".join(["Start", *lines]), encoding="utf-8", errors="replace")
    reading = read(path, format=format, keep_going=True)
    assert len(list(reading)) == reading.report.read
