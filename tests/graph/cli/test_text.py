"""What strangers wrote reaches stdout and stderr as text, in UTF-8, and as valid JSON."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from graph.cli.console import emit, say, visible
from graph.cli.options import parameters
from graph.cli.tables import Style, print_rows
from tests.graph.cli.conftest import Run

ESCAPES = "\u001b]0;pwned\u0007\u001b[31m red \u009b1m\u007f\r"
_MAIN = "from graph.cli import main; main()"
_ROWS = f"""
from graph.cli.tables import Style, print_rows
print_rows(["t"], [{{"t": "π" + {ESCAPES!r}}}], style=Style.%s)
"""


def _raw(text: str) -> list[str]:
    """The control characters in a text, but for tab and line feed."""
    codes = (*range(9), *range(11, 32), *range(127, 160))
    return [c for c in text if ord(c) in codes]


def test_visible_replaces_all_controls_and_nothing_else() -> None:
    """Each of C0, DEL and C1 but tab and line feed; letters of all scripts stay."""
    controls = "".join(map(chr, (*range(32), *range(127, 160))))
    assert visible(controls) == "".join(c if c in "\t\n" else "\ufffd" for c in controls)
    assert visible("π₀ é 中 \u00a0 ~") == "π₀ é 中 \u00a0 ~"


def test_tables_hold_no_escapes(capfd: pytest.CaptureFixture[str]) -> None:
    """Neither a cell nor a heading gives the terminal an order, in lists neither."""
    print_rows(["a" + ESCAPES, "b"], [{"a" + ESCAPES: ESCAPES, "b": [ESCAPES]}], style=Style.TABLE)
    out = capfd.readouterr().out
    assert _raw(out) == []
    assert "\ufffd]0;pwned\ufffd" in out


def test_messages_hold_no_escapes(capfd: pytest.CaptureFixture[str]) -> None:
    """An error that quotes a title is text."""
    say(f"error: {ESCAPES}", style="red")
    err = capfd.readouterr().err
    assert _raw(err) == []
    assert "pwned" in err


def test_json_escapes_what_its_writer_leaves(capfd: pytest.CaptureFixture[str]) -> None:
    """DEL, C1 and halves of pairs are escaped, and a reader gets them all back."""
    rows = [{"t": ESCAPES + "\ud800"}]
    print_rows(["t"], rows, style=Style.JSON)
    emit(json.dumps(ESCAPES, ensure_ascii=False))
    out = capfd.readouterr().out
    assert _raw(out) == []
    array, line = out.rsplit("\n", 2)[:2]
    assert json.loads(array) == rows
    assert json.loads(line) == ESCAPES


def test_csv_is_as_it_was_for_a_program(capfd: pytest.CaptureFixture[str]) -> None:
    """What is not read by a terminal keeps every character that a file can hold."""
    print_rows(["t"], [{"t": "\u001b[31m"}, {"t": "\ud800"}], style=Style.CSV)
    rows = list(csv.reader(io.StringIO(capfd.readouterr().out)))
    assert rows == [["t"], ["\u001b[31m"], ["\ufffd"]]


@pytest.mark.parametrize("style", ["TABLE", "JSON", "CSV"])
def test_a_terminal_gets_no_escapes(style: str) -> None:
    """On a real terminal all three styles are text."""
    ours, theirs = os.openpty()
    subprocess.run([sys.executable, "-c", _ROWS % style], stdout=theirs, check=True)
    os.close(theirs)
    with os.fdopen(ours, "rb") as terminal:
        shown = terminal.read1(4096).decode()
    assert "\x1b]" not in shown
    assert "\x1b[31m" not in shown
    assert set(_raw(shown)) <= {"\r", "\x1b"}  # the line ends of a terminal, rich's own styles
    assert "pwned" in shown
    assert "π" in shown


@pytest.mark.parametrize("style", ["TABLE", "JSON", "CSV"])
@pytest.mark.parametrize("encoding", ["latin-1", "ascii", "cp1252"])
def test_results_are_utf8_in_every_locale(style: str, encoding: str) -> None:
    """A code page without π does not end the command."""
    done = subprocess.run(
        [sys.executable, "-c", _ROWS % style],
        env={**os.environ, "PYTHONIOENCODING": encoding},
        check=True,
        capture_output=True,
    )
    assert "π" in done.stdout.decode("utf-8")


@pytest.mark.parametrize("options", [[], ["--json"], ["--csv"]])
def test_a_closed_stdout_is_one_clear_line(sample_atlas: Path, options: list[str]) -> None:
    """With nowhere to print to, the command says so and ends with 1."""
    command = ["query", "top", "Model", "--atlas", str(sample_atlas), *options]
    done = subprocess.run(
        ["sh", "-c", 'exec "$@" >&-', "sh", sys.executable, "-c", _MAIN, *command],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.strip().splitlines() == [
        "error: standard output is closed, so the result has nowhere to go"
    ]


def test_json_has_no_nan(capfd: pytest.CaptureFixture[str]) -> None:
    """What JSON has no number for is null, however deep it stands."""
    rows = [{"a": float("nan"), "b": [float("inf"), 1.5], "c": {"d": -float("inf")}}]
    print_rows(["a", "b", "c"], rows, style=Style.JSON)
    assert json.loads(capfd.readouterr().out, parse_constant=pytest.fail) == [
        {"a": None, "b": [None, 1.5], "c": {"d": None}}
    ]


def test_cypher_prints_null_for_nan(run: Run, sample_atlas: Path) -> None:
    """The embedded database can answer NaN; the JSON stays JSON."""
    code, out, err = run(
        "cypher",
        "MATCH (p:Paper) RETURN 0.0/0.0 AS x LIMIT 1",
        "--atlas",
        sample_atlas,
        "--json",
    )
    assert (code, err) == (0, "")
    assert json.loads(out, parse_constant=pytest.fail) == [{"x": None}]


@pytest.mark.parametrize(
    "text", ["NaN", "Infinity", "-Infinity", "1e999", "[1, NaN]", "[" * 50_000, "1" * 5_000, ""]
)
def test_parameters_that_are_no_json_are_text(text: str) -> None:
    """What Python reads beyond JSON, and what no reader can take, is text."""
    assert parameters([f"x={text}"]) == {"x": text}


@pytest.mark.parametrize(
    ("text", "value"), [("1e3", 1000.0), ("-0.5", -0.5), ("null", None), ('{"a": [true]}', None)]
)
def test_parameters_that_are_json(text: str, value: object) -> None:
    """Numbers, null and nested values are read."""
    assert parameters([f"x={text}"]) == {"x": value if value is not None else json.loads(text)}


@pytest.mark.parametrize("pair", ["x", "=3", " =3"])
def test_a_parameter_needs_a_name(pair: str) -> None:
    """A pair without an equals sign or a name is wrong usage."""
    with pytest.raises(typer.BadParameter, match="name=value"):
        parameters([pair])
