"""Silver annotations: ``python -m extract.training.silver --help``.

A trained pipeline annotates papers that nobody did, and its answers go to a file like those of
annotators, to train another network on before it sees what people wrote (Xie et al.,
"Self-training with noisy student improves ImageNet classification", 2020). The file holds the
texts of the papers: keep it to yourself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from extract.annotation import annotate
from extract.gold_checks import GOLD_PAPER, problems
from extract.json_lines import check_place, json_line, read_json_lines, write_json_lines
from extract.pipeline import MODEL, read_vocabulary
from extract.reading import read
from extract.surface import fold_surface
from extract.training.command import run_command, say_first
from extract.version import extractor_version
from schemas import PAPER_HEAD, AnnotatedPaper, AnnotationError, InputError, Paper, PaperError

SHORT: Final = 200
"""Abstracts of up to so many characters say too little to train on."""


def silver_record(annotated: AnnotatedPaper) -> dict[str, Any]:
    """A paper with a pipeline's answers as a gold record.

    A surface that the paper uses for two types has the one that comes first; aliases are the
    abbreviations whose forms are both entities.

    Example:
        >>> from schemas import Annotation, Mention
        >>> seen = Mention(start=0, end=7, type="Method", text="FoldNet", concept="FoldNet")
        >>> paper = Paper(id="p", title="FoldNet", abstract="It folds.")
        >>> silver_record(AnnotatedPaper(paper, Annotation(id="p", mentions=(seen,))))["entities"]
        [['FoldNet', 'Method']]
    """
    paper, annotation = annotated
    types: dict[str, str] = {}
    named: dict[str, str] = {}
    for mention in annotation.mentions:
        types.setdefault(mention.text, mention.type)
        named.setdefault(mention.concept, mention.text)

    def surface(concept: str | None) -> str | None:
        if concept is None:
            return None
        return GOLD_PAPER if concept == PAPER_HEAD else named.get(concept, concept)

    return {
        "id": paper.id,
        "title": paper.title,
        "abstract": paper.abstract,
        "entities": [list(row) for row in types.items()],
        "introduces": [named[i.concept] for i in annotation.introductions],
        "aliases": [
            [pair.short, pair.long]
            for pair in annotation.abbreviations
            if pair.short in types and pair.long in types
            if fold_surface(pair.short) != fold_surface(pair.long)
        ],
        "relations": [[surface(r.head), r.type, surface(r.tail)] for r in annotation.relations],
        "results": [
            [
                surface(r.subject),
                surface(r.metric),
                surface(r.on),
                r.value,
                str(r.kind),
                surface(r.versus),
            ]
            for r in annotation.results
        ],
    }


def drawn(papers: Iterable[Paper], count: int, *, without: Iterable[str] = ()) -> list[Paper]:
    """So many papers by a hash of their ids, whatever else there is; none of those ids."""
    left_out = set(without)
    order = sorted(
        (hashlib.sha256(f"silver/{paper.id}".encode()).hexdigest(), paper.id, paper)
        for paper in papers
        if paper.id not in left_out and len(paper.abstract) > SHORT
    )
    return [paper for _, _, paper in order[:count]]


def run_of(papers: Iterable[Paper], model: Path) -> str:
    """Twelve hexadecimal digits: of which papers, in which order, and by which extractor."""
    digest = hashlib.sha256(extractor_version(model).encode())
    for paper in papers:
        digest.update(json_line([paper.id, paper.title, paper.abstract]).encode())
    return digest.hexdigest()[:12]


def annotated_before(part: Path, run: str) -> int:
    """How many papers a run has annotated that was cut off.

    Its file says in the first line which run it is of. Then it has a line for each paper: the
    record, or null where the paper gave none. A line half written is taken off; where there is
    no file, or an empty one, it is begun.

    Raises:
        AnnotationError: The file is of another run, or no such file, and stays as it is; or a
            line of it is damaged.
    """
    first = json_line({"run": run}).encode()
    if not part.exists() or part.stat().st_size == 0:
        part.write_bytes(first)
    with part.open("rb+") as file:
        if file.readline(len(first)) != first:
            raise AnnotationError(
                f"{part} holds a run on other papers, or by another model, or something else: "
                "choose another file, or remove it"
            )
        file.seek(0)
        file.truncate(file.read().rfind(b"\n") + 1)
    return sum(1 for _ in islice(read_json_lines(part), 1, None))


def _say_left_out(problems: Sequence[InputError]) -> None:
    """Names papers that cannot be read.

    Raises:
        InputError: A whole file cannot be.
    """
    for problem in problems:
        if not isinstance(problem, PaperError):
            raise problem
    say_first([f"left out: {problem}" for problem in problems], rest="left out: {} more")


def main(
    papers: Annotated[list[Path], typer.Argument(help="Files of papers that nobody annotated.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="The silver annotations go here.")],
    count: Annotated[int, typer.Option(min=1, help="How many papers.")] = 12_000,
    without: Annotated[
        list[Path] | None, typer.Option(help="Annotated papers to leave out, such as dev's.")
    ] = None,
    model: Annotated[Path, typer.Option(help="Directory of a trained pipeline.")] = MODEL,
    workers: Annotated[int, typer.Option(help="Processes that annotate.")] = 2,
) -> None:
    """Writes a trained pipeline's answers on papers as a file to train on.

    A run that was cut off goes on where it was when the same command is called again.

    Example: python -m extract.training.silver corpus.jsonl -o silver.jsonl --without dev.jsonl
    """
    check_place(out)
    vocabulary = read_vocabulary(model)
    left_out = [paper.id for paper in read(*without)] if without else []
    reading = read(*papers, keep_going=True)
    chosen = drawn(reading, count, without=left_out)
    _say_left_out(reading.report.failed)
    if not chosen:
        raise AnnotationError(
            f"no paper to annotate in {', '.join(map(str, papers))}: none has an abstract of more "
            f"than {SHORT} characters and is not left out; name other papers"
        )
    part = out.with_name(f"{out.name}.part")
    done = annotated_before(part, run_of(chosen, model))
    if done:
        typer.echo(f"goes on after {done} of {len(chosen)} papers", err=True)
    left = annotate(chosen[done:], model=model, workers=workers)
    with part.open("a", encoding="utf-8", newline="\n", buffering=1) as lines:
        for number, annotated in enumerate(left, done + 1):
            record = silver_record(annotated)
            kept = record["entities"] and not problems(record, vocabulary)
            lines.write(json_line(record if kept else None))
            if number % 500 == 0:
                typer.echo(f"{number} of {len(chosen)}", err=True)
    answers = (answer for _, answer in islice(read_json_lines(part), 1, None))
    written = write_json_lines(out, (record for record in answers if record is not None))
    part.unlink()
    typer.echo(f"wrote {out}: {written} of {len(chosen)} papers")


if __name__ == "__main__":
    run_command(main)
