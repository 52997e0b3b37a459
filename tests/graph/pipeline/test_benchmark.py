"""The benchmark measures what it says, on papers made up for it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from graph import Atlas
from graph.atlas import node_counts
from graph.pipeline.annotating import PAPERS_PER_WORKER
from graph.pipeline.benchmark import ADDED, measured
from schemas import Paper, UsageError

MANY = 2 * PAPERS_PER_WORKER

TEXT = (
    "We present FoldNet{n}, a robot policy. FoldNet{n} uses imitation learning and GPT-4. "
    "FoldNet{n} is evaluated on LIBERO and reaches a success rate of {n}.5%."
)


def written(folder: Path, count: int) -> Path:
    """A file of so many papers."""
    papers = (
        Paper(id=f"p{n}", title=f"FoldNet{n}", abstract=TEXT.format(n=n)) for n in range(count)
    )
    path = folder / "papers.jsonl"
    path.write_text("".join(p.model_dump_json() + "\n" for p in papers), encoding="utf-8")
    return path


@pytest.mark.model
@pytest.mark.slow
def test_builds_changes_and_questions_are_measured(tmp_path: Path) -> None:
    """Each stage has its seconds, each question its milliseconds; the atlas ends one short."""
    result = measured(written(tmp_path, 8 + ADDED), 8, tmp_path)
    assert {"annotate", "resolve", "build", "write", "store", "pages"} <= set(result["build"])
    assert result["annotated"] == result["papers"] == 8
    assert 100 < result["megabytes"]["annotate"] <= result["megabytes"]["whole"]
    assert {"annotate", "pages"} <= set(result["add"]) & set(result["remove"])
    names = {question.split()[0] for question in result["questions"]}
    assert {"top", "path", "leaderboard", "shares-benchmarks", "mentions"} <= names


def test_too_few_papers_are_an_error(tmp_path: Path) -> None:
    """The message says how many are needed."""
    with pytest.raises(UsageError, match=f"holds 3 papers; {5 + ADDED} are needed"):
        measured(written(tmp_path, 3), 5, tmp_path)


@pytest.mark.model
@pytest.mark.slow
def test_kept_atlases_can_be_opened_afterwards(tmp_path: Path) -> None:
    """Also those of so many papers that several processes annotate; the figures are printed."""
    sizes, kept = (4, MANY), tmp_path / "kept"
    asked = [str(written(tmp_path, MANY + ADDED)), "--keep", str(kept)]
    asked += [word for size in sizes for word in ("--size", str(size))]
    printed = subprocess.run(
        [sys.executable, "-m", "graph.pipeline.benchmark", *asked],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert printed.count("ms a paper to annotate") == len(sizes)
    for size in sizes:
        with Atlas.open(kept / str(size) / "atlas") as atlas:
            assert node_counts(atlas.nx)["Paper"] == size + ADDED - 1
