"""The application: options for all commands, and how errors become exit codes.

Exit codes: 0 done, 1 a failure that was reported, 2 wrong usage.
"""

from __future__ import annotations

import logging
import os
import sys
from typing import Annotated

import typer

from graph.cli import asking, building, scoring, viewing
from graph.cli.console import say
from graph.version import __version__
from schemas import PaperAtlasError

_HELP = """Paper abstracts in, a typed and sourced knowledge graph out.

Build an atlas from a file of abstracts, ask it in Cypher or by named questions, and
walk it in the browser. Everything runs on this machine; nothing is downloaded.

Example:

    paperatlas build papers.txt

    paperatlas query evaluated-on LIBERO

    paperatlas cypher "MATCH (b:Benchmark) RETURN b.name, b.papers ORDER BY b.papers DESC"
"""

app = typer.Typer(
    help=_HELP,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["--help", "-h"]},
)
app.command("build")(building.build_cli)
app.command("extract")(building.extract_cli)
app.command("evaluate")(scoring.evaluate_cli)
app.command("load")(building.load_cli)
app.command("cypher")(asking.cypher_cli)
app.command("query")(asking.query_cli)
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
        logging.getLogger(noisy).setLevel(logging.ERROR)


def main() -> None:
    """Runs the command; reported failures end with exit code 1."""
    try:
        app()
    except PaperAtlasError as error:
        if logging.getLogger().isEnabledFor(logging.DEBUG):
            logging.getLogger(__name__).debug("where it came from", exc_info=error)
        say(f"error: {error}", style="red")
        sys.exit(1)
    except KeyboardInterrupt:
        say("stopped; nothing was changed")
        sys.exit(1)
    except BrokenPipeError:
        # whoever read our output has gone; let no further write fail on exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
