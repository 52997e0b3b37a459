"""Annotations read back from a file, as ``paperatlas extract`` prints them.

Files of other makers may hold less: mentions, ``introduces`` as a list of concepts,
relations and results without evidence, nothing with a confidence. Missing evidence is
taken as an empty span, a missing confidence as 1; a byte order mark is passed over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from reprlib import repr
from typing import Any

from pydantic import ValidationError

from extract.json_lines import read_json_lines
from schemas import Annotation, AnnotationError, Paper, first_problem


def read_predicted(
    path: str | Path, *, papers: Mapping[str, Paper] | None = None
) -> Iterator[Annotation]:
    """The annotations of a JSONL file, one a line; empty lines are passed over.

    Args:
        path: The file.
        papers: Papers by id; the mentions of one of them have to stand in its text.

    Raises:
        AnnotationError: The file cannot be read, a line is no annotation, or a mention does not
            stand where it is said to; names file and line.
    """
    for number, record in read_json_lines(path):
        where = f"{path}:{number}"
        annotation = _annotation(record, where=where)
        if papers and (paper := papers.get(annotation.id)):
            _check_places(annotation, paper.text, where=where)
        yield annotation


def _annotation(record: Any, *, where: str) -> Annotation:
    if not isinstance(record, dict):
        raise AnnotationError(f"{where}: not a JSON object")
    try:
        annotation = Annotation.model_validate(_with_evidence(record, where=where))
    except ValidationError as problem:
        raise AnnotationError(f"{where}: {first_problem(problem)}") from None
    _check_confidences(annotation, where=where)
    return annotation


def _check_places(annotation: Annotation, text: str, *, where: str) -> None:
    for number, mention in enumerate(annotation.mentions):
        if mention.start >= mention.end:
            problem = "it has no character"
        elif mention.start < 0 or mention.end > len(text):
            problem = f"the text has {len(text)} characters"
        elif (found := text[mention.start : mention.end]) != mention.text:
            problem = f"there stands {repr(found)}, and not {repr(mention.text)}"
        else:
            continue
        raise AnnotationError(
            f"{where}: mentions.{number}: {mention.start} to {mention.end}: {problem}; right are "
            "characters of title, newline and abstract"
        )


def _check_confidences(annotation: Annotation, *, where: str) -> None:
    for key in ("mentions", "introductions", "relations", "results"):
        for number, item in enumerate(getattr(annotation, key)):
            if not 0 <= item.confidence <= 1:
                raise AnnotationError(
                    f"{where}: {key}.{number}.confidence: {item.confidence} is not between 0 and 1"
                )


def _with_evidence(record: dict[str, Any], *, where: str) -> dict[str, Any]:
    """The record with an empty span wherever evidence is missing."""
    span = {"start_char": 0, "end_char": 0}
    introduced = _items(record, "introduces", where=where)
    for concept in introduced:
        if not isinstance(concept, str):
            raise AnnotationError(f"{where}: introduces: {concept!r:.60} is not a concept's key")
    full = {"introductions": [{"concept": concept} for concept in introduced], **record}
    for key in ("introductions", "relations", "results"):
        items = _items(full, key, where=where)
        full[key] = [span | i if isinstance(i, dict) else i for i in items]
    return full


def _items(record: dict[str, Any], key: str, *, where: str) -> list[Any]:
    """The list under a key; none where the key is missing or null."""
    items = record.get(key)
    if items is None:
        return []
    if not isinstance(items, list):
        raise AnnotationError(f"{where}: {key}: {items!r:.60} is not a list")
    return items
