"""How types and relations look and read: colours, shapes, words."""

from __future__ import annotations

import textwrap
from typing import Final, NamedTuple

from graph.result_views import ResultTable, ResultView
from schemas import (
    INTRODUCES,
    MENTIONS,
    PAPER_LABEL,
    EntityType,
    RelationType,
    ResultEdge,
    ResultKind,
)


class TypeStyle(NamedTuple):
    """How nodes of one type are drawn.

    Attributes:
        colour: Of the palette of Okabe and Ito (2008), safe for colour-blind readers.
        shape: Name of a vis-network shape, so that colour is never the only difference.
        plural: The type in a heading.
        path: The same shape as the path of an SVG icon of 16 by 16.
    """

    colour: str
    shape: str
    plural: str
    path: str


_DISC = "M8 2a6 6 0 1 0 0 12a6 6 0 1 0 0-12z"

TYPE_STYLES: Final[dict[str, TypeStyle]] = {
    EntityType.METHOD: TypeStyle("#0072B2", "dot", "Methods", _DISC),
    EntityType.MODEL: TypeStyle("#D55E00", "triangle", "Models", "M8 1.5L15 14H1z"),
    EntityType.BENCHMARK: TypeStyle("#009E73", "square", "Benchmarks", "M2.5 2.5h11v11h-11z"),
    EntityType.DATASET: TypeStyle("#56B4E9", "hexagon", "Datasets", "M4.5 2h7L15 8l-3.5 6h-7L1 8z"),
    EntityType.TASK: TypeStyle("#CC79A7", "diamond", "Tasks", "M8 .8L15.2 8 8 15.2.8 8z"),
    EntityType.METRIC: TypeStyle("#E69F00", "triangleDown", "Metrics", "M8 14.5L1 2h14z"),
    PAPER_LABEL: TypeStyle("#FFFFFF", "box", "Papers", "M3.5 1.5h6l3 3v10h-9z"),
}
"""By type, in the order of the legend."""


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


RELATION_WORDS: Final[dict[str, RelationWords]] = {
    INTRODUCES: RelationWords("introduces", "Introduces", "Introduced by"),
    RelationType.EVALUATED_ON: RelationWords("evaluated on", "Evaluated on", "Evaluated on it"),
    RelationType.OUTPERFORMS: RelationWords("outperforms", "Outperforms", "Outperformed by"),
    RelationType.COMPARED_WITH: RelationWords("compared with", "Compared with", "Compared with"),
    RelationType.USES: RelationWords("uses", "Uses", "Used by"),
    RelationType.EXTENDS: RelationWords("extends", "Extends", "Extended by"),
    RelationType.TRAINED_ON: RelationWords("trained on", "Trained on", "Trained on it"),
    RelationType.ADDRESSES: RelationWords("addresses", "Addresses", "Addressed by"),
    RelationType.MEASURED_BY: RelationWords("measured by", "Measured by", "Measures"),
    RelationType.PART_OF: RelationWords("part of", "Part of", "Includes"),
    MENTIONS: RelationWords("mentions", "Mentions", "Mentioned in"),
}
"""By type of edge, the most telling first: the order of headings and of the drawing."""


RESULT_HEADINGS: Final[dict[str, str]] = {
    ResultEdge.RESULT_ON: "Results on it in other metrics",
    ResultEdge.RESULT_OF: "Its results",
    ResultEdge.RESULT_IN: "Results in it",
    ResultEdge.RESULT_VERSUS: "Results against it",
    ResultEdge.REPORTS: "Results",
}
"""Over a table of results that is no leaderboard, by what the concept is to them."""

SYMMETRIC: Final = frozenset({str(RelationType.COMPARED_WITH)})
"""Relations that read the same from either end."""


def heading(relation: str, *, outgoing: bool) -> str:
    """The words over what a concept is joined to.

    Example:
        >>> heading("EVALUATED_ON", outgoing=False)
        'Evaluated on it'
    """
    words = RELATION_WORDS[relation]
    return words.out if outgoing else words.into


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
    return textwrap.wrap(name, width, max_lines=most, placeholder="…") or ["(no name)"]
