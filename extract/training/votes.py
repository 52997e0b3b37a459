"""What most pipelines say: ``python -m extract.training.votes --help``.

Of the silver annotations that several pipelines gave the same papers, what enough of them say
is right more often than what any of them says (Breiman, "Bagging predictors", 1996), so that a
network can learn from it what none of them knows. The file holds the texts of the papers: keep
it to yourself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, NamedTuple, TypeVar

import typer

from extract.gold import GoldPaper, gold_clusters, read_gold
from extract.gold_checks import GOLD_PAPER, GoldResult
from extract.json_lines import write_json_lines
from extract.scoring.comparison import folded_value
from extract.surface import fold_surface
from extract.training.command import run_command
from schemas import RESEARCH, AnnotationError

_Answer = TypeVar("_Answer")


class _Fact(NamedTuple):
    """Subject, metric and benchmark of a result: what each stands for."""

    subject: str | None
    metric: str | None
    on: str | None


def voted_record(readings: Sequence[GoldPaper], need: int) -> dict[str, Any]:
    """What enough readings of a paper say, as a gold record.

    A relation counts with what its ends stand for, whatever they are called. A number is a
    result if enough readings say so; it is of what most of them say at once, the first of equals.

    Args:
        readings: Annotations of one paper.
        need: How many of them have to agree: more than half.

    Raises:
        AnnotationError: ``need`` is no majority of the readings.

    Example:
        >>> from extract.gold_checks import GoldEntity
        >>> from schemas import Paper
        >>> paper = Paper(id="p", title="FoldNet", abstract="It folds by SGD.")
        >>> kinds = {"FoldNet": ["Method", "Method", "Model"], "SGD": ["Method"]}
        >>> readings = [
        ...     GoldPaper(paper=paper, entities=tuple(GoldEntity(surface=s, type=t[k])
        ...         for s, t in kinds.items() if k < len(t)))
        ...     for k in range(3)]
        >>> voted_record(readings, 2)["entities"]
        [['FoldNet', 'Method']]
    """
    if not len(readings) / 2 < need <= len(readings):
        raise AnnotationError(f"{need} of {len(readings)} readings are no majority")
    paper = readings[0].paper
    types = dict(_agreed(([(e.surface, e.type) for e in r.entities] for r in readings), need))
    aliases = dict.fromkeys(
        pair for r in readings for pair in r.aliases if types.keys() >= set(pair)
    )
    clusters = gold_clusters(types, aliases)
    named: dict[str, str] = {}
    for surface in types:
        named.setdefault(clusters[fold_surface(surface)], surface)

    def entity(surface: str) -> str | None:
        """The entity of the record that a surface names."""
        cluster = clusters.get(fold_surface(surface))
        return surface if surface == GOLD_PAPER else cluster and named[cluster]

    def relations(reading: GoldPaper) -> Iterator[tuple[str, str, str]]:
        for said in reading.relations:
            head, tail = entity(said.head), entity(said.tail)
            if head is None or tail is None or head == tail:
                continue
            head_type = None if head == GOLD_PAPER else types[head]
            if RESEARCH.allows(head_type, said.type, types[tail]):
                yield head, said.type, tail

    def argument(words: str | None) -> str | None:
        return None if words is None else entity(words) or words

    def fact(result: GoldResult) -> _Fact:
        said = (argument(result.subject), argument(result.metric), argument(result.on))
        return _Fact(*(words if words is None else fold_surface(words) for words in said))

    results = []
    for of_one in _results(readings):
        if len(of_one) >= need:
            most = Counter(map(fact, of_one)).most_common(1)[0][0]
            chosen = next(result for result in of_one if fact(result) == most)
            results.append(
                [
                    argument(chosen.subject),
                    argument(chosen.metric),
                    argument(chosen.on),
                    chosen.value,
                    str(chosen.kind),
                    argument(chosen.versus),
                ]
            )
    introduced = ([n for s in r.introduces if (n := entity(s)) is not None] for r in readings)
    return {
        "id": paper.id,
        "title": paper.title,
        "abstract": paper.abstract,
        "entities": [list(row) for row in types.items()],
        "introduces": _agreed(introduced, need),
        "aliases": [list(pair) for pair in aliases],
        "relations": [list(row) for row in _agreed(map(relations, readings), need)],
        "results": results,
    }


def _agreed(readings: Iterable[Iterable[_Answer]], need: int) -> list[_Answer]:
    """What enough readings say, in the order in which it is first said."""
    votes = Counter(answer for reading in readings for answer in dict.fromkeys(reading))
    return [answer for answer, count in votes.items() if count >= need]


def _results(readings: Sequence[GoldPaper]) -> Iterable[list[GoldResult]]:
    """What the readings say of each number: the second 81% of one is the second of another."""
    found: dict[tuple[str, int], list[GoldResult]] = {}
    for reading in readings:
        seen: Counter[str] = Counter()
        for result in reading.results:
            value = folded_value(result.value)
            found.setdefault((value, seen[value]), []).append(result)
            seen[value] += 1
    return found.values()


def main(
    silver: Annotated[
        list[Path], typer.Argument(help="Files that extract.training.silver wrote, three or more.")
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="What most of them say goes here.")],
    need: Annotated[
        int | None, typer.Option(help="How many have to agree; more than half if not given.")
    ] = None,
    count: Annotated[
        int | None, typer.Option(help="So many papers, those with results first.")
    ] = None,
) -> None:
    """Writes what most of several pipelines say of the papers that all of them annotated.

    Example: python -m extract.training.votes one.jsonl two.jsonl three.jsonl -o silver.jsonl
    """
    files = [{gold.paper.id: gold for gold in read_gold(path)} for path in silver]
    shared = [key for key in files[0] if all(key in other for other in files[1:])]
    majority = need or len(files) // 2 + 1
    records = [voted_record([papers[key] for papers in files], majority) for key in shared]
    records = [record for record in records if record["entities"]]
    records.sort(key=lambda record: not record["results"])
    kept = records[:count]
    write_json_lines(out, kept)
    with_results = sum(bool(record["results"]) for record in kept)
    typer.echo(f"wrote {out}: {len(kept)} papers, {with_results} of them with results")


if __name__ == "__main__":
    run_command(main)
