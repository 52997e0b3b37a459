"""Ids for papers whose input gives none.

An arXiv id where the address or the text shows exactly one, written as corpora do:
``arxiv-2301.01234``, without its version. Otherwise a slug of the title and eight hex
digits of a hash over title and abstract, so that another text is another id and the
same text is the same id, wherever and whenever it is read.
"""

from __future__ import annotations

import re
from typing import Final

from extract.slug import short_hash, slug

_ARXIV: Final = re.compile(
    r"(?:arxiv\s*:\s*|arxiv\.org/(?:abs|pdf|html)/|10\.48550/arxiv\.|huggingface\.co/papers/)"
    r"(\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}|[a-z]+(?:-[a-z]+)?(?:\.[a-z]{2})?/\d{7})(?!\d)",
    re.IGNORECASE,
)


def made_id(title: str, abstract: str, *, url: str | None = None) -> str:
    """A stable id for a paper that came without one.

    The address decides before the text; a text that shows several arXiv ids speaks of
    other papers, so none of them is taken.

    Example:
        >>> made_id("A", "We say B.", url="https://arxiv.org/abs/2301.01234v2")
        'arxiv-2301.01234'
        >>> made_id("Maze Runners: A Study", "Mice run. See arXiv:2301.01234.")
        'arxiv-2301.01234'
        >>> made_id("Maze Runners: A Study", "Mice run.")
        'maze-runners-a-study-0d6f9afc'
    """
    for place in (url or "", f"{title}\n{abstract}"):
        shown = set(_ARXIV.findall(place))
        if len(shown) == 1:
            return f"arxiv-{shown.pop()}"
    return f"{slug(title)}-" + short_hash(f"{title}\n{abstract}")
