"""A Cypher statement cut into tokens, where both engines cut it alike.

What the two could cut differently is refused: an escape that one of them decodes before it
reads, a comment that one of them ends later, letters that one of them takes for blanks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from schemas import QueryError

_TOKEN: Final = re.compile(
    r"""(?P<space>[ \t\r\n\f]+)
    | (?P<comment>//[^\r\n]*(?:\r?\n|\Z)|/\*(?:[^*]|\*[^*/])*\*/)
    | (?P<text>'(?:[^'\\]|\\[\\'"bfnrtBFNRT])*'|"(?:[^"\\]|\\[\\'"bfnrtBFNRT])*")
    | (?P<quoted>(?:`[^`]*`)+)
    | (?P<parameter>\$(?:[A-Za-z_][A-Za-z0-9_]*|[0-9]+(?![A-Za-z_])|`[^`]+`))
    | (?P<number>(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?(?![A-Za-z_]))
    | (?P<word>[A-Za-z_][A-Za-z0-9_]*)
    | (?P<symbol>\.\.|/(?![/*])|[][(){}.,:;|&!%<>=+*^~?-])""",
    re.VERBOSE,
)
_ESCAPE: Final = re.compile(r"\\[uU]")


class Token(NamedTuple):
    """A word, name, text, number, parameter or symbol, and where it begins."""

    kind: str
    text: str
    at: int

    @property
    def name(self) -> bool:
        """Whether it can name something."""
        return self.kind in ("word", "quoted")


def tokens_of(statement: str) -> Iterator[Token]:
    """The tokens of a statement, without blanks and comments.

    Raises:
        QueryError: The engines may not agree where its tokens end; the message says where.

    Example:
        >>> [token.text for token in tokens_of("RETURN n.x /* a */ AS `b c`")]
        ['RETURN', 'n', '.', 'x', 'AS', '`b c`']
    """
    if "\0" in statement:
        raise QueryError("the statement holds a null character")
    escape = _ESCAPE.search(statement)
    if escape:
        raise QueryError(
            f"the escape {statement[escape.start() : escape.start() + 6]} is refused (character "
            f"{escape.start() + 1}): write the character itself or pass it as a parameter"
        )
    at = 0
    while at < len(statement):
        match = _TOKEN.match(statement, at)
        if match is None:
            raise QueryError(
                f"cannot read the statement from character {at + 1}: "
                f"{statement[at : at + 20]!r} ({_hint(statement[at])})"
            )
        kind = str(match.lastgroup)
        if kind not in ("space", "comment"):
            yield Token(kind, match.group(), at)
        at = match.end()


def _hint(character: str) -> str:
    if character in "'\"":
        return "a text is not closed, or holds an escape other than \\\\ \\' \\\" \\n \\t"
    if character == "`":
        return "a quoted name is not closed"
    if character == "/":
        return (
            "a comment is not closed, holds two stars in a row, or ends in a lone carriage return"
        )
    if character.isdigit():
        return "a number runs into a word"
    if not character.isascii():
        return "outside of quotes only ASCII is read; put names into `backticks`"
    return "no token begins so; put an odd name into `backticks`"
