"""The words of pages: of relations and types as their names give them, of results, of labels."""

from __future__ import annotations

import re
import textwrap
from functools import lru_cache
from typing import Final, NamedTuple

from graph.result_views import ResultTable, ResultView
from schemas import ResultEdge, ResultKind, VariantReason

_BORDER: Final = re.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
"""Between two words of a name like CropDisease or DNASequence."""

RESULT_HEADINGS: Final[dict[str, str]] = {
    ResultEdge.RESULT_ON: "Results on it in other metrics",
    ResultEdge.RESULT_OF: "Its results",
    ResultEdge.RESULT_IN: "Results in it",
    ResultEdge.RESULT_VERSUS: "Results against it",
    ResultEdge.REPORTS: "Results",
}
"""Over a table of results that is no leaderboard, by what the concept is to them."""


class RelationWords(NamedTuple):
    """How one type of edge is said.

    Attributes:
        edge: On the edge, from head to tail.
        out: Heading of the tails, where the concept is the head.
        into: Heading of the heads, where the concept is the tail.
    """

    edge: str
    out: str
    into: str


def relation_words(name: str) -> RelationWords:
    """How a relation is said of which no more is known than its name.

    A name may be a verb, a participle or a noun, so the heads stand under the name and what
    it leads to, as under a label: that is right for any.

    Example:
        >>> relation_words("TREATED_WITH")
        RelationWords(edge='treated with', out='Treated with', into='Treated with: this')
    """
    words = " ".join(name.lower().replace("_", " ").split())
    return RelationWords(words, capital(words), f"{capital(words)}: this")


def tie_words(reason: str) -> str:
    """What stands in the place of evidence for a tie that comes from names.

    Example:
        >>> tie_words("size")
        'Their names say so: one is a size of the other.'
    """
    return f"Their names say so: one is a {VariantReason(reason)} of the other."


def type_words(name: str, *, plural: bool = False) -> str:
    """A type within a sentence.

    The plural is made by rule: a noun with one of its own gets the wrong one.

    Example:
        >>> type_words("CropDisease"), type_words("DNASequence", plural=True)
        ('crop disease', 'DNA sequences')
        >>> [type_words(n, plural=True) for n in ("Study", "Process", "Species", "Analysis")]
        ['studies', 'processes', 'species', 'analyses']
    """
    found = _BORDER.split(name)
    words = " ".join(w if len(w) > 1 and w.isupper() else w.lower() for w in found)
    return _plural(words) if plural else words


def _plural(words: str) -> str:
    if words.endswith("ies"):
        return words
    if words.endswith("sis"):
        return f"{words[:-2]}es"
    if re.search("[^aeiou]y$", words):
        return f"{words[:-1]}ies"
    return f"{words}es" if re.search("(s|x|z|ch|sh)$", words) else f"{words}s"


def capital(words: str) -> str:
    """The words as a heading begins."""
    return words[:1].upper() + words[1:]


def table_heading(table: ResultTable) -> str:
    """The words over a table of results.

    Example:
        >>> table_heading(ResultTable("RESULT_ON", True, "FID", True, ()))
        'Leaderboard: FID'
        >>> table_heading(ResultTable("RESULT_OF", False, None, False, ()))
        'Its results'
    """
    if table.board:
        return f"Leaderboard: {table.metric or 'no metric named'}"
    return RESULT_HEADINGS[table.role]


def result_label(result: ResultView, table: ResultTable) -> str:
    """What a row of a table of results is about: all but what the page and the heading say.

    Example:
        A score of GripNet in success rate on LIBERO is "GripNet" on the page of LIBERO,
        "success rate on LIBERO" on that of GripNet, "GripNet, on LIBERO" on that of
        success rate, and "GripNet, success rate on LIBERO" on that of the paper.
    """
    subject = None if table.role == ResultEdge.RESULT_OF else result.subject
    metric = None if table.board or table.role == ResultEdge.RESULT_IN else result.metric
    on = None if table.role == ResultEdge.RESULT_ON or not result.on else f"on {result.on}"
    about = " ".join(part for part in (metric, on) if part)
    return ", ".join(part for part in (subject, about) if part) or result.evidence.paper.name


def result_note(result: ResultView) -> str:
    """How a row is to be taken, where that needs a word.

    Example:
        "gain over BC", "ratio to BC", "versus BC"; nothing for a plain score.
    """
    words = {ResultKind.GAIN: ("gain", "over"), ResultKind.RATIO: ("ratio", "to")}
    kind, joint = words.get(ResultKind(result.kind), ("", "versus"))
    return " ".join(p for p in (kind, f"{joint} {result.versus}" if result.versus else "") if p)


def label_lines(name: str, *, width: int = 22, most: int = 2) -> list[str]:
    """A name broken into lines for the drawing, with an ellipsis where it was cut.

    Args:
        name: The name.
        width: Characters in a line.
        most: Lines.

    Example:
        >>> label_lines("Automatic Discount Scheduling")
        ['Automatic Discount', 'Scheduling']
        >>> label_lines("Benchmarking Knowledge Transfer for Lifelong Robot Learning")
        ['Benchmarking Knowledge', 'Transfer for Lifelong…']
    """
    return [*_wrapped(name, width, most)] or ["(no name)"]


@lru_cache(maxsize=4096)
def _wrapped(name: str, width: int, most: int) -> tuple[str, ...]:
    """The same names stand on many pages, and on each twice."""
    return tuple(textwrap.wrap(name, width, max_lines=most, placeholder="…"))
