"""A field of one's own: its vocabulary comes from its annotated papers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from extract.gold import read_gold
from extract.training.fields import field_of
from schemas import RESEARCH, AnnotationError
from tests.extract.training.made_papers import write_papers

RUST = {
    "id": "rust",
    "title": "Rust on wheat",
    "abstract": "Leaf rust lowers the yield of wheat by 12%. Sulfur stops rust.",
    "entities": [["rust", "Pest"], ["wheat", "Crop"], ["Sulfur", "Treatment"], ["yield", "Trait"]],
    "relations": [
        ["rust", "DAMAGES", "wheat"],
        ["Sulfur", "STOPS", "rust"],
        ["@paper", "STUDIES", "wheat"],
    ],
    "results": [["rust", "yield", "wheat", "12%", "gain", None]],
}


def write(path: Path, *records: dict[str, Any]) -> Path:
    """A file of annotated papers."""
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def test_types_and_rules_are_those_that_stand_in_the_papers(tmp_path: Path) -> None:
    """In their order; a relation joins what it joins somewhere."""
    blight = {**RUST, "id": "blight", "relations": [["rust", "STOPS", "yield"]], "results": []}
    vocabulary, papers = field_of([write(tmp_path / "gold.jsonl", RUST, blight)])
    assert vocabulary.types == ("Pest", "Crop", "Treatment", "Trait")
    assert tuple(vocabulary.relations) == ("DAMAGES", "STOPS", "STUDIES")
    assert vocabulary.relations["STOPS"].heads == {"Treatment", "Pest"}
    assert vocabulary.allows(None, "STUDIES", "Crop")
    assert not vocabulary.allows(None, "DAMAGES", "Crop")
    assert vocabulary.argument_types("metric") == {"Trait"}
    assert vocabulary.argument_types("versus") == set(vocabulary.types)
    assert list(papers.items()) == [
        *((name, 2) for name in vocabulary.types),
        *(("DAMAGES", 1), ("STOPS", 2), ("STUDIES", 1)),
    ]


def test_papers_of_the_shipped_field_have_its_vocabulary(tmp_path: Path) -> None:
    """Though they use a part of it, so that what ships can be trained again."""
    assert field_of([write_papers(tmp_path / "gold.jsonl", 3)]).vocabulary == RESEARCH


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"entities": [["rust", "plant pest"]]}, r"gold\.jsonl:2: 'plant pest' cannot be.*a type"),
        ({"entities": [["rust", "Paper"]]}, r"gold\.jsonl: 'Paper' cannot be a name here"),
        (
            {"relations": [["rust", "damages", "wheat"]]},
            r"gold\.jsonl:2: 'damages' cannot be.*a relation",
        ),
        ({"entities": [["rust", "STOPS"]]}, r"'STOPS' cannot be a name here: STOPS is there"),
    ],
)
def test_a_name_that_cannot_be_a_label_is_said(
    tmp_path: Path, change: dict[str, Any], message: str
) -> None:
    """With the line in which it stands."""
    path = write(tmp_path / "gold.jsonl", RUST, {**RUST, **change})
    with pytest.raises(AnnotationError, match=message):
        field_of([path])


def test_papers_without_entities_teach_nothing(tmp_path: Path) -> None:
    """Nor does a file that is not there."""
    with pytest.raises(AnnotationError, match="no entity in any paper"):
        field_of([write(tmp_path / "gold.jsonl", {**RUST, "entities": [], "relations": []})])
    with pytest.raises(AnnotationError, match="there is no such file"):
        field_of([tmp_path / "none.jsonl"])


def test_a_line_ends_at_a_line_feed_alone(tmp_path: Path) -> None:
    """What Unicode calls a line end may stand in an abstract."""
    record = {**RUST, "abstract": f"{RUST['abstract']}\u2028On wheat.\x85It\u2029 is brown."}
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(record, ensure_ascii=False) + "\n", encoding="utf-8")
    vocabulary = field_of([path]).vocabulary
    assert vocabulary.types == ("Pest", "Crop", "Treatment", "Trait")
    assert [gold.paper.id for gold in read_gold(path, vocabulary=vocabulary)] == ["rust"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", r"gold\.jsonl:2: not JSON"),
        ("[]", r"gold\.jsonl:2: a gold line is a JSON object"),
        ("[" * 200_000, r"gold\.jsonl:2: JSON nested too deeply"),
    ],
)
def test_a_line_that_is_no_record_is_named(tmp_path: Path, line: str, message: str) -> None:
    """It is not passed over."""
    path = write(tmp_path / "gold.jsonl", RUST)
    path.write_text(path.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")
    with pytest.raises(AnnotationError, match=message):
        field_of([path])
