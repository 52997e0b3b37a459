"""The gazetteer as a component, the shipped list, and the rules of its curation."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.tokens import Doc

from extract.components.gazetteer import (
    FACTORY,
    SHIPPED,
    Gazetteer,
    Name,
    Source,
    read_names,
    source_of,
    write_names,
)
from extract.gold import GoldEntity, GoldPaper
from extract.tokenization import blank_pipeline
from extract.training.gazetteer import Row, curated, is_unmistakable, is_written_as_a_name
from schemas import EntityType, Paper

BENCHMARK, DATASET, MODEL = EntityType.BENCHMARK, EntityType.DATASET, EntityType.MODEL
NAMES = (
    Name("FooBench", BENCHMARK, ("Foo-Bench",), "a list", "MIT"),
    Name("BarSet", DATASET),
    Name("Bar Set 2", DATASET),
)

nlp = blank_pipeline()


def found(text: str, *entities: tuple[str, EntityType], correct_types: bool = True) -> Doc:
    """A document after the gazetteer, with entities that were there before."""
    doc = nlp.make_doc(text)
    spans = [
        doc.char_span(text.index(s), text.index(s) + len(s), label=str(t)) for s, t in entities
    ]
    doc.set_ents([span for span in spans if span is not None])
    return Gazetteer(nlp, correct_types=correct_types, names=NAMES)(doc)


def labels(doc: Doc) -> list[tuple[str, str]]:
    """The entities of a document."""
    return [(ent.text, ent.label_) for ent in doc.ents]


def test_missed_names_are_added() -> None:
    """By name or alias, as whole tokens in exact case."""
    doc = found("On FooBench, (Foo-Bench)-like foobench and FooBench2")
    assert labels(doc) == [("FooBench", "Benchmark"), ("Foo-Bench", "Benchmark")]
    assert doc._.sources == {"FooBench": Source.GAZETTEER, "Foo-Bench": Source.GAZETTEER}


@pytest.mark.parametrize(("correct", "label"), [(True, "Benchmark"), (False, "Model")])
def test_the_list_may_correct_the_type(correct: bool, label: str) -> None:
    """Of an entity with the same span, unless told not to."""
    doc = found("On FooBench", ("FooBench", MODEL), correct_types=correct)
    assert labels(doc) == [("FooBench", label)]
    assert doc._.sources == {"FooBench": Source.BOTH}


def test_a_name_replaces_what_lies_inside_it() -> None:
    """The longest wins."""
    assert labels(found("On Bar Set 2", ("Bar", MODEL))) == [("Bar Set 2", "Dataset")]


def test_a_name_gives_way_to_what_reaches_beyond_it() -> None:
    """The recogniser saw a longer name, or one that overlaps."""
    assert labels(found("Big FooBench now", ("Big FooBench", MODEL))) == [("Big FooBench", "Model")]


def test_what_the_list_did_not_see_came_from_the_recogniser() -> None:
    """Also surfaces that no one recorded."""
    doc = found("BazNet on FooBench", ("BazNet", MODEL))
    assert source_of("BazNet", doc._.sources) is Source.RECOGNISER
    assert source_of("unseen", doc._.sources) is Source.RECOGNISER


def test_the_list_survives_the_disk(tmp_path: Path) -> None:
    """What ``to_disk`` writes ``from_disk`` reads."""
    Gazetteer(nlp, names=NAMES).to_disk(tmp_path)
    loaded = Gazetteer(nlp, names=()).from_disk(tmp_path)
    assert loaded.names == NAMES
    assert labels(loaded(nlp.make_doc("On FooBench"))) == [("FooBench", "Benchmark")]


def test_the_component_loads_the_shipped_list() -> None:
    """Through spaCy's registry, alone in a pipeline."""
    alone = blank_pipeline()
    alone.add_pipe(FACTORY)
    assert ("Meta-World", "Benchmark") in labels(alone("We test on Meta-World and D4RL."))


def test_the_shipped_list_is_whole(tmp_path: Path) -> None:
    """Source and licence on every row, no spelling twice, small, and written as read."""
    names = list(read_names(SHIPPED))
    spellings = [s for name in names for s in (name.name, *name.aliases)]
    assert all(name.source and name.licence for name in names)
    assert len(spellings) == len(set(spellings))
    assert len(names) < 1500
    write_names(names, tmp_path / "again.tsv")
    assert (tmp_path / "again.tsv").read_bytes() == SHIPPED.read_bytes()


@pytest.mark.parametrize("name", ["LIBERO", "Meta-World", "D4RL", "AgentBench", "WebArena"])
def test_well_known_benchmarks_are_on_the_list(name: str) -> None:
    """Those that the lists it was made from hold."""
    assert any(n.name == name and n.type is BENCHMARK for n in read_names(SHIPPED))


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
