"""The vocabulary: types of entity, types of edge, and which relation may join which.

Labels, relation types and property names of every store come from here and never
from the text of a paper.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final, NamedTuple


class EntityType(StrEnum):
    """What an entity is; also the label of its node."""

    METHOD = "Method"
    MODEL = "Model"
    BENCHMARK = "Benchmark"
    DATASET = "Dataset"
    TASK = "Task"
    METRIC = "Metric"


class RelationType(StrEnum):
    """How two entities of one paper, or the paper and an entity, are related."""

    EVALUATED_ON = "EVALUATED_ON"
    TRAINED_ON = "TRAINED_ON"
    USES = "USES"
    EXTENDS = "EXTENDS"
    OUTPERFORMS = "OUTPERFORMS"
    COMPARED_WITH = "COMPARED_WITH"
    ADDRESSES = "ADDRESSES"
    MEASURED_BY = "MEASURED_BY"
    PART_OF = "PART_OF"


class ResultKind(StrEnum):
    """What the number of a result is: a score, a difference or a factor."""

    ABSOLUTE = "absolute"
    GAIN = "gain"
    RATIO = "ratio"


class ResultEdge(StrEnum):
    """How a result is joined to the paper that reports it and to what it is about."""

    REPORTS = "REPORTS"
    RESULT_OF = "RESULT_OF"
    RESULT_ON = "RESULT_ON"
    RESULT_IN = "RESULT_IN"
    RESULT_VERSUS = "RESULT_VERSUS"


PAPER_LABEL: Final = "Paper"
"""Label of a paper's node."""

PAPER_HEAD: Final = "paper"
"""The head of a relation that the paper itself stands for."""

MENTIONS: Final = "MENTIONS"
"""Edge from a paper to every entity it names."""

INTRODUCES: Final = "INTRODUCES"
"""Edge from a paper to what it proposes, presents or releases."""

RESULT_LABEL: Final = "Result"
"""Label of the node of a reported number."""

NODE_LABELS: Final[tuple[str, ...]] = (PAPER_LABEL, *(str(t) for t in EntityType), RESULT_LABEL)
"""All node labels: papers, entities, results."""

RESULT_EDGES: Final[tuple[str, ...]] = tuple(str(t) for t in ResultEdge)
"""The edge types that a result stands at one end of."""

EDGE_TYPES: Final[tuple[str, ...]] = (
    MENTIONS,
    INTRODUCES,
    *(str(t) for t in RelationType),
    *RESULT_EDGES,
)
"""All edge types: those of the paper, the relations, those of results."""

PAPER_PROPERTIES: Final[tuple[str, ...]] = ("id", "type", "name", "year", "venue", "url")
ENTITY_PROPERTIES: Final[tuple[str, ...]] = (
    "id",
    "type",
    "name",
    "aliases",
    "papers",
    "first_year",
    "generic",
)
EDGE_PROPERTIES: Final[tuple[str, ...]] = (
    "type",
    "paper",
    "sentence",
    "start_char",
    "end_char",
    "confidence",
)
MENTIONS_PROPERTIES: Final[tuple[str, ...]] = (*EDGE_PROPERTIES, "count", "sentences")
RESULT_PROPERTIES: Final[tuple[str, ...]] = (
    "id",
    "type",
    "name",
    "value",
    "number",
    "unit",
    "kind",
    "subject_words",
    "metric_words",
    "on_words",
    "versus_words",
    "paper",
    "sentence",
    "start_char",
    "end_char",
    "confidence",
)
"""What is said of a result; the words are those of arguments that no edge leads to."""


class RelationRule(NamedTuple):
    """What may stand at either end of a relation.

    Attributes:
        heads: Types allowed as head.
        tails: Types allowed as tail.
        paper_head: Whether the paper itself may be the head.
    """

    heads: frozenset[EntityType]
    tails: frozenset[EntityType]
    paper_head: bool


_ALL = frozenset(EntityType)
_SYSTEMS = frozenset({EntityType.METHOD, EntityType.MODEL})
_TESTBEDS = frozenset({EntityType.BENCHMARK, EntityType.DATASET})
_ARTIFACTS = _SYSTEMS | _TESTBEDS
_TASKS = frozenset({EntityType.TASK})
_METRICS = frozenset({EntityType.METRIC})

RELATION_RULES: Final[dict[RelationType, RelationRule]] = {
    RelationType.EVALUATED_ON: RelationRule(_SYSTEMS, _TESTBEDS, True),
    RelationType.TRAINED_ON: RelationRule(_SYSTEMS, _TESTBEDS, True),
    RelationType.USES: RelationRule(_ARTIFACTS, _ARTIFACTS, True),
    RelationType.EXTENDS: RelationRule(_ARTIFACTS, _ARTIFACTS, True),
    RelationType.OUTPERFORMS: RelationRule(_SYSTEMS, _SYSTEMS, True),
    RelationType.COMPARED_WITH: RelationRule(_SYSTEMS, _SYSTEMS, True),
    RelationType.ADDRESSES: RelationRule(_ARTIFACTS, _TASKS, True),
    RelationType.MEASURED_BY: RelationRule(_ARTIFACTS | _TASKS, _METRICS, True),
    RelationType.PART_OF: RelationRule(_ALL, _ALL, False),
}
"""The type rules; they hold for the types that the entities have within the paper."""


class ResultRule(NamedTuple):
    """Where the edge of one argument of a result may lead.

    Attributes:
        edge: Type of the edge.
        types: Types that the argument may have within the paper.
    """

    edge: ResultEdge
    types: frozenset[EntityType]


RESULT_RULES: Final[dict[str, ResultRule]] = {
    "subject": ResultRule(ResultEdge.RESULT_OF, _ALL),
    "metric": ResultRule(ResultEdge.RESULT_IN, _METRICS),
    "on": ResultRule(ResultEdge.RESULT_ON, _TESTBEDS | _TASKS),
    "versus": ResultRule(ResultEdge.RESULT_VERSUS, _ALL),
}
"""By argument; one that is no entity, or one of another type, stays as words."""


def allows(head: EntityType | None, relation: RelationType, tail: EntityType) -> bool:
    """Whether a relation may join these types; ``None`` as head is the paper itself.

    Example:
        >>> allows(EntityType.METHOD, RelationType.EVALUATED_ON, EntityType.BENCHMARK)
        True
        >>> allows(None, RelationType.PART_OF, EntityType.BENCHMARK)
        False
    """
    rule = RELATION_RULES[relation]
    return tail in rule.tails and (rule.paper_head if head is None else head in rule.heads)
