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

_CLAUSES: Final = frozenset(
    [
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
    ]
)
_OPERATORS: Final = frozenset(
    [
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
    ]
)
_FOLLOWING: Final = (
    _CLAUSES
    | _OPERATORS
    | frozenset(
        ["ASC", "ASCENDING", "DESC", "DESCENDING", "END", "PATH", "PATHS", "GROUP", "GROUPS"]
    )
)
"""What may follow a finished expression."""

_OPEN_WORDS: Final = (
    _CLAUSES
    | _OPERATORS
    | frozenset(["BY", "ALL", "DISTINCT", "ANY", "EXISTS", "COUNT", "COLLECT"])
    | frozenset(["SHORTEST", "WSHORTEST", "TRAIL", "ACYCLIC", "WALK"])
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
    names: list[bool] = []  # of each token so far: whether it can only be a name
    ends: list[bool] = []  # and whether an expression may end with it
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
        word = token.kind == "word" and place > 0
        named = word and (_is_name(tokens, place) or _is_alias(tokens, names, ends))
        if word and not named:
            _check_word(token, finished=ends[-1])
        names.append(named)
        ends.append(_ends(token, before, named=named, first=place == 0))


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
        if not finished:  # after "(" or WHERE, say, a name is likely
            reason += "; a name that is meant so needs `backticks`"
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


def _is_alias(tokens: list[Token], names: list[bool], ends: list[bool]) -> bool:
    """Whether the next word is what an expression is called: ``n.type AS import``.

    ``as`` may be a variable as well, and a clause may follow that; so an expression must
    have ended right before it. (After a star none is known to have: ``distinct * as``.)
    """
    place = len(names)
    return (
        place > 2
        and tokens[place - 1].kind == "word"
        and tokens[place - 1].text.upper() == "AS"
        and not names[place - 1]
        and ends[place - 2]
        and tokens[place - 2].text != "*"
    )


def _ends(token: Token, before: Token, *, named: bool, first: bool) -> bool:
    """Whether an expression may end with this token."""
    if token.kind == "word":
        return not first and (named or token.text.upper() not in _OPEN_WORDS)
    if token.text == "*":  # RETURN *, not 2 * x
        return before.text.upper() in ("RETURN", "WITH", "DISTINCT")
    return token.kind != "symbol" or token.text in (")", "]", "}")


def _shown(token: Token) -> str:
    return token.text.upper() if token.kind == "word" else repr(token.text[:20])
