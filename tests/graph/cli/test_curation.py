"""The walk of docs/curation.md, as it is written there, and how the options are used wrongly."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.graph.cli.conftest import Run

_WALK = (Path(__file__).parents[3] / "docs" / "curation.md").read_text(encoding="utf-8")
_FILE = re.findall(r"```yaml\n(.*?)```", _WALK, re.DOTALL)[0]
_SAID = re.findall(r"```\n\$ paperatlas build [^\n]*--dry-run\n(.*?)```", _WALK, re.DOTALL)[0]
_PAPERS = (
    (
        "FoldNet: Learning to Fold Napkins",
        "We present FoldNet, a model for napkin folding. FoldNet uses a Proposer-Agent-Evaluator "
        "(PAE) loop. On TowelBench, FoldNet reaches 71.5% success rate.",
    ),
    (
        "A Study of Napkins",
        "We compare FoldNet with CreaseFormer on the Towel-Bench benchmark. CreaseFormer v2 "
        "outperforms FoldNet by 3.1 points in success rate. Both are based on large language "
        "models.",
    ),
    (
        "CreaseFormer",
        "CreaseFormer is a method for napkin folding. We train it on CreaseData and evaluate it "
        "on TowelBench v2. It uses PAE and large language models.",
    ),
)


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """The papers of the walk."""
    path = tmp_path / "papers.jsonl"
    records = ({"id": f"fold/{n}", "title": t, "abstract": a} for n, (t, a) in enumerate(_PAPERS))
    path.write_text("".join(json.dumps(r) + "\n" for r in records), encoding="utf-8")
    return path


@pytest.mark.model
def test_the_walk_is_as_it_is_written(
    run: Run, papers: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Built, tried, built with the file, and undone."""
    monkeypatch.chdir(tmp_path)
    atlas = Path("atlas")
    assert run("build", papers, "-o", atlas, "--pages", "none").code == 0
    before = (atlas / "edges.jsonl").read_bytes()
    (atlas / "atlas.yaml").write_text(_FILE, encoding="utf-8")
    code, out, err = run("build", papers, "-o", atlas, "--dry-run")
    assert code == 0
    warnings = [line for line in _SAID.splitlines() if line.startswith("warning")]
    assert [*err.splitlines(), *out.splitlines()] == _SAID.splitlines()
    assert (atlas / "edges.jsonl").read_bytes() == before
    found = json.loads(run("build", papers, "-o", atlas, "--dry-run", "--json").out)
    keys = ["joined", "parted", "renamed", "retyped", "hidden", "refused", "warnings"]
    assert list(found) == keys
    assert len(found["warnings"]) == len(warnings) == 1
    built = run("build", papers, "-o", atlas, "--pages", "none")
    assert warnings[0] in built.err
    assert "curation" in run("merges", "--atlas", atlas).out
    assert "line 4" in run("merges", "--refused", "--atlas", atlas).out
    assert (atlas / "atlas.yaml").read_text(encoding="utf-8") == _FILE
    (atlas / "atlas.yaml").unlink()
    assert run("build", papers, "-o", atlas, "--pages", "none").code == 0
    assert (atlas / "edges.jsonl").read_bytes() == before


def test_a_wrong_file_is_one_clear_line(run: Run, papers: Path, tmp_path: Path) -> None:
    """As the walk shows it; nothing is written."""
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(_FILE.replace(": Benchmark", ": benchmark"), encoding="utf-8")
    said = re.findall(r"error: atlas/atlas.yaml(:\d+:\d+: .*)", _WALK)
    for more in ((), ("--dry-run",)):
        code, out, err = run("build", papers, "-o", tmp_path / "a", "--curation", wrong, *more)
        assert (code, out) == (1, "")
        assert err == f"error: {wrong}{said[0]}\n"
        assert not (tmp_path / "a").exists()


def test_json_without_a_dry_run_is_wrong_usage(run: Run, papers: Path, tmp_path: Path) -> None:
    """A build has nothing to print."""
    code, _, err = run("build", papers, "-o", tmp_path / "atlas", "--json")
    assert code == 2
    assert "--dry-run" in err
    assert not (tmp_path / "atlas").exists()
