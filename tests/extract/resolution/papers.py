"""Papers for the tests of resolution, written as surfaces, types and concepts."""

from __future__ import annotations

from collections.abc import Sequence

from schemas import (
    Abbreviation,
    AnnotatedPaper,
    Annotation,
    Introduction,
    Mention,
    Paper,
    Resolution,
)


def paper(
    paper_id: str,
    *mentions: tuple[str, str, str],
    short: dict[str, str] | None = None,
    introduces: Sequence[str] = (),
    year: int | None = None,
) -> AnnotatedPaper:
    """A paper whose mentions are given as surface, type and concept."""
    return AnnotatedPaper(
        Paper(id=paper_id, title="T", abstract="A", year=year),
        Annotation(
            id=paper_id,
            mentions=tuple(
                Mention(start=i, end=i + 1, type=t, text=s, concept=c)
                for i, (s, t, c) in enumerate(mentions)
            ),
            introductions=tuple(
                Introduction(concept=c, start_char=0, end_char=1) for c in introduces
            ),
            abbreviations=tuple(
                Abbreviation(short=s, long=x) for s, x in sorted((short or {}).items())
            ),
        ),
    )


def nodes_of(resolution: Resolution, paper_id: str) -> dict[str, str | None]:
    """Which node each surface of a paper went to."""
    annotation = next(a for p, a in resolution.papers if p.id == paper_id)
    return {m.text: m.node for m in annotation.mentions}
