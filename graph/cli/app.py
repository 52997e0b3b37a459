"""The application: options for all commands, and how errors become exit codes.

Exit codes: 0 done, 1 a failure that was reported, 2 wrong usage.
"""

from __future__ import annotations

import atexit
import gc
import logging
import os
import signal
import sys
from contextlib import suppress
from types import FrameType
from typing import Annotated, NoReturn

import typer

from graph.cli import asking, building, changing, reviewing, scoring, training, viewing
from graph.cli.console import say
from graph.cli.merge_scoring import ManyPapers
from graph.version import __version__
from schemas import PaperAtlasError, UsageError, system_words

_HELP = """Paper abstracts in, a typed and sourced knowledge graph out.

Build an atlas from a file of abstracts, ask it in Cypher or by named questions, and
walk it in the browser. Everything runs on this machine; nothing is downloaded.

Example:

    paperatlas build papers.txt

    paperatlas query evaluated-on LIBERO

    paperatlas cypher "MATCH (b:Benchmark) RETURN b.name, b.papers ORDER BY b.papers DESC"
"""

_INTERRUPTED = 130
"""What Typer makes of Ctrl-C; we say it and end with 1."""

app = typer.Typer(
    help=_HELP,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["--help", "-h"]},
)
app.command("build")(building.build_cli)
app.command("add")(changing.add_cli)
app.command("remove")(changing.remove_cli)
app.command("extract")(building.extract_cli)
app.command("evaluate", cls=ManyPapers)(scoring.evaluate_cli)
app.command("train")(training.train_cli)
app.command("load")(building.load_cli)
app.command("cypher")(asking.cypher_cli)
app.command("query")(asking.query_cli)
app.command("merges")(reviewing.merges_cli)
app.command("page")(viewing.page_cli)
app.command("stats")(asking.stats_cli)


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"paperatlas {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool,
        typer.Option("--version", help="Say the version.", callback=_print_version, is_eager=True),
    ] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Say more on stderr; errors with a traceback.")
    ] = False,
) -> None:
    """Options that stand before the command."""
    logging.basicConfig(
        level=logging.DEBUG if verbose else logging.ERROR,
        format="%(levelname)s %(name)s: %(message)s",
    )
    for noisy in ("neo4j", "asyncio"):
        logging.getLogger(noisy).setLevel(logging.CRITICAL)  # what matters is raised as well


def main() -> None:
    """Runs the command; reported failures end with exit code 1."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _stop_once)
    atexit.register(gc.freeze)  # what is left goes with the process, nobody need look it through
    try:
        app(args=_verbose_first(sys.argv[1:]))
    except SystemExit as ended:
        if ended.code != _INTERRUPTED:
            raise
        _fail("stopped")
    except KeyboardInterrupt:
        _fail("stopped")
    except PaperAtlasError as error:
        logging.getLogger(__name__).debug("where it came from", exc_info=error)
        _fail(f"error: {error}", code=2 if isinstance(error, UsageError) else 1)
    except OSError as error:
        logging.getLogger(__name__).debug("where it came from", exc_info=error)
        _fail(f"error: {system_words(error)}")


def _stop_once(number: int, frame: FrameType | None) -> NoReturn:
    """Stops at the first Ctrl-C; another would cut short the ending of the processes at work."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    raise KeyboardInterrupt


def _fail(words: str, *, code: int = 1) -> NoReturn:
    """Says why and ends; what could not be written to stdout is not tried again."""
    say(words, style="red")
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    sys.exit(code)


def _verbose_first(args: list[str]) -> list[str]:
    """The arguments with -v before the command, wherever it was written.

    Example:
        >>> _verbose_first(["stats", "-v", "--json"])
        ['-v', 'stats', '--json']
    """
    end = args.index("--") if "--" in args else len(args)
    loud = [a for a in args[:end] if a in ("-v", "--verbose")]
    return [*loud[:1], *(a for a in args[:end] if a not in loud), *args[end:]]
