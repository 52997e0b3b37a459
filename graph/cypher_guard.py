"""The gate before every store: one Cypher statement that reads, or an error.

The statement is cut into tokens as both engines cut it, and whatever the two could cut
differently is refused. Then two rules hold. A word that writes, loads, exports, attaches,
installs or calls may not stand where a clause can (it may be a property, label, parameter,
map key, text or quoted name). And a word that follows a finished expression must be one of
the clauses and operators that read: a clause that nobody thought of is refused as well.
"""

from __future__ import annotations

from typing import Final

from graph.cypher_tokens import Token, tokens_of
from schemas import QueryError

STARTS: Final = ("MATCH", "OPTIONAL", "WITH", "UNWIND", "RETURN")
"""The words a reading statement may begin with."""

REFUSED: Final = frozenset(
    {
        "CREATE",
        "MERGE",
        "INSERT",
        "SET",
        "DELETE",
        "DETACH",
        "NODETACH",
        "REMOVE",
        "DROP",
        "ALTER",
        "UPDATE",
        "FOREACH",
        "CALL",
        "COPY",
        "LOAD",
        "EXPORT",
        "IMPORT",
        "ATTACH",
        "USE",
        "INSTALL",
        "UNINSTALL",
        "GRANT",
        "REVOKE",
        "DENY",
        "COMMIT",
        "ROLLBACK",
        "CHECKPOINT",
        "TERMINATE",
        "EXPLAIN",
        "PROFILE",
        "SHOW",
        "MACRO",
    }
)
"""The words that are refused wherever a clause could stand."""

REFUSED_FUNCTIONS: Final = frozenset({"NEXTVAL", "SETSEED"})
"""Functions of either engine that change something."""

_FOLLOWING: Final = frozenset(
    {
        "MATCH",
        "OPTIONAL",
        "WITH",
        "UNWIND",
        "RETURN",
        "WHERE",
        "ORDER",
        "SKIP",
        "OFFSET",
        "LIMIT",
        "UNION",
        "AND",
        "OR",
        "XOR",
        "NOT",
        "IN",
        "IS",
        "STARTS",
        "ENDS",
        "CONTAINS",
        "AS",
        "ASC",
        "ASCENDING",
        "DESC",
        "DESCENDING",
        "CASE",
        "WHEN",
        "THEN",
        "ELSE",
        "END",
        "PATH",
        "PATHS",
        "GROUP",
        "GROUPS",
    }
)
"""What may follow a finished expression."""

_OPEN_WORDS: Final = frozenset(
    {
        "MATCH",
        "OPTIONAL",
        "WITH",
        "UNWIND",
        "RETURN",
        "WHERE",
        "ORDER",
        "BY",
        "SKIP",
        "OFFSET",
        "LIMIT",
        "UNION",
        "ALL",
        "DISTINCT",
        "AND",
        "OR",
        "XOR",
        "NOT",
        "IN",
        "IS",
        "STARTS",
        "ENDS",
        "CONTAINS",
        "AS",
        "CASE",
        "WHEN",
        "THEN",
        "ELSE",
        "SHORTEST",
        "WSHORTEST",
        "ANY",
        "TRAIL",
        "ACYCLIC",
        "WALK",
        "EXISTS",
        "COUNT",
        "COLLECT",
    }
)
"""Words after which an expression is still to come."""

_NOTHING: Final = Token("symbol", "", 0)


def check_reading(statement: str) -> None:
    """Let one reading Cypher statement pass.

    Raises:
        QueryError: The statement is empty, is more than one, does not begin with a reading
            clause, or holds what may do more than read; the message names it and its place.

    Example:
        >>> check_reading("MATCH (n) WHERE n.set = 'CREATE' RETURN n.name")
        >>> check_reading("MATCH (n) DETACH DELETE n")
        Traceback (most recent call last):
        ...
        schemas.errors.QueryError: DETACH is refused (character 11): only reading is allowed here
    """
    tokens = list(tokens_of(statement))
    while tokens and tokens[-1].text == ";":
        tokens.pop()
    if not tokens:
        raise QueryError("the statement is empty; write for example MATCH (n) RETURN n.name")
    first = tokens[0]
    if first.kind != "word" or first.text.upper() not in STARTS:
        raise QueryError(
            f"{_shown(first)} is refused (character {first.at + 1}): a reading statement begins "
            f"with {', '.join(STARTS)}"
        )
    for place, token in enumerate(tokens):
        before = tokens[place - 1] if place else _NOTHING
        after = tokens[place + 1] if place + 1 < len(tokens) else _NOTHING
        if token.text == ";":
            raise QueryError(f"one statement only: another follows at character {after.at + 1}")
        if token.name and before.text == "." and after.text == "(":
            raise QueryError(
                f"a call of {_shown(token)} after a dot is refused (character {token.at + 1}): "
                "only the functions of the language itself may be called"
            )
        if token.kind == "word" and place and not _is_name(tokens, place):
            _check_word(token, finished=_finished(tokens, place - 1))


def parameter_names(statement: str) -> set[str]:
    """The names of the parameters that a statement asks for.

    Raises:
        QueryError: The statement cannot be read.

    Example:
        >>> sorted(parameter_names("MATCH (n {id: $x}) WHERE n.name <> '$y' RETURN $z AS z"))
        ['x', 'z']
    """
    return {
        token.text[1:].strip("`") for token in tokens_of(statement) if token.kind == "parameter"
    }


def _check_word(token: Token, *, finished: bool) -> None:
    word = token.text.upper()
    if word in REFUSED or word in REFUSED_FUNCTIONS:
        reason = "only reading is allowed here"
    elif finished and word not in _FOLLOWING:
        reason = "no clause of that name reads; a name that is meant so needs `backticks`"
    else:
        return
    raise QueryError(f"{word} is refused (character {token.at + 1}): {reason}")


def _is_name(tokens: list[Token], place: int) -> bool:
    """Whether the word can only be a property, a label or a key of a map."""
    before = tokens[place - 1]
    two_before = tokens[place - 2] if place > 1 else _NOTHING
    after = tokens[place + 1] if place + 1 < len(tokens) else _NOTHING
    if before.text == ".":
        return two_before.kind != "number"
    if before.text == ":":
        return True
    if before.text in ("|", "&"):  # :A|B, :A|:B
        return _is_label(tokens, place - 2)
    return before.text in ("{", ",") and after.text == ":"


def _is_label(tokens: list[Token], place: int) -> bool:
    while place > 0 and tokens[place].name:
        before = tokens[place - 1].text
        if before == ":":
            return True
        if before not in ("|", "&"):
            return False
        place -= 2
    return False


def _finished(tokens: list[Token], place: int) -> bool:
    """Whether an expression may end with this token."""
    token = tokens[place]
    if token.kind == "word":
        return place > 0 and (token.text.upper() not in _OPEN_WORDS or _is_name(tokens, place))
    if token.text == "*":  # RETURN *, not 2 * x
        return tokens[place - 1].text.upper() in ("RETURN", "WITH", "DISTINCT")
    return token.kind != "symbol" or token.text in (")", "]", "}")


def _shown(token: Token) -> str:
    return token.text.upper() if token.kind == "word" else repr(token.text[:20])
