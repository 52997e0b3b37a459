"""What components say of a document, in spaCy's bytes: ``doc.to_bytes``, ``DocBin``, ``nlp.pipe``.

spaCy writes it by the msgpack of srsly, which takes plain values and arrays. With the two
functions here it takes our types and gives them back. The srsly of an installed paperatlas knows
them by their entry points, also while spaCy is imported, so nothing here stands on spaCy.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

import srsly
from pydantic import TypeAdapter, ValidationError

from extract.components.concept import Concept
from schemas import Abbreviation, Introduction, Relation, Result

_TYPES: Final = (Abbreviation, Concept, Introduction, Relation, Result)
_READERS: Final = {kind.__name__: TypeAdapter(kind) for kind in _TYPES}
_TYPE: Final = "paperatlas_type"
"""The key that says what a mapping was."""

Chain = Callable[[Any], Any] | None
"""What takes the values that are none of ours."""


def to_plain(value: Any, chain: Chain = None) -> Any:
    """A value of ours as a mapping; others go on along the chain.

    Example:
        >>> to_plain(Abbreviation(short="FN", long="FoldNet"))
        {'paperatlas_type': 'Abbreviation', 'short': 'FN', 'long': 'FoldNet'}
    """
    if isinstance(value, _TYPES):
        return {_TYPE: type(value).__name__, **vars(value)}
    return value if chain is None else chain(value)


def from_plain(value: dict[Any, Any], chain: Chain = None) -> Any:
    """The value that ``to_plain`` made a mapping of; others go on along the chain.

    A mapping that only has the key, and not the fields, is one of the others.

    Example:
        >>> from_plain(to_plain(Abbreviation(short="FN", long="FoldNet")))
        Abbreviation(short='FN', long='FoldNet')
    """
    name = value.get(_TYPE)
    if isinstance(name, str) and name in _READERS:
        with suppress(ValidationError):
            return _READERS[name].validate_python(value)
    return value if chain is None else chain(value)


# for a checkout that is not installed, or was before it had the entry points
srsly.msgpack_encoders.register("paperatlas", func=to_plain)
srsly.msgpack_decoders.register("paperatlas", func=from_plain)
