"""The first pass: repeats, conflicts, what is raised and what is reported."""

import json

import pytest

from extract.reading import Format, Repeated, read
from schemas import FormatError, InputError, InputErrors, PaperError

A = {"id": "a", "title": "A", "abstract": "Mice."}
A2 = {"id": "a", "title": "A", "abstract": "Rats."}
B = {"id": "b", "title": "B", "abstract": "Cats."}


@pytest.fixture
def write(tmp_path):
    """Write rows as JSONL (a string as it stands) and give the path."""

    def written(name, *rows):
        lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
        path = tmp_path / name
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return path

    return written


def test_papers_come_in_input_order_as_often_as_asked(write):
    """Over several files, each iteration the same."""
    reading = read(write("2.jsonl", B), write("1.jsonl", A))
    assert [paper.id for paper in reading] == ["b", "a"]
    assert list(reading) == list(reading)
    assert (reading.report.read, reading.report.papers_in) == (2, 2)


def test_the_same_text_again_is_kept_once(write):
    """Within and across files, whatever the other fields say; reported with its place."""
    one, two = write("1.jsonl", A, B, {**A, "year": 2023}), write("2.jsonl", A)
    reading = read(one, two)
    assert [(paper.id, paper.year) for paper in reading] == [("a", None), ("b", None)]
    assert reading.report.repeated == (Repeated("a", f"{one}:3"), Repeated("a", f"{two}:1"))
    assert reading.report.papers_in == 4


def test_a_file_named_twice_is_repeated_as_a_whole(write):
    """Nothing is built twice."""
    path = write("1.jsonl", A, B)
    reading = read(path, path)
    assert len(list(reading)) == 2
    assert [repeated.id for repeated in reading.report.repeated] == ["a", "b"]


def test_another_text_under_the_same_id_fails_both(write):
    """The errors name both places; neither paper is built."""
    one, two = write("1.jsonl", A, B), write("2.jsonl", A2)
    with pytest.raises(InputErrors) as raised:
        read(one, two)
    first, second = raised.value.errors
    assert str(first).startswith(f"{one}:1: this id stands at {two}:1 too, with another text")
    assert str(second).startswith(f"{two}:1: this id stands at {one}:1 too, with another text")
    reading = read(one, two, keep_going=True)
    assert [paper.id for paper in reading] == ["b"]
    assert (reading.report.failed_papers, reading.report.papers_in) == (2, 3)


@pytest.mark.parametrize("rows", [(A, A, A2), (A, A2, A), (A2, A, A), (A, A2, A2)])
def test_of_three_where_one_differs_none_is_built(write, rows):
    """In every order, each is failed and none repeated, and each names a differing one."""
    path = write("1.jsonl", *rows)
    reading = read(path, keep_going=True)
    assert not list(reading)
    assert not reading.report.repeated
    assert [error.line for error in reading.report.failed] == [1, 2, 3]
    for error, row in zip(reading.report.failed, rows, strict=True):
        place = next(n for n, other in enumerate(rows, start=1) if other != row)
        assert f"{path}:{place} too" in str(error)


def test_one_error_is_raised_as_it_is(write):
    """With its file, line and paper."""
    path = write("1.jsonl", A, {"id": "b", "title": "B"})
    with pytest.raises(PaperError) as raised:
        read(path)
    assert str(raised.value) == f"{path}:2: there is no abstract (paper 'b')"


def test_of_many_errors_twenty_are_listed(write):
    """And how many more there are."""
    path = write("1.jsonl", A, *["no json"] * 25)
    with pytest.raises(InputErrors) as raised:
        read(path, path.with_name("missing"))
    lines = str(raised.value).split("\n")
    assert lines[0] == "26 problems in the input:"
    assert lines[1] == f"{path}:2: not JSON: Expecting value at character 1"
    assert lines[-1] == "… and 6 more"
    assert len(lines) == 22
    assert isinstance(raised.value, InputError)


def test_keep_going_reports_papers_and_files(write, tmp_path):
    """Bad papers and bad files are listed in input order, the rest is read."""
    missing, path = tmp_path / "missing", write("1.jsonl", "no json", A, {**B, "abstract": ""}, B)
    reading = read(missing, path, tmp_path, keep_going=True)
    assert [paper.id for paper in reading] == ["a", "b"]
    failed = [(type(error), error.file, error.line) for error in reading.report.failed]
    assert failed == [
        (FormatError, str(missing), None),
        (PaperError, str(path), 1),
        (PaperError, str(path), 3),
        (FormatError, str(tmp_path), None),
    ]
    assert (reading.report.failed_papers, reading.report.papers_in) == (2, 4)


def test_a_file_that_fails_midway_takes_its_conflicts_along(write, tmp_path):
    """Its papers never were: the one it contradicted is built."""
    bad = tmp_path / "bad.md"
    bad.write_bytes(b"## A\n- id: a\n\nRats.\n\n## C\n\n\xff\n")
    reading = read(write("1.jsonl", A), bad, keep_going=True)
    assert [paper.abstract for paper in reading] == ["Mice."]
    (error,) = reading.report.failed
    assert (error.file, error.line) == (str(bad), 8)


def test_title_and_abstract_are_told_apart_in_repeats(write):
    """The same characters cut elsewhere are another text."""
    one, two = {"id": "a", "title": "A\nB", "abstract": "C"}, {"id": "a", "title": "A"}
    assert (
        read(write("1.jsonl", one, {**two, "abstract": "B\nC"}), keep_going=True).report.read == 0
    )


@pytest.mark.parametrize("rows", [(A, B, B), (A,), (A, {**B, "abstract": "Dogs."})])
def test_a_file_that_changes_meanwhile_is_noticed(write, rows):
    """Rather than papers built that were not checked."""
    reading = read(write("1.jsonl", A, B))
    write("1.jsonl", *rows)
    if rows == (A, B, B):
        assert len(list(reading)) == 2
        return
    with pytest.raises(FormatError, match="changed"):
        list(reading)


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("x", '\n{"id": "a", "title": "A", "abstract": "Mice."}\n', Format.JSONL),
        ("x", '{ "title": "A", "abstract": "Mice."}', Format.JSONL),
        ("x.md", '{"title": "A", "abstract": "Mice."}', Format.JSONL),
        ("x", "Intro.\r\n\r\n## A\r\n\r\nMice.\r\n", Format.MARKDOWN),
        ("x.jsonl", "## A\n\nMice.\n", Format.MARKDOWN),
        ("x", "\ufeffMaze Runners\nMice plan.\n", Format.PAGE),
        ("x", "Subscribe\nMaze Runners\nMice plan.\n", Format.PAGE),
    ],
)
def test_the_format_is_told_by_content(tmp_path, name, text, expected):
    """Whatever the ending."""
    path = tmp_path / name
    path.write_bytes(text.encode())
    reading = read(path)
    assert reading.report.formats == {str(path): expected}
    assert len(list(reading)) == 1


def test_the_ending_decides_where_the_content_does_not(tmp_path):
    """A file called JSONL without any JSON is told so line by line."""
    path = tmp_path / "x.jsonl.gz"
    path.write_text("not json\n")
    with pytest.raises(PaperError, match=r"x\.jsonl\.gz:1: not JSON"):
        read(path)


def test_a_format_can_be_forced(tmp_path):
    """Each reads the file its own way."""
    path = tmp_path / "x"
    path.write_text("## Maze Runners\n\nMice plan.\n")
    assert [paper.title for paper in read(path, format=Format.PAGE)] == ["## Maze Runners"]
    assert [paper.title for paper in read(path, format=Format.MARKDOWN)] == ["Maze Runners"]
    with pytest.raises(InputErrors, match="not JSON"):
        read(path, format=Format.JSONL)


def test_no_source_is_an_error():
    """Not an empty reading that looks like a success."""
    with pytest.raises(InputError, match="no source of papers was named"):
        read()
