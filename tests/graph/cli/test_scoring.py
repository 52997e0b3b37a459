import json
from pathlib import Path
from typing import Any

import pytest

from tests.graph.cli.conftest import Run

GOLD = {
    "id": "g1",
    "title": "KitchenBot: Cooking with Robots",
    "abstract": "We present KitchenBot. KitchenBot is evaluated on LIBERO.",
    "entities": [["KitchenBot", "Method"], ["LIBERO", "Benchmark"]],
    "introduces": ["KitchenBot"],
    "aliases": [],
    "relations": [["KitchenBot", "EVALUATED_ON", "LIBERO"]],
    "results": [],
}
PREDICTED: dict[str, Any] = {
    "id": "g1",
    "mentions": [
        {"start": 0, "end": 10, "type": "Method", "text": "KitchenBot", "concept": "k"},
        {"start": 43, "end": 53, "type": "Method", "text": "KitchenBot", "concept": "k"},
    ],
    "introduces": ["k"],
    "relations": [],
    "results": [],
}


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """A gold file of one paper."""
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(GOLD) + "\n", encoding="utf-8")
    return path


def test_a_file_of_annotations_is_scored(run: Run, gold: Path, tmp_path: Path) -> None:
    """Rows have precision, recall, f1 and gold; evidence may be missing from the file."""
    predicted = tmp_path / "predicted.jsonl"
    predicted.write_text(json.dumps(PREDICTED) + "\n", encoding="utf-8")
    code, out, _ = run("evaluate", gold, "--predicted", predicted, "--json")
    assert code == 0
    card = json.loads(out)
    row = card["mentions"]
    assert {k: round(v, 3) for k, v in row.items() if k != "reliability"} == {
        "precision": 1,
        "recall": 0.5,
        "f1": 0.667,
        "low": 0.667,
        "high": 0.667,
        "gold": 4,
        "ece": 0,
    }
    assert card["introduces"]["f1"] == 1
    assert card["relations"]["recall"] == 0


def test_the_card_shows_intervals_and_calibration(run: Run, gold: Path, tmp_path: Path) -> None:
    """A border on either side of F1, ECE where facts have a confidence, the bins below."""
    sure = [{**m, "confidence": 0.85} for m in PREDICTED["mentions"]]
    predicted = tmp_path / "predicted.jsonl"
    predicted.write_text(json.dumps({**PREDICTED, "mentions": sure}) + "\n", encoding="utf-8")
    code, out, _ = run("evaluate", gold, "--predicted", predicted)
    assert code == 0
    lines = {line.strip().split("  ")[0]: line for line in out.splitlines()}
    assert lines["mentions"].split() == [
        *("mentions", "1.000", "0.500", "0.667", "0.667", "to", "0.667", "4", "0.150")
    ]
    assert lines["concepts"].split()[-1] == "2"
    assert "1.00 of 2" in lines["0.8 to 0.9"]
    assert "1.00 of 1" in lines["0.9 to 1.0"]


def test_a_cut_is_made_before_scoring(run: Run, gold: Path, tmp_path: Path) -> None:
    """A mention below it counts as not found; 0 changes nothing."""
    unsure = [
        {**m, "confidence": sure} for m, sure in zip(PREDICTED["mentions"], (0.9, 0.4), strict=True)
    ]
    predicted = tmp_path / "predicted.jsonl"
    predicted.write_text(json.dumps({**PREDICTED, "mentions": unsure}) + "\n", encoding="utf-8")

    def recall(*options: str) -> float:
        done = run("evaluate", gold, "--predicted", predicted, "--json", *options)
        assert done.code == 0
        return float(json.loads(done.out)["mentions"]["recall"])

    assert recall() == recall("--min-confidence", "0") == 0.5
    assert recall("--min-confidence", "0.5") == 0.25


def test_a_cut_beyond_one_says_what_would_be_right(run: Run, gold: Path) -> None:
    """Wrong usage: option and range are named."""
    code, out, err = run("evaluate", gold, "--predicted", gold, "--min-confidence", "50")
    assert (code, out) == (2, "")
    assert "--min-confidence: 50 is not a number from 0 to 1" in " ".join(err.split())


def test_errors_are_written_for_people(run: Run, gold: Path, tmp_path: Path) -> None:
    """What was missed stands beside its sentence; a former report is replaced."""
    predicted = tmp_path / "predicted.jsonl"
    predicted.write_text(json.dumps(PREDICTED) + "\n", encoding="utf-8")
    report = tmp_path / "worst.md"
    for _ in range(2):
        code, out, err = run("evaluate", gold, "--predicted", predicted, "--errors", report)
        assert code == 0
        assert "mentions" in out
        assert "worst.md" in err.replace("\n", "")
    text = report.read_text(encoding="utf-8")
    assert "## relations: missed (1)" in text
    assert "      gold       KitchenBot (Method) EVALUATED_ON LIBERO (Benchmark)\n" in text
    assert "      sentence   KitchenBot is evaluated on LIBERO.\n" in text
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        *("gold.jsonl", "predicted.jsonl", "worst.md")
    ]


def test_errors_never_go_over_something_else(run: Run, gold: Path, tmp_path: Path) -> None:
    """A gold file named by mistake stays; so says a directory that is not there."""
    before = gold.read_bytes()
    code, out, err = run("evaluate", gold, "--predicted", gold, "--errors", gold)
    assert (code, out) == (1, "")
    assert "holds something else, which stays" in " ".join(err.split())
    assert gold.read_bytes() == before
    code, _, err = run("evaluate", gold, "--errors", tmp_path / "none" / "worst.md")
    assert code == 1
    assert "there is no directory" in " ".join(err.split())


@pytest.mark.model
def test_without_a_file_the_gold_papers_are_annotated(run: Run, gold: Path) -> None:
    """The extractor itself is scored."""
    code, out, _ = run("evaluate", gold)
    assert code == 0
    assert "mentions" in out
    assert "relations" in out


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"entities": [["KitchenBot", "Robot"]]}, "Robot"),
        ({"entities": [["Nowhere", "Method"]]}, "Nowhere"),
        ({"introduces": ["LIBEROS"]}, "LIBEROS"),
    ],
)
def test_gold_that_breaks_the_rules_is_named(
    run: Run, gold: Path, change: dict[str, object], words: str
) -> None:
    """File, line, paper and what is wrong."""
    gold.write_text(json.dumps({**GOLD, **change}) + "\n", encoding="utf-8")
    code, _, err = run("evaluate", gold, "--predicted", gold)
    assert code == 1
    assert "gold.jsonl:1" in err.replace("\n", "")
    assert words in err


def test_annotations_that_are_none_are_named(run: Run, gold: Path, tmp_path: Path) -> None:
    """A predicted file with a broken line says which."""
    predicted = tmp_path / "predicted.jsonl"
    predicted.write_text("\n{oops\n", encoding="utf-8")
    code, _, err = run("evaluate", gold, "--predicted", predicted)
    assert code == 1
    assert "predicted.jsonl:2" in err.replace("\n", "")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"end": 999_999}, "the text has"),
        ({"start": -5}, "the text has"),
        ({"start": 10, "end": 0}, "it has no character"),
        ({"text": "Kitchen"}, "there stands 'KitchenBot', and not 'Kitchen'"),
    ],
)
def test_mentions_that_stand_elsewhere_are_named(
    run: Run, gold: Path, tmp_path: Path, change: dict[str, object], words: str
) -> None:
    """Annotations of another text would only score low."""
    first, *rest = PREDICTED["mentions"]
    predicted = tmp_path / "predicted.jsonl"
    record = {**PREDICTED, "mentions": [{**first, **change}, *rest]}
    predicted.write_text(json.dumps(record) + "\n", encoding="utf-8")
    code, _, err = run("evaluate", gold, "--predicted", predicted)
    said = err.replace("\n", "")
    assert code == 1
    assert "predicted.jsonl:1: mentions.0" in said
    assert words in said


def test_a_file_without_gold_is_named(run: Run, gold: Path, tmp_path: Path) -> None:
    """Also beside one that has some."""
    none = tmp_path / "none.jsonl"
    none.write_text("\n", encoding="utf-8")
    code, _, err = run("evaluate", gold, none)
    assert code == 1
    assert "none.jsonl: no annotated paper" in err.replace("\n", "")
