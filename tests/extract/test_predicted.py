"""Annotations come back from a file, and what is wrong with one is said with its line."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from extract.predicted import read_predicted
from schemas import (
    Abbreviation,
    Annotation,
    AnnotationError,
    EntityType,
    Introduction,
    Mention,
    Relation,
    RelationType,
    Span,
)

_WHOLE = Annotation(
    id="p/1: π",
    sentences=(Span(0, 9), Span(10, 30)),
    mentions=(
        Mention(start=0, end=3, type=EntityType.METHOD, text="Foo", concept="c1", confidence=0.5),
    ),
    introductions=(Introduction(concept="c1", start_char=0, end_char=9),),
    relations=(
        Relation(head="paper", type=RelationType.USES, tail="c1", start_char=0, end_char=9),
    ),
    abbreviations=(Abbreviation(short="F", long="Foo"),),
)
_MENTION = {"start": 0, "end": 3, "type": "Method", "text": "Foo", "concept": "c1"}


def _written(path: Path, *lines: str) -> Path:
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return path


def test_what_extract_prints_is_read_back(tmp_path: Path) -> None:
    """Nothing is lost, empty lines are passed over."""
    file = _written(tmp_path / "a.jsonl", _WHOLE.model_dump_json(exclude_none=True), "", "  ")
    assert list(read_predicted(file)) == [_WHOLE]


def test_files_of_other_makers_may_hold_less(tmp_path: Path) -> None:
    """Introduced concepts as a list of keys, relations without evidence, null for none."""
    record = {
        "id": "p",
        "mentions": [_MENTION],
        "introduces": ["c1"],
        "relations": [{"head": "paper", "type": "USES", "tail": "c1"}],
        "results": None,
    }
    (read,) = read_predicted(_written(tmp_path / "a.jsonl", json.dumps(record)))
    assert read.introduces == ("c1",)
    assert [(r.head, r.tail, r.start_char, r.end_char) for r in read.relations] == [
        ("paper", "c1", 0, 0)
    ]
    assert read.results == ()


def test_a_byte_order_mark_is_passed_over(tmp_path: Path) -> None:
    """Files saved by Windows editors begin with one."""
    file = _written(tmp_path / "a.jsonl", "\ufeff" + _WHOLE.model_dump_json())
    assert list(read_predicted(file)) == [_WHOLE]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "not JSON"),
        ("[]", "not a JSON object"),
        ("[" * 50_000, "JSON nested too deeply to be an annotation"),
        ("{}", "id: Field required"),
        ('{"id": "p", "introduces": 5}', "introduces: 5 is not a list"),
        ('{"id": "p", "introduces": "abc"}', "introduces: 'abc' is not a list"),
        ('{"id": "p", "introduces": {"a": 1}}', "introduces: {'a': 1} is not a list"),
        ('{"id": "p", "introduces": false}', "introduces: False is not a list"),
        ('{"id": "p", "introduces": [7]}', "introduces: 7 is not a concept's key"),
        ('{"id": "p", "introductions": "abc"}', "introductions: 'abc' is not a list"),
        ('{"id": "p", "relations": 5}', "relations: 5 is not a list"),
        ('{"id": "p", "relations": [5]}', "relations.0: "),
        ('{"id": "p", "relations": [{"head": "paper"}]}', "relations.0.type: Field required"),
        ('{"id": "p", "results": ""}', "results: '' is not a list"),
        ('{"id": "p", "mentions": 5}', "mentions: "),
        (
            json.dumps({"id": "p", "mentions": [_MENTION, _MENTION | {"confidence": 87}]}),
            "mentions.1.confidence: 87.0 is not between 0 and 1",
        ),
        (
            json.dumps({"id": "p", "mentions": [_MENTION | {"confidence": float("nan")}]}),
            "mentions.0.confidence: nan is not between 0 and 1",
        ),
        (
            '{"id": "p", "introductions": [{"concept": "c", "confidence": -1}]}',
            "introductions.0.confidence: -1.0 is not between 0 and 1",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, line: str, message: str) -> None:
    """One error of the tree names file, line, field and value."""
    file = _written(tmp_path / "a.jsonl", '{"id": "fine"}', line)
    with pytest.raises(AnnotationError, match=re.escape(f"a.jsonl:2: {message}")):
        list(read_predicted(file))


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    """A missing file, a directory and bytes that are no text are named."""
    with pytest.raises(AnnotationError, match=r"none\.jsonl: there is no such file"):
        list(read_predicted(tmp_path / "none.jsonl"))
    with pytest.raises(AnnotationError, match="Is a directory"):
        list(read_predicted(tmp_path))
    (tmp_path / "b.jsonl").write_bytes(b'{"id": "\xff"}\n')
    with pytest.raises(AnnotationError, match=r"b\.jsonl:1: not UTF-8: byte 0xff"):
        list(read_predicted(tmp_path / "b.jsonl"))
