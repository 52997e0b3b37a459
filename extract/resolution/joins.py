"""Which keys are one: the rules that look at all papers at once, from sure to bold.

Each rule yields links; they are made in order of score, then of key, so that no order of
the papers changes which of two links that exclude each other is made.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from extract.resolution.aliases import known_aliases
from extract.resolution.concepts import CAMEL, kind_of, name_key
from extract.resolution.groups import Groups, Link
from extract.resolution.heads import is_name, without_head
from extract.resolution.known import known_senses
from extract.resolution.meaning import same_meaning
from extract.resolution.spelling import ACRONYM, spelling_key
from extract.resolution.usage import Usage
from extract.resolution.wording import loose_key, wording_key
from schemas import EntityType, MergeReason

_NUMBER = re.compile(r"\d+(?:\.\d+)*")
_TO = re.compile(r"(?<=[a-z])[24](?=[a-z])")
_FEWEST_SYNONYMS: Final = 0.05
"""Share of the papers with the rarer of two names that have to use them for one thing."""
_SLIPS: Final = 0.1
"""Share of the papers with an acronym up to which small letters are a slip."""
_MOST_LONGS: Final = 400
"""Long forms of one short form that are compared with each other, the first by key."""


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
    longs = _longs(usage)
    for key in usage.surfaces:
        groups.mark(key, "numbers", " ".join(_NUMBER.findall(_TO.sub("", key))))
    if first is not None:
        first(groups)
    before = [rule for name, rule in _BEFORE_SENSES.items() if name not in without]
    _make(groups, (link for rule in before for link in rule(usage, longs)))
    for short, of_short in longs.items():
        for key in of_short:
            groups.mark(key, f"meaning of {short.removeprefix('^')}", groups.find(key))
    then = [rule for name, rule in _AFTER_SENSES.items() if name not in without]
    _make(groups, (link for rule in then for link in rule(usage, longs)))
    return groups


def _make(groups: Groups, links: Iterable[Link]) -> None:
    for link in sorted(set(links), key=lambda link: (-link.score, link)):
        groups.join(*link)


_Longs = Mapping[str, Mapping[str, str]]
"""By short form, the keys of its long forms and a surface of each."""


def _longs(usage: Usage) -> _Longs:
    longs: dict[str, dict[str, str]] = {}
    for short in sorted(usage.bound):
        longs[short] = {k: min(usage.surfaces[k]) for k in sorted(usage.bound[short])}
    return longs


def _link(one: str, other: str, reason: MergeReason, score: float) -> Iterator[Link]:
    if one != other:
        yield Link(min(one, other), max(one, other), reason, score)


def _camel(usage: Usage, _: _Longs) -> Iterator[Link]:
    """FoldNet and Fold Net, where they are of one type.

    A phrase may look like a name: what a paper calls VideoFold is not all video fold.
    """
    for key in usage.surfaces:
        plain = key.removesuffix(CAMEL)
        if key == plain or plain not in usage.surfaces:
            continue
        types = usage.main_type(key), usage.main_type(plain)
        if all(types) and kind_of(types[0]) != kind_of(types[1]):
            continue
        spaced = usage.spaced.get(plain)
        if spaced:
            most = min(spaced, key=lambda t: (-spaced[t], t))
            coined = plain in usage.owners and plain not in usage.bound
            if most != types[0] or (coined and _is_phrase(usage, plain)):
                continue
        yield from _link(key, plain, MergeReason.HYPHEN, 0.98)


def _capitals(usage: Usage, _: _Longs) -> Iterator[Link]:
    """LLAMA and Llama, of one type; but not SELF and self, which is a word.

    Small letters alone are a slip where hardly any of the papers use them (flops).
    """
    for acronym in usage.surfaces:
        if not acronym.startswith(ACRONYM):
            continue
        plain = acronym.removeprefix(ACRONYM)
        for key in (plain, plain + CAMEL):
            surfaces = usage.surfaces.get(key)
            if not surfaces or usage.main_type(key) != usage.main_type(acronym):
                continue
            slip = usage.types[key].total() < _SLIPS * usage.types[acronym].total()
            if slip or not any(s == s.lower() for s in surfaces):
                yield from _link(acronym, key, MergeReason.CASE, 0.96)


def _is_phrase(usage: Usage, key: str) -> bool:
    """Whether all that is written in several words begins with a small letter."""
    return all(s[0].islower() for s in usage.surfaces[key] if " " in s)


def _synonyms(usage: Usage, _: _Longs) -> Iterator[Link]:
    """Two surfaces that a paper uses for one thing, if enough of those that use both would."""
    for (one, other), papers in usage.synonyms.items():
        fewer = min(usage.types[one].total(), usage.types[other].total())
        if papers < _FEWEST_SYNONYMS * fewer:
            continue
        yield from _link(one, other, MergeReason.SYNONYM, 0.97)


def _same_key(usage: Usage, key_of: Callable[[str], str | None]) -> Iterator[tuple[str, str]]:
    """The first key of all that share another key, and each of the others."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for key, surfaces in usage.surfaces.items():
        for surface in surfaces:
            wording = key_of(surface)
            if wording is not None:
                found[wording].add(key)
    for keys in found.values():
        first, *others = sorted(keys)
        for other in others:
            yield first, other


def _wording(usage: Usage, _: _Longs) -> Iterator[Link]:
    """Position and positional embedding; reasoning LLM and reasoning large language model."""
    for one, other in _same_key(usage, wording_key):
        yield from _link(one, other, MergeReason.WORDING, 0.95)


def _last_word(usage: Usage, _: _Longs) -> Iterator[Link]:
    """Model predictive control and controller, where most papers give them one type."""

    def typed(surface: str) -> str | None:
        key = loose_key(surface)
        return key and f"{key} {usage.main_type(name_key(surface))}"

    for one, other in _same_key(usage, typed):
        yield from _link(one, other, MergeReason.WORDING, 0.9)


def _long_forms(_: Usage, longs: _Longs) -> Iterator[Link]:
    """Long forms of one short form that say one thing."""
    for of_short in longs.values():
        items = list(of_short.items())[:_MOST_LONGS]
        for at, (key, surface) in enumerate(items):
            for other, of_other in items[at + 1 :]:
                if same_meaning(surface, of_other):
                    yield from _link(key, other, MergeReason.WORDING, 0.93)


def _heads(usage: Usage, longs: _Longs) -> Iterator[Link]:
    """Meta-World and Meta-World benchmark."""
    for key, surfaces in usage.surfaces.items():
        for surface in surfaces:
            bare = without_head(surface, type_=usage.main_type(key))
            if bare is None:
                continue
            target = _present(usage, bare)
            short = spelling_key(bare)
            if target is None or short in longs or short in known_senses():
                continue
            types = usage.main_type(key), usage.main_type(target)
            name = is_name(bare, type_=types[0])
            if _alike(*types) if name else types[0] == types[1] and not _plural(usage, target):
                yield from _link(key, target, MergeReason.HEAD, 0.92)


def _plural(usage: Usage, key: str) -> bool:
    """Whether papers speak of several: a reward model is no reward."""
    return any(s.lower().endswith("s") and not key.endswith("s") for s in usage.surfaces[key])


def _aliases(usage: Usage, _: _Longs) -> Iterator[Link]:
    """Names that a shipped list gives one thing."""
    for name, alias in known_aliases():
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


_Rule = Callable[[Usage, _Longs], Iterator[Link]]
_BEFORE_SENSES: Final[Mapping[str, _Rule]] = {
    "one word or two": _camel,
    "capitals": _capitals,
    "word forms": _wording,
    "form of the last word": _last_word,
    "long forms": _long_forms,
}
_AFTER_SENSES: Final[Mapping[str, _Rule]] = {
    "synonyms in a paper": _synonyms,
    "generic heads": _heads,
    "known aliases": _aliases,
}
JOIN_RULES: Final = (*_BEFORE_SENSES, *_AFTER_SENSES)
"""Names of the rules."""
