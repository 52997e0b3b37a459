"""Versions, sizes and variants: nodes of their own, tied to what they are one of.

A name loses what stands at its end and tells versions apart, piece by piece, until what is left
is the name of another node of its kind: GPT-4o is a variant of GPT-4, LLaMA-2 70B a size of
LLaMA-2, and LLaMA-2 a version of LLaMA. Names alone say so; no paper does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from extract.resolution.concepts import kind_of
from extract.resolution.spelling import spelling_key, written_words
from schemas import Entity, EntityType, Variant, VariantReason

_SIZE: Final = re.compile(r"(?:\d+x)?\d+(?:\.\d+)?[bmkt]", re.IGNORECASE)
_SIZE_WORDS_LIST = "tiny nano micro mini small medium base large huge giant xs s m l xl xxl b h g"
_SIZE_WORDS: Final = frozenset(_SIZE_WORDS_LIST.split())
_VERSION: Final = re.compile(r"v?\d+(?:\.\d+)*[a-z]?", re.IGNORECASE)
_VARIANT_WORDS_LIST = (
    "instruct chat pro plus turbo flash lite ultra max preview thinking vision vl audio coder "
    "code math omni haiku sonnet opus long fast high low multilingual verified hard"
)
_VARIANT_WORDS: Final = frozenset(_VARIANT_WORDS_LIST.split())
_NUMBERED: Final = re.compile(r"(.*[A-Za-z])v?(\d+(?:\.\d+)*)")
_LETTERED: Final = re.compile(r"(.*\d)[a-z]")
_FEWEST_LETTERS: Final = 4
"""Letters of an alias that may say what a node is a version of: FN2 need not be one of FN."""

_NO_VERSIONS: Final = frozenset({EntityType.TASK, EntityType.METRIC})


def shorter_names(surface: str) -> Iterator[tuple[str, VariantReason]]:
    """Yields what a name is when one piece after the other is taken off its end.

    Example:
        >>> [(name, str(reason)) for name, reason in shorter_names("LLaMA-2 70B")]
        [('LLaMA 2', 'size'), ('LLaMA', 'version')]
        >>> [name for name, _ in shorter_names("GPT-4o")]
        ['GPT 4', 'GPT']
        >>> [name for name, _ in shorter_names("robot policy")]
        []
    """
    words = written_words(surface)
    while words:
        last = words[-1]
        lettered, numbered = _LETTERED.fullmatch(last), _NUMBERED.fullmatch(last)
        if len(words) > 1 and (_SIZE.fullmatch(last) or last.lower() in _SIZE_WORDS):
            words, reason = words[:-1], VariantReason.SIZE
        elif len(words) > 1 and last.lower() in _VARIANT_WORDS:
            words, reason = words[:-1], VariantReason.VARIANT
        elif lettered and not _SIZE.fullmatch(last):
            words, reason = [*words[:-1], lettered[1]], VariantReason.VARIANT
        elif len(words) > 1 and _VERSION.fullmatch(last):
            words, reason = words[:-1], VariantReason.VERSION
        elif numbered:
            words, reason = [*words[:-1], numbered[1]], VariantReason.VERSION
        else:
            return
        name = " ".join(words)
        if sum(c.isalpha() for c in name) < 2 or not any(c.isupper() for c in name):
            return
        yield name, reason


def variants_of(entities: Iterable[Entity]) -> tuple[Variant, ...]:
    """The ties from each node to the nearest one that it is a version of, by node.

    Example:
        >>> nodes = [Entity(id=f"model:{n}", type="Model", name=n, papers=1)
        ...          for n in ("GPT-4", "GPT-4o", "Gato")]
        >>> [(v.node, v.of, str(v.reason)) for v in variants_of(nodes)]
        [('model:GPT-4o', 'model:GPT-4', 'variant')]
    """
    ordered = sorted(entities, key=lambda e: e.id)
    by_key: dict[str, list[Entity]] = {}
    for entity in ordered:
        for key in spelling_keys(entity):
            by_key.setdefault(key, []).append(entity)
    found = (variant_of(entity, lambda key: by_key.get(key, ())) for entity in ordered)
    return tuple(variant for variant in found if variant is not None)


def spelling_keys(entity: Entity) -> set[str]:
    """The spelling keys under which a node is known."""
    return {spelling_key(s) for s in (entity.name, *entity.aliases)}


def base_keys(entity: Entity) -> Iterator[tuple[str, VariantReason]]:
    """Yields the spelling keys of what a node may be a variant of, the nearest first.

    Example:
        >>> node = Entity(id="model:gpt-4o", type="Model", name="GPT-4o", papers=1)
        >>> [key for key, _ in base_keys(node)]
        ['gpt4', '^gpt']
    """
    if entity.type in _NO_VERSIONS:
        return
    for surface in (entity.name, *entity.aliases):
        if surface != entity.name and sum(c.isalpha() for c in surface) < _FEWEST_LETTERS:
            continue
        for name, reason in shorter_names(surface):
            yield spelling_key(name), reason


def variant_of(entity: Entity, known: Callable[[str], Iterable[Entity]]) -> Variant | None:
    """What a node is a variant of: the one node of its kind that has the nearest such key.

    Args:
        entity: The node.
        known: The nodes that are known under a spelling key.
    """
    kind = kind_of(entity.type)
    for key, reason in base_keys(entity):
        bases = [e for e in known(key) if e.id != entity.id and kind_of(e.type) == kind]
        if len(bases) == 1:
            return Variant(node=entity.id, of=bases[0].id, reason=reason)
    return None
