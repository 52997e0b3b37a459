"""The rules on which keys are one: each says of one key, pair or word what links it makes.

    one word or two         FoldNet and Fold Net
    capitals                LLAMA and Llama
    word forms              position and positional embedding
    form of the last word   model predictive control and controller
    long forms              what one short form is bound to, if it says one thing
    synonyms in a paper     two names that papers use for one concept
    generic heads           Meta-World and Meta-World benchmark
    known aliases           names that a shipped list gives one thing

A rule looks at nothing but what all papers say of the keys in question, so that of a change
only the links of the keys that it touches are made again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from extract.resolution.concepts import CAMEL, kind_of, name_key
from extract.resolution.groups import Link
from extract.resolution.heads import is_name, without_head
from extract.resolution.known import known_senses
from extract.resolution.meaning import same_meaning
from extract.resolution.spelling import ACRONYM, spelling_key
from extract.resolution.usage import Usage
from extract.resolution.wording import loose_key, wording_key
from schemas import EntityType, MergeReason

_FEWEST_SYNONYMS: Final = 0.05
"""Share of the papers with the rarer of two names that have to use them for one thing."""
_SLIPS: Final = 0.1
"""Share of the papers with an acronym up to which small letters are a slip."""
_MOST_LONGS: Final = 400
"""Long forms of one short form that are compared with each other, the first by key."""

_VOWEL: Final = re.compile(r"[aeiouy]")

KeyRule = Callable[[Usage, str], Iterator[Link]]
"""From what all papers say and a key to its links."""

WordRule = tuple[Callable[[str], str | None], Callable[[Usage, Iterable[str]], Iterator[Link]]]
"""From a surface to the word that it has in common with others, and from what all papers
say and the keys that share a word to links."""


def _link(one: str, other: str, reason: MergeReason, score: float) -> Iterator[Link]:
    if one != other:
        yield Link(min(one, other), max(one, other), reason, score)


def one_word_or_two(usage: Usage, key: str) -> Iterator[Link]:
    """FoldNet and Fold Net, where they are of one type.

    A phrase may look like a name: what a paper calls VideoFold is not all video fold.
    """
    plain = key.removesuffix(CAMEL)
    if key == plain or plain not in usage.surfaces:
        return
    types = usage.main_type(key), usage.main_type(plain)
    if all(types) and kind_of(types[0]) != kind_of(types[1]):
        return
    spaced = usage.spaced.get(plain)
    if spaced:
        most = min(spaced, key=lambda t: (-spaced[t], t))
        coined = plain in usage.owners and plain not in usage.bound
        if most != types[0] or (coined and _is_phrase(usage, plain)):
            return
    yield from _link(key, plain, MergeReason.HYPHEN, 0.98)


def _is_phrase(usage: Usage, key: str) -> bool:
    """Whether all that is written in several words begins with a small letter."""
    return all(s[0].islower() for s in usage.surfaces[key] if " " in s)


def capitals(usage: Usage, acronym: str) -> Iterator[Link]:
    """LLAMA and Llama, of one type; but not SELF and self, which is a word.

    Small letters alone are a slip where hardly any of the papers use them (flops), and no word
    where no vowel is among them (fps). One small letter before capitals is meant: vLLM is no
    VLLM, mAP no MAP.
    """
    if not acronym.startswith(ACRONYM):
        return
    plain = acronym.removeprefix(ACRONYM)
    for key in (plain, plain + CAMEL):
        surfaces = usage.surfaces.get(key)
        if not surfaces or usage.main_type(key) != usage.main_type(acronym):
            continue
        if key != plain and all(s[0].islower() for s in surfaces):
            continue
        slip = usage.types[key].total() < _SLIPS * usage.types[acronym].total()
        if slip or not _VOWEL.search(plain) or not any(s == s.lower() for s in surfaces):
            yield from _link(acronym, key, MergeReason.CASE, 0.96)


def _starred(keys: Iterable[str], score: float) -> Iterator[Link]:
    """The first of some keys, and each of the others."""
    first, *others = sorted(keys)
    for other in others:
        yield from _link(first, other, MergeReason.WORDING, score)


def _word_forms(_: Usage, keys: Iterable[str]) -> Iterator[Link]:
    """Position and positional embedding; reasoning LLM and reasoning large language model."""
    yield from _starred(keys, 0.95)


def _last_word(usage: Usage, keys: Iterable[str]) -> Iterator[Link]:
    """Model predictive control and controller, where most papers give them one type."""
    of_type: dict[str, list[str]] = {}
    for key in keys:
        of_type.setdefault(usage.main_type(key), []).append(key)
    for _, alike in sorted(of_type.items()):
        yield from _starred(alike, 0.9)


def long_forms(longs: Mapping[str, str]) -> Iterator[Link]:
    """Long forms of one short form that say one thing.

    Args:
        longs: The keys of the long forms, in order, and a surface of each.
    """
    items = list(longs.items())[:_MOST_LONGS]
    for at, (key, surface) in enumerate(items):
        for other, of_other in items[at + 1 :]:
            if same_meaning(surface, of_other):
                yield from _link(key, other, MergeReason.WORDING, 0.93)


def longs_of(usage: Usage, short: str) -> dict[str, str]:
    """The keys of the long forms of a short form, in order, and a surface of each."""
    return {key: min(usage.surfaces[key]) for key in sorted(usage.bound[short])}


def synonyms(usage: Usage, one: str, other: str, papers: int) -> Iterator[Link]:
    """Two surfaces that a paper uses for one thing, if enough of those that use both would."""
    fewer = min(usage.types[one].total(), usage.types[other].total())
    if papers >= _FEWEST_SYNONYMS * fewer:
        yield from _link(one, other, MergeReason.SYNONYM, 0.97)


def generic_heads(usage: Usage, key: str) -> Iterator[Link]:
    """Meta-World and Meta-World benchmark."""
    for surface in usage.surfaces[key]:
        bare = without_head(surface, type_=usage.main_type(key))
        if bare is None:
            continue
        target = _present(usage, bare)
        short = spelling_key(bare)
        if target is None or short in usage.bound or short in known_senses():
            continue
        types = usage.main_type(key), usage.main_type(target)
        name = is_name(bare, type_=types[0])
        if _alike(*types) if name else types[0] == types[1] and not _plural(usage, target):
            yield from _link(key, target, MergeReason.HEAD, 0.92)


def _plural(usage: Usage, key: str) -> bool:
    """Whether papers speak of several: a reward model is no reward."""
    return any(s.lower().endswith("s") and not key.endswith("s") for s in usage.surfaces[key])


def aliases(usage: Usage, name: str, alias: str) -> Iterator[Link]:
    """Names that a shipped list gives one thing."""
    one, other = _present(usage, name), _present(usage, alias)
    if one and other and _alike(usage.main_type(one), usage.main_type(other)):
        yield from _link(one, other, MergeReason.ALIAS, 0.9)


def _alike(one: str, other: str) -> bool:
    """Whether two types can be of one thing: text-to-image generation is not a model of it."""
    return one == other or (kind_of(one) == kind_of(other) and EntityType.TASK not in (one, other))


def _present(usage: Usage, surface: str) -> str | None:
    """The key of a surface that some paper has."""
    key = spelling_key(surface)
    return next((k for k in (name_key(surface), key, key + CAMEL) if k in usage.surfaces), None)


WORD_RULES: Final[Mapping[str, WordRule]] = {
    "word forms": (wording_key, _word_forms),
    "form of the last word": (loose_key, _last_word),
}
"""The rules on what has a word in common, by name."""

KEY_RULES: Final[Mapping[str, KeyRule]] = {
    "one word or two": one_word_or_two,
    "capitals": capitals,
    "generic heads": generic_heads,
}
"""The rules on single keys, by name."""

BEFORE_SENSES: Final = ("one word or two", "capitals", *WORD_RULES, "long forms")
"""Names of the rules that say what the long forms of a short form are."""

AFTER_SENSES: Final = ("synonyms in a paper", "generic heads", "known aliases")
"""Names of the rules that are made once it is known what must stay apart."""

JOIN_RULES: Final = (*BEFORE_SENSES, *AFTER_SENSES)
"""Names of the rules."""
