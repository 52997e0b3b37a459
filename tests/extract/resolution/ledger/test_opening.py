"""A ledger that cannot be read or written says so."""

from __future__ import annotations

import errno
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
