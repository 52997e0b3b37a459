import json
from pathlib import Path
from typing import Any

import pytest

from graph.cli.merge_scoring import repeated
from tests.graph.cli.conftest import Run

ONE: dict[str, Any] = {
    "id": "a",
    "title": "FoldNet",
    "abstract": "FoldNet folds with <b>napkin folding policies</b> (NFP). NFP is slow.",
    "entities": [["FoldNet", "Model"], ["napkin folding policies", "Method"], ["NFP", "Method"]],
    "introduces": ["FoldNet"],
    "aliases": [["NFP", "napkin folding policies"]],
}
OTHER: dict[str, Any] = {
    "id": "b",
    "title": "More folding",
    "abstract": "We compare Fold-Net, napkin folding policy and TowelNet.",
    "entities": [
        ["Fold-Net", "Model"],
        ["napkin folding policy", "Method"],
        ["TowelNet", "Model"],
    ],
}


def _pair(cat: str, a: str, b: str, label: str) -> dict[str, Any]:
    sides = ({"id": paper, "surface": s, "type": "Method"} for paper, s in (("a", a), ("b", b)))
    return {"cat": cat, "a": next(sides), "b": next(sides), "label": label}


def _file(path: Path, *records: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(r) + "\n" for r in records), encoding="utf-8")
    return path


@pytest.fixture
def one(tmp_path: Path) -> Path:
    """A gold file of one paper."""
    return _file(tmp_path / "one.jsonl", ONE)


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """A gold file of another paper."""
    return _file(tmp_path / "other.jsonl", OTHER)


@pytest.fixture
def pairs(tmp_path: Path) -> Path:
    """Three pairs: joined and the same, joined and different, apart and the same."""
    return _file(
        tmp_path / "pairs.jsonl",
        _pair("spelling", "FoldNet", "Fold-Net", "same"),
        _pair("near", "NFP", "napkin folding policy", "different"),
        _pair("near", "FoldNet", "TowelNet", "same"),
    )


def test_json_has_the_whole_and_each_category(
    run: Run, pairs: Path, one: Path, other: Path
) -> None:
    """Several files may follow one --papers; no GOLD is needed."""
    code, out, _ = run("evaluate", "--merges", pairs, "--papers", one, other, "--json")
    assert code == 0
    card = json.loads(out)
    assert {k: card[k] for k in ("precision", "recall", "f1", "pairs", "papers")} == {
        "precision": 0.5,
        "recall": 0.5,
        "f1": 0.5,
        "pairs": 3,
        "papers": 2,
    }
    assert card["categories"]["spelling"]["f1"] == 1
    assert card["categories"]["near"]["precision"] == 0


def test_the_table_has_a_row_for_each_category(
    run: Run, pairs: Path, one: Path, other: Path
) -> None:
    """The option may also be given before each file."""
    code, out, err = run("evaluate", "--merges", pairs, "--papers", one, "--papers", other)
    assert code == 0
    rows = [line.split() for line in out.splitlines()]
    assert ["all", "0.500", "0.500", "0.500", "2", "2", "3"] in rows
    assert ["spelling", "1.000", "1.000", "1.000", "1", "1", "1"] in rows
    assert "2 papers resolved, 2 wrong pairs" in err


def test_wrong_pairs_are_written_side_by_side(
    run: Run, pairs: Path, one: Path, other: Path, tmp_path: Path
) -> None:
    """Each with paper, text and node, and why it was joined; markup stays literal."""
    report = tmp_path / "wrong.md"
    for _ in range(2):
        code, _, err = run(
            "evaluate", "--merges", pairs, "--papers", one, other, "--errors", report
        )
        assert code == 0
        assert "wrong.md" in err.replace("\n", "")
    text = report.read_text(encoding="utf-8")
    assert text.startswith("# Pairs judged otherwise\n\n2 of 3 pairs, 2 papers.\n")
    joined, apart = text.split("## ")[1:]
    assert joined.startswith(
        "near: joined, though different (1)\n\n    NFP\n      paper   a  FoldNet"
    )
    assert "      joined  NFP -> napkin folding policies  abbreviation" in joined
    assert "\n    napkin folding policy\n      paper   b  More folding\n" in joined
    assert apart.startswith("near: apart, though the same (1)\n")
    assert "      node    model:towelnet  TowelNet (1 paper)\n" in apart
    assert all(line.startswith("    ") for line in text.splitlines() if "<b>" in line)


def test_a_report_never_goes_over_something_else(
    run: Run, pairs: Path, one: Path, other: Path
) -> None:
    """A file named by mistake stays."""
    before = pairs.read_bytes()
    code, out, err = run("evaluate", "--merges", pairs, "--papers", one, other, "--errors", pairs)
    assert (code, out) == (1, "")
    assert "holds something else, which stays" in " ".join(err.split())
    assert pairs.read_bytes() == before


def test_surfaces_that_are_no_mention_are_said(
    run: Run, one: Path, other: Path, tmp_path: Path
) -> None:
    """The first are named, the rest counted; their pairs are missed, and in the report."""
    absent = [_pair("near", f"word {n}", "Fold-Net", "same") for n in range(7)]
    pairs = _file(tmp_path / "absent.jsonl", *absent)
    report = tmp_path / "wrong.md"
    code, out, err = run(
        *("evaluate", "--merges", pairs, "--papers", one, other, "--json", "--errors", report)
    )
    assert (code, json.loads(out)["recall"]) == (0, 0)
    said = " ".join(err.split())
    assert "warning: 'word 0' is no mention of 'a'; its pairs count as not joined" in said
    assert "2 more surfaces are no mention of their paper" in said
    assert "- (no mention of its paper)" in report.read_text(encoding="utf-8")


def test_types_are_those_of_the_pipeline(
    run: Run, pairs: Path, one: Path, other: Path, tmp_path: Path
) -> None:
    """A model that is none is named, as where the extractor is scored."""
    code, _, err = run("evaluate", "--merges", pairs, "--papers", one, other, "--model", tmp_path)
    assert code == 1
    assert tmp_path.name in err.replace("\n", "")


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("evaluate",), "name files of gold annotations, or --merges PAIRS"),
        (("evaluate", "--merges", "p"), "--merges needs --papers FILE..."),
        (("evaluate", "--papers", "g"), "--papers needs --merges PAIRS"),
        (("evaluate", "g", "--merges", "p", "--papers", "g"), "leave out GOLD"),
        (("evaluate", "--papers", "g", "--merges", "p", "--predicted", "g"), "out --predicted"),
        (("evaluate", "--papers", "g", "--merges", "p", "--workers", "1"), "out --workers"),
    ],
)
def test_what_cannot_go_together_is_wrong_usage(
    run: Run, args: tuple[str, ...], words: str
) -> None:
    """Exit code 2, with what would be right."""
    code, out, err = run(*args)
    assert (code, out) == (2, "")
    assert words in " ".join(err.split())


def test_a_pair_without_its_paper_is_named(run: Run, pairs: Path, one: Path) -> None:
    """File and line, and what to do."""
    code, _, err = run("evaluate", "--merges", pairs, "--papers", one)
    assert code == 1
    assert "pairs.jsonl:1: the paper 'b' is in none of the 1 annotated papers given" in " ".join(
        err.split()
    )


@pytest.mark.parametrize(
    ("given", "parsed"),
    [
        (["--papers", "a", "b"], ["--papers", "a", "--papers", "b"]),
        (["--papers=a", "b", "-"], ["--papers=a", "--papers", "b", "--papers", "-"]),
        (["g", "--papers", "a", "--json", "c"], ["g", "--papers", "a", "--json", "c"]),
        (["--papers", "a", "--", "b"], ["--papers", "a", "--", "b"]),
    ],
)
def test_an_option_is_repeated_before_its_values(given: list[str], parsed: list[str]) -> None:
    """Until the next option, or two hyphens."""
    assert repeated("--papers", given) == parsed
