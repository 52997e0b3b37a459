"""Extension attributes: what components write beside spaCy's own attributes of a document.

What they say of a document is part of it: spaCy copies it and writes it with the rest. What
they only work with, the states of the network, is kept beside the document.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, Final
from weakref import WeakKeyDictionary

import numpy as np
from spacy.tokens import Doc

from extract.network.numerics import Floats

TUPLE_ATTRIBUTES: Final = ("abbreviations", "concepts", "introductions", "relations", "results")
"""Tuples of what is said of a document; empty where nobody said anything."""
STATE_ATTRIBUTES: Final = ("reading", "concept_states")
"""What is kept beside a document and goes with it; None where nobody made it."""

_states: Final[WeakKeyDictionary[Doc, dict[str, Any]]] = WeakKeyDictionary()
"""What is kept beside documents, by name."""


def set_extensions() -> None:
    """Registers all extension attributes of documents, once, whichever components there are.

    Example:
        >>> from spacy.vocab import Vocab
        >>> set_extensions()
        >>> Doc(Vocab(), words=["fold"])._.relations
        ()
    """
    for name in TUPLE_ATTRIBUTES:
        _register(name, getter=partial(_get_tuple, name), setter=partial(_set_tuple, name))
    for name in STATE_ATTRIBUTES:
        _register(name, getter=partial(_get_state, name), setter=partial(_set_state, name))
    _register("introduced", getter=_get_introduced, setter=_set_introduced)
    _register("surface_confidences", default={})


def _register(name: str, **how: Any) -> None:
    if not Doc.has_extension(name):
        Doc.set_extension(name, **how)


def _key(name: str) -> Any:  # the stub of user data wants str
    """Where spaCy keeps an extension attribute among the user data of a document."""
    return ("._.", name, None, None)


def _get_tuple(name: str, doc: Doc) -> tuple[Any, ...]:
    """A tuple also of a document from bytes, which has a list in its place."""
    return tuple(doc.user_data.get(_key(name), ()))


def _set_tuple(name: str, doc: Doc, values: tuple[Any, ...]) -> None:
    doc.user_data[_key(name)] = values


def _get_state(name: str, doc: Doc) -> Any:
    return _states.get(doc, {}).get(name)


def _set_state(name: str, doc: Doc, value: object) -> None:
    _states.setdefault(doc, {})[name] = value


def _get_introduced(doc: Doc) -> Floats:
    """How likely each concept is introduced; nought where these were not asked about."""
    asked: tuple[Sequence[object], Floats] | None = doc.user_data.get(_key("introduced"))
    if asked is not None and tuple(asked[0]) == doc._.concepts:
        return asked[1]
    return np.zeros(len(doc._.concepts), dtype=np.float32)


def _set_introduced(doc: Doc, introduced: Floats) -> None:
    doc.user_data[_key("introduced")] = doc._.concepts, introduced
