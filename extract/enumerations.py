r"""Enumerations: spans that a text lists, and from where to where something goes.

*32%, 19% and 15% on TowelBench, SockBench and ShirtBench* lists numbers and names, *from 41% to
52%* says where one number went.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from enum import StrEnum
from itertools import pairwise
from typing import Final

_ASIDE = r"\s*(?:\([^()]*\)\s*)?"
_AND = r"(?:,\s*(?:(?:and|or|as well as)\b)?|;|/|\\?&|(?:and|or|as well as)\b)\s*"
_LEAD = (
    r"(?:(?:a|about|an|approximately|around|by|for|in|nearly|of|on|over|the|to|up to)\b\s*"
    r"|[~+$-]\s*)*"
)
_TO = r"(?:to\b|→|->|\$?\\(?:to|rightarrow)\b\$?)\s*(?:\$|\\textbf\{)?"


class Link(StrEnum):
    """How a span goes on from the one before it."""

    LISTED = "listed"
    RISEN = "risen"


_LINKS: Final = {
    Link.LISTED: re.compile(_ASIDE + _AND + _LEAD, re.IGNORECASE),
    Link.RISEN: re.compile(_ASIDE + _TO, re.IGNORECASE),
}


def links(text: str, spans: Sequence[tuple[int, int]]) -> list[Link | None]:
    """How each span but the first goes on from the one before; None where it does not.

    Args:
        text: What the spans are of.
        spans: Start and end, in order, none within another.

    Example:
        >>> text = "from 41% to 52% and 7%; then 9%"
        >>> spans = [(5, 8), (12, 15), (20, 22), (29, 31)]
        >>> [link and str(link) for link in links(text, spans)]
        ['risen', 'listed', None]
    """
    found: list[Link | None] = []
    for (_, end), (start, _) in pairwise(spans):
        between = text[end:start]
        found.append(next((k for k, p in _LINKS.items() if p.fullmatch(between)), None))
    return found


def runs(linked: Sequence[Link | None], of: Collection[Link]) -> list[range]:
    """Stretches of spans, two or more, that go on from each other in one of some ways.

    Example:
        >>> runs([Link.LISTED, Link.LISTED, None, Link.RISEN, Link.LISTED], [Link.LISTED])
        [range(0, 3), range(4, 6)]
    """
    found = []
    start = 0
    for index, link in enumerate([*linked, None]):
        if link not in of:
            if index > start:
                found.append(range(start, index + 1))
            start = index + 1
    return found
