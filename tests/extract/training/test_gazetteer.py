"""The shipped list of names, and the rules of its curation."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from extract.gold import GoldEntity, GoldPaper
from extract.network.lexicon import name_key
from extract.training.gazetteer import (
    Row,
    curated,
    is_unmistakable,
    is_written_as_a_name,
    write_gazetteer,
)
from extract.training.records import GAZETTEER, gazetteer_lexicon
from schemas import EntityType, Paper

BENCHMARK, DATASET, MODEL = EntityType.BENCHMARK, EntityType.DATASET, EntityType.MODEL


def shipped() -> list[dict[str, str]]:
    """The rows of the shipped list."""
    with GAZETTEER.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def spellings_of(row: dict[str, str]) -> list[str]:
    """The name and its aliases."""
    return [row["name"], *filter(None, row["aliases"].split("|"))]


def test_the_shipped_list_is_whole(tmp_path: Path) -> None:
    """Source and licence on every row, no spelling twice, small, and written as it would be."""
    rows = shipped()
    spellings = [spelling for row in rows for spelling in spellings_of(row)]
    assert all(row["source"] and row["licence"] for row in rows)
    assert len(spellings) == len(set(spellings))
    assert all(is_written_as_a_name(spelling) for spelling in spellings)
    assert 500 < len(rows) < 1500
    again = [
        Row(row["name"], spelling, EntityType(row["type"]), row["source"], row["licence"])
        for row in rows
        for spelling in spellings_of(row)
    ]
    assert write_gazetteer(again, tmp_path / "again.tsv") == len(rows)
    assert (tmp_path / "again.tsv").read_bytes() == GAZETTEER.read_bytes()


@pytest.mark.parametrize("name", ["LIBERO", "Meta-World", "D4RL", "AgentBench", "WebArena"])
def test_well_known_benchmarks_are_on_the_list(name: str) -> None:
    """And known to the lexicon as that."""
    assert [row["type"] for row in shipped() if name in spellings_of(row)] == ["Benchmark"]
    assert gazetteer_lexicon()[name_key(name)] == (BENCHMARK, "gazetteer")


def test_the_lexicon_takes_names_with_two_capitals_or_digits(tmp_path: Path) -> None:
    """Others are too much like words; of two rows with one key the first counts."""
    path = tmp_path / "names.tsv"
    rows = ["FooQA\tDataset", "Fooing\tModel", "Gym 2\tBenchmark", "Foo-QA\tModel", "foo qa\tModel"]
    path.write_text("name\ttype\n" + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    assert gazetteer_lexicon(path) == {
        "fooqa": (DATASET, "gazetteer"),
        "gym 2": (BENCHMARK, "gazetteer"),
        "foo qa": (MODEL, "gazetteer"),
    }


@pytest.mark.parametrize(
    ("spelling", "kept"),
    [
        ("FooQA", True),
        ("Foo Bar 2", True),
        ("FooGLUE++", True),
        ("foo_qa", False),
        ("Foo (test)", False),
        ("FooQA dataset", False),
        ("model-2024-01-02", False),
        ("foo-7b", False),
        ("F", False),
        ("a b c d e f", False),
        ("12.5", False),
    ],
)
def test_names_are_written_as_papers_write_them(spelling: str, kept: bool) -> None:
    """Rule 2 of the curation."""
    assert is_written_as_a_name(spelling) is kept


@pytest.mark.parametrize(
    ("spelling", "safe"),
    [("FooQA", True), ("FOO-10", True), ("RACE", False), ("Race", False), ("AB1", False)],
)
def test_unseen_names_must_be_unmistakable(spelling: str, safe: bool) -> None:
    """Rule 4 of the curation."""
    assert is_unmistakable(spelling, frozenset({"race"})) is safe


def paper(number: int, abstract: str, *entities: tuple[str, EntityType]) -> GoldPaper:
    """An annotated paper."""
    return GoldPaper(
        paper=Paper(id=f"p{number}", title="A title", abstract=abstract),
        entities=tuple(GoldEntity(surface=s, type=t) for s, t in entities),
    )


def test_papers_decide_on_names_they_use_often() -> None:
    """Rules 3 to 5: usage gives the type or the refusal, rarity asks for a plain name."""
    golds = [
        paper(
            i,
            "FooSim and Gym, a gym. FoldIt.",
            ("FooSim", BENCHMARK),
            ("FoldIt", EntityType.METHOD),
        )
        for i in range(3)
    ]

    def row(spelling: str, type_: EntityType) -> Row:
        return Row(spelling, spelling, type_, "a list", "MIT")

    rows = [
        row("FooSim", DATASET),
        row("Gym", BENCHMARK),
        row("BarQA", DATASET),
        row("barring", DATASET),
        row("BazBench", DATASET),
        row("BazBench", BENCHMARK),
        row("FoldIt", BENCHMARK),
    ]
    assert [(r.spelling, r.type) for r in curated(rows, golds)] == [
        ("FooSim", BENCHMARK),
        ("BarQA", DATASET),
    ]
