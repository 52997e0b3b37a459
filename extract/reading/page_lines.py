"""What one line of a pasted papers page is: furniture, prose, or perhaps a title.

A line is judged by itself, blank lines play no part: they are what a paste loses or
doubles first. What a short line without a full stop is in the end (a title, or a name
under "Submitted by") is for the page reader to say, who sees what follows it.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import Final


class LineKind(Enum):
    """What a line that is not blank can be."""

    FURNITURE = auto()
    """Belongs to the page and to no paper."""

    SUBMITTER = auto()
    """Furniture that is followed by a name."""

    PROSE = auto()
    """A paragraph of an abstract."""

    CANDIDATE = auto()
    """A title, if an abstract follows."""


LONGEST_TITLE: Final = 250
"""No title is longer; the longest of 267,000 has 240 characters."""

_LONGEST_FURNITURE: Final = 100
_INVISIBLE: Final = "\u200b\u200c\u200d\u2060\ufeff"
_WORDS: Final = frozenset(
    """
    new|subscribe|daily papers|trending papers|papers|hugging face|models|datasets|spaces|buckets
    community|docs|documentation|enterprise|solutions|pricing|log in|sign up|search|daily|weekly
    monthly|today|yesterday|week|month|previous|next|load more|show more|view all|read more
    upvote|upvotes|upvoted|comment|comments|author|authors|abstract|summary|ai-generated summary
    github|arxiv|arxiv page|view arxiv page|view pdf|pdf|project page|paper page|video|share|cite
    bookmark|follow|following|add to collection|submitted by|published on|company|tos|privacy
    about|careers|website|system theme|trending|all time|newest|sort|filter by date|paper author
    paper submitter|likes|like|reply|edit preview|view in viewer
    """.replace("\n", "|").split("|")
)
_EXACT: Final = frozenset(word.strip() for word in _WORDS if word.strip())
_MONTH: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY: Final = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+)?"
_DATE: Final = (
    rf"(?:{_DAY}(?:{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}}\s+{_MONTH})(?:,?\s+\d{{4}})?"
    r"|\d{4}-\d{2}-\d{2})"
)
_COUNT: Final = r"\d[\d.,]*\s?[km]?"
_COUNTED: Final = (
    r"(?:upvote|vote|like|comment|author|repl|view|paper|model|dataset|space|follower|star"
    r"|minute|hour|day|week|month|year|submission|citation|min|more)(?:y|ies|s)?(?:\s+ago)?"
)
_PATTERNS: Final = re.compile(
    r"|".join(
        (
            r"get trending papers\b.*\binbox\b.*",
            r"by\s*ak\b.*",
            r"(?:and the )?research community",
            r"(?:submitted|upvoted|posted|shared) by\s+\S.*",
            rf"(?:(?:published|updated|submitted|posted)\s+)?(?:on\s+)?{_DATE}",
            _COUNT,
            rf"{_COUNT}\s?{_COUNTED}",
            rf"(?:upvotes?|comments?|likes?|github|authors?)\s*[:·(]?\s*{_COUNT}\)?",
            r"#\d+\s+paper of the (?:day|week|month)",
            r"(?:©|copyright)?\s*(?:\d{4}\s+)?hugging ?face(?:\s+inc\.?)?",
        )
    ),
    re.IGNORECASE,
)
_MATHS: Final = re.compile(r"^(?:\$\$|\\\[|\\begin\{|\\end\{|\\item\b)|(?:\$\$|\\\])$")
_ADDRESS: Final = re.compile(
    r"https?://|\bwww\.|\b[\w-]+\.(?:com|org|io|net|edu|ai|dev|ac\.\w\w)/|\.github\.io"
    r"|this https? URL|\\(?:url|href)\{"
)
_BULLET: Final = re.compile(r"^(?:[-*\u2022\u2023\u2013]\s|\(?(?:\d{1,2}|[ivx]{1,4}|[a-h])[.)]\s)")
_KEYWORDS: Final = re.compile(r"^(?:key ?words|index terms)\s*[:\u2013\u2014-]", re.IGNORECASE)
_SENTENCES: Final = re.compile(r"\b[a-z]{3,}[.] +[A-Z]")
_STOPPED: Final = re.compile(r"[.…;,:。][\"'\u201d\u2019)\]}$]*$")
_OPENER: Final = re.compile(
    r"^(?:we|our|in this|this (?:paper|work|article|study|survey|report)|here,? we|these)\b",
    re.IGNORECASE,
)
_LONG_WORD: Final = re.compile(r"[^\W\d_][\w'\u2019-]{3,}")


def visible(line: str) -> str:
    r"""The line without white space, byte order marks and zero-width characters around it.

    Example:
        >>> visible("\ufeff  Maze Runners \u200b ")
        'Maze Runners'
    """
    before = None
    while before != line:
        before, line = line, line.strip().strip(_INVISIBLE)
    return line


def kind_of_line(line: str) -> LineKind:
    """What a visible line is.

    Example:
        >>> kind_of_line("May 9").name, kind_of_line("Submitted by").name
        ('FURNITURE', 'SUBMITTER')
        >>> kind_of_line("Can Mice Plan?").name, kind_of_line("Mice can plan.").name
        ('CANDIDATE', 'PROSE')
    """
    if _is_furniture(line):
        return LineKind.SUBMITTER if _core(line) == "submitted by" else LineKind.FURNITURE
    return LineKind.PROSE if _is_prose(line) else LineKind.CANDIDATE


def _is_furniture(line: str) -> bool:
    if len(line) > _LONGEST_FURNITURE:
        return False
    core = _core(line)
    if not core:
        return not re.search(r"[$\\]", line)
    return core in _EXACT or _PATTERNS.fullmatch(core) is not None


def _core(line: str) -> str:
    """Lower case, without the dots, arrows and emoji that a page puts around a word."""
    return re.sub(r"^[^\w#©$\\]+|[^\w!?.)$\\]+$|(?<=\w):$", "", line).casefold()


def _is_prose(line: str) -> bool:
    """Whether a line is a paragraph and cannot be a title.

    By length; an address or display maths; a list item; key words; two sentences; the full stop,
    comma or colon at its end, unless nearly every word is capitalised as in "Attention
    Is Not Enough."; or an opening such as "We" in a line that is not capitalised so.
    A question or exclamation mark at the end says nothing: titles have them too.
    """
    if len(line) > LONGEST_TITLE:
        return True
    if _MATHS.search(line) or _ADDRESS.search(line) or _BULLET.match(line):
        return True
    if _KEYWORDS.match(line) or _SENTENCES.search(line):
        return True
    if not _STOPPED.search(line) and not _OPENER.match(line):
        return False
    words = _LONG_WORD.findall(line)
    capitalised = sum(word[0].isupper() for word in words)
    return len(words) < 2 or capitalised < 0.8 * len(words)
