"""``paperatlas build``, ``extract`` and ``load``."""

from __future__ import annotations

from contextlib import ExitStack
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from graph.cli.console import emit, progress, say, warn
from graph.cli.options import AtlasDir, MinConfidence, Model, PasswordFile, User, credentials
from schemas import InputError

if TYPE_CHECKING:
    from graph.build_report import BuildReport


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
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="DIR", help="The atlas directory.")
    ] = Path("atlas"),
    store: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Also load it into Neo4j, e.g. bolt://localhost:7687."),
    ] = None,
    format: FormatOption = None,
    keep_going: KeepGoing = False,
    pages: Annotated[
        str, typer.Option(metavar="N|all|none", help="How many concept pages to write.")
    ] = "200",
    model: Model = None,
    workers: Workers = None,
    min_confidence: MinConfidence = 0.0,
    user: User = None,
    password_file: PasswordFile = None,
) -> None:
    """Read papers and write their atlas: files, database, pages.

    A former atlas in DIR is replaced when the new one is complete, and kept if anything
    fails.

    Example:

        paperatlas build papers.txt -o atlas
    """
    choice = _page_choice(pages)
    from graph.pipeline import build_atlas

    with ExitStack() as stack:
        server = None
        if store is not None:
            from graph.stores import open_store

            server = stack.enter_context(
                open_store(store, **credentials(user=user, password_file=password_file))
            )
        tell = stack.enter_context(progress())
        report = build_atlas(
            *inputs,
            directory=output,
            format=format,
            keep_going=keep_going,
            pages=choice,
            model=model,
            workers=workers,
            min_confidence=min_confidence,
            server=server,
            progress=tell,
        )
    _say_report(report, output)


def _say_report(report: BuildReport, output: Path) -> None:
    _say_failures(report.problems)
    if report.skipped:
        say(f"{_count(report.skipped, 'line')} belonged to no paper and were skipped")
    say(
        f"{_count(report.papers, 'paper')} in = {report.built} built + {report.failed} failed "
        f"+ {report.repeated} repeated; {report.without_entities} gave no entity"
    )
    say(f"nodes: {_listed(report.nodes)}")
    say(f"edges: {_listed(report.edges)}")
    took = ", ".join(f"{stage} {seconds:.1f}" for stage, seconds in report.seconds.items())
    say(f"{sum(report.seconds.values()):.1f} s ({took})")
    say(f"{_count(report.pages, 'concept page')}; open {output / 'pages' / 'index.html'}")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _listed(counts: dict[str, int]) -> str:
    each = ", ".join(f"{kind} {count}" for kind, count in counts.items())
    return f"{sum(counts.values())} ({each})" if counts else "0"


def _say_failures(failed: tuple[InputError, ...]) -> None:
    for problem in failed:
        warn(f"left out: {problem}")


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
    _say_failures(tuple(reading.report.failed))


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
        f"loaded {_count(graph.number_of_nodes(), 'node')} and "
        f"{_count(graph.number_of_edges(), 'edge')} into {shown_address(url)}"
    )
