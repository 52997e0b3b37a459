"""Files that can be read, however they are packed, and files that cannot."""

import gzip
import io
import lzma
import os
import sys
import threading

import pytest
import zstandard

from extract.reading import Format, read
from schemas import FormatError, PaperError

LINE = b'{"id": "%d", "title": "T", "abstract": "Mice number %d plan."}\n'
DATA = b"".join(LINE % (n, n) for n in range(2000))

PACKERS = {
    "plain": bytes,
    "gz": gzip.compress,
    "xz": lzma.compress,
    "zst": zstandard.ZstdCompressor().compress,
}


def ids(*sources, **options):
    """The ids of what is read."""
    return [paper.id for paper in read(*sources, **options)]


@pytest.mark.parametrize("packer", PACKERS)
@pytest.mark.parametrize("name", ["x.jsonl", "x.jsonl.gz", "x"])
def test_compression_is_told_by_content(tmp_path, packer, name):
    """Whatever the ending says, and also when the file has two members."""
    path = tmp_path / name
    pack = PACKERS[packer]
    path.write_bytes(pack(DATA[: len(LINE % (0, 0)) * 5]) + pack(DATA[len(LINE % (0, 0)) * 5 :]))
    assert ids(path) == [str(n) for n in range(2000)]


@pytest.mark.parametrize("packer", ["gz", "xz", "zst"])
def test_broken_compression(tmp_path, packer):
    """Cut short: nothing of the file is used, the other file is."""
    good, cut = tmp_path / "good.jsonl", tmp_path / "cut"
    good.write_bytes(DATA[: len(LINE % (0, 0)) * 2])
    rows = b"".join(LINE % (n, n) for n in range(50_000))
    packed = PACKERS[packer](rows)
    cut.write_bytes(packed[: len(packed) * 2 // 3])
    with pytest.raises(FormatError, match="data is damaged or cut short after line"):
        read(cut)
    reading = read(good, cut, keep_going=True)
    assert [paper.id for paper in reading] == ["0", "1"]
    assert [error.file for error in reading.report.failed] == [str(cut)]
    assert not reading.report.repeated


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "this file is empty"),
        (b" \n\r\n\t\n", "this file is empty"),
        (b"\xef\xbb\xbf", "this file is empty"),
        (gzip.compress(b"", mtime=0), "this file is empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "this file is binary"),
        (bytes(range(1, 32)) * 9, "this file is binary"),
        (b"%PDF-1.7\nstuff", "this is a PDF"),
        (b"PK\x03\x04stuff", "this is a zip archive or an office document"),
        ("Titel\nText.".encode("utf-16"), "this text is UTF-16, save it as UTF-8"),
        (b'[{"id": "a"}]', "1: this is a JSON array"),
        (b"<!DOCTYPE html><html></html>", "1: this is the source of a web page"),
        (b"Lonely Mice", "1: this is no pasted page"),
        (b"Subscribe\n42\n", "there is no paper in this file, read as page"),
        (b"Maze Runners\n\nMice pl\xe9n.\n", "3: not UTF-8: byte 0xe9 at byte 8 of the line"),
        (b"Maze\r\rMice\rpl\xe9n.\n", "4: not UTF-8"),
        (b"## A\n\nMice.\n\n## B\xff\n", "5: not UTF-8"),
    ],
)
@pytest.mark.parametrize("keep_going", [False, True])
def test_a_file_that_is_no_input(tmp_path, content, problem, keep_going):
    """Each has its own message; kept going, it is reported and the others are read."""
    path, good = tmp_path / "x", tmp_path / "good.jsonl"
    path.write_bytes(content)
    good.write_bytes(LINE % (1, 1))
    if keep_going:
        reading = read(path, good, keep_going=True)
        assert [paper.id for paper in reading] == ["1"]
        (error,) = reading.report.failed
    else:
        with pytest.raises(FormatError) as raised:
            read(path, good)
        error = raised.value
    assert type(error) is FormatError
    assert str(error).startswith((f"{path}: {problem}", f"{path}:{problem}"))


def test_paths_that_cannot_be_opened(tmp_path):
    """Missing, a directory, below a file, a NUL in the name, a name that is not UTF-8."""
    (tmp_path / "file").write_bytes(LINE % (1, 1))
    for path, problem in [
        (tmp_path / "missing", "there is no such file"),
        (tmp_path, "this is a directory"),
        (tmp_path / "file" / "below", "this file cannot be read"),
        ("a\0b", "this file cannot be read"),
        (os.fsdecode(b"caf\xe9"), "there is no such file"),
    ]:
        with pytest.raises(FormatError, match=problem) as raised:
            read(path)
        assert str(raised.value).encode()


def test_a_file_that_may_not_be_read(tmp_path):
    """Permission denied; root, who may read everything, becomes nobody for it."""
    path = tmp_path / "x"
    path.write_bytes(DATA)
    path.chmod(0)
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    try:
        with pytest.raises(FormatError, match="reading this file is not permitted"):
            read(path)
    finally:
        os.seteuid(user)


def test_bad_utf8_in_jsonl_fails_its_line_alone(tmp_path):
    """JSONL goes on with the next line."""
    path = tmp_path / "x.jsonl"
    path.write_bytes(LINE % (1, 1) + b'{"id": "\xff"}\n' + LINE % (2, 2))
    with pytest.raises(PaperError, match=r"x\.jsonl:2: not UTF-8"):
        read(path)
    assert ids(path, keep_going=True) == ["1", "2"]


def test_standard_input_can_be_gone_over_twice(monkeypatch):
    """It is spooled; two iterations at once do not disturb each other."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(gzip.compress(DATA))))
    reading = read("-")
    assert reading.report.formats == {"<stdin>": Format.JSONL}
    assert all(one == two for one, two in zip(reading, reading, strict=True))
    assert len(list(reading)) == 2000


def test_errors_of_standard_input_name_it(monkeypatch):
    """As ``<stdin>``; and it cannot be named twice."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    with pytest.raises(FormatError, match=r"^<stdin>: this file is empty"):
        read("-")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(DATA)))
    with pytest.raises(FormatError, match="standard input can be read once only"):
        read("-", "-")


def test_a_pipe_is_read(tmp_path):
    """What cannot be read twice is spooled."""
    path = tmp_path / "pipe"
    os.mkfifo(path)
    writer = threading.Thread(target=path.write_bytes, args=(DATA,))
    writer.start()
    reading = read(path)
    writer.join()
    assert len(list(reading)) == len(list(reading)) == 2000


def test_the_spool_goes_away(monkeypatch, tmp_path):
    """With the reading."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(DATA)))
    reading = read("-")
    assert len(list(tmp_path.iterdir())) == 1
    del reading
    assert not list(tmp_path.iterdir())
