"""The vocabulary of a graph: where it is kept, as a file, and its names in Cypher."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import networkx as nx
from pydantic import TypeAdapter, ValidationError

from schemas import RESEARCH, AtlasError, RelationName, StoreError, TypeName, Vocabulary

_NAME: Final[TypeAdapter[str]] = TypeAdapter(TypeName | RelationName)


def empty_graph(vocabulary: Vocabulary = RESEARCH) -> nx.MultiDiGraph:
    """A graph without nodes that keeps its vocabulary."""
    return nx.MultiDiGraph(vocabulary=vocabulary)


def vocabulary_of(graph: nx.MultiDiGraph) -> Vocabulary:
    """The vocabulary that a graph keeps; that of AI research where it keeps none.

    Example:
        >>> field = Vocabulary(types=("Pest", "Crop"))
        >>> vocabulary_of(empty_graph(field)).types, vocabulary_of(nx.MultiDiGraph()).types[0]
        (('Pest', 'Crop'), 'Method')
    """
    vocabulary: Vocabulary = graph.graph.get("vocabulary", RESEARCH)
    return vocabulary


def vocabulary_json(vocabulary: Vocabulary) -> str:
    """The vocabulary as text, the same for equal ones: types in order, all else sorted.

    Example:
        >>> field = Vocabulary(types=("Pest", "Crop"))
        >>> parsed_vocabulary(vocabulary_json(field)) == field
        True
    """
    return json.dumps(vocabulary.model_dump(mode="json"), indent=2, sort_keys=True) + "\n"


def parsed_vocabulary(text: str | bytes) -> Vocabulary:
    """The vocabulary that ``vocabulary_json`` wrote.

    Raises:
        ValueError: It is damaged; the message is one line.
    """
    try:
        return Vocabulary.model_validate_json(text)
    except ValidationError as problem:
        first = problem.errors(include_url=False, include_context=False)[0]
        if first["type"] == "json_invalid":
            raise ValueError("not JSON") from None
        place = ".".join(map(str, first["loc"]))
        raise ValueError(f"{place}: {first['msg']}" if place else first["msg"]) from None


def read_vocabulary(path: Path) -> Vocabulary:
    """The vocabulary of an atlas; that of AI research for an atlas of before there were others.

    Raises:
        AtlasError: The file is damaged.
    """
    try:
        return parsed_vocabulary(path.read_bytes())
    except FileNotFoundError:
        return RESEARCH
    except OSError as problem:
        raise AtlasError(f"{path} cannot be read: {problem.strerror or problem}") from None
    except ValueError as problem:
        raise AtlasError(f"{path}: {problem}; build the atlas anew") from None


def quoted(name: str) -> str:
    """A label or an edge type as it stands in Cypher; nothing else can be made one.

    Raises:
        StoreError: The name is not one that a vocabulary may hold.

    Example:
        >>> quoted("Order"), quoted("TREATED_WITH")
        ('`Order`', '`TREATED_WITH`')
        >>> quoted("A`) DETACH DELETE n //")
        Traceback (most recent call last):
        ...
        schemas.errors.StoreError: 'A`) DETACH DELETE n //' is no name of a type or a relation
    """
    try:
        return f"`{_NAME.validate_python(name)}`"
    except ValidationError:
        raise StoreError(f"{name!r} is no name of a type or a relation") from None
