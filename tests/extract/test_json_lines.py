"""JSON lines: what is read, what is refused, and that a file is there whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from extract.json_lines import read_json_lines, write_json_lines
from schemas import AnnotationError


def test_lines_end_at_a_line_feed_alone(tmp_path: Path) -> None:
    """A mark at the start and blank lines are passed over, and counted."""
    path = tmp_path / "a.jsonl"
    path.write_bytes('\ufeff["\u2028\x85"]\r\n \n{"a":\r1}'.encode())
    assert list(read_json_lines(path)) == [(1, ["\u2028\x85"]), (3, {"a": 1})]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b"{", "not JSON: Expecting property name"),
        (b'{"a": "\xff"}', "not UTF-8: byte 0xff at byte 8 of the line"),
        (b"[" * 200_000, "JSON nested too deeply to be an annotation"),
        (b"1" * 5_000, "not JSON that can be read: Exceeds the limit"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(tmp_path: Path, line: bytes, message: str) -> None:
    """Those before it are there."""
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"1\n" + line + b"\n")
    lines = read_json_lines(path)
    assert next(lines) == (1, 1)
    with pytest.raises(AnnotationError, match=rf"a\.jsonl:2: {message}"):
        next(lines)


def test_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    """Missing, or a directory."""
    with pytest.raises(AnnotationError, match=r"none\.jsonl: there is no such file"):
        list(read_json_lines(tmp_path / "none.jsonl"))
    with pytest.raises(AnnotationError, match="Is a directory"):
        list(read_json_lines(tmp_path))


def test_what_is_written_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    """Where the values break off, what stood there stays, and nothing else is left."""
    path = tmp_path / "a.jsonl"
    assert write_json_lines(path, [{"id": "π\u2028"}, None]) == 2
    assert path.read_bytes() == '{"id": "π\u2028"}\nnull\n'.encode()

    def broken() -> Iterator[int]:
        yield 1
        raise ValueError("no more")

    with pytest.raises(ValueError, match="no more"):
        write_json_lines(path, broken())
    assert [value for _, value in read_json_lines(path)] == [{"id": "π\u2028"}, None]
    assert list(tmp_path.iterdir()) == [path]


def test_what_a_link_leads_to_is_written(tmp_path: Path) -> None:
    """And the link stays one."""
    (tmp_path / "far").mkdir()
    path, target = tmp_path / "a.jsonl", tmp_path / "far" / "b.jsonl"
    path.symlink_to(target)
    for value in (1, 2):
        write_json_lines(path, [value])
        assert path.is_symlink()
        assert target.read_text(encoding="utf-8") == f"{value}\n"
    assert list((tmp_path / "far").iterdir()) == [target]


def test_a_place_where_no_file_can_be_is_named(tmp_path: Path) -> None:
    """A directory, or none."""
    with pytest.raises(AnnotationError, match="is not a file; name a file to write to"):
        write_json_lines(tmp_path, [1])
    with pytest.raises(AnnotationError, match="there is no directory"):
        write_json_lines(tmp_path / "none" / "a.jsonl", [1])
