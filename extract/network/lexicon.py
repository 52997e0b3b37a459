r"""How annotators treated a name in other papers: a feature for each word piece.

The table holds a name in lower case, its most frequent type, and how often it was an entity
where it stood: *often* (in three papers or more, and in at least six of ten), *known* (fewer
papers), *seldom* (less than six of ten), or that it is known from the *gazetteer* alone. The
``Name:`` that a title begins with is marked as well.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Final, NamedTuple

from extract.network.labels import STRENGTHS, Labels
from extract.surface import without_plural

LONGEST: Final = 6
"""Words of the longest name."""

_COLUMNS: Final = ("name", "type", "strength")

_WORD = re.compile(r"\w+")
_GAP = re.compile(r"[\s\-_–/.+:]{0,2}")  # noqa: RUF001  # en dashes join words, too
_TITLE_NAME = re.compile(r"\W*\w[^:\s]*(?:\s[^:\s]+){0,2}:")


class Record(NamedTuple):
    """What is known of a name."""

    type: str
    strength: str


Lexicon = Mapping[str, Record]
"""Records by key, as ``name_key`` makes it."""


class Names(dict[str, Record]):
    """A lexicon that knows how its names begin, so that few runs of words are looked up.

    It is not changed once it is in use.
    """

    @cached_property
    def beginnings(self) -> frozenset[str]:
        """Every name of several words without its last word, without its last two, and so on.

        Example:
            >>> record = Record("Task", "known")
            >>> sorted(Names({"folding of towel": record, "folding": record}).beginnings)
            ['folding', 'folding of']
        """
        return frozenset(name[: blank.start()] for name in self for blank in re.finditer(" ", name))


class MarkedSpan(NamedTuple):
    """``text[start:end]`` and the feature of its first piece."""

    start: int
    end: int
    feature: int


def name_key(surface: str) -> str:
    """A surface as the table has it.

    Example:
        >>> name_key("Vision-Language Models"), name_key("GPT-4")
        ('vision language model', 'gpt 4')
    """
    return without_plural(" ".join(_WORD.findall(surface.lower())))


def runs_of_words(text: str) -> Iterator[tuple[int, int, str]]:
    """Yields runs of up to six words as start, end and key; at each start the longest first.

    Example:
        >>> [key for _, _, key in runs_of_words("deep, Q-learning")]
        ['deep', 'q learning', 'q', 'learning']
    """
    words = [(m.start(), m.end(), m[0].lower()) for m in _WORD.finditer(text)]
    joined = [
        _GAP.fullmatch(text, before[1], after[0]) is not None for before, after in pairwise(words)
    ]
    for first, (start, _, word) in enumerate(words):
        keys = [word]
        while len(keys) < LONGEST and (here := first + len(keys)) < len(words) and joined[here - 1]:
            keys.append(f"{keys[-1]} {words[here][2]}")
        for extra in reversed(range(len(keys))):
            yield start, words[first + extra][1], without_plural(keys[extra])


def marked_spans(
    text: str, title_end: int, lexicon: Lexicon, *, labels: Labels
) -> list[MarkedSpan]:
    """The longest names from left to right; a name of the gazetteer alone needs a capital.

    Args:
        text: Title, newline, abstract.
        title_end: One past the last character of the title.
        lexicon: What is known.
        labels: Say which feature stands for what.

    Example:
        >>> from schemas import RESEARCH
        >>> known = {"sac": Record("Method", "often")}
        >>> [tuple(span) for span in marked_spans("Foo: SAC", 8, known, labels=Labels(RESEARCH))]
        [(0, 3, 49), (5, 8, 1)]
    """
    names = lexicon if isinstance(lexicon, Names) else Names(lexicon)
    words = [(m.start(), m.end(), m[0].lower()) for m in _WORD.finditer(text)]
    found: list[MarkedSpan] = []
    reach = 0
    for first, (start, _, word) in enumerate(words):
        if start < reach or (word not in names.beginnings and without_plural(word) not in names):
            continue
        if name := _longest_name(text, words, first, names):
            last, record = name
            reach = words[last][1]
            found.append(MarkedSpan(start, reach, labels.feature(*record)))
    if title_name := _TITLE_NAME.match(text[:title_end]):
        end = title_name.end() - 1
        found = [
            MarkedSpan(0, end, labels.title_feature),
            *(span for span in found if span.start >= end),
        ]
    return found


def read_lexicon(path: Path, *, types: Sequence[str]) -> Names:
    """Reads a table of name, type and strength.

    Raises:
        ValueError: The first line names other columns, or a type or a strength is none of those
            that there are.
    """
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        if rows.fieldnames != list(_COLUMNS):
            raise ValueError("the first line does not name them")
        names = Names((row["name"], Record(row["type"], row["strength"])) for row in rows)
    for name, record in names.items():
        if record.type not in types or record.strength not in STRENGTHS:
            raise ValueError(f"{name!r} is {record.type!r}, {record.strength!r}")
    return names


def write_lexicon(lexicon: Lexicon, path: Path) -> None:
    """Writes the table, sorted by name."""
    lines = [
        f"{name}\t{record.type}\t{record.strength}\n" for name, record in sorted(lexicon.items())
    ]
    path.write_text("\t".join(_COLUMNS) + "\n" + "".join(lines), encoding="utf-8", newline="")


def _longest_name(
    text: str, words: Sequence[tuple[int, int, str]], first: int, names: Names
) -> tuple[int, Record] | None:
    """The longest name that begins with a word: its last word and its record."""
    start, _, key = words[first]
    found = None
    for last in range(first, min(first + LONGEST, len(words))):
        if last > first:
            if key not in names.beginnings:
                break
            if _GAP.fullmatch(text, words[last - 1][1], words[last][0]) is None:
                break
            key = f"{key} {words[last][2]}"
        record = names.get(without_plural(key))
        if record is not None and (
            record.strength != "gazetteer" or not text[start : words[last][1]].islower()
        ):
            found = last, record
    return found
