"""Splits as passages, what our format can say of them, and a run from files to figures."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extract.gold import read_gold
from extract.scoring.counts import Count
from extract.training.literature.benchmarks import BENCHMARKS
from extract.training.literature.scoring import ceilings, id_in_tenth, split_passages
from extract.training.split import HELD_OUT, TENTHS, tenth_of
from tests.extract.training.literature_documents import write_benchmark

SCIERC = BENCHMARKS["scierc"]


def test_dev_is_what_is_held_out(tmp_path: Path) -> None:
    """All of train trains, passages of one document in one tenth."""
    folder = write_benchmark(tmp_path, train=30, others=4)
    training = split_passages(SCIERC, folder, "train")
    dev = split_passages(SCIERC, folder, "dev")
    tenths = {tenth_of(passage.id) for passage in training}
    assert HELD_OUT not in tenths
    assert len(tenths) > TENTHS // 2
    assert {tenth_of(passage.id) for passage in dev} == {HELD_OUT}
    ids = [passage.id for passage in (*training, *dev)]
    assert len(set(ids)) == len(ids) == 34


@pytest.mark.parametrize("tenth", range(TENTHS))
def test_an_id_can_be_had_in_every_tenth(tenth: int) -> None:
    """It begins with the name."""
    found = id_in_tenth("name", tenth)
    assert found.startswith("name#")
    assert tenth_of(found) == tenth


def test_made_documents_survive_our_format(tmp_path: Path) -> None:
    """Nothing of theirs is lost, so nothing limits the scores."""
    outcomes = ceilings(SCIERC, write_benchmark(tmp_path, train=5, others=2))
    assert [outcome.split for outcome in outcomes] == ["dev", "train", "test"]
    assert outcomes[1].scores == {
        "NER": Count(25, 25, 25),
        "Rel": Count(20, 20, 20),
        "Rel+": Count(20, 20, 20),
    }


@pytest.mark.slow
def test_a_run_trains_and_is_scored_by_their_measures(base: Path, tmp_path: Path) -> None:
    """Train and dev become gold, and every split is measured against all that is marked in it."""
    for library in ("torch", "onnx", "sklearn"):
        pytest.importorskip(library, reason=f"{library} is needed for training alone")
    from extract.training.literature.__main__ import table
    from extract.training.literature.comparison import GOLD, compare
    from extract.training.settings import Settings

    folder = write_benchmark(tmp_path, train=40, others=6)
    settings = Settings((), base, tmp_path / "run", workers=1, rate=2e-3, head_rate=1e-2)
    outcomes = compare(SCIERC, folder, settings, epochs=4)
    assert [(o.split, o.scores["NER"].gold, o.scores["Rel+"].gold) for o in outcomes] == [
        ("dev", 30, 24),
        ("test", 30, 24),
    ]
    assert outcomes[0].scores["NER"].f1 > 0.5
    gold = list(read_gold(tmp_path / "run" / GOLD, vocabulary=SCIERC.vocabulary))
    assert len(gold) == 46
    lines = list(table(SCIERC, [("ours", outcomes)]))
    assert lines[1].startswith("dev: ours")
    assert any("PL-Marker" in line and "41.6" in line for line in lines)
    again = compare(SCIERC, folder, settings, epochs=4)
    assert json.dumps(again) == json.dumps(outcomes)
