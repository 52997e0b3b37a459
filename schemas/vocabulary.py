"""The vocabulary: types of entity, types of edge, and which relation may join which.

Labels, relation types and property names of every store come from here and never
from the text of a paper. ``RESEARCH`` is the vocabulary of the pipeline that ships; a
pipeline trained on a field of its own brings its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Final, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    field_serializer,
    model_validator,
)

TypeName = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Za-z0-9]{0,39}$")]
"""The name of a type of entity, which is a label in every store: ``Method``, ``CropPest``."""

RelationName = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_]{0,39}$")]
"""The name of a relation, which is an edge type in every store: ``EVALUATED_ON``."""

Argument = Literal["subject", "metric", "on", "versus"]
"""What a result says of its number beside the number."""


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

VARIANT_OF: Final = "VARIANT_OF"
"""Edge from an entity to the one that it is a version, size or variant of, as names say."""

RESULT_LABEL: Final = "Result"
"""Label of the node of a reported number."""

RESULT_EDGES: Final[tuple[str, ...]] = tuple(str(t) for t in ResultEdge)
"""The edge types that a result stands at one end of."""

ARGUMENT_EDGES: Final[Mapping[Argument, ResultEdge]] = {
    "subject": ResultEdge.RESULT_OF,
    "metric": ResultEdge.RESULT_IN,
    "on": ResultEdge.RESULT_ON,
    "versus": ResultEdge.RESULT_VERSUS,
}
"""The edge from a result to each of its arguments."""

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
VARIANT_PROPERTIES: Final[tuple[str, ...]] = ("type", "reason")
"""What is said of a tie that comes from names: no paper, no sentence, no confidence."""

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


class RelationRule(BaseModel):
    """What may stand at either end of a relation.

    Attributes:
        heads: Types allowed as head.
        tails: Types allowed as tail.
        paper_head: Whether the paper itself may be the head.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    heads: frozenset[TypeName]
    tails: frozenset[TypeName]
    paper_head: bool = False

    @field_serializer("heads", "tails")
    def _sorted(self, types: frozenset[str]) -> list[str]:
        return sorted(types)


class Vocabulary(BaseModel):
    """The types of a field, the relations between them, and what its results may be about.

    Attributes:
        types: Types of entity, in the order in which they are shown.
        relations: Relations by name, with what they may join; the rules hold for the types
            that the entities have within the paper.
        arguments: By argument of a result, the types that it may have within the paper;
            all types where it is not said. An argument of another type stays as words.

    Raises:
        ValidationError: A name is not fit to be a label, is taken, or is no type.

    Example:
        >>> damages = RelationRule(heads={"Pest"}, tails={"Crop"})
        >>> field = Vocabulary(types=("Pest", "Crop"), relations={"DAMAGES": damages})
        >>> field.allows("Pest", "DAMAGES", "Crop"), field.allows("Crop", "DAMAGES", "Pest")
        (True, False)
        >>> field.node_labels
        ('Paper', 'Pest', 'Crop', 'Result')
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    types: tuple[TypeName, ...] = Field(min_length=1)
    relations: dict[RelationName, RelationRule] = {}
    arguments: dict[Argument, frozenset[TypeName]] = {}

    @field_serializer("arguments")
    def _sorted(self, arguments: dict[str, frozenset[str]]) -> dict[str, list[str]]:
        return {name: sorted(types) for name, types in arguments.items()}

    @model_validator(mode="after")
    def _names_are_apart(self) -> Self:
        """Stores do not tell case apart, and keep labels and edge types in one place."""
        reserved = (PAPER_LABEL, RESULT_LABEL, MENTIONS, INTRODUCES, VARIANT_OF, *RESULT_EDGES)
        taken = {name.lower(): f"{name} has a meaning of its own" for name in reserved}
        for name in (*self.types, *self.relations):
            if (reason := taken.get(name.lower())) is not None:
                raise ValueError(f"{name!r} cannot be a name here: {reason}")
            taken[name.lower()] = f"{name} is there already"
        known = set(self.types)
        ends = {
            f"relation {name}": rule.heads | rule.tails for name, rule in self.relations.items()
        }
        for where, types in (ends | dict(self.arguments)).items():
            if unknown := sorted(types - known):
                raise ValueError(f"{where}: {unknown[0]!r} is no type; {', '.join(self.types)} are")
        return self

    @property
    def node_labels(self) -> tuple[str, ...]:
        """All node labels: papers, entities, results."""
        return PAPER_LABEL, *(str(name) for name in self.types), RESULT_LABEL

    @property
    def edge_types(self) -> tuple[str, ...]:
        """All edge types: those of the paper, the relations, that of names, those of results.

        Example:
            >>> Vocabulary(types=("Crop",)).edge_types[:4]
            ('MENTIONS', 'INTRODUCES', 'VARIANT_OF', 'REPORTS')
        """
        relations = (str(name) for name in self.relations)
        return MENTIONS, INTRODUCES, *relations, VARIANT_OF, *RESULT_EDGES

    def argument_types(self, argument: Argument) -> frozenset[str]:
        """The types that an argument of a result may have."""
        return self.arguments.get(argument, frozenset(self.types))

    def allows(self, head: str | None, relation: str, tail: str) -> bool:
        """Whether a relation may join these types; ``None`` as head is the paper itself.

        Example:
            >>> RESEARCH.allows("Method", "EVALUATED_ON", "Benchmark")
            True
            >>> RESEARCH.allows(None, "PART_OF", "Benchmark")
            False
        """
        rule = self.relations[relation]
        return tail in rule.tails and (rule.paper_head if head is None else head in rule.heads)


_ALL = frozenset(EntityType)
_SYSTEMS = frozenset({EntityType.METHOD, EntityType.MODEL})
_TESTBEDS = frozenset({EntityType.BENCHMARK, EntityType.DATASET})
_ARTIFACTS = _SYSTEMS | _TESTBEDS
_TASKS = frozenset({EntityType.TASK})
_METRICS = frozenset({EntityType.METRIC})


def _rule(
    heads: frozenset[EntityType], tails: frozenset[EntityType], *, paper_head: bool = True
) -> RelationRule:
    return RelationRule(heads=heads, tails=tails, paper_head=paper_head)


RESEARCH: Final = Vocabulary(
    types=tuple(EntityType),
    relations={
        RelationType.EVALUATED_ON: _rule(_SYSTEMS, _TESTBEDS),
        RelationType.TRAINED_ON: _rule(_SYSTEMS, _TESTBEDS),
        RelationType.USES: _rule(_ARTIFACTS, _ARTIFACTS),
        RelationType.EXTENDS: _rule(_ARTIFACTS, _ARTIFACTS),
        RelationType.OUTPERFORMS: _rule(_SYSTEMS, _SYSTEMS),
        RelationType.COMPARED_WITH: _rule(_SYSTEMS, _SYSTEMS),
        RelationType.ADDRESSES: _rule(_ARTIFACTS, _TASKS),
        RelationType.MEASURED_BY: _rule(_ARTIFACTS | _TASKS, _METRICS),
        RelationType.PART_OF: _rule(_ALL, _ALL, paper_head=False),
    },
    arguments={"metric": _METRICS, "on": _TESTBEDS | _TASKS},
)
"""The vocabulary of AI research."""
