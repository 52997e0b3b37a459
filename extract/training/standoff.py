"""The annotations that ship without texts, and the command that joins them to yours.

    python -m extract.training.standoff join TEXTS.jsonl --split train -o TRAIN.jsonl
    python -m extract.training.standoff split --train TRAIN.jsonl --dev DEV.jsonl -o APART.jsonl.xz

``annotations.jsonl.xz`` beside this module has, for each annotated paper, its id, a hash of its
text, and the annotations by place (``standoff_records``); no text. Who has the abstracts joins
a split of them to it and gets a gold file that the other modules of this package train on.
"""

from __future__ import annotations

import lzma
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Final, NamedTuple

import typer
from pydantic import ValidationError

from extract.gold import GoldPaper, read_gold
from extract.gold_checks import problems
from extract.json_lines import write_json_lines
from extract.reading import read
from extract.reading.compression import DAMAGE, decompressed
from extract.training.command import run_app, say_first
from extract.training.standoff_records import (
    Split,
    StandoffPaper,
    gold_of,
    gold_record,
    standoff_of,
)
from schemas import RESEARCH, AnnotationError, Paper, first_problem

ANNOTATIONS: Final = Path(__file__).parent / "annotations.jsonl.xz"
"""The annotations that ship."""


class Joined(NamedTuple):
    """Annotations and texts, joined.

    Attributes:
        gold: What fits together, in the order of the annotations.
        missing: Papers whose text is not there: one line each, naming it.
        unfit: Papers that do not fit the text that is: one line each, naming it and what is wrong.
    """

    gold: tuple[GoldPaper, ...]
    missing: tuple[str, ...]
    unfit: tuple[str, ...]


def packed(papers: Iterable[StandoffPaper]) -> bytes:
    r"""Papers as the file has them: JSON, one a line, xz; the same papers give the same bytes.

    Example:
        >>> one = StandoffPaper(id="p", split="dev", sha256="00", entities=((0, 1, "Task"),))
        >>> lzma.decompress(packed([one])).decode()
        '{"id":"p","split":"dev","sha256":"00","entities":[[0,1,"Task"]]}\n'
    """
    lines = (paper.model_dump_json(exclude_defaults=True) + "\n" for paper in papers)
    text = "".join(lines).encode("utf-8")
    return lzma.compress(text, format=lzma.FORMAT_XZ, preset=9 | lzma.PRESET_EXTREME)


def read_standoff(path: Path = ANNOTATIONS) -> Iterator[StandoffPaper]:
    """Yields the papers of a standoff file in order.

    Raises:
        AnnotationError: The file cannot be read, or a line is no annotation; names both.
    """
    try:
        with decompressed(path.open("rb")) as lines:
            for number, line in enumerate(lines, 1):
                try:
                    yield StandoffPaper.model_validate_json(line)
                except ValidationError as problem:
                    raise AnnotationError(f"{path}:{number}: {first_problem(problem)}") from None
    except DAMAGE as problem:
        raise AnnotationError(f"{path}: damaged or cut short: {problem}") from None
    except OSError as problem:
        raise AnnotationError(f"{path}: {problem.strerror or problem}") from None


def join(annotations: Iterable[StandoffPaper], texts: Iterable[Paper]) -> Joined:
    """Joins annotations to texts by id; texts that were not annotated are passed over.

    Args:
        annotations: Papers without text.
        texts: Papers with title and abstract, verbatim.

    Example:
        >>> from extract.training.standoff_records import text_hash
        >>> paper = Paper(id="p", title="A", abstract="B")
        >>> marks = {"split": "dev", "entities": ((0, 1, "Task"),)}
        >>> one = StandoffPaper(id="p", sha256=text_hash(paper), **marks)
        >>> join([one, one.model_copy(update={"id": "q"})], [paper]).missing
        ("paper 'q': its text is not among those given",)
    """
    wanted = {one.id: one for one in annotations}
    found = {paper.id: paper for paper in texts if paper.id in wanted}
    gold: list[GoldPaper] = []
    missing: list[str] = []
    unfit: list[str] = []
    for name, one in wanted.items():
        if name not in found:
            missing.append(f"paper {name!r}: its text is not among those given")
            continue
        try:
            joined = gold_of(one, found[name])
        except AnnotationError as problem:
            unfit.append(str(problem))
            continue
        broken = problems(gold_record(joined), RESEARCH)
        if broken:
            unfit.append(f"paper {name!r}: {'; '.join(broken)}")
        else:
            gold.append(joined)
    return Joined(tuple(gold), tuple(missing), tuple(unfit))


def split(files: Iterable[tuple[Split, Path]]) -> list[StandoffPaper]:
    """Takes the texts out of gold files, and checks that they can be put back.

    Args:
        files: Name of the split and its gold file.

    Raises:
        AnnotationError: A gold record breaks the rules, an id comes twice, or an annotation
            would not come back as it is.
    """
    papers: dict[str, StandoffPaper] = {}
    for name, path in files:
        for gold in read_gold(path):
            paper_id = gold.paper.id
            if paper_id in papers:
                raise AnnotationError(f"{path}: paper {paper_id!r} stands in another split too")
            papers[paper_id] = standoff_of(gold, split=name)
            if gold_record(gold_of(papers[paper_id], gold.paper)) != gold_record(gold):
                raise AnnotationError(f"{path}: paper {paper_id!r} does not come back as it is")
    return list(papers.values())


app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command("join")
def join_cli(
    texts: Annotated[list[Path], typer.Argument(help="Titles and abstracts by id; also .xz.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The gold file to write.")],
    part: Annotated[Split, typer.Option("--split", help="Which papers.")],
    annotations: Annotated[Path, typer.Option(help="Annotations without texts.")] = ANNOTATIONS,
    keep_going: Annotated[
        bool, typer.Option("--keep-going", help="Leave out what does not fit, say it, go on.")
    ] = False,
) -> None:
    """Join the annotations to your own copy of the abstracts; writes all or nothing."""
    asked = [one for one in read_standoff(annotations) if one.split == part]
    if not asked:
        raise AnnotationError(f"{annotations} has no paper of the split {part.value!r}")
    reading = read(*texts, keep_going=True)
    joined = join(asked, reading)
    unread = tuple(map(str, reading.report.failed))
    for lines in (joined.missing, joined.unfit, unread):
        say_first(lines, rest="… and {} more")
    typer.echo(
        f"{len(asked)} annotated papers = {len(joined.gold)} joined + "
        f"{len(joined.missing)} without their text + {len(joined.unfit)} that do not fit theirs; "
        f"{len(unread)} files or lines of the texts could not be read",
        err=True,
    )
    if not joined.gold:
        raise AnnotationError(
            "nothing was joined, so nothing was written; right are the titles and abstracts of "
            "annotated papers, verbatim and under the same ids"
        )
    if (joined.missing or joined.unfit) and not keep_going:
        raise AnnotationError(
            "nothing was written; give the texts that were annotated, or --keep-going to leave "
            "papers out"
        )
    write_json_lines(output, map(gold_record, joined.gold))


@app.command("split")
def split_cli(
    train: Annotated[Path, typer.Option(help="Gold to train on.")],
    dev: Annotated[Path, typer.Option(help="Gold to report on.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The standoff file to write.")],
    corrected: Annotated[
        Path | None, typer.Option(help="Papers that a reader annotated by correcting a pipeline.")
    ] = None,
    results: Annotated[
        Path | None, typer.Option(help="Papers of which a reader corrected the results alone.")
    ] = None,
) -> None:
    """Write the annotations of gold files without their texts."""
    given = zip(Split, (train, dev, corrected, results), strict=True)
    papers = split((name, path) for name, path in given if path is not None)
    output.write_bytes(packed(papers))
    typer.echo(f"{len(papers)} papers, {output.stat().st_size} bytes", err=True)


if __name__ == "__main__":
    run_app(app)
