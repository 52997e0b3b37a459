"""Which keys are one: the links of all rules, made from sure to bold.

They are made in order of score, then of key, so that no order of the papers changes which of
two links that exclude each other is made.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Final

from extract.resolution.aliases import known_aliases
from extract.resolution.groups import Groups, Link
from extract.resolution.rules import (
    AFTER_SENSES,
    BEFORE_SENSES,
    KEY_RULES,
    WORD_RULES,
    aliases,
    long_forms,
    longs_of,
    synonyms,
)
from extract.resolution.spelling import ACRONYM
from extract.resolution.usage import Usage

NUMBERS: Final = "numbers"
"""The mark of a key that says which numbers are in it."""

_NUMBER = re.compile(r"\d+(?:\.\d+)*")
_TO = re.compile(r"(?<=[a-z])[24](?=[a-z])")


def joined(
    usage: Usage,
    *,
    without: frozenset[str] = frozenset(),
    first: Callable[[Groups], None] | None = None,
) -> Groups:
    """The sets of keys that name one thing.

    Args:
        usage: What all papers say.
        without: Names of rules to leave out, for ablations.
        first: Marks and joins what is known before any rule has its say.
    """
    groups = Groups()
    for key in usage.surfaces:
        groups.mark(key, NUMBERS, numbers_in(key))
    if first is not None:
        first(groups)
    make(
        groups,
        (link for name in BEFORE_SENSES if name not in without for link in _links(usage, name)),
    )
    for short in sorted(usage.bound):
        for key in usage.bound[short]:
            mark_meaning(groups, short, key)
    make(
        groups,
        (link for name in AFTER_SENSES if name not in without for link in _links(usage, name)),
    )
    return groups


def numbers_in(key: str) -> str:
    """The numbers of a key: what tells GPT-4 from GPT-5.

    Example:
        >>> numbers_in("llama270b"), numbers_in("text2image")
        ('270', '')
    """
    return " ".join(_NUMBER.findall(_TO.sub("", key)))


def mark_meaning(groups: Groups, short: str, long: str) -> None:
    """Marks a long form as one meaning of a short form, apart from its others."""
    groups.mark(long, f"meaning of {short.removeprefix(ACRONYM)}", groups.find(long))


def make(groups: Groups, links: Iterable[Link]) -> None:
    """Makes links, the surest first."""
    for link in sorted(set(links), key=by_score):
        groups.join(*link)


def by_score(link: Link) -> tuple[float, Link]:
    """Where a link stands among those of its phase."""
    return -link.score, link


def words_of(name: str, surfaces: Iterable[str]) -> set[str]:
    """The words that a key of these surfaces shares with others, for a rule on words."""
    word_of, _ = WORD_RULES[name]
    return {word for word in map(word_of, surfaces) if word is not None}


def _links(usage: Usage, name: str) -> Iterator[Link]:
    """The links of a rule over all papers."""
    if name in KEY_RULES:
        for key in list(usage.surfaces):
            yield from KEY_RULES[name](usage, key)
    elif name in WORD_RULES:
        for keys in _sharing(usage, name):
            yield from WORD_RULES[name][1](usage, keys)
    elif name == "long forms":
        for short in list(usage.bound):
            yield from long_forms(longs_of(usage, short))
    elif name == "synonyms in a paper":
        for (one, other), papers in usage.synonyms.items():
            yield from synonyms(usage, one, other, papers)
    else:
        for pair in known_aliases():
            yield from aliases(usage, *pair)


def _sharing(usage: Usage, name: str) -> Collection[set[str]]:
    """The keys that share a word, of each word."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for key, surfaces in usage.surfaces.items():
        for word in words_of(name, surfaces):
            found[word].add(key)
    return found.values()
