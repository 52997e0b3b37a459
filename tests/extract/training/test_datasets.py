# ruff: noqa: E402  # what needs the libraries of training is imported where they are
"""Examples for training: out of fold, kept between runs, put into batches."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="torch is needed for training alone")

from extract.gold import GoldPaper
from extract.training.datasets import (
    Dataset,
    _makers,
    batches,
    cached_dataset,
    dataset,
    padded,
)
from extract.training.examples import IGNORED, example
from extract.training.split import HELD_OUT, tenth_of
from tests.extract.tiny_network import LABELS, TOKENIZER
from tests.extract.training.made_papers import made_papers, write_papers


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> list[GoldPaper]:
    """Sixty made-up papers."""
    return made_papers(tmp_path_factory.mktemp("gold"), 60)


@pytest.fixture(scope="module")
def made(papers: list[GoldPaper]) -> Dataset:
    """Their examples."""
    return dataset(papers, TOKENIZER)


def test_the_held_out_tenth_trains_nothing(papers: list[GoldPaper], made: Dataset) -> None:
    """Neither as an example nor through the lexicon; all others do."""
    held = {paper.paper.id for paper in made.held_out}
    trained = [x.gold.paper.id for x in made.examples]
    assert held == {p.paper.id for p in papers if tenth_of(p.paper.id) == HELD_OUT}
    assert held
    assert trained == sorted({p.paper.id for p in papers} - held)
    only = Dataset([], [], {}, {}, [], [])
    more = [*papers, _with_name(papers, held)]
    assert dataset(more, TOKENIZER).lexicon == made.lexicon != only.lexicon


def _with_name(papers: list[GoldPaper], held: set[str]) -> GoldPaper:
    """A paper of the held-out tenth with a name of its own."""
    number = next(n for n in range(1000) if tenth_of(f"more/{n}") == HELD_OUT)
    paper = papers[0].paper.model_copy(
        update={"id": f"more/{number}", "abstract": papers[0].paper.abstract.replace("Net", "Tree")}
    )
    entities = tuple(
        e.model_copy(update={"surface": e.surface.replace("Net", "Tree")})
        for e in papers[0].entities
    )
    return GoldPaper(paper=paper.model_copy(update={"title": "A title"}), entities=entities)


def test_a_paper_does_not_see_what_it_says_itself(papers: list[GoldPaper]) -> None:
    """A name of this paper alone has no feature in it; on a new paper it has one."""
    text = papers[0].paper.model_copy(update={"id": "alone", "abstract": "The zebra folds."})
    entity = papers[0].entities[0].model_copy(update={"surface": "zebra"})
    alone = GoldPaper(paper=text, entities=(entity,))
    assert tenth_of("alone") != HELD_OUT
    found = dataset([alone, *papers[1:]], TOKENIZER)
    (example,) = (x for x in found.examples if x.gold.paper.id == "alone")
    start = example.pieces.starts[text.text.index("zebra")]
    assert example.pieces.features[start] == 0
    assert "zebra" in found.lexicon
    assert LABELS.title_feature in example.pieces.features


def test_every_epoch_has_every_example_once(made: Dataset) -> None:
    """In another order; the same for the same seed; none larger than told."""
    size = 7
    first = batches(made.examples, size, seed=0, epoch=0)
    assert sorted(k for batch in first for k in batch) == list(range(len(made.examples)))
    assert max(map(len, first)) == size
    assert len(first) == -(-len(made.examples) // size)
    assert first == batches(made.examples, size, seed=0, epoch=0)
    assert first != batches(made.examples, size, seed=0, epoch=1)
    assert first != batches(made.examples, size, seed=1, epoch=0)


def test_the_number_of_batches_is_that_of_the_steps(made: Dataset) -> None:
    """So that the rate is at nought when the run ends, whatever the numbers."""
    for count in (1, 5, 31, 32, 33, 54):
        some = (made.examples * 2)[:count]
        assert len(batches(some, 2, seed=0, epoch=0)) == -(-count // 2)


def test_a_batch_is_as_long_as_its_longest(made: Dataset) -> None:
    """The rest is masked, and has no tags to learn."""
    some = sorted(made.examples, key=lambda x: len(x.pieces.ids))
    some = [some[0], some[-1]]
    batch = padded(some)
    lengths = [len(x.pieces.ids) for x in some]
    assert batch.ids.shape == batch.tags.shape == (2, max(lengths))
    assert batch.mask.sum(-1).tolist() == lengths
    for row, x in enumerate(some):
        size = lengths[row]
        assert np.array_equal(batch.ids[row, :size].numpy(), x.pieces.ids)
        assert np.array_equal(batch.features[row, :size].numpy(), x.pieces.features)
        assert np.array_equal(batch.tags[row, :size].numpy(), x.tags)
        assert (batch.tags[row, size:] == IGNORED).all()


def test_examples_are_kept_for_the_same_files(base: Path, tmp_path: Path) -> None:
    """Other papers are other examples; nothing half written is left."""
    gold = write_papers(tmp_path / "gold.jsonl", 12)
    tokenizer, cache = base / "tokenizer.json", tmp_path / "cache"
    first = cached_dataset([gold], tokenizer, cache=cache)
    (kept,) = cache.iterdir()
    written = kept.stat().st_mtime_ns
    again = cached_dataset([gold], tokenizer, cache=cache)
    assert kept.stat().st_mtime_ns == written
    assert [x.gold for x in again.examples] == [x.gold for x in first.examples]
    assert all(
        np.array_equal(a.pieces.features, b.pieces.features)
        for a, b in zip(first.examples, again.examples, strict=True)
    )
    write_papers(gold, 13)
    assert len(cached_dataset([gold], tokenizer, cache=cache).examples) > len(first.examples)
    assert len(list(cache.iterdir())) == 2


def test_what_examples_are_made_of_is_there() -> None:
    """The names of modules in the cache's key are those of files, all of them of this package."""
    makers = _makers()
    assert all(path.is_file() for path in makers)
    assert {"examples.py", "lexicon.py", "word_pieces.py", "values.py"} <= {p.name for p in makers}


def test_silver_trains_and_nothing_else(papers: list[GoldPaper], made: Dataset) -> None:
    """Gold papers, the held-out ones among them, are left out; no name comes from silver."""
    text = papers[0].paper.model_copy(update={"id": "silver", "abstract": "The zebra folds."})
    entity = papers[0].entities[0].model_copy(update={"surface": "zebra"})
    silver = GoldPaper(paper=text, entities=(entity,))
    found = dataset(papers, TOKENIZER, silver=[*papers, silver])
    assert [x.gold.paper.id for x in found.silver] == ["silver"]
    assert found.lexicon == made.lexicon
    assert len(found.examples) == len(made.examples)


def test_papers_annotated_for_results_teach_those_alone(
    papers: list[GoldPaper], made: Dataset
) -> None:
    """Papers annotated whole, and held-out ones, are left out; a paper once; no name is listed."""
    numbers = [n for n in range(40) if tenth_of(f"more/{n}") != HELD_OUT][:3]
    more = [
        paper.model_copy(update={"paper": paper.paper.model_copy(update={"id": f"more/{n}"})})
        for n, paper in zip(numbers, papers, strict=False)
    ]
    held = _with_name(papers, set())
    found = dataset(papers, TOKENIZER, results=[*papers, *more, held])
    assert [x.gold.paper.id for x in found.results] == [f"more/{n}" for n in numbers]
    assert found.lexicon == made.lexicon
    assert len(found.examples) == len(made.examples)
    silver = dataset(papers, TOKENIZER, results=[*more, more[0]], silver=more)
    assert (len(silver.results), silver.silver) == (len(more), [])
    for x in found.results:
        own = made.lexicons[tenth_of(x.gold.paper.id)]
        seen = example(x.gold, tokenizer=TOKENIZER, lexicon=own, labels=LABELS)
        assert np.array_equal(x.pieces.features, seen.pieces.features)
        assert x.results_alone
        assert (x.tags == IGNORED).all()
        assert (x.kinds > 0).any()


def test_files_in_another_role_are_other_examples(base: Path, tmp_path: Path) -> None:
    """The same papers, annotated for results or by a pipeline."""
    gold = write_papers(tmp_path / "gold.jsonl", 12)
    more = tmp_path / "more.jsonl"
    more.write_text(gold.read_text().replace("made/", "more/"), encoding="utf-8")
    tokenizer, cache = base / "tokenizer.json", tmp_path / "cache"
    results = cached_dataset([gold], tokenizer, cache=cache, results=[more])
    silver = cached_dataset([gold], tokenizer, cache=cache, silver=[more])
    assert (bool(results.results), bool(results.silver)) == (True, False)
    assert (bool(silver.results), bool(silver.silver)) == (False, True)
