"""Made ids: arXiv's where one is shown, else a slug and a hash."""

import re

import pytest

from extract.reading.identity import made_id


@pytest.mark.parametrize(
    ("abstract", "url", "expected"),
    [
        ("See arXiv:2301.01234.", None, "arxiv-2301.01234"),
        ("See arXiv: 2301.01234v3 for more.", None, "arxiv-2301.01234"),
        ("See https://arxiv.org/pdf/2301.01234.pdf", None, "arxiv-2301.01234"),
        ("See arxiv.org/abs/cs/0112017v1", None, "arxiv-cs/0112017"),
        ("See https://doi.org/10.48550/arXiv.2301.01234", None, "arxiv-2301.01234"),
        ("We.", "https://huggingface.co/papers/2301.01234", "arxiv-2301.01234"),
        ("As arXiv:2301.09999 says.", "https://arxiv.org/abs/2301.01234", "arxiv-2301.01234"),
        ("arXiv:2301.01234, again arXiv:2301.01234v2", None, "arxiv-2301.01234"),
    ],
)
def test_an_arxiv_id_that_is_shown(abstract, url, expected):
    """In the text or, before it, in the address; without its version."""
    assert made_id("Maze Runners", abstract, url=url) == expected


@pytest.mark.parametrize(
    "abstract",
    [
        "We.",
        "We score 2301.01234 points.",
        "See arXiv:2313.01234.",
        "See arXiv:2301.012345678.",
        "Unlike arXiv:2301.01234 and arXiv:2301.09999.",
    ],
)
def test_else_a_slug_and_a_hash(abstract):
    """A number alone is no id, and of several none is this paper's."""
    assert re.fullmatch(r"maze-runners-[0-9a-f]{8}", made_id("Maze Runners!", abstract))


def test_another_text_is_another_id():
    """Same title, other abstract; and the same text gives the same id again."""
    assert made_id("Maze", "We.") != made_id("Maze", "They.")
    assert made_id("Maze", "We.") == made_id("Maze", "We.")
    assert re.fullmatch(r"[0-9a-f-]+", made_id("猫", "We."))
