"""``paperatlas page``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from graph.cli.console import say
from graph.cli.options import AtlasDir
from schemas import AtlasError


def page_cli(
    name: Annotated[str, typer.Argument(help="A concept: name, alias or id.")],
    atlas: AtlasDir = Path("atlas"),
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="Where to; <type>-<slug>.html unless said."
        ),
    ] = None,
) -> None:
    """Write one concept's page as a single file that needs nothing else.

    Example:

        paperatlas page LIBERO -o libero.html
    """
    from graph.atlas import Atlas
    from graph.pages import page_filename

    with Atlas.open(atlas) as opened:
        target = output or Path(page_filename(opened.names.find(name)))
        html = opened.page(name)
    try:
        target.write_text(html, encoding="utf-8", newline="\n")
    except OSError as problem:
        raise AtlasError(f"{target} cannot be written: {problem.strerror or problem}") from None
    say(f"wrote {target}; open it in a browser")
