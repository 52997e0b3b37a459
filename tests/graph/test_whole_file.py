"""Files are written whole or not at all, and never over something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.whole_file import check_replaceable, write_whole
from schemas import AtlasError

TITLE = "# Ours"


def test_new_empty_and_own_files_may_be_written(tmp_path: Path) -> None:
    """The first line decides, however the lines end."""
    place = tmp_path / "a.md"
    for content in (None, "", TITLE, f"{TITLE}\n\nOld.", f"{TITLE}\r\nOld."):
        if content is not None:
            place.write_text(content, encoding="utf-8", newline="")
        check_replaceable(place, first_line=TITLE)
    write_whole(place, "π\n")
    assert place.read_bytes() == "π\n".encode()


@pytest.mark.parametrize("content", ["# Ours, too", "thesis", '{"id": 1}\n# Ours', "\nthesis"])
def test_something_else_is_refused(tmp_path: Path, content: str) -> None:
    """Also what only begins alike."""
    place = tmp_path / "a.md"
    place.write_text(content, encoding="utf-8")
    with pytest.raises(AtlasError, match=r"a\.md holds something else"):
        check_replaceable(place, first_line=TITLE)


def test_directories_are_refused(tmp_path: Path) -> None:
    """A directory is no file, and a missing one takes none."""
    with pytest.raises(AtlasError, match="is not a file"):
        check_replaceable(tmp_path, first_line=TITLE)
    with pytest.raises(AtlasError, match="there is no directory"):
        check_replaceable(tmp_path / "none" / "a.md", first_line=TITLE)


def test_what_fails_leaves_what_was(tmp_path: Path) -> None:
    """Text that no file takes: the old report stays and nothing lies beside it."""
    place = tmp_path / "a.md"
    write_whole(place, "old")
    with pytest.raises(UnicodeEncodeError):
        write_whole(place, "new \ud800")
    assert place.read_text(encoding="utf-8") == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.md"]


def test_a_link_is_written_through(tmp_path: Path) -> None:
    """The file that it leads to is replaced, the link stays."""
    (tmp_path / "real.md").write_text("old", encoding="utf-8")
    link = tmp_path / "a.md"
    link.symlink_to("real.md")
    write_whole(link, "new")
    assert link.is_symlink()
    assert (tmp_path / "real.md").read_text(encoding="utf-8") == "new"
