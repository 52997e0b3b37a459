"""What the extractor says of one paper: mentions, introductions, relations, results.

An annotation holds offsets into ``paper.text`` and no copy of the text beyond the
surfaces of its mentions. A *concept* is an entity within the paper (all mentions that
share it name one thing); a *node* is the entity of the graph that resolution chose.
"""

from __future__ import annotations

from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, FiniteFloat, computed_field

from schemas.paper import Paper
from schemas.vocabulary import RelationName, ResultKind, TypeName

_FROZEN = ConfigDict(frozen=True, extra="ignore")


class Span(NamedTuple):
    """A run of characters of ``paper.text``: ``text[start:end]``."""

    start: int
    end: int


class Mention(BaseModel):
    """One occurrence of an entity.

    Attributes:
        start: First character in ``paper.text``.
        end: One past the last character.
        type: Type within this paper; all mentions of one concept share it.
        text: The surface, exactly ``paper.text[start:end]``.
        concept: Key of the entity within this paper.
        node: Id of the graph's node, once resolved.
        confidence: Between 0 and 1.
    """

    model_config = _FROZEN

    start: int
    end: int
    type: TypeName
    text: str
    concept: str
    node: str | None = None
    confidence: float = 1.0


class Introduction(BaseModel):
    """A concept that this paper itself proposes, presents or releases.

    Attributes:
        concept: The concept introduced.
        start_char: First character of the evidence, a run of whole sentences.
        end_char: One past its last character.
        confidence: Between 0 and 1.
    """

    model_config = _FROZEN

    concept: str
    start_char: int
    end_char: int
    confidence: float = 1.0


class Relation(BaseModel):
    """A typed, directed relation stated by this paper.

    Attributes:
        head: A concept, or ``"paper"`` for the paper itself.
        type: Type of the relation.
        tail: A concept.
        start_char: First character of the evidence: the shortest run of whole
            sentences that holds head and tail (the tail alone under the paper).
        end_char: One past its last character.
        confidence: Between 0 and 1.
    """

    model_config = _FROZEN

    head: str
    type: RelationName
    tail: str
    start_char: int
    end_char: int
    confidence: float = 1.0


class Result(BaseModel):
    """A number reported as a finding.

    Attributes:
        subject: Concept, ``"paper"``, or the words used; what the number is of.
        metric: Concept or the words used, where stated.
        on: Concept or the words used, where stated.
        value: The number as written, with its unit.
        number: The number of the value, signed as written: 3.8 of "+3.8 points", of a range
            its end, of a fraction the quotient; None of words, and of what is too large.
        unit: Its unit, where there is one: "%", "points", "x", "ms".
        kind: A score, a difference or a factor.
        versus: What it is compared against, where stated.
        start_char: First character of the evidence sentence.
        end_char: One past its last character.
        confidence: Between 0 and 1: that value, subject, metric and on are all right.
    """

    model_config = _FROZEN

    subject: str | None = None
    metric: str | None = None
    on: str | None = None
    value: str
    number: FiniteFloat | None = None
    unit: str | None = None
    kind: ResultKind
    versus: str | None = None
    start_char: int
    end_char: int
    confidence: float = 1.0


class Abbreviation(BaseModel):
    """A short form and the long form that this paper binds it to, as written."""

    model_config = _FROZEN

    short: str
    long: str


class Annotation(BaseModel):
    """Everything extracted from one paper.

    Attributes:
        id: Id of the paper.
        sentences: Spans of its sentences, in order; the title is the first.
        mentions: By position, never overlapping.
        introductions: By concept.
        relations: By head, type, tail; one of each.
        results: By position.
        abbreviations: By short form.
    """

    model_config = _FROZEN

    id: str
    sentences: tuple[Span, ...] = ()
    mentions: tuple[Mention, ...] = ()
    introductions: tuple[Introduction, ...] = ()
    relations: tuple[Relation, ...] = ()
    results: tuple[Result, ...] = ()
    abbreviations: tuple[Abbreviation, ...] = ()

    @computed_field  # type: ignore[prop-decorator]  # pydantic documents this order
    @property
    def introduces(self) -> tuple[str, ...]:
        """The introduced concepts, as scorers read them."""
        return tuple(i.concept for i in self.introductions)


class AnnotatedPaper(NamedTuple):
    """A paper and its annotation, as they pass from stage to stage."""

    paper: Paper
    annotation: Annotation
