"""What a database answers, as plain Python values that are the same from every store."""

from __future__ import annotations

import datetime
import decimal
from collections.abc import Mapping
from typing import Any

from graph.stores.rows import edge_properties, node_properties


def plain_node(label: str | None, properties: Mapping[str, Any]) -> dict[str, Any]:
    """A node of ours as the properties of its label; one without a label as all it has, sorted.

    Example:
        >>> plain_node("Paper", {"id": "paper:p", "type": "Paper", "name": "T", "_ID": 3})["year"]
        >>> plain_node(None, {"b": 1, "a": 2})
        {'a': 2, 'b': 1}
    """
    if label is not None:
        return {name: plain_scalar(properties.get(name)) for name in node_properties(label)}
    return {name: plain_scalar(properties[name]) for name in sorted(properties)}


def plain_edge(edge_type: str | None, properties: Mapping[str, Any]) -> dict[str, Any]:
    """An edge of ours as the properties of its type; one without a type as all it has, sorted.

    Example:
        >>> sorted(plain_edge("USES", {"type": "USES"}))
        ['confidence', 'end_char', 'paper', 'sentence', 'start_char', 'type']
    """
    if edge_type is not None:
        return {name: plain_scalar(properties.get(name)) for name in edge_properties(edge_type)}
    return {name: plain_scalar(properties[name]) for name in sorted(properties)}


def plain_scalar(value: Any) -> Any:
    """A value that JSON knows: texts, numbers, truth values, null, and lists of them.

    Example:
        >>> plain_scalar(datetime.date(2024, 5, 1))
        '2024-05-01'
    """
    if value is None or isinstance(value, bool | int | float | str):
        return value
    iso = getattr(value, "iso_format", None)  # the driver's own times; its durations are tuples
    if callable(iso):
        return str(iso())
    if isinstance(value, list | tuple):
        return [plain_scalar(item) for item in value]
    if isinstance(value, dict):
        return {str(key): plain_scalar(item) for key, item in value.items()}
    if isinstance(value, decimal.Decimal):
        return float(value)
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, bytes | bytearray):
        return value.hex()
    return str(value)
