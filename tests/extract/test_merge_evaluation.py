"""Merges measured: pairs of surfaces against nodes, on papers written for it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from extract.merge_evaluation import annotated_golds, evaluate_merges
from schemas import AnnotationError

_PAPERS: list[dict[str, Any]] = [
    {
        "id": "a",
        "title": "FoldNet",
        "abstract": "FoldNet folds with napkin folding policies (NFP). NFP is slow.",
        "entities": [
            ["FoldNet", "Model"],
            ["napkin folding policies", "Method"],
            ["NFP", "Method"],
        ],
        "introduces": ["FoldNet"],
        "aliases": [["NFP", "napkin folding policies"]],
    },
    {
        "id": "b",
        "title": "More folding",
        "abstract": "We compare Fold-Net, napkin folding policy and TowelNet.",
        "entities": [
            ["Fold-Net", "Model"],
            ["napkin folding policy", "Method"],
            ["TowelNet", "Model"],
        ],
    },
]


def _pair(cat: str, a: str, b: str, label: str) -> dict[str, Any]:
    return {
        "cat": cat,
        "a": {"id": "a", "surface": a, "type": "Method"},
        "b": {"id": "b", "surface": b, "type": "Method"},
        "label": label,
    }


def _file(path: Path, records: list[Any]) -> Path:
    path.write_text("".join(json.dumps(r) + "\n" for r in records), encoding="utf-8")
    return path


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """A gold file of two papers."""
    return _file(tmp_path / "papers.jsonl", _PAPERS)


def test_pairs_are_scored_whole_and_by_category(tmp_path: Path, papers: Path) -> None:
    """Two of three same pairs are joined and one different pair too: P 2/3, R 2/3."""
    pairs = _file(
        tmp_path / "pairs.jsonl",
        [
            _pair("spelling", "FoldNet", "Fold-Net", "same"),
            _pair("long-short", "NFP", "napkin folding policy", "same"),
            _pair("spelling", "FoldNet", "TowelNet", "same"),
            _pair("near", "napkin folding policies", "napkin folding policy", "different"),
            _pair("near", "FoldNet", "TowelNet", "different"),
        ],
    )
    card = evaluate_merges(pairs, [papers])
    assert (card.whole.precision, card.whole.recall) == (2 / 3, 2 / 3)
    assert card.whole.f1 == 2 / 3
    assert sorted(card.categories) == ["long-short", "near", "spelling"]
    assert card.categories["spelling"].recall == 0.5
    assert card.categories["near"].precision == 0.0
    assert [(p.a.surface, p.b.surface) for p in card.wrong] == [
        ("FoldNet", "TowelNet"),
        ("napkin folding policies", "napkin folding policy"),
    ]
    record = json.loads(card.to_json())
    assert record["precision"] == 2 / 3
    assert record["categories"]["long-short"]["recall"] == 1.0


def test_the_abbreviations_introductions_and_clusters_of_the_gold_are_handed_on(
    papers: Path,
) -> None:
    """What the annotating stage would record stands in the annotation."""
    annotation = annotated_golds([papers])[0].annotation
    assert [(a.short, a.long) for a in annotation.abbreviations] == [
        ("NFP", "napkin folding policies")
    ]
    concepts = {m.text: m.concept for m in annotation.mentions}
    assert concepts["NFP"] == concepts["napkin folding policies"]
    assert annotation.introduces == (concepts["FoldNet"],)


def test_a_paper_of_two_files_counts_once(tmp_path: Path, papers: Path) -> None:
    """The first file's reading is taken."""
    again = _file(tmp_path / "again.jsonl", [{**_PAPERS[0], "entities": [], "aliases": []} | _BARE])
    assert [len(a.mentions) for _, a in annotated_golds([papers, again])] == [5, 3]


_BARE: dict[str, list[str]] = {"introduces": []}


def test_a_surface_that_is_no_mention_is_said_and_counts_as_not_joined(
    tmp_path: Path, papers: Path
) -> None:
    """Its pair is missed, not dropped."""
    pairs = _file(tmp_path / "pairs.jsonl", [_pair("near", "folds", "Fold-Net", "same")])
    card = evaluate_merges(pairs, [papers])
    assert card.absent == (("a", "folds"),)
    assert (card.whole.pairs, card.whole.recall) == (1, 0.0)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "pairs.jsonl:2: not JSON"),
        ("[]", "pairs.jsonl:2: the line: Input should be"),
        ("[" * 200_000, "pairs.jsonl:2: JSON nested too deeply"),
        ('{"cat": "x", "label": "same"}', "pairs.jsonl:2: a: Field required"),
        (json.dumps(_pair("near", "x", "y", "maybe")), "label: Input should be 'same' or"),
        (
            json.dumps(_pair("near", "x", "y", "same") | {"a": {"id": "z", "surface": "x"}}),
            "pairs.jsonl:2: the paper 'z' is in none of the 2 annotated papers given",
        ),
    ],
)
def test_bad_lines_are_named(tmp_path: Path, papers: Path, line: str, message: str) -> None:
    """The error names file, line and what would be right."""
    pairs = tmp_path / "pairs.jsonl"
    good = json.dumps(_pair("spelling", "FoldNet", "Fold-Net", "same"))
    pairs.write_text(f"{good}\n{line}\n", encoding="utf-8")
    with pytest.raises(AnnotationError) as error:
        evaluate_merges(pairs, [papers])
    assert message in str(error.value)


def test_files_that_are_missing_empty_or_no_text_are_named(tmp_path: Path, papers: Path) -> None:
    """Each says which file and what is wrong with it."""
    empty = _file(tmp_path / "empty.jsonl", [])
    binary = tmp_path / "binary.jsonl"
    binary.write_bytes(b"\xff\xfe\x00")
    for path, message in (
        (tmp_path / "none.jsonl", "there is no such file"),
        (empty, "no pairs in it"),
        (binary, "not UTF-8: byte 0xff"),
    ):
        with pytest.raises(AnnotationError, match=message) as error:
            evaluate_merges(path, [papers])
        assert str(path) in str(error.value)
