import subprocess
import sys

import pytest

from graph.version import __version__
from tests.graph.cli.conftest import Run

COMMANDS = (
    *("build", "extract", "evaluate", "load", "cypher", "query", "merges", "page", "stats"),
)
_LOADED = """
import sys
{what}
heavy = ("spacy", "thinc", "torch", "neo4j", "ladybug", "extract.model", "extract.pipeline")
print([m for m in heavy if m in sys.modules])
"""


def test_version(run: Run) -> None:
    """--version says name and version, exit 0."""
    assert run("--version") == (0, f"paperatlas {__version__}\n", "")


def test_help_lists_every_command(run: Run) -> None:
    """The help of the whole names all commands and has an example."""
    code, out, _ = run("--help")
    assert code == 0
    assert all(f"  {name} " in out for name in COMMANDS)
    assert "paperatlas query evaluated-on LIBERO" in out


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_teaches(run: Run, name: str) -> None:
    """Each command's help has an example that begins with the command itself."""
    code, out, _ = run(name, "--help")
    assert code == 0
    assert "Example" in out
    assert f"paperatlas {name} " in out.split("Example", 1)[1]


@pytest.mark.parametrize(
    "args",
    [
        ("nonsense",),
        ("build",),
        ("build", "x", "--format", "pdf"),
        ("build", "x", "--pages", "few"),
        ("build", "x", "--pages", "-1"),
        ("cypher", "RETURN 1", "--param", "novalue"),
        ("stats", "--nonsense"),
        ("build", "x", "--min-confidence", "1.5"),
        ("extract", "x", "--min-confidence", "-0.1"),
        ("evaluate", "x", "--min-confidence", "nan"),
    ],
)
def test_wrong_usage_is_exit_code_2(run: Run, args: tuple[str, ...]) -> None:
    """What cannot be meant is refused before anything is done."""
    code, out, err = run(*args)
    assert code == 2
    assert out == ""
    assert err


@pytest.mark.parametrize(
    "what",
    [
        "import schemas, graph",
        "import graph.cli.app",
        "sys.argv = ['paperatlas', '--help']\nfrom graph.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass",
    ],
)
def test_help_and_import_load_neither_model_nor_driver(what: str) -> None:
    """No spaCy, no model, no database driver until they are needed."""
    done = subprocess.run(
        [sys.executable, "-c", _LOADED.format(what=what)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "[]"
