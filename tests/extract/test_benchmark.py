"""What the benchmark measures; how much it measures is no test."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extract.annotation import annotate_paper
from extract.benchmark import BARE, Speed, main, measure, stage_milliseconds
from extract.pipeline import COMPONENTS, load_pipeline
from schemas import Paper

EXAMPLE = Path(__file__).parents[2] / "examples" / "agent-skills.md"
PAPER = Paper(
    id="made/1",
    title="FoldNet: Folding Towels",
    abstract="We propose FoldNet, a method for towel folding. It reaches 81% on LIBERO.",
)


def test_the_ratio_is_that_of_the_median_round() -> None:
    """Not that of the medians: a slow spell hits both sides of a round."""
    speed = Speed(1, 2, encoder=(100, 10, 100), extraction=(80, 9, 50), stages={BARE: 1.0})
    assert speed.ratio == 0.8
    assert speed.record()["extraction_per_second"] == 50


def test_the_table_names_every_stage() -> None:
    """With its share of all."""
    lines = list(Speed(1, 2, (10.0,), (9.0,), {"tokenizer": 1.0, BARE: 3.0}).table())
    assert [line.split() for line in lines[-3:-1]] == [
        ["tokenizer", "1.00", "25.0%"],
        [*BARE.split(), "3.00", "75.0%"],
    ]


@pytest.mark.model
def test_every_component_is_a_stage() -> None:
    """The encoder's run apart; and the pipeline reads as before when it is done."""
    nlp = load_pipeline()
    before = annotate_paper(PAPER, nlp=nlp)
    stages = stage_milliseconds([PAPER], nlp=nlp, rounds=1)
    assert set(stages) == {"tokenizer", *COMPONENTS, BARE, "annotation"}
    assert stages[BARE] > 0
    assert annotate_paper(PAPER, nlp=nlp) == before


@pytest.mark.model
def test_both_take_every_turn() -> None:
    """As many rounds of each as are asked for, all of all papers."""
    speed = measure([PAPER, PAPER], workers=2, rounds=2)
    assert (speed.papers, speed.workers) == (2, 2)
    assert len(speed.encoder) == len(speed.extraction) == 2
    assert min(*speed.encoder, *speed.extraction, speed.ratio) > 0


@pytest.mark.model
def test_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    """Fewer papers than a round wants are repeated."""
    main([EXAMPLE], papers=9, workers=1, rounds=1, as_json=True)
    record = json.loads(capsys.readouterr().out)
    assert (record["papers"], record["workers"]) == (9, 1)
    assert set(record["cpu_milliseconds"]) == {"tokenizer", *COMPONENTS, BARE, "annotation"}
