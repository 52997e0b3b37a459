"""``paperatlas build``, ``extract`` and ``load``."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

import typer

from graph.cli.console import emit, progress, say
from graph.cli.options import (
    AsJson,
    AtlasDir,
    AtlasOutput,
    CurationFile,
    MinConfidence,
    Model,
    PasswordFile,
    StoreToo,
    User,
    credentials,
)
from graph.cli.previewing import preview_cli
from graph.cli.reports import counted, say_failures, say_report
from graph.cli.running import running
from schemas import UsageError


class InputFormat(StrEnum):
    """The formats that papers can be read in."""

    PAGE = "page"
    JSONL = "jsonl"
    MARKDOWN = "markdown"


Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="INPUT...",
        help="Files of papers: a pasted Hugging Face papers page, JSONL (also .gz, .xz, .zst), "
        "or Markdown digests; - is stdin.",
    ),
]
FormatOption = Annotated[
    InputFormat | None,
    typer.Option(
        "--format", help="Read the input as this; recognised from the content unless said."
    ),
]
KeepGoing = Annotated[
    bool,
    typer.Option("--keep-going", help="Leave out papers that cannot be read, report them, go on."),
]
Workers = Annotated[
    int | None,
    typer.Option("--workers", min=1, help="Processes that read the texts; one a core unless said."),
]


_MOST_DIGITS = 9


def _page_choice(text: str) -> int | Literal["all", "none"]:
    if text == "all":
        return "all"
    if text == "none":
        return "none"
    if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS:
        return int(text)
    raise typer.BadParameter("a whole number, all or none", param_hint="--pages")


def build_cli(
    inputs: Inputs,
    output: AtlasOutput = Path("atlas"),
    store: StoreToo = None,
    format: FormatOption = None,
    keep_going: KeepGoing = False,
    pages: Annotated[
        str,
        typer.Option(
            metavar="N|all|none",
            help="How many concepts get a page; all that are joined to two others or more.",
        ),
    ] = "200",
    model: Model = None,
    workers: Workers = None,
    min_confidence: MinConfidence = 0.0,
    curation: CurationFile = None,
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run", help="Say what your decisions on names change, and write nothing."
        ),
    ] = False,
    as_json: AsJson = False,
    user: User = None,
    password_file: PasswordFile = None,
) -> None:
    """Read papers and write their atlas: files, database, pages.

    A former atlas in DIR is replaced when the new one is complete, and kept if anything
    fails. What is annotated already is not annotated again: a build that was stopped goes on
    where it was, and one on an atlas takes what that holds of the same text.

    What the rules get wrong about names you decide in DIR/atlas.yaml, which is never
    written: same, different, rename, retype, hide. Try it with --dry-run, which prints what
    the file changes; --json prints that for scripts.

    Example:

        paperatlas build papers.txt -o atlas

        paperatlas build papers.txt -o atlas --dry-run
    """
    choice = _page_choice(pages)
    if dry_run:
        with progress() as tell:
            preview_cli(
                inputs,
                output,
                curation=curation,
                as_json=as_json,
                format=format,
                keep_going=keep_going,
                model=model,
                workers=workers,
                min_confidence=min_confidence,
                progress=tell,
            )
        return
    if as_json:
        raise UsageError("--json is for --dry-run; a build prints nothing")
    from graph.pipeline import build_atlas

    with running(output, store, user=user, password_file=password_file) as hearers:
        report = build_atlas(
            *inputs,
            directory=output,
            format=format,
            keep_going=keep_going,
            pages=choice,
            model=model,
            workers=workers,
            min_confidence=min_confidence,
            curation=curation,
            **hearers,
        )
    say_report(report, output)


def extract_cli(
    inputs: Inputs,
    format: FormatOption = None,
    keep_going: KeepGoing = False,
    model: Model = None,
    workers: Workers = None,
    min_confidence: MinConfidence = 0.0,
) -> None:
    """Print the annotations of each paper as JSONL, in input order.

    Example:

        paperatlas extract papers.txt > annotations.jsonl
    """
    from graph.pipeline import annotations_of

    with progress() as tell:
        reading, annotations = annotations_of(
            *inputs,
            format=format,
            keep_going=keep_going,
            model=model,
            workers=workers,
            min_confidence=min_confidence,
            progress=tell,
        )
        for annotation in annotations:
            emit(annotation.model_dump_json(exclude_none=True))
    say_failures(tuple(reading.report.failed))


def load_cli(
    url: Annotated[str, typer.Argument(help="Neo4j, e.g. bolt://localhost:7687.")],
    atlas: AtlasDir = Path("atlas"),
    user: User = None,
    password_file: PasswordFile = None,
) -> None:
    """Load an atlas into Neo4j; what an earlier load left and the atlas lacks is removed.

    User and password come from NEO4J_USERNAME and NEO4J_PASSWORD, or from the options.
    Nodes that are not ours are never touched.

    Example:

        paperatlas load bolt://localhost:7687 --atlas atlas
    """
    from graph.atlas import Atlas
    from graph.stores import open_store, shown_address

    with (
        Atlas.open(atlas) as opened,
        open_store(url, **credentials(user=user, password_file=password_file)) as store,
        progress() as tell,
    ):
        graph = opened.nx
        store.save(graph, progress=lambda what, done, total: tell(f"load {what}", done, total))
    say(
        f"loaded {counted(graph.number_of_nodes(), 'node')} and "
        f"{counted(graph.number_of_edges(), 'edge')} into {shown_address(url)}"
    )
