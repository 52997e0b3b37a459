"""Options that several commands share."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Annotated, Any, NoReturn, TypedDict

import typer

from schemas import StoreError

AtlasDir = Annotated[Path, typer.Option("--atlas", metavar="DIR", help="The atlas directory.")]
AtlasOutput = Annotated[
    Path, typer.Option("--output", "-o", metavar="DIR", help="The atlas directory.")
]
StoreToo = Annotated[
    str | None,
    typer.Option(
        "--store", metavar="URL", help="Also load it into Neo4j, e.g. bolt://localhost:7687."
    ),
]
StoreUrl = Annotated[
    str | None,
    typer.Option(
        "--store", metavar="URL", help="Ask this Neo4j instead, e.g. bolt://localhost:7687."
    ),
]
User = Annotated[
    str | None, typer.Option("--user", help="User for Neo4j; NEO4J_USERNAME unless said.")
]
PasswordFile = Annotated[
    Path | None,
    typer.Option(
        "--password-file",
        metavar="FILE",
        help="File whose first line is the password; NEO4J_PASSWORD unless said.",
    ),
]
Model = Annotated[
    Path | None,
    typer.Option(
        "--model",
        metavar="DIR",
        help="Directory of a pipeline that you trained; the shipped one unless said.",
        show_default=False,
    ),
]
MinConfidence = Annotated[
    float,
    typer.Option(
        "--min-confidence",
        metavar="X",
        help="Leave out what the extractor is less sure of than this, from 0 to 1.",
        callback=lambda value: _share(value),
    ),
]
CurationFile = Annotated[
    Path | None,
    typer.Option(
        "--curation",
        metavar="FILE",
        help="Your decisions on names; atlas.yaml in the atlas directory unless said.",
        show_default=False,
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")]
AsCsv = Annotated[bool, typer.Option("--csv", help="Print CSV with a header.")]


def _share(value: float) -> float:
    if not 0 <= value <= 1:
        raise typer.BadParameter(
            f"{value:g} is not a number from 0 to 1", param_hint="--min-confidence"
        )
    return value


class Credentials(TypedDict):
    """User and password for a server, where given."""

    user: str | None
    password: str | None


def credentials(*, user: str | None, password_file: Path | None) -> Credentials:
    """What the options say; what they leave out the store takes from the environment.

    Raises:
        StoreError: The password file cannot be read.
    """
    password = None
    if password_file is not None:
        try:
            lines = password_file.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as problem:
            reason = getattr(problem, "strerror", None) or "not a text file"
            raise StoreError(
                f"the password file {password_file} cannot be read: {reason}"
            ) from None
        if not lines or not lines[0]:
            raise StoreError(f"the password file {password_file} has no first line")
        password = lines[0]
    return {"user": user, "password": password}


def parameters(pairs: list[str]) -> dict[str, Any]:
    """Cypher parameters from ``name=value``; a value is JSON where it parses, else text.

    Raises:
        typer.BadParameter: A pair without ``=`` or without a name.

    Example:
        >>> parameters(["n=3", "name=LIBERO", "ids=[1, 2]"])
        {'n': 3, 'name': 'LIBERO', 'ids': [1, 2]}
        >>> parameters(["limit=NaN"])  # no JSON, though Python's own reader takes it
        {'limit': 'NaN'}
    """
    values: dict[str, Any] = {}
    for pair in pairs:
        name, equals, text = pair.partition("=")
        if not equals or not name.strip():
            raise typer.BadParameter(
                f"{pair!r} is not of the form name=value", param_hint="--param"
            )
        values[name.strip()] = _json_or_text(text)
    return values


def _json_or_text(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_no_constant, parse_float=_finite_float)
    except (ValueError, RecursionError):
        return text


def _no_constant(word: str) -> NoReturn:
    raise ValueError(f"{word} is no JSON")


def _finite_float(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(f"{digits} is beyond what a number holds")
    return number
