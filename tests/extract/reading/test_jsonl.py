"""JSONL: which lines become which papers, and what is said of the others."""

import json

import pytest

from extract.reading import read
from extract.reading.jsonl import paper_from_line
from schemas import Paper, PaperError


def line(**fields):
    """A line of JSON for these fields, over an id, a title and an abstract."""
    return json.dumps({"id": "a", "title": "T", "abstract": "We.", **fields}).encode()


def paper(raw):
    """What is read from a line."""
    return paper_from_line(raw, file="f.jsonl", line=3)


@pytest.mark.parametrize("text", [" We\tplan. ", "e\u0301 ﬁ", "a\r\nb\n", "x\u2028y", "π😀"])
@pytest.mark.parametrize("field", ["id", "title", "abstract"])
def test_id_title_and_abstract_are_verbatim(field, text):
    """No stripping, no normal form, no other line end."""
    assert getattr(paper(line(**{field: text})), field) == text


@pytest.mark.parametrize("identifier", ["icra2023/12", "arXiv:2301.01234v2", "a b", "../x"])
def test_ids_may_hold_anything(identifier):
    """Slashes, colons, spaces, dots."""
    assert paper(line(id=identifier)).id == identifier


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"year": 2023}, {"year": 2023}),
        ({"year": "2023"}, {"year": 2023}),
        ({"year": 2023.0}, {"year": 2023}),
        ({"year": None}, {"year": None}),
        ({"year": ""}, {"year": None}),
        ({"venue": "Mice Letters"}, {"venue": "Mice Letters"}),
        ({"venue": ""}, {"venue": None}),
        ({"url": "https://mice.example"}, {"url": "https://mice.example"}),
        ({"authors": ["Ada", "Alan"]}, {"authors": ("Ada", "Alan")}),
        ({"authors": "Ada"}, {"authors": ("Ada",)}),
        ({"authors": None}, {"authors": ()}),
        ({"mentions": [1, {"x": 2}], "hf_daily": True}, {}),
    ],
)
def test_optional_fields(fields, expected):
    """What may stand beside the text; other keys are ignored."""
    known = {"id": "a", "title": "T", "abstract": "We."}
    assert paper(line(**fields)) == Paper(**known, **expected)


@pytest.mark.parametrize("fields", [{}, {"id": None}])
def test_an_id_is_made_where_there_is_none(fields):
    """Missing or null."""
    raw = json.dumps({"title": "Maze Runners", "abstract": "Mice run.", **fields}).encode()
    assert paper(raw).id.startswith("maze-runners-")


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (b"not json", "not JSON: Expecting value at character 1"),
        (b'{"id": "a", ', "not JSON: Expecting property name enclosed in double quotes"),
        (b'{"id": "a"} {"id": "b"}', "not JSON: Extra data at character 13"),
        (b"[" * 100_000, "not JSON that can be read: "),
        (b"9" * 5_000, "not JSON that can be read: "),
        (b"[1, 2]", "not a JSON object"),
        (b'"text"', "not a JSON object"),
        (b'{"id": "caf\xe9"}', "not UTF-8: byte 0xe9 at byte 12 of the line"),
        (line(title=None), "there is no title (paper 'a')"),
        (line(abstract=None), "there is no abstract (paper 'a')"),
        (line(abstract=""), "the abstract is empty"),
        (line(abstract=" \n"), "the abstract is empty"),
        (line(title=" "), "the title is empty"),
        (line(id=""), "the id is empty (paper 'T')"),
        (line(id=7), "the id is 7, it should be a string"),
        (line(title=["T"]), "the title is ['T'], it should be a string"),
        (line(abstract={"x": "y" * 99}), "the abstract is {'x': '" + "y" * 53 + "…, it should be"),
        (line(year="soon"), "the year is 'soon', it should be a number such as 2023"),
        (line(year=True), "the year is True"),
        (line(year=2023.5), "the year is 2023.5"),
        (line(year=float("nan")), "the year is nan"),
        (line(year=20233), "the year is 20233, it should have four digits"),
        (line(year="9" * 30), "it should have four digits"),
        (line(venue=3), "the venue is 3, it should be a string"),
        (line(authors=[{"name": "Ada"}]), "the authors is {'name': 'Ada'}, it should be a list"),
        (line(abstract="We \ud800."), "the abstract holds a lone surrogate (\\ud800) at char"),
        (line(id="\udfff"), "the id holds a lone surrogate (\\udfff) at character 1"),
        (line(venue="\ud800"), "the venue holds a lone surrogate"),
        (line(title="a\0b"), "the title holds a NUL character at character 2"),
        (line(url="\0"), "the url holds a NUL character"),
    ],
)
def test_a_line_that_cannot_be_used(raw, problem):
    """Each fault has its own message, which names file and line and can be written out."""
    with pytest.raises(PaperError) as raised:
        paper(raw)
    message = str(raised.value)
    assert message.startswith("f.jsonl:3: " + problem) or problem in message
    assert message.encode().decode() == message


def test_lines_end_at_newlines_alone(tmp_path):
    """A U+2028, a U+0085 and a form feed inside a string end no line."""
    path = tmp_path / "x.jsonl"
    text = "x\u2028y\u0085z\u2029"
    rows = [{"id": str(n), "title": "T", "abstract": text} for n in range(3)]
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    path.write_bytes(("\ufeff\n" + "\r\n\n  \n".join(lines)).encode())
    papers = list(read(path))
    assert [paper.id for paper in papers] == ["0", "1", "2"]
    assert {paper.abstract for paper in papers} == {text}
