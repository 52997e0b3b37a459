import errno
import os
import time
from pathlib import Path
from queue import Queue

import pytest

from graph import switching
from graph.directory import CONTENTS, MANIFEST, check_writable, current_version, new_version
from graph.files import PAPERS, RESULTS
from schemas import AtlasError


def build_version(path: Path, content: str) -> None:
    """Writes a version in which every file has this content."""
    with new_version(path) as version:
        for name in CONTENTS:
            (version / name).write_text(content, encoding="utf-8")


def test_a_version_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    """A block that fails leaves the version before it in force."""
    atlas = tmp_path / "atlas"
    build_version(atlas, "one")
    with pytest.raises(ZeroDivisionError), new_version(atlas) as version:
        (version / MANIFEST).write_text("two", encoding="utf-8")
        _ = 1 / 0
    assert {(atlas / name).read_text() for name in CONTENTS} == {"one"}
    build_version(atlas, "two")
    build_version(atlas, "three")
    assert {(atlas / name).read_text() for name in CONTENTS} == {"three"}
    build_version(atlas, "four")
    assert sorted(v.name for v in (atlas / ".versions").iterdir()) == ["3", "4"]


def test_a_failed_first_build_leaves_nothing(tmp_path: Path) -> None:
    """No directory stays behind when there was none before."""
    with pytest.raises(ZeroDivisionError), new_version(tmp_path / "atlas"):
        _ = 1 / 0
    assert not (tmp_path / "atlas").exists()


def test_readers_keep_the_version_they_opened(tmp_path: Path) -> None:
    """What was opened before a build can be read after it, opened files or not."""
    build_version(tmp_path / "atlas", "one")
    old = current_version(tmp_path / "atlas")
    build_version(tmp_path / "atlas", "two")
    assert (old / PAPERS).read_text() == "one"
    assert (current_version(tmp_path / "atlas") / PAPERS).read_text() == "two"


def test_hidden_directories_of_others_are_no_atlas(tmp_path: Path) -> None:
    """A name that we use as well does not make a directory ours."""
    precious = tmp_path / ".versions" / "precious"
    precious.mkdir(parents=True)
    (precious / "x").write_text("mine", encoding="utf-8")
    with pytest.raises(AtlasError, match=r"no atlas.*'\.versions/precious'"):
        build_version(tmp_path, "x")
    assert (precious / "x").read_text() == "mine"
    (tmp_path / ".versions" / "precious").rename(tmp_path / ".versions" / "7")
    (tmp_path / "notes").write_text("mine", encoding="utf-8")
    with pytest.raises(AtlasError, match=r"no atlas.*'notes'"):
        build_version(tmp_path, "x")
    assert (tmp_path / ".versions" / "7" / "x").read_text() == "mine"


def test_a_killed_first_build_can_be_repeated(tmp_path: Path) -> None:
    """A version that nothing points to, and a lock of nobody, are in no one's way."""
    (tmp_path / ".versions" / "1").mkdir(parents=True)
    (tmp_path / ".lock").touch()
    build_version(tmp_path, "one")
    assert (tmp_path / PAPERS).read_text() == "one"


def test_names_that_no_file_can_have_are_one_clear_line(tmp_path: Path) -> None:
    """The file system's refusal names the directory."""
    for use in (check_writable, current_version):
        with pytest.raises(AtlasError, match="File name too long"):
            use(tmp_path / ("x" * 300))


def test_a_directory_of_other_things_is_refused_and_kept(tmp_path: Path) -> None:
    """A non-empty directory that is no atlas is not touched."""
    (tmp_path / "thesis.tex").write_text("precious", encoding="utf-8")
    with pytest.raises(AtlasError, match=r"not empty and is no atlas.*'thesis\.tex'"):
        build_version(tmp_path, "x")
    assert [p.name for p in tmp_path.iterdir()] == ["thesis.tex"]


def test_files_of_the_user_in_an_atlas_are_kept(tmp_path: Path) -> None:
    """What we did not write stays through a rebuild."""
    build_version(tmp_path, "one")
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    build_version(tmp_path, "two")
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_a_file_is_no_directory(tmp_path: Path) -> None:
    """A file of that name is an error for readers and writers."""
    file = tmp_path / "atlas"
    file.write_text("", encoding="utf-8")
    with pytest.raises(AtlasError, match="is a file"):
        check_writable(file)
    with pytest.raises(AtlasError, match="is a file"):
        current_version(file)


def test_a_second_writer_is_refused(tmp_path: Path) -> None:
    """While one writes, another gets an error and the first goes on."""
    with new_version(tmp_path / "atlas") as version:
        with pytest.raises(
            AtlasError, match=rf"being written by .* \(process {os.getpid()} on .*\)"
        ):
            build_version(tmp_path / "atlas", "x")
        for name in CONTENTS:
            (version / name).write_text("first", encoding="utf-8")
    assert (tmp_path / "atlas" / PAPERS).read_text() == "first"


def test_a_missing_atlas_says_how_to_make_one(tmp_path: Path) -> None:
    """The message has the command."""
    with pytest.raises(AtlasError, match="paperatlas build INPUT -o"):
        current_version(tmp_path / "nowhere")


def test_a_plain_copy_can_be_read_and_rebuilt(tmp_path: Path) -> None:
    """Copied without its links, an atlas is still one."""
    build_version(tmp_path / "atlas", "one")
    copy = tmp_path / "copy"
    copy.mkdir()
    for name in CONTENTS:
        (copy / name).write_bytes((tmp_path / "atlas" / name).read_bytes())
    assert current_version(copy) == copy
    build_version(copy, "two")
    assert (current_version(copy) / PAPERS).read_text() == "two"
    assert (copy / PAPERS).read_text() == "two"


def test_an_older_atlas_is_built_anew_in_its_place(tmp_path: Path) -> None:
    """Copied or not, one from before there were results is ours to replace."""
    for name in CONTENTS:
        if name != RESULTS:
            (tmp_path / name).write_text("old", encoding="utf-8")
    build_version(tmp_path, "new")
    assert {(tmp_path / name).read_text() for name in CONTENTS} == {"new"}
    (tmp_path / ".current" / RESULTS).unlink()
    (tmp_path / RESULTS).unlink()
    build_version(tmp_path, "newer")
    assert {(tmp_path / name).read_text() for name in CONTENTS} == {"newer"}


def test_only_failures_of_writing_are_called_so(tmp_path: Path) -> None:
    """A full disk is an atlas that cannot be written; another file that is missing is not."""
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    with pytest.raises(AtlasError, match="written: No space"), new_version(tmp_path / "atlas"):
        raise full
    with pytest.raises(FileNotFoundError), new_version(tmp_path / "atlas"):
        (tmp_path / "nowhere").read_text(encoding="utf-8")


def test_a_large_version_goes_to_the_disk_ahead(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While others work on; a little is not worth it."""
    synced: Queue[Path] = Queue()
    sync_tree = switching.sync_tree
    monkeypatch.setattr(switching, "sync_tree", lambda path: synced.put(sync_tree(path) or path))
    (tmp_path / "a").write_text("abc")
    monkeypatch.setattr(switching, "MUCH", 4)
    switching.sync_ahead(tmp_path)
    assert synced.empty()
    monkeypatch.setattr(switching, "MUCH", 3)
    switching.sync_ahead(tmp_path)
    assert synced.get(timeout=30) == tmp_path


@pytest.mark.parametrize("much", [1, 1 << 26])
def test_a_version_goes_when_the_second_build_after_it_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, much: int
) -> None:
    """A large one as soon as that begins, while others work on; the one in force stays."""
    monkeypatch.setattr(switching, "MUCH", much)
    for content in ("one", "two", "three"):
        build_version(tmp_path / "atlas", content)
    with new_version(tmp_path / "atlas"):
        until = time.monotonic() + 30
        while much == 1 and (tmp_path / "atlas" / ".versions" / "2").exists():
            assert time.monotonic() < until
            time.sleep(0.01)
        there = sorted(v.name for v in (tmp_path / "atlas" / ".versions").iterdir())
        assert there == (["3", "4"] if much == 1 else ["2", "3", "4"])
        assert (tmp_path / "atlas" / PAPERS).read_text() == "three"
        (tmp_path / "atlas" / ".versions" / "4" / MANIFEST).write_text("{}")
    assert sorted(v.name for v in (tmp_path / "atlas" / ".versions").iterdir()) == ["3", "4"]
