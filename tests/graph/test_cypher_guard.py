"""What the gate lets pass and what it refuses, by words alone; no engine is needed."""

from __future__ import annotations

import pytest

from graph.cypher_guard import REFUSED, check_reading
from schemas import QueryError
from tests.graph.cypher_statements import ATTACKS, MALFORMED, READS, READS_OF_ONE_ENGINE


@pytest.mark.parametrize("statement", [*READS, *READS_OF_ONE_ENGINE])
def test_reading_passes(statement: str) -> None:
    """Statements that read pass, whatever words stand in texts, names, keys and comments."""
    check_reading(statement)


@pytest.mark.parametrize(("word", "statement"), ATTACKS)
def test_more_than_reading_is_refused_by_name(word: str, statement: str) -> None:
    """Statements that do more are refused, and the message names the clause."""
    with pytest.raises(QueryError, match=rf"(?i)\b{word}\b"):
        check_reading(statement)


@pytest.mark.parametrize(("word", "statement"), ATTACKS)
def test_case_blanks_and_comments_hide_nothing(word: str, statement: str) -> None:
    """The same in other case, with comments and odd blanks before and between."""
    for disguised in (
        statement.lower(),
        statement.title(),
        "// MATCH\n" + statement,
        "/* a */ " + statement.replace(" ", "/* b */ "),
        "\t\r\n" + statement.replace(" ", "\n\t"),
        statement + ";",
    ):
        with pytest.raises(QueryError):
            check_reading(disguised)


@pytest.mark.parametrize("word", sorted(REFUSED))
@pytest.mark.parametrize(
    "place",
    [
        "{}",
        "MATCH (n) {} (m)",
        "MATCH (n) WITH n {} n.x",
        "MATCH (n) RETURN n.x {} (:A)",
        "MATCH (n) RETURN * {} n",
        "UNWIND [1] AS x {} (:A {{i: x}})",
        "MATCH (n) WHERE n.x > 1.{} n.y = 2 RETURN n",
        "MATCH (n) WHERE n.x = 'a' {} n.y = 2 RETURN n",
        "MATCH (n:`a`) {} n RETURN n",
        "OPTIONAL {} (n) RETURN n",
        "RETURN 1 AS x UNION {} (n)",
        "RETURN EXISTS {{ {} (n) }} AS x",
        "MATCH (n) RETURN $p {} n",
        "MATCH (n) RETURN 1 {} n",
        "MATCH (n) RETURN [x IN [1] | {} n]",
    ],
)
def test_no_place_for_a_clause_is_open(word: str, place: str) -> None:
    """Each refused word is refused wherever a clause could stand."""
    with pytest.raises(QueryError, match=word):
        check_reading(place.format(word))


@pytest.mark.parametrize("word", sorted(REFUSED))
@pytest.mark.parametrize(
    "place",
    [
        "MATCH (n) WHERE n.{} = 1 RETURN n.{} AS x",
        "MATCH (n:{}) RETURN n",
        "MATCH (n:A|{}) RETURN n",
        "MATCH (n:A)-[:{}|USES]->(m) RETURN n",
        "MATCH (n {{{}: 1}}) RETURN n",
        "RETURN {{a: 1, {}: 2}} AS x",
        "RETURN ${} AS x",
        "RETURN '{}' AS x",
        'RETURN "a {} b" AS x',
        "MATCH (`{}`) RETURN `{}`.name AS `{} it`",
        "RETURN 1 AS x // {} it",
        "/* {} */ RETURN 1 AS x",
        "RETURN 'it\\'s {} here' AS x",
        "MATCH (n) WITH n.name AS {} RETURN *",
    ],
)
def test_a_name_is_no_clause(word: str, place: str) -> None:
    """Each refused word passes as property, label, type, key, parameter, text or name."""
    check_reading(place.replace("{{", "\1").replace("}}", "\2").replace("{}", word)
                  .replace("\1", "{").replace("\2", "}"))  # fmt: skip


@pytest.mark.parametrize(("message", "statement"), MALFORMED)
def test_what_the_engines_may_cut_differently_is_refused(message: str, statement: str) -> None:
    """Open texts, foreign characters and escapes are refused with the reason."""
    with pytest.raises(QueryError, match=message):
        check_reading(statement)


def test_the_message_says_where() -> None:
    """The place of the clause is counted from 1."""
    with pytest.raises(QueryError, match=r"DELETE is refused \(character 18\)"):
        check_reading("MATCH (n) RETURN DELETE")


def test_a_name_that_needs_quotes_is_told_so() -> None:
    """A variable called like a clause is refused, and the message says how to write it."""
    with pytest.raises(QueryError, match="`backticks`"):
        check_reading("MATCH (set) RETURN set.name AS name")
    check_reading("MATCH (`set`) RETURN `set`.name AS name")


def test_many_aliases_in_a_row_are_no_trouble() -> None:
    """Neither deep nor slow."""
    with pytest.raises(QueryError, match="CREATE"):
        check_reading("RETURN x" + " as" * 20_000 + " CREATE (:Paper)")
