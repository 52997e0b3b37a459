"""A ledger that cannot be read or written says so."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from extract.resolution import resolve
from extract.resolution.ledger import mended
from extract.resolution.ledger.opening import opened
from schemas import AtlasError
from tests.extract.resolution.papers import paper


def test_what_is_written_stays(tmp_path: Path) -> None:
    """One transaction, done where the block ends well."""
    with opened(tmp_path / "ledger") as db:
        db.execute("CREATE TABLE one (key TEXT)")
    with opened(tmp_path / "ledger") as db:
        assert db.execute("SELECT count(*) FROM one").fetchone() == (0,)


def test_a_full_disk_is_a_failure_of_the_system(tmp_path: Path) -> None:
    """It names the file, as those of all other files do."""
    with pytest.raises(OSError, match="No space left") as failure, opened(tmp_path / "led") as db:
        db.execute("PRAGMA max_page_count = 2")
        for name in ("one", "two", "three"):
            db.execute(f"CREATE TABLE {name} (key TEXT)")
    assert failure.value.errno == errno.ENOSPC
    assert failure.value.filename == str(tmp_path / "led")


def test_a_directory_in_its_place(tmp_path: Path) -> None:
    """Cannot be opened."""
    with pytest.raises(OSError, match="Permission denied"), opened(tmp_path):
        pass


@pytest.mark.parametrize("damage", ["no ledger at all " * 100, ""])
def test_a_damaged_ledger_says_what_to_do(tmp_path: Path, damage: str) -> None:
    """Another file in its place, or an empty one."""
    ledger = tmp_path / "resolution.sqlite"
    resolve([paper("a", ("FoldNet", "Method", "f"))], ledger=ledger)
    ledger.write_text(damage)
    with pytest.raises(AtlasError, match=r"resolution\.sqlite is damaged \(.*\); delete it"):
        mended(ledger, tmp_path / "next", gone=["a"], new=[])


def test_the_same_papers_give_the_same_bytes(tmp_path: Path) -> None:
    """Also where another process hashes otherwise."""
    source = (
        "import sys; from pathlib import Path; from extract.resolution import resolve; "
        "from tests.extract.resolution.papers import paper; "
        "names = ('FoldNet', 'Fold Net', 'fold-nets', 'RL', 'visual folding', 'vision folding', "
        "'reinforcment control', 'reinforcement control'); "
        "papers = [paper(str(i), *((n, 'Method', n) for n in names[i % 4:]), introduces=['RL']) "
        "for i in range(7)]; resolve(papers, ledger=Path(sys.argv[1]))"
    )
    for seed in ("1", "2"):
        run = [sys.executable, "-c", source, str(tmp_path / seed)]
        root = Path(__file__).resolve().parents[4]
        subprocess.run(run, check=True, cwd=root, env={**os.environ, "PYTHONHASHSEED": seed})
    assert (tmp_path / "1").read_bytes() == (tmp_path / "2").read_bytes()
