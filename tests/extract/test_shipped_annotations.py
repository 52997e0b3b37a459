"""The annotations that ship: the gold they were made from, without its texts."""

from __future__ import annotations

import json
import lzma
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from extract.evaluation import evaluate
from extract.gold import GoldPaper, read_gold
from extract.surface import fold_surface
from extract.training.split import is_heldout
from extract.training.standoff import ANNOTATIONS, join, read_standoff
from extract.training.standoff_records import Split
from schemas import Annotation, Introduction, Paper, Relation, Result

SHARED = Path(__file__).parents[3] / "shared"
CORRECTED = {Split.CORRECTED, Split.RESULTS}


def as_prediction(gold: GoldPaper) -> Annotation:
    """The gold said as an extractor would say it."""

    def key(surface: str) -> str:
        return "paper" if surface == "@paper" else gold.clusters[fold_surface(surface)]

    def argument(words: str | None) -> str | None:
        return words and ("paper" if words == "@paper" else words)

    return Annotation(
        id=gold.paper.id,
        mentions=gold.mentions,
        introductions=tuple(
            Introduction(concept=key(s), start_char=0, end_char=0) for s in gold.introduces
        ),
        relations=tuple(
            Relation(head=key(r.head), type=r.type, tail=key(r.tail), start_char=0, end_char=0)
            for r in gold.relations
        ),
        results=tuple(
            Result(
                subject=argument(r.subject),
                metric=argument(r.metric),
                on=argument(r.on),
                value=r.value,
                kind=r.kind,
                start_char=0,
                end_char=0,
            )
            for r in gold.results
        ),
    )


@pytest.fixture(scope="module")
def original() -> dict[str, list[GoldPaper]]:
    """The gold that the shipped annotations were made from."""
    directory = SHARED / "data" / "annotated"
    if not directory.exists():
        pytest.skip("the annotated papers are not beside the checkout")
    return {name: list(read_gold(directory / f"{name}.jsonl")) for name in ("train", "dev")}


@pytest.mark.shared
@pytest.mark.slow
def test_what_ships_is_the_gold_without_its_texts(original: dict[str, list[GoldPaper]]) -> None:
    """Joined to the texts it is equal, order included; on dev it scores 1 in every row."""
    papers = [p for p in read_standoff() if p.split in original]
    assert [p.split for p in papers] == [s for s, golds in original.items() for _ in golds]
    golds = [gold for same in original.values() for gold in same]
    gold, missing, unfit = join(papers, [g.paper for g in golds])
    assert missing == unfit == ()
    assert list(gold) == golds
    dev = {g.paper.id for g in original["dev"]}
    card = evaluate((as_prediction(g) for g in gold if g.paper.id in dev), original["dev"])
    scores = {name: round(row.f1, 9) for name, row in card.rows.items()}
    assert scores == dict.fromkeys(scores, 1.0)


@pytest.fixture(scope="module")
def corpus() -> dict[str, Paper]:
    """The papers whose annotations a reader corrected, with their texts."""
    file = SHARED / "data" / "corpus" / "abstracts.jsonl.xz"
    if not file.exists():
        pytest.skip("the corpus is not beside the checkout")
    wanted = {p.id for p in read_standoff() if p.split in CORRECTED}
    found = {}
    with lzma.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if record["id"] in wanted:
                found[record["id"]] = Paper.model_validate(record)
    return found


@pytest.mark.shared
@pytest.mark.slow
def test_what_readers_corrected_joins_to_its_texts(
    corpus: dict[str, Paper], original: dict[str, list[GoldPaper]]
) -> None:
    """None is a paper of the other splits, or of the tenth that fits nothing."""
    papers = [p for p in read_standoff() if p.split not in original]
    assert {p.split for p in papers} == CORRECTED
    gold, missing, unfit = join(papers, corpus.values())
    assert missing == unfit == ()
    assert [g.paper.id for g in gold] == [p.id for p in papers]
    assert not any(is_heldout(p.id) for p in papers)
    others = {fold_surface(g.paper.title) for golds in original.values() for g in golds}
    assert not {fold_surface(g.paper.title) for g in gold} & others


@pytest.mark.shared
@pytest.mark.slow
def test_what_ships_holds_no_words_of_the_texts(
    corpus: dict[str, Paper], original: dict[str, list[GoldPaper]]
) -> None:
    """Strings in it are ids, hashes, terms of the vocabulary, and words the text does not have."""
    texts = {g.paper.id: g.paper.text for golds in original.values() for g in golds}
    texts |= {key: paper.text for key, paper in corpus.items()}

    def strings(value: object) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, list | tuple):
            for one in value:
                yield from strings(one)

    spelled = 0
    for paper in read_standoff():
        assert re.fullmatch("[0-9a-f]{64}", paper.sha256)
        for row in paper.results:
            words = [w for part in (*row[:3], row[5]) for w in strings(part) if w != "@paper"]
            assert [w for w in words if w in texts[paper.id]] == []
            spelled += len(words)
    assert spelled < 200
    assert ANNOTATIONS.stat().st_size < 3_000_000
