"""The scorecard: by hand on small cases, and beside the reference scorer on real gold."""

import hashlib
import importlib.util
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from extract.evaluation import Scorecard, evaluate
from extract.gold import GoldPaper, read_gold
from extract.gold_checks import GoldEntity, GoldRelation
from extract.surface import fold_surface
from schemas import (
    Annotation,
    AnnotationError,
    EntityType,
    Introduction,
    Mention,
    Paper,
    Relation,
    RelationType,
    Result,
)

SHARED = Path(__file__).parents[3] / "shared"


def small_gold(paper_id: str = "p1") -> GoldPaper:
    """A paper that introduces FoldNet and evaluates it on TowelBench."""
    return GoldPaper(
        paper=Paper(id=paper_id, title="FoldNet", abstract="FoldNet on TowelBench with LLMs."),
        entities=(
            GoldEntity(surface="FoldNet", type=EntityType.METHOD),
            GoldEntity(surface="TowelBench", type=EntityType.BENCHMARK),
            GoldEntity(surface="LLMs", type=EntityType.MODEL),
        ),
        introduces=("FoldNet",),
        relations=(
            GoldRelation(head="FoldNet", type=RelationType.EVALUATED_ON, tail="TowelBench"),
            GoldRelation(head="@paper", type=RelationType.USES, tail="LLMs"),
        ),
    )


def small_prediction(paper_id: str = "p1") -> Annotation:
    """Two of four mentions, the introduction, one of two relations and a wrong one."""
    return Annotation(
        id=paper_id,
        mentions=(
            Mention(start=0, end=7, type=EntityType.METHOD, text="FoldNet", concept="FoldNet"),
            Mention(
                start=19, end=29, type=EntityType.BENCHMARK, text="TowelBench", concept="bench"
            ),
        ),
        introductions=(Introduction(concept="FoldNet", start_char=0, end_char=7),),
        relations=(
            Relation(
                head="FoldNet",
                type=RelationType.EVALUATED_ON,
                tail="bench",
                start_char=8,
                end_char=40,
            ),
            Relation(head="paper", type=RelationType.USES, tail="bench", start_char=8, end_char=40),
        ),
    )


def test_rows_by_hand() -> None:
    """Precision, recall and F1 of the small case."""
    card = evaluate([small_prediction()], [small_gold()])
    mentions = card.rows["mentions"]
    assert (mentions.precision, mentions.recall, mentions.gold) == (1.0, 0.5, 4)
    relations = card.rows["relations"]
    assert (relations.precision, relations.recall, relations.f1) == (0.5, 0.5, 0.5)
    assert card.rows["introduces"].f1 == 1.0
    assert card.rows["relations EVALUATED_ON"].f1 == 1.0
    assert card.rows["relations USES"].f1 == 0.0
    assert "relations EXTENDS" not in card.rows


def test_a_paper_that_was_not_predicted_is_a_miss() -> None:
    """Its gold counts, and it is named."""
    card = evaluate([small_prediction("p1")], [small_gold("p1"), small_gold("p2")])
    assert card.rows["introduces"].recall == 0.5
    assert card.missing == ("p2",)


def test_a_prediction_for_an_unknown_paper_is_left_out_and_named() -> None:
    """It costs nothing."""
    card = evaluate([small_prediction("p1"), small_prediction("p9")], [small_gold("p1")])
    assert card.rows == evaluate([small_prediction("p1")], [small_gold("p1")]).rows
    assert card.unknown == ("p9",)


def test_ids_stand_once() -> None:
    """Twice predicted, twice in one reading, no gold at all: errors."""
    with pytest.raises(AnnotationError, match="'p1' stands twice in the predicted"):
        evaluate([small_prediction(), small_prediction()], [small_gold()])
    with pytest.raises(AnnotationError, match="'p1' stands twice in the gold"):
        evaluate([], [small_gold(), small_gold()])
    with pytest.raises(AnnotationError, match="no gold"):
        evaluate([], [])


def test_other_ids_are_pooled() -> None:
    """Two files of different papers are as one file of both."""
    found = [small_prediction("p1")]
    apart = evaluate(found, [small_gold("p1")], [small_gold("p2")])
    assert apart == evaluate(found, [small_gold("p1"), small_gold("p2")])


def test_same_ids_are_averaged_and_a_single_reading_counts_in_each() -> None:
    """p1 is read twice (once with no introduction), p2 once."""
    other = small_gold("p1").model_copy(update={"introduces": ()})
    card = evaluate(
        [small_prediction("p1"), small_prediction("p2")],
        [small_gold("p1")],
        [other],
        [small_gold("p2")],
    )
    assert card.rows["introduces"].precision == pytest.approx((2 / 2 + 1 / 2) / 2)
    assert card.rows["introduces"].gold == 1.5


def test_json_is_keyed_by_row() -> None:
    """Each row has scores, interval and gold; those with confidences a calibration."""
    rows = json.loads(evaluate([small_prediction()], [small_gold()]).to_json())
    sure = {"low": 0.9, "high": 1.0, "items": 1, "confidence": 1.0, "right": 1.0}
    assert rows["introduces"] == {
        **dict.fromkeys(("precision", "recall", "f1", "low", "high"), 1.0),
        "gold": 1,
        "ece": 0.0,
        "reliability": [sure],
    }
    assert rows["relations"]["ece"] == 0.5
    assert "ece" not in rows["concepts"]
    assert "ece" not in rows["results facts"]


def luck(*parts: object) -> float:
    """A number between 0 and 1 that depends on the parts alone."""
    digest = hashlib.sha256("\t".join(map(str, parts)).encode()).digest()
    return int.from_bytes(digest[:4], "big") / 2**32


def perturbed(gold: GoldPaper, seed: str) -> Annotation:
    """The gold with things dropped, retyped, renamed and made up."""
    name = gold.paper.id

    def key(surface: str) -> str:
        if surface == "@paper":
            return "paper"
        cluster = gold.clusters[fold_surface(surface)]
        return f"{cluster}~" if luck(seed, name, cluster) < 0.1 else cluster

    text = gold.paper.text
    mentions = [
        Mention(
            start=s.start,
            end=s.end,
            type=EntityType.TASK if luck(seed, name, s, "t") < 0.1 else s.type,
            text=text[s.start : s.end],
            concept=key(text[s.start : s.end]),
        )
        for s in sorted(gold.spans)
        if luck(seed, name, s) > 0.2
    ]
    relations = [
        Relation(
            head="paper" if luck(seed, name, r, "h") < 0.1 else key(r.head),
            type=RelationType.USES if luck(seed, name, r, "t") < 0.1 else r.type,
            tail=key(r.tail),
            start_char=0,
            end_char=1,
        )
        for r in gold.relations
        if luck(seed, name, r) > 0.3
    ]
    results = [
        Result(
            subject=r.subject and (key(r.subject) if r.subject == "@paper" else r.subject),
            metric=None if luck(seed, name, r, "m") < 0.2 else r.metric,
            on=r.on,
            value=r.value,
            kind=r.kind,
            start_char=0,
            end_char=1,
        )
        for r in gold.results
        if luck(seed, name, r) > 0.3
    ]
    return Annotation(
        id=name,
        mentions=tuple(mentions),
        introductions=tuple(
            Introduction(concept=c, start_char=0, end_char=1)
            for c in sorted({key(s) for s in gold.introduces} | {"made up"})
        ),
        relations=tuple(relations),
        results=tuple(results),
    )


@pytest.fixture(scope="module")
def scorer() -> ModuleType:
    """The reference scorer."""
    path = SHARED / "tools" / "score.py"
    if not path.exists():
        pytest.skip("the reference scorer is not beside the checkout")
    spec = importlib.util.spec_from_file_location("reference_scorer", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def reference_rows(
    scorer: ModuleType, predicted: Path, golds: Iterable[Path]
) -> dict[str, tuple[float, ...]]:
    """What the reference scorer says, averaged over the files as its command does."""
    found = scorer.rows(predicted)
    cards: list[dict[str, Any]] = [scorer.score(found, scorer.rows(g)) for g in golds]
    names = {name for card in cards for name in card}
    return {
        name: tuple(
            sum(card[name][j] for card in cards if name in card)
            / sum(name in card for card in cards)
            for j in range(4)
        )
        for name in names
    }


def assert_same(card: Scorecard, reference: dict[str, tuple[float, ...]]) -> None:
    """Every row, to the third digit and beyond."""
    assert set(card.rows) == set(reference)
    for name, score in card.rows.items():
        scores = (score.precision, score.recall, score.f1, score.gold)
        assert scores == pytest.approx(reference[name], abs=1e-9), name


def predictions(path: Path, golds: Iterable[GoldPaper]) -> Iterator[Annotation]:
    """Perturbed annotations, also written to a file; one paper in twenty is missing."""
    with path.open("w", encoding="utf-8") as out:
        for gold in golds:
            if luck("missing", gold.paper.id) > 0.05:
                annotation = perturbed(gold, "one")
                out.write(annotation.model_dump_json() + "\n")
                yield annotation


@pytest.mark.shared
def test_agrees_with_the_reference_scorer(scorer: ModuleType, tmp_path: Path) -> None:
    """On all of dev, every row."""
    dev = SHARED / "data" / "annotated" / "dev.jsonl"
    gold = list(read_gold(dev))
    found = list(predictions(tmp_path / "found.jsonl", gold))
    card = evaluate(found, gold)
    assert card.missing
    assert_same(card, reference_rows(scorer, tmp_path / "found.jsonl", [dev]))


@pytest.mark.shared
def test_agrees_with_the_reference_scorer_on_two_readings(
    scorer: ModuleType, tmp_path: Path
) -> None:
    """The second reading is the first without every third relation and entity's alias."""
    dev = SHARED / "data" / "annotated" / "dev.jsonl"
    second = tmp_path / "second.jsonl"
    with dev.open(encoding="utf-8") as lines, second.open("w", encoding="utf-8") as out:
        for line in lines:
            record = json.loads(line)
            record["relations"] = record["relations"][::3]
            record["introduces"] = record["introduces"][:1]
            record["aliases"] = record["aliases"][1:]
            out.write(json.dumps(record) + "\n")
    gold = list(read_gold(dev))
    found = list(predictions(tmp_path / "found.jsonl", gold))
    card = evaluate(found, gold, read_gold(second))
    assert_same(card, reference_rows(scorer, tmp_path / "found.jsonl", [dev, second]))


DEV = SHARED / "data" / "annotated" / "dev.jsonl"


@pytest.mark.shared
@pytest.mark.skipif(not DEV.exists(), reason="the annotated papers are not beside the checkout")
def test_intervals_hold_their_scores(tmp_path: Path) -> None:
    """On all of dev: low, F1 and high in this order, and not all the same."""
    gold = list(read_gold(DEV))
    card = evaluate(predictions(tmp_path / "found.jsonl", gold), gold)
    assert all(0 <= row.low <= row.f1 <= row.high <= 1 for row in card.rows.values())
    mentions = card.rows["mentions"]
    assert 0.005 < mentions.high - mentions.low < 0.1
    assert card == evaluate(predictions(tmp_path / "again.jsonl", gold), gold)
