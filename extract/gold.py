"""Gold annotations: the files that an extractor is trained on and measured against.

A gold file has one JSON object a line: ``id``, ``title``, ``abstract`` and, as surfaces
rather than offsets, ``entities``, ``introduces``, ``aliases``, ``relations`` and
``results``. Every whole-word occurrence of a listed surface is a mention; where surfaces
overlap the longest wins; nothing inside an address counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from reprlib import repr as shown
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError

from extract.gold_checks import GoldEntity, GoldRelation, GoldResult, not_text, problems
from extract.json_lines import read_json_lines
from extract.surface import address_spans, fold_surface
from schemas import RESEARCH, AnnotationError, Mention, Paper, Vocabulary, first_problem


class TypedSpan(NamedTuple):
    """A mention as the gold has it: ``text[start:end]`` and its type."""

    start: int
    end: int
    type: str


class GoldPaper(BaseModel):
    """One paper with its gold annotation.

    Attributes:
        paper: The paper; spans count in ``paper.text``.
        entities: Every surface once, with its type.
        introduces: Surfaces of what the paper itself proposes.
        aliases: Pairs of short and long form.
        relations: Stated relations; the head may be ``"@paper"``.
        results: Reported numbers.
    """

    model_config = ConfigDict(frozen=True)

    paper: Paper
    entities: tuple[GoldEntity, ...]
    introduces: tuple[str, ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()
    relations: tuple[GoldRelation, ...] = ()
    results: tuple[GoldResult, ...] = ()

    @cached_property
    def spans(self) -> frozenset[TypedSpan]:
        """All mentions."""
        return frozenset(gold_spans(self.paper.text, self.entities))

    @cached_property
    def clusters(self) -> Mapping[str, str]:
        """Folded surface to the representative of what it names, aliases joined."""
        return gold_clusters((e.surface for e in self.entities), self.aliases)

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """All mentions as a pipeline would say them, in order; a concept is its cluster."""
        text = self.paper.text
        return tuple(
            Mention(
                start=start,
                end=end,
                type=kind,
                text=text[start:end],
                concept=self.clusters[fold_surface(text[start:end])],
            )
            for start, end, kind in sorted(self.spans)
        )

    @cached_property
    def concept_types(self) -> Mapping[str, str]:
        """Type of each cluster."""
        return {self.clusters[fold_surface(e.surface)]: e.type for e in self.entities}


def gold_spans(text: str, entities: Iterable[GoldEntity]) -> Iterator[TypedSpan]:
    """Yields every whole-word occurrence of the surfaces; the longest surface wins.

    Example:
        >>> task = GoldEntity(surface="learning", type="Task")
        >>> method = GoldEntity(surface="meta learning", type="Method")
        >>> [tuple(s)[:2] for s in gold_spans("meta learning is learning", [task, method])]
        [(0, 13), (17, 25)]
    """
    addresses = address_spans(text)
    taken = [False] * len(text)
    for entity in sorted(entities, key=lambda e: -len(e.surface)):
        for match in re.finditer(rf"(?<!\w){re.escape(entity.surface)}(?!\w)", text):
            start, end = match.span()
            if any(taken[start:end]) or any(a <= start < b for a, b in addresses):
                continue
            taken[start:end] = [True] * (end - start)
            yield TypedSpan(start, end, entity.type)


def gold_clusters(surfaces: Iterable[str], aliases: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """Joins surfaces that fold alike or are aliases of each other.

    Example:
        >>> gold_clusters(["VLAs", "vision-language-action models"],
        ...               [("VLAs", "vision-language-action models")])["vlas"]
        'vision language action model'
    """
    parent: dict[str, str] = {}

    def find(name: str) -> str:
        while parent.setdefault(name, name) != name:
            name = parent[name]
        return name

    for surface in surfaces:
        find(fold_surface(surface))
    for short, long in aliases:
        parent[find(fold_surface(short))] = find(fold_surface(long))
    return {name: find(name) for name in list(parent)}


def read_gold(path: Path | str, *, vocabulary: Vocabulary = RESEARCH) -> Iterator[GoldPaper]:
    """Yields the papers of a gold file in order.

    Args:
        path: A JSONL file.
        vocabulary: The types and relations that it may speak of.

    Raises:
        AnnotationError: The file cannot be read, a line is no JSON object, an id comes
            twice, or an annotation breaks the vocabulary; the message names file, line,
            paper and what is allowed.
    """
    seen: dict[str, int] = {}
    for number, record in gold_records(path):
        gold = _parse(record, vocabulary, where=f"{path}:{number}")
        first = seen.setdefault(gold.paper.id, number)
        if first != number:
            raise AnnotationError(
                f"{path}:{number}: paper {gold.paper.id!r} stands already in line "
                f"{first}; one file holds one annotation of a paper"
            )
        yield gold


def gold_records(path: Path | str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yields the records of a gold file as they stand there, each with the number of its line.

    Raises:
        AnnotationError: The file cannot be read, or a line is no JSON object; names both.
    """
    for number, record in read_json_lines(path):
        if not isinstance(record, dict):
            raise AnnotationError(
                f"{path}:{number}: a gold line is a JSON object, not {shown(record)}"
            )
        yield number, record


def _parse(record: Mapping[str, Any], vocabulary: Vocabulary, *, where: str) -> GoldPaper:
    missing = [k for k in ("id", "title", "abstract", "entities") if k not in record]
    if missing:
        raise AnnotationError(
            f"{where}: {', '.join(missing)} missing; a gold line has id, title, abstract, entities"
        )
    if wrong := not_text(record["id"]):
        raise AnnotationError(f"{where}: the id {wrong}")
    where = f"{where}: paper {record['id']!r}"
    found = problems(record, vocabulary)
    if found:
        raise AnnotationError(f"{where}: {'; '.join(found)}")
    try:
        return GoldPaper(
            paper=Paper.model_validate(record),
            entities=tuple(GoldEntity(surface=s, type=t) for s, t in record["entities"]),
            introduces=_strings(record, "introduces"),
            aliases=tuple((short, long) for short, long in record.get("aliases", ())),
            relations=tuple(GoldRelation.of(r) for r in record.get("relations", ())),
            results=tuple(GoldResult.of(r) for r in record.get("results", ())),
        )
    except ValidationError as error:
        raise AnnotationError(f"{where}: {first_problem(error)}") from None


def _strings(record: Mapping[str, Sequence[str]], key: str) -> tuple[str, ...]:
    return tuple(record.get(key, ()))
