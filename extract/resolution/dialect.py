"""British spellings as American ones, word by word."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_KEPT: Final = frozenset(
    {"promise", "premise", "comprise", "enterprise", "surprise", "expertise", "advertise", "rise"}
    | {"merchandise", "franchise", "paradise", "treatise", "demise", "prise", "reprise", "sunrise"}
)
_STEM: Final = re.compile(r"(?:e[ds]?|ing|ers?|able)$")
_ISE: Final = re.compile(r"(?<=[lmntr])is(?=(?:e|ed|es|er|ers|ing|able)$)")
_YSE: Final = re.compile(r"(?<=[al])ys(?=(?:e|ed|es|er|ers|ing)$)")
_OUR: Final = re.compile(r"(behavi|neighb|flav|harb|\bcol|\bfav|\blab|\bhum|\brum|\bvap|\barm)our")
_DOUBLE_L: Final = re.compile(r"(?<=[aeo])ll(?=(?:ing|ed|er|ers)$)")
_DOUBLED: Final = ("model", "label", "travel", "signal", "cancel", "channel", "tunnel", "panel")
_WHOLE: Final = {
    "centre": "center",
    "fibre": "fiber",
    "metre": "meter",
    "catalogue": "catalog",
    "dialogue": "dialog",
    "defence": "defense",
    "licence": "license",
    "grey": "gray",
    "programme": "program",
    "artefact": "artifact",
    "ageing": "aging",
}


@lru_cache(maxsize=1 << 16)
def american(word: str) -> str:
    """The American spelling of a lower-case English word; any other word as it is.

    Example:
        >>> [american(w) for w in ("behaviour", "optimisation", "tokenised", "supervised")]
        ['behavior', 'optimization', 'tokenized', 'supervised']
        >>> [american(w) for w in ("modelling", "analyser", "centre", "rolling", "surprise")]
        ['modeling', 'analyzer', 'center', 'rolling', 'surprise']
    """
    if word in _WHOLE:
        return _WHOLE[word]
    if "isation" in word:
        word = word.replace("isation", "ization")
    if len(word) > 5 and _STEM.sub("e", word) not in _KEPT:
        word = _YSE.sub("yz", _ISE.sub("iz", word))
    word = _OUR.sub(r"\1or", word)
    if "ll" in word and word.startswith(_DOUBLED):
        word = _DOUBLE_L.sub("l", word)
    return word
