"""The report on joins: the pairs that were judged otherwise, side by side with their texts.

Markdown whose every word from a paper stands indented by four blanks or more, that is as
literal text: no heading, link or tag of a paper's own comes to life.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from extract.judged_pairs import Pair, PairSide
from extract.merge_evaluation import MergeScorecard
from extract.scoring.disagreements.report import one_line
from extract.surface import fold_surface
from schemas import AnnotatedPaper, Entity, Merge, Resolution

TITLE: Final = "# Pairs judged otherwise"
"""The first line, by which a report knows another."""

WINDOW: Final = 70
"""Characters of text that are shown on each side of a surface."""


class _Place(NamedTuple):
    """Where a surface of a pair stands and which node it went to."""

    title: str
    passage: str
    node: str | None


def merge_report(card: MergeScorecard, resolution: Resolution) -> str:
    """Writes the pairs that were judged otherwise than they are, for people to read.

    First those that are joined though they differ, then those that stay apart though they
    are one, each category by name and each pair in order of the file.

    Args:
        card: The scores.
        resolution: What was scored.
    """
    wanted = {(s.id, s.surface) for pair in card.wrong for s in (pair.a, pair.b)}
    places = dict(_places(resolution, wanted))
    nodes = {entity.id: entity for entity in resolution.entities}
    merges: defaultdict[str, dict[str, Merge]] = defaultdict(dict)
    for merge in resolution.merges:
        merges[merge.node][merge.surface] = merge
    kinds: defaultdict[tuple[bool, str], list[Pair]] = defaultdict(list)
    for pair in card.wrong:
        kinds[pair.label == "same", pair.cat].append(pair)
    lines = [TITLE, "", f"{len(card.wrong)} of {card.whole.pairs} pairs, {card.papers} papers."]
    for apart, cat in sorted(kinds):
        how = "apart, though the same" if apart else "joined, though different"
        pairs = kinds[apart, cat]
        lines += ["", f"## {one_line(cat)}: {how} ({len(pairs)})"]
        for pair in pairs:
            sides = [(side, places.get((side.id, side.surface))) for side in (pair.a, pair.b)]
            lines += ["", *_entry(sides, nodes)]
            lines += _reasons(pair, sides[0][1], merges) if not apart else ()
    return "\n".join(lines) + "\n"


def _entry(
    sides: Sequence[tuple[PairSide, _Place | None]], nodes: dict[str, Entity]
) -> Iterator[str]:
    for side, place in sides:
        yield f"    {one_line(side.surface)}"
        if place is None:
            yield f"      paper   {one_line(side.id)}"
            yield "      node    - (no mention of its paper)"
            continue
        yield f"      paper   {one_line(side.id)}  {one_line(place.title)}"
        yield f"      text    {one_line(place.passage)}"
        yield f"      node    {_named(nodes.get(place.node or ''))}"


def _named(entity: Entity | None) -> str:
    if entity is None:
        return "-"
    papers = f"{entity.papers} paper{'' if entity.papers == 1 else 's'}"
    return f"{entity.id}  {one_line(entity.name)} ({papers})"


def _reasons(
    pair: Pair, place: _Place | None, merges: dict[str, dict[str, Merge]]
) -> Iterator[str]:
    """The joins from each surface towards the name of the node that both are in."""
    of_node = merges.get((place and place.node) or "", {})
    said: set[str] = set()
    for side in (pair.a, pair.b):
        surface = side.surface
        while surface in of_node and surface not in said:
            said.add(surface)
            merge = of_node[surface]
            yield (
                f"      joined  {one_line(surface)} -> {one_line(merge.into)}  "
                f"{merge.reason} {merge.score:g}"
            )
            surface = merge.into


def _places(
    resolution: Resolution, wanted: set[tuple[str, str]]
) -> Iterator[tuple[tuple[str, str], _Place]]:
    of_paper: defaultdict[str, set[str]] = defaultdict(set)
    for paper, surface in wanted:
        of_paper[paper].add(surface)
    for annotated in resolution.papers:
        for surface in of_paper.get(annotated.paper.id, ()):
            place = _place(annotated, surface)
            if place is not None:
                yield (annotated.paper.id, surface), place


def _place(annotated: AnnotatedPaper, surface: str) -> _Place | None:
    paper, annotation = annotated
    found = [m for m in annotation.mentions if m.text == surface]
    found = found or [
        m for m in annotation.mentions if fold_surface(m.text) == fold_surface(surface)
    ]
    if not found:
        return None
    text = paper.text
    start, end = max(0, found[0].start - WINDOW), min(len(text), found[0].end + WINDOW)
    passage = f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"
    return _Place(paper.title, passage, found[0].node)
