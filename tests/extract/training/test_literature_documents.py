"""Files of the literature, read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extract.training.literature.documents import Tokens, Triple, read_documents
from schemas import AnnotationError
from tests.extract.record_files import write_lines
from tests.extract.training.literature_documents import made_documents


def test_tokens_of_a_document_count_within_their_sentence(tmp_path: Path) -> None:
    """In the file they count through the document."""
    (document,) = read_documents(write_lines(tmp_path / "one.json", made_documents(1)))
    first, second = document.sentences
    assert document.id == "made-0-0"
    assert first.tokens[3:6] == ("-LRB-", "new", "-RRB-")
    assert first.marks.mentions == {Tokens(2, 2): "Method", Tokens(7, 8): "Task"}
    assert second.marks.mentions[Tokens(0, 0)] == "Generic"
    assert Triple(Tokens(7, 8), "EVALUATE-FOR", Tokens(0, 0)) in second.marks.relations


def test_lines_of_one_sentence_make_documents(tmp_path: Path) -> None:
    """Those with one id are one, in their order."""
    lines = [
        {
            "doc_id": name,
            "tokens": ["We", "fold", word],
            "ner": [[2, 2, "Task"]],
            "relations": [],
            "ambiguous_ner": False,
        }
        for name, word in (("a", "towels"), ("a", "socks"), ("b", "sheets"))
    ]
    documents = read_documents(write_lines(tmp_path / "lines.jsonl", lines))
    assert [(d.id, [s.tokens[2] for s in d.sentences]) for d in documents] == [
        ("a", ["towels", "socks"]),
        ("b", ["sheets"]),
    ]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"ner": [[[2, 2, "Method"]]]}, "ValueError"),
        ({"sentences": None}, "TypeError"),
        ({"ner": [[[2, 2, "Method"], [7, 30, "Task"]], []]}, "tokens 7 to 30 of 10"),
        ({"ner": [[[2, 2, "Method"]], []]}, "a relation of .*, which is no mention"),
    ],
)
def test_what_is_no_document_is_named(
    tmp_path: Path, change: dict[str, object], message: str
) -> None:
    """With file and line."""
    path = write_lines(tmp_path / "bad.json", [{**made_documents(1)[0], **change}])
    with pytest.raises(AnnotationError, match=rf"bad\.json:1: no document.*{message}"):
        read_documents(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """As an annotation that cannot be read."""
    with pytest.raises(AnnotationError, match=r"none\.json"):
        read_documents(tmp_path / "none.json")


def test_a_line_ends_at_a_line_feed_alone(tmp_path: Path) -> None:
    """A token may be what Unicode calls a line end."""
    line = {"doc_id": "a", "tokens": ["We", "\u2028", "fold"], "ner": [], "relations": []}
    path = tmp_path / "lines.jsonl"
    path.write_text(json.dumps(line, ensure_ascii=False) + "\n", encoding="utf-8")
    (document,) = read_documents(path)
    assert document.sentences[0].tokens == ("We", "\u2028", "fold")
