"""The report: the worst disagreements of all papers, side by side with their sentences.

Markdown whose every word from a paper stands indented by four blanks or more, that is as
literal text: no heading, link or tag of a paper's own comes to life.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from extract.scoring.disagreements.record import Disagreement, Group

TITLE: Final = "# Disagreements with the gold"
"""The first line, by which a report knows another."""

LISTED: Final = 50
"""Of each kind at most so many are shown."""

_BREAK = re.compile(r"[ \t]*[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029][\s]*")


_OBEYED = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What a terminal or an editor would obey, and halves of surrogate pairs."""


def disagreement_report(
    disagreements: Iterable[Disagreement], *, papers: int, listed: int = LISTED
) -> str:
    """Writes the worst disagreements for people to read.

    Within mentions, introductions, relations and results the most frequent kinds come
    first. Within a kind the surest predictions come first; what was missed comes by how
    often the paper has it. The order is the same however they are given.

    Args:
        disagreements: Those of all papers.
        papers: How many papers were compared.
        listed: Of each kind at most so many are shown; the counts are of all.

    Example:
        >>> one = Disagreement("p1", Group.MENTIONS, "missed", "We fold.", "X (Task)", None, None)
        >>> print(disagreement_report([one], papers=3).split("## ")[1].strip())
        mentions: missed (1)
        <BLANKLINE>
            p1
              sentence   We fold.
              gold       X (Task)
              predicted  -
    """
    kinds: defaultdict[tuple[Group, str], list[Disagreement]] = defaultdict(list)
    for one in disagreements:
        kinds[one.group, one.kind].append(one)
    order = {group: n for n, group in enumerate(Group)}
    counts = {key: sum(one.times for one in found) for key, found in kinds.items()}
    ordered = sorted(kinds, key=lambda key: (order[key[0]], -counts[key], key[1]))
    lines = [TITLE, "", f"{papers} papers compared. {_ORDER}", ""]
    lines += _summary(ordered, counts, kinds)
    for key in ordered:
        lines += ["", f"## {key[0]}: {key[1]} ({counts[key]})"]
        found = sorted(kinds[key], key=_worst_first)
        for one in found[:listed]:
            lines += ["", *_entry(one)]
        if len(found) > listed:
            lines += ["", f"{len(found) - listed} more of this kind are not shown."]
    return "\n".join(lines) + "\n"


_ORDER = (
    "The most frequent kinds come first, and in each the predictions that were surest; "
    "a number before a paper is the confidence, x3 after it says that the paper has the "
    "same three times."
)


def _summary(
    ordered: Sequence[tuple[Group, str]],
    counts: dict[tuple[Group, str], int],
    kinds: dict[tuple[Group, str], list[Disagreement]],
) -> Iterator[str]:
    if not ordered:
        yield "There is none."
        return
    yield "| what | how | times | papers |"
    yield "|---|---|---|---|"
    for key in ordered:
        papers = Counter(one.paper for one in kinds[key])
        yield f"| {key[0]} | {key[1]} | {counts[key]} | {len(papers)} |"


def _worst_first(one: Disagreement) -> tuple[float, int, str, str, str, str]:
    sure = -1.0 if one.confidence is None else one.confidence
    return -sure, -one.times, one.paper, one.gold or "", one.predicted or "", one.sentence


def _entry(one: Disagreement) -> Iterator[str]:
    sure = "" if one.confidence is None else f"{one.confidence:.2f}  "
    times = "" if one.times == 1 else f"  x{one.times}"
    yield f"    {sure}{one_line(one.paper)}{times}"
    yield f"      sentence   {one_line(one.sentence)}"
    yield f"      gold       {one_line(one.gold or '-')}"
    yield f"      predicted  {one_line(one.predicted or '-')}"


def one_line(text: str) -> str:
    """The text on one line, without what a terminal or an editor would obey."""
    return _OBEYED.sub("\ufffd", _BREAK.sub(" ", text)).strip()
