"""The questions that have a name, with the Cypher that answers each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from graph.stores.protocol import EVERYTHING, Ours
from graph.vocabulary import quoted

LABEL: Final = "LABEL"
"""What stands in a text for the label of X; it is filled with the type of a node, quoted,
never with what a user types."""

NODE: Final = " OURS"
"""What stands after a node for what keeps a store to our nodes; filled from ``Store.ours``."""

EDGE: Final = " TYPES"
"""What stands after an edge of any type for the like of it; filled from ``Store.ours``."""


@dataclass(frozen=True)
class Question:
    """A question that has a name.

    Attributes:
        name: How it is asked.
        description: What it answers, in one line.
        arguments: What it takes, in order; one in brackets may be left out.
        example: Arguments to try it with.
        columns: Columns of the answer, in order.
        cypher: The text, with ``LABEL`` for the label of X, ``OURS`` and ``TYPES`` for what
            a shared server needs, and parameters for the rest.
        sorted_lists: Columns whose lists are put in order after the database, since no
            text does that on both engines.
        needs: A relation that the vocabulary must have for the question to make sense.
        counted: What counts the rows where the text is asked for the first ones alone;
            without it the rows are not the database's to cut.
    """

    name: str
    description: str
    arguments: tuple[str, ...]
    example: tuple[str, ...]
    columns: tuple[str, ...]
    cypher: str
    sorted_lists: tuple[str, ...] = ()
    needs: str | None = None
    counted: str | None = None

    @property
    def usage(self) -> str:
        """How it is called.

        Example:
            >>> QUESTIONS["path"].usage
            'path X Y'
        """
        return " ".join((self.name, *self.arguments))

    def statement(self, label: str, ours: Ours = EVERYTHING) -> str:
        """The text for an X of this label, in a store that tells ours apart like this.

        Example:
            >>> from graph.stores.protocol import Ours
            >>> question = QUESTIONS["outperforms"]
            >>> question.statement("Model").splitlines()[0]
            'MATCH (s)-[r:OUTPERFORMS]->(x:`Model` {id: $x})'
            >>> question.statement("Model", Ours(":Own", ":USES")).splitlines()[0]
            'MATCH (s:Own)-[r:OUTPERFORMS]->(x:`Model`:Own {id: $x})'
        """
        return _filled(self.cypher, label, ours)

    def first(self, label: str, ours: Ours = EVERYTHING) -> str:
        """The text for the first ``$limit`` rows alone.

        Example:
            >>> QUESTIONS["mentions"].first("Model").splitlines()[-2:]
            ['ORDER BY count DESC, paper', 'LIMIT $limit']
        """
        return f"{self.statement(label, ours)}\nLIMIT $limit"

    def total(self, label: str, ours: Ours = EVERYTHING) -> str:
        """The text that counts all rows.

        Example:
            >>> print(QUESTIONS["outperforms"].total("Model"))
            MATCH (s)-[r:OUTPERFORMS]->(x:`Model` {id: $x})
            RETURN count(*) AS total
        """
        pattern = self.cypher.split("\nRETURN ")[0]
        return f"{_filled(pattern, label, ours)}\nRETURN {self.counted} AS total"


def _filled(text: str, label: str, ours: Ours) -> str:
    text = text.replace(LABEL, quoted(label))
    return text.replace(NODE, ours.node).replace(EDGE, ours.edge)


_COUNTED_EDGES: Final = """\
RETURN n.type AS type, n.name AS name, n.id AS id, count(*) AS edges, n.papers AS papers
ORDER BY edges DESC, name, id
"""


def top_of_all(fewest: Mapping[str, int], *, generic: bool) -> tuple[str, dict[str, Any]]:
    """The text for what has the most edges, of several types at once, and its parameters.

    Args:
        fewest: By type, in how many papers a node stands at least that is asked for.
        generic: Whether generic classes are asked for.

    Example:
        >>> text, parameters = top_of_all({"Task": 4, "Model": 2}, generic=False)
        >>> print(text.splitlines()[0])
        MATCH (n:`Task`|`Model`)-[r]-(m)
        >>> parameters
        {'generic': False, 'type0': 'Task', 'papers0': 4, 'type1': 'Model', 'papers1': 2}
    """
    labels = "|".join(map(quoted, fewest))
    each = (f"n.type = $type{n} AND n.papers >= $papers{n}" for n in range(len(fewest)))
    parameters: dict[str, Any] = {"generic": generic}
    for n, (label, papers) in enumerate(fewest.items()):
        parameters |= {f"type{n}": label, f"papers{n}": papers}
    text = f"""\
MATCH (n:{labels})-[r]-(m)
WHERE ({" OR ".join(each)}) AND ($generic OR n.generic = false)
{_COUNTED_EDGES}"""
    return text.rstrip("\n"), parameters


_EVIDENCE: Final = ("paper", "sentence", "confidence")


def _heads(edge_type: str, column: str) -> str:
    """The text that finds what an edge of this type leads to X from."""
    return f"""\
MATCH (s{NODE})-[r:{edge_type}]->(x:{LABEL}{NODE} {{id: $x}})
RETURN s.name AS {column}, s.type AS type,
       r.paper AS paper, r.sentence AS sentence, r.confidence AS confidence
ORDER BY {column}, s.id, paper"""


_ALL: Final = (
    Question(
        name="evaluated-on",
        description="What is evaluated on X: methods, models, or the papers themselves.",
        arguments=("X",),
        example=("Meta-World",),
        counted="count(*)",
        columns=("subject", "type", *_EVIDENCE),
        cypher=_heads("EVALUATED_ON", "subject"),
        needs="EVALUATED_ON",
    ),
    Question(
        name="uses",
        description="What X uses.",
        arguments=("X",),
        example=("CycleQD",),
        counted="count(*)",
        columns=("used", "type", *_EVIDENCE),
        cypher="""\
MATCH (x:LABEL OURS {id: $x})-[r:USES]->(t OURS)
RETURN t.name AS used, t.type AS type,
       r.paper AS paper, r.sentence AS sentence, r.confidence AS confidence
ORDER BY used, t.id, paper""",
        needs="USES",
    ),
    Question(
        name="outperforms",
        description="Who outperforms X, and where that is said.",
        arguments=("X",),
        example=("GPT-4",),
        counted="count(*)",
        columns=("winner", "type", *_EVIDENCE),
        cypher=_heads("OUTPERFORMS", "winner"),
        needs="OUTPERFORMS",
    ),
    Question(
        name="mentions",
        description="Which papers mention X, with the sentences, the most frequent first.",
        arguments=("X",),
        example=("GPT-4",),
        counted="count(*)",
        columns=("title", "paper", "year", "count", "sentences"),
        cypher="""\
MATCH (p:Paper OURS)-[r:MENTIONS]->(x:LABEL OURS {id: $x})
RETURN p.name AS title, r.paper AS paper, p.year AS year,
       r.count AS count, r.sentences AS sentences
ORDER BY count DESC, paper""",
    ),
    Question(
        name="introduces",
        description="What paper introduces X.",
        arguments=("X",),
        example=("LIBERO",),
        counted="count(*)",
        columns=("title", "paper", "year", "sentence", "confidence"),
        cypher="""\
MATCH (p:Paper OURS)-[r:INTRODUCES]->(x:LABEL OURS {id: $x})
RETURN p.name AS title, r.paper AS paper, p.year AS year,
       r.sentence AS sentence, r.confidence AS confidence
ORDER BY paper""",
    ),
    Question(
        name="shares-benchmarks",
        description="What is evaluated on the same benchmarks and datasets as X.",
        arguments=("X",),
        example=("o3",),
        counted="count(DISTINCT o.id)",
        columns=("other", "type", "shared", "benchmarks"),
        sorted_lists=("benchmarks",),
        needs="EVALUATED_ON",
        cypher="""\
MATCH (x:LABEL OURS {id: $x})-[:EVALUATED_ON]->(b OURS)<-[:EVALUATED_ON]-(o OURS)
WHERE o.id <> $x
  AND ($generic OR (b.generic = false AND coalesce(o.generic, false) = false))
RETURN o.name AS other, o.type AS type, o.id AS id,
       count(DISTINCT b.id) AS shared, collect(DISTINCT b.name) AS benchmarks
ORDER BY shared DESC, other, id""",
    ),
    Question(
        name="leaderboard",
        description="What is reported on a benchmark, dataset or task, ranked for each metric.",
        arguments=("BENCHMARK",),
        example=("Minecraft",),
        columns=(
            "metric",
            "rank",
            "value",
            "kind",
            "subject",
            "versus",
            "confidence",
            "year",
            "paper",
            "sentence",
        ),
        cypher="""\
MATCH (p:Paper OURS)-[:REPORTS]->(r:Result OURS)-[:RESULT_ON]->(x:LABEL OURS {id: $x})
OPTIONAL MATCH (r)-[:RESULT_OF]->(s OURS)
OPTIONAL MATCH (r)-[:RESULT_IN]->(m OURS)
OPTIONAL MATCH (r)-[:RESULT_VERSUS]->(v OURS)
RETURN r.id AS id, coalesce(m.name, r.metric_words) AS metric, r.value AS value,
       r.number AS number, r.unit AS unit, r.kind AS kind,
       coalesce(s.name, r.subject_words, p.name) AS subject,
       coalesce(v.name, r.versus_words) AS versus,
       r.confidence AS confidence, p.year AS year, r.paper AS paper, r.sentence AS sentence
ORDER BY id""",
    ),
    Question(
        name="path",
        description="A shortest path between X and Y, of four steps at most.",
        arguments=("X", "Y"),
        example=("Meta-World", "DAgger"),
        columns=("step", "from", "edge", "to", "paper", "sentence"),
        cypher="""\
MATCH (x:LABEL OURS {id: $x})-[e1 TYPES]-(a OURS)-[e2 TYPES]-(y OURS {id: $y})
WHERE a.type <> 'Result' AND ($generic OR coalesce(a.generic, false) = false)
RETURN DISTINCT a.id AS a
ORDER BY a LIMIT 1""",
    ),
    Question(
        name="top",
        description="What has the most edges, for each type or for one.",
        arguments=("[TYPE]",),
        example=("Benchmark",),
        columns=("type", "name", "edges", "papers"),
        cypher="""\
MATCH (n:LABEL OURS)-[r TYPES]-(m OURS)
WHERE n.papers >= $papers AND ($generic OR n.generic = false)
"""
        + _COUNTED_EDGES
        + "LIMIT $limit",
    ),
)

QUESTIONS: Final[dict[str, Question]] = {question.name: question for question in _ALL}
"""All questions, by name, in the order they are listed."""
