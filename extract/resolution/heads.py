"""Generic heads: what may stand after a name and adds nothing to it (Meta-World benchmark)."""

from __future__ import annotations

import re
from typing import Final

from extract.resolution.spelling import singular
from schemas import EntityType

_METHOD_HEADS_LIST = (
    "model method framework algorithm approach architecture system technique pipeline paradigm "
    "optimizer"
)
_METHOD_HEADS: Final = frozenset(_METHOD_HEADS_LIST.split())
_DATA_HEADS_LIST = (
    "benchmark dataset corpus suite environment simulator leaderboard challenge collection "
    "simulation platform"
)
_DATA_HEADS: Final = frozenset(_DATA_HEADS_LIST.split())
_HEADS: Final[dict[str, frozenset[str]]] = {
    EntityType.METHOD: _METHOD_HEADS,
    EntityType.MODEL: _METHOD_HEADS,
    EntityType.BENCHMARK: _DATA_HEADS,
    EntityType.DATASET: _DATA_HEADS,
    EntityType.METRIC: frozenset({"score", "metric", "measure"}),
    EntityType.TASK: frozenset({"task", "problem"}),
}
_ALL_HEADS: Final = frozenset().union(*_HEADS.values())
_NAME = re.compile(r"\d|[a-z][A-Z]|^[A-Z]{2,}")
_TITLE = re.compile(r"[A-Z]\w*(?:-[A-Z]\w*)+")
_NO_METHOD: Final = frozenset({EntityType.BENCHMARK, EntityType.DATASET, EntityType.METRIC})


def without_head(surface: str, *, type_: str) -> str | None:
    """A surface without its generic head; ``None`` where it has none that can go.

    A name loses any head of its type, a phrase in plain words only where two words or more
    are left and the last of them is no activity: machine learning models are not the same
    as machine learning.

    Example:
        >>> without_head("Meta-World benchmark", type_="Benchmark")
        'Meta-World'
        >>> without_head("video diffusion models", type_="Method")
        'video diffusion'
        >>> without_head("world model", type_="Model") is None
        True
        >>> without_head("Meta-World benchmark", type_="Method") is None
        True
    """
    words = surface.split()
    if len(words) < 2 or singular(words[-1].lower()) not in _HEADS.get(type_, frozenset()):
        return None
    bare = " ".join(words[:-1])
    if is_name(bare, type_=type_) or (len(words) > 2 and not words[-2].lower().endswith("ing")):
        return bare
    return None


def bare_of(surface: str) -> str | None:
    """A surface without its last word, where that is a generic head of some type.

    Example:
        >>> bare_of("Meta-World benchmark"), bare_of("world view")
        ('Meta-World', None)
    """
    words = surface.split()
    if len(words) < 2 or singular(words[-1].lower()) not in _ALL_HEADS:
        return None
    return " ".join(words[:-1])


def is_name(text: str, *, type_: str) -> bool:
    """Whether one word is written as names are: digits, inner capitals, capitals alone.

    For what is measured on or with, capitals after hyphens too.

    Example:
        >>> [is_name("Meta-World", type_=t) for t in ("Benchmark", "Method")]
        [True, False]
        >>> [is_name(s, type_="Method") for s in ("FoldNet", "PAE", "Diffusion", "ResNet-50")]
        [True, True, False, True]
    """
    if " " in text:
        return False
    return bool(_NAME.search(text) or (type_ in _NO_METHOD and _TITLE.fullmatch(text)))
