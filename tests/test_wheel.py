import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
_DIGEST = """# Two made-up papers

## KitchenBot: Cooking with Large Language Models

We present KitchenBot, a method that uses large language models (LLMs) for task planning.
KitchenBot is evaluated on LIBERO and Meta-World and outperforms behavior cloning in success rate.

## A Second Look at KitchenBot

KitchenBot is compared with GPT-4 on Meta-World.
We propose KitchenBot-2, an extension of KitchenBot.
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built as a user's pip would."""
    out = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--outdir", str(out), str(ROOT)],
        check=True,
        capture_output=True,
    )
    (built,) = out.glob("*.whl")
    return built


@pytest.mark.slow
def test_the_wheel_holds_all_that_is_needed_and_no_more(wheel: Path) -> None:
    """Model, data, templates and assets are in it; tests and examples are not."""
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    tracked = subprocess.run(
        ["git", "ls-files", "schemas", "extract", "graph"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.splitlines()
    assert set(tracked) <= names
    assert {n.split("/")[0] for n in names if ".dist-info/" not in n} == {
        "schemas",
        "extract",
        "graph",
    }
    assert any(n.startswith("extract/model/") for n in names)


@pytest.mark.slow
@pytest.mark.model
def test_the_wheel_runs_from_an_empty_directory(wheel: Path, tmp_path: Path) -> None:
    """Installed into an environment of its own, it builds, answers and draws."""
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "env")], check=True)
    binaries = tmp_path / "env" / "bin"
    subprocess.run([str(binaries / "pip"), "install", "--quiet", str(wheel)], check=True)
    empty = tmp_path / "empty"
    empty.mkdir()
    (empty / "papers.md").write_text(_DIGEST, encoding="utf-8")
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}

    def paperatlas(*args: str) -> str:
        done = subprocess.run(
            [str(binaries / "paperatlas"), *args],
            cwd=empty,
            env=environment,
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout

    paperatlas("build", "papers.md")
    found = json.loads(paperatlas("query", "evaluated-on", "Meta-World", "--json"))
    assert "KitchenBot" in {row["subject"] for row in found}
    assert (empty / "atlas" / "pages" / "index.html").is_file()
    paperatlas("page", "Meta-World", "-o", "one.html")
    assert (empty / "one.html").stat().st_size > 100_000
    where = subprocess.run(
        [str(binaries / "python"), "-c", "import graph; print(graph.__file__)"],
        cwd=empty,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert str(tmp_path / "env") in where
