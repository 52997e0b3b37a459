r"""Standoff: the gold of a paper without its text, and the way back.

Everything points into ``title + "\n" + abstract`` or into the list of entities. A surface
is the place where it first stands as whole words; a value the place where it first stands.
Words that annotators used for a metric or a setting without taking them from the text are
pieces: those of them that the text has are places too, the others are spelled out.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from extract.gold import GoldPaper
from extract.gold_checks import GoldEntity, GoldRelation, GoldResult
from schemas import AnnotationError, Paper, RelationName, ResultKind, TypeName

_PAPER: Final = "@paper"

_Place = tuple[Annotated[int, Field(ge=0)], Annotated[int, Field(ge=0)]]
_Index = Annotated[int, Field(ge=0)]
_Words = tuple[_Place | str, ...]
_Argument = _Index | Literal["@paper"] | None | _Words


class Split(StrEnum):
    """What an annotated paper serves, and how much of it a reader annotated."""

    TRAIN = "train"
    DEV = "dev"
    CORRECTED = "corrected"
    """To train on; by correcting what a pipeline says."""
    RESULTS = "results"
    """To train results on; only those are corrected, all else is as a pipeline says it."""


class StandoffPaper(BaseModel):
    r"""One paper's gold, without a word of its text.

    Attributes:
        id: Id of the paper.
        split: What it serves.
        sha256: Hash of ``title + "\n" + abstract`` as UTF-8, in hex.
        entities: Start and end of each surface where it first stands, and its type.
        introduces: Entities, by index.
        aliases: Pairs of entities, by index.
        relations: Head (an entity, or ``"@paper"``), type, tail.
        results: Subject, metric, on, value, kind, versus: an entity, ``"@paper"``, nothing,
            or words as a list of pieces that blanks join; the value by place.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    split: Split
    sha256: str
    entities: tuple[tuple[_Index, _Index, TypeName], ...]
    introduces: tuple[_Index, ...] = ()
    aliases: tuple[tuple[_Index, _Index], ...] = ()
    relations: tuple[tuple[_Index | Literal["@paper"], RelationName, _Index], ...] = ()
    results: tuple[tuple[_Argument, _Argument, _Argument, _Place, ResultKind, _Argument], ...] = ()


def text_hash(paper: Paper) -> str:
    """The SHA-256 of a paper's text, in hex.

    Example:
        >>> text_hash(Paper(id="p", title="A", abstract="B"))[:16]
        '23519a43c66b4c34'
    """
    return hashlib.sha256(paper.text.encode("utf-8")).hexdigest()


def standoff_of(gold: GoldPaper, *, split: Split) -> StandoffPaper:
    """The gold of one paper by places and indices.

    Args:
        gold: The gold, with its text.
        split: What the paper serves.

    Raises:
        AnnotationError: A value does not stand in the text.

    Example:
        >>> entity = GoldEntity(surface="B", type="Method")
        >>> paper = Paper(id="p", title="A", abstract="We use B.")
        >>> standoff_of(GoldPaper(paper=paper, entities=(entity,)), split=Split.DEV).entities
        ((9, 10, 'Method'),)
    """
    text = gold.paper.text
    index = {entity.surface: n for n, entity in enumerate(gold.entities)}

    def argument(words: str | None) -> _Argument:
        if words is None:
            return None
        if words == _PAPER:
            return _PAPER
        return index[words] if words in index else tuple(_pieces(words, text))

    return StandoffPaper(
        id=gold.paper.id,
        split=split,
        sha256=text_hash(gold.paper),
        entities=tuple((*_first(entity, text), entity.type) for entity in gold.entities),
        introduces=tuple(index[surface] for surface in gold.introduces),
        aliases=tuple((index[short], index[long]) for short, long in gold.aliases),
        relations=tuple(
            (_PAPER if r.head == _PAPER else index[r.head], r.type, index[r.tail])
            for r in gold.relations
        ),
        results=tuple(
            (
                argument(r.subject),
                argument(r.metric),
                argument(r.on),
                _value_place(r.value, gold.paper),
                r.kind,
                argument(r.versus),
            )
            for r in gold.results
        ),
    )


def gold_of(standoff: StandoffPaper, paper: Paper) -> GoldPaper:
    """The gold of one paper, joined to its text.

    Raises:
        AnnotationError: The text is another one, or the annotation points beyond it.

    Example:
        >>> paper = Paper(id="p", title="A", abstract="We use B.")
        >>> apart = StandoffPaper(
        ...     id="p", split="dev", sha256=text_hash(paper), entities=((9, 10, "Method"),)
        ... )
        >>> gold_of(apart, paper).entities[0].surface
        'B'
    """
    if text_hash(paper) != standoff.sha256:
        raise AnnotationError(
            f"paper {paper.id!r}: its title and abstract hash to {text_hash(paper)[:12]}…, "
            f"those that were annotated to {standoff.sha256[:12]}…; the texts differ"
        )
    text = paper.text

    def words(start: int, end: int) -> str:
        if not start < end <= len(text):
            raise AnnotationError(
                f"paper {paper.id!r}: {start} to {end} is no place in its {len(text)} characters"
            )
        return text[start:end]

    surfaces = [words(start, end) for start, end, _ in standoff.entities]

    def entity(number: int) -> str:
        if number >= len(surfaces):
            raise AnnotationError(
                f"paper {paper.id!r}: there is no entity {number} among its {len(surfaces)}"
            )
        return surfaces[number]

    def argument(given: _Argument) -> str | None:
        if given is None or isinstance(given, str):
            return given
        if isinstance(given, int):
            return entity(given)
        return " ".join(piece if isinstance(piece, str) else words(*piece) for piece in given)

    return GoldPaper(
        paper=paper,
        entities=tuple(
            GoldEntity(surface=surface, type=type_)
            for surface, (_, _, type_) in zip(surfaces, standoff.entities, strict=True)
        ),
        introduces=tuple(map(entity, standoff.introduces)),
        aliases=tuple((entity(short), entity(long)) for short, long in standoff.aliases),
        relations=tuple(
            GoldRelation(
                head=head if isinstance(head, str) else entity(head), type=type_, tail=entity(tail)
            )
            for head, type_, tail in standoff.relations
        ),
        results=tuple(
            GoldResult(
                subject=argument(subject),
                metric=argument(metric),
                on=argument(on),
                value=words(*value),
                kind=kind,
                versus=argument(versus),
            )
            for subject, metric, on, value, kind, versus in standoff.results
        ),
    )


def gold_record(gold: GoldPaper) -> dict[str, Any]:
    """A gold paper as a line of a gold file holds it."""
    return {
        "id": gold.paper.id,
        "title": gold.paper.title,
        "abstract": gold.paper.abstract,
        "entities": [[e.surface, e.type] for e in gold.entities],
        "introduces": list(gold.introduces),
        "aliases": [list(pair) for pair in gold.aliases],
        "relations": [[r.head, r.type, r.tail] for r in gold.relations],
        "results": [[r.subject, r.metric, r.on, r.value, r.kind, r.versus] for r in gold.results],
    }


def _first(entity: GoldEntity, text: str) -> tuple[int, int]:
    """Where a surface first stands as whole words."""
    found = re.search(rf"(?<!\w){re.escape(entity.surface)}(?!\w)", text)
    if found is None:
        raise AnnotationError(f"the surface {entity.surface!r} does not stand in the text")
    return found.span()


def _value_place(value: str, paper: Paper) -> tuple[int, int]:
    start = paper.text.find(value)
    if start < 0 or not value:
        raise AnnotationError(
            f"paper {paper.id!r}: the value {value!r} does not stand in its text as written"
        )
    return start, start + len(value)


def _pieces(words: str, text: str) -> Iterator[tuple[int, int] | str]:
    """The longest runs of words that the text has, by place; the other words as they are.

    Example:
        >>> list(_pieces("share of solved tasks", "We count solved tasks of each kind."))
        ['share', (22, 24), (9, 21)]
    """
    rest = words.split(" ")
    while rest:
        for length in range(len(rest), 0, -1):
            run = " ".join(rest[:length])
            start = text.find(run)
            if run and start >= 0:
                yield start, start + len(run)
                break
        else:
            length = 1
            yield rest[0]
        del rest[:length]
