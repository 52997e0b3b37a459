"""The fields of a paper, checked: what is wrong with one is said in the words of its input."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from extract.reading.identity import made_id
from schemas.errors import PaperError
from schemas.paper import Paper

_FIRST_YEAR: Final = 1000
_LAST_YEAR: Final = 2999
_SHOWN: Final = 60


def checked_paper(fields: Mapping[str, object], *, file: str, line: int) -> Paper:
    """A paper from named fields; ``id``, ``title`` and ``abstract`` are taken verbatim.

    ``id`` is made where it is missing or null. ``year`` is a whole number from 1000 to
    2999, as a number or as digits in a string; ``venue`` and ``url`` are strings;
    ``authors`` a list of strings, or one string for one author. Null or empty means
    unknown, other fields are ignored. NUL characters and lone surrogates are refused
    everywhere, since no store and no page could hold them.

    Raises:
        PaperError: A field is missing, empty or of the wrong type, or holds such characters.

    Example:
        >>> checked_paper({"title": "T", "abstract": "We.", "year": "2023"}, file="a", line=1).year
        2023
    """
    try:
        title = _required(fields, "title")
        abstract = _required(fields, "abstract")
        url = _optional(fields, "url")
        identifier = None if fields.get("id") is None else _required(fields, "id")
        return Paper(
            id=made_id(title, abstract, url=url) if identifier is None else identifier,
            title=title,
            abstract=abstract,
            year=_year(fields.get("year")),
            venue=_optional(fields, "venue"),
            url=url,
            authors=_authors(fields.get("authors")),
        )
    except _FieldError as error:
        raise PaperError(str(error), file=file, line=line, paper=_name(fields)) from None


def bad_character(text: str) -> str | None:
    r"""The first character that no store and no page could hold, and where; None without one.

    Example:
        >>> bad_character("a\ud800"), bad_character("a\u2028")
        ('a lone surrogate (\\ud800) at character 2, which is no character', None)
    """
    if "\0" in text:
        return f"a NUL character at character {text.index(chr(0)) + 1}, take it out"
    try:
        text.encode()
    except UnicodeEncodeError as error:
        code = ord(text[error.start])
        return (
            f"a lone surrogate (\\u{code:04x}) at character {error.start + 1}, "
            "which is no character"
        )
    return None


class _FieldError(ValueError):
    """What is wrong with one field."""


def _required(fields: Mapping[str, object], name: str) -> str:
    value = fields.get(name)
    if value is None:
        raise _FieldError(f"there is no {name}")
    text = _text(value, name)
    if not text.strip():
        raise _FieldError(f"the {name} is empty")
    return text


def _optional(fields: Mapping[str, object], name: str) -> str | None:
    value = fields.get(name)
    return None if value is None else _text(value, name) or None


def _authors(value: object) -> tuple[str, ...]:
    if value is None or value == "":
        return ()
    names = value if isinstance(value, list) else [value]
    return tuple(_text(name, "authors", "a list of strings") for name in names)


def _year(value: object) -> int | None:
    if value is None or value == "":
        return None
    if isinstance(value, str) and value.isascii() and value.strip().isdigit():
        year = int(value) if len(value) < 20 else 0
    elif isinstance(value, float) and value.is_integer():
        year = int(value)
    elif isinstance(value, int) and not isinstance(value, bool):
        year = value
    else:
        raise _FieldError(f"the year is {_shown(value)}, it should be a number such as 2023")
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise _FieldError(f"the year is {_shown(value)}, it should have four digits")
    return year


def _text(value: object, name: str, wanted: str = "a string") -> str:
    if not isinstance(value, str):
        raise _FieldError(f"the {name} is {_shown(value)}, it should be {wanted}")
    if bad := bad_character(value):
        raise _FieldError(f"the {name} holds {bad}")
    return value


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _name(fields: Mapping[str, object]) -> str | None:
    """The id or title to name a paper by in a message, made printable."""
    for key in ("id", "title"):
        value = fields.get(key)
        if isinstance(value, str) and value.strip():
            return value.encode("utf-8", "backslashreplace").decode().replace("\0", "\\0")
    return None
