# ruff: noqa: E402  # what needs the libraries of training is imported where they are
"""Training runs: the same seed gives the same weights, cut off or not, up to what ships."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

torch = pytest.importorskip("torch", reason="torch is needed for training alone")

from extract.annotation import annotate_paper
from extract.components import entities
from extract.pipeline import load_pipeline
from extract.training.checkpoints import load
from extract.training.datasets import Dataset, dataset
from extract.training.examples import Example, of_results_alone
from extract.training.run import TrainingRun
from extract.training.settings import Settings
from extract.training.workers import Workers
from schemas import Paper
from tests.extract.tiny_network import TOKENIZER
from tests.extract.training.made_papers import made_papers, write_papers


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """Examples of ten papers or so."""
    return dataset(made_papers(tmp_path_factory.mktemp("gold"), 10), TOKENIZER)


@pytest.fixture(scope="module")
def settings(base: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A run of a few steps."""
    return Settings(
        gold=(),
        base=base,
        out=tmp_path_factory.mktemp("run"),
        epochs=2,
        batch=3,
        warmup=2,
        workers=1,
    )


@pytest.fixture(scope="module")
def whole(settings: Settings, data: Dataset) -> dict[str, Any]:
    """The last checkpoint of that run, which nothing cut off."""
    return trained(settings, data)


class Cut(Exception):  # noqa: N818  # not an error: what a power cut would do
    """The run was cut off."""


class CutRun(TrainingRun):
    """A run that is cut off when it would make a step."""

    cut_at = 0

    def advance(
        self, examples: Sequence[Example], sums: dict[str, float], *, save_due: bool
    ) -> bool:
        """As a run does it, until the cut."""
        if self.step == self.cut_at:
            raise Cut
        return super().advance(examples, sums, save_due=save_due)


def trained(settings: Settings, data: Dataset, *, cut_at: int | None = None) -> dict[str, Any]:
    """The last checkpoint of a run."""
    if cut_at is None:
        TrainingRun(settings, data, Workers(0, 1, Path())).go()
    else:
        run = CutRun(settings, data, Workers(0, 1, Path()))
        run.cut_at = cut_at
        with pytest.raises(Cut):
            run.go()
    state = load(settings.out / "last.pt")
    assert state is not None
    return state


def same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two sets of weights are equal, bit for bit."""
    assert one.keys() == other.keys()
    return all(torch.equal(weight, other[name]) for name, weight in one.items())


def test_the_same_seed_gives_the_same_weights(
    settings: Settings, data: Dataset, whole: dict[str, Any], tmp_path: Path
) -> None:
    """And another one others; the average is another again."""
    again = trained(replace(settings, out=tmp_path / "again"), data)
    other = trained(replace(settings, out=tmp_path / "other", seed=1), data)
    assert same(whole["model"], again["model"])
    assert same(whole["average"], again["average"])
    assert not same(whole["model"], other["model"])
    assert not same(whole["average"], {n: whole["model"][n] for n in whole["average"]})
    assert whole["step"] == 2 * -(-len(data.examples) // 3) == 6


def test_a_run_that_was_cut_off_ends_as_if_it_had_not_been(
    settings: Settings, data: Dataset, whole: dict[str, Any], tmp_path: Path
) -> None:
    """In the first epoch, and between the epochs."""
    part = replace(settings, out=tmp_path, save_seconds=0.0)
    for cut_at in (1, 3):
        assert trained(part, data, cut_at=cut_at)["step"] == cut_at
    resumed = trained(part, data)
    assert resumed["step"] == whole["step"]
    assert same(resumed["model"], whole["model"])
    assert same(resumed["average"], whole["average"])
    assert torch.equal(resumed["generators"][0], whole["generators"][0])
    lines = (part.out / "log.jsonl").read_text(encoding="utf-8").splitlines()
    events = [json.loads(line) for line in lines if "resumed" in line]
    assert [event["step"] for event in events] == [1, 3]


def test_a_run_that_has_ended_trains_no_more(
    settings: Settings, data: Dataset, whole: dict[str, Any]
) -> None:
    """Started again, it leaves the weights as they are."""
    assert same(trained(settings, data)["model"], whole["model"])


def test_a_run_may_start_from_the_weights_of_another(
    settings: Settings, data: Dataset, whole: dict[str, Any], tmp_path: Path
) -> None:
    """From its average; the log says how many were taken."""
    again = replace(settings, out=tmp_path, start=settings.out / "last.pt")
    run = TrainingRun(again, data, Workers(0, 1, Path()))
    taken = {name: run.model.state_dict()[name] for name in whole["average"]}
    assert same(taken, whole["average"])
    (line,) = (again.out / "log.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["taken"] == len(whole["model"])
    assert json.loads(line)["new"] == []


def test_variants_of_papers_annotated_for_results_teach_those_alone(
    settings: Settings, data: Dataset
) -> None:
    """Every paper is read with other names; none of those begins to teach its names as well."""

    class Seen(TrainingRun):
        """Writes down what a step learns from."""

        def advance(
            self, examples: Sequence[Example], sums: dict[str, float], *, save_due: bool
        ) -> bool:
            seen.extend((x.gold.paper.id, x.results_alone) for x in examples)
            return super().advance(examples, sums, save_due=save_due)

    seen: list[tuple[str, bool]] = []
    whole, alone = data.examples[::2], data.examples[1::2]
    mixed = data._replace(examples=whole, results=list(map(of_results_alone, alone)))
    out = settings.out.with_name("results")
    Seen(replace(settings, out=out, epochs=1, varied=1.0), mixed, Workers(0, 1, Path())).go()
    names = {x.gold.paper.id for x in alone}
    assert sorted(seen) == sorted(
        (x.gold.paper.id, x.gold.paper.id in names) for x in data.examples
    )


@pytest.mark.slow
def test_what_is_trained_is_scored_calibrated_and_shipped(base: Path, tmp_path: Path) -> None:
    """A pipeline in a directory, with an int8 encoder; another run ends with the same bytes."""
    pytest.importorskip("onnx", reason="onnx is needed for training alone")
    pytest.importorskip("sklearn", reason="scikit-learn is needed for training alone")
    from extract.training.train import train

    gold = write_papers(tmp_path / "gold.jsonl", 40)
    settings = Settings(
        gold=(gold,), base=base, out=tmp_path / "run", epochs=7, batch=4, warmup=5, workers=1,
        rate=2e-3, head_rate=1e-2, average=0.9, score_steps=60, scored_papers=10,
    )  # fmt: skip
    settings.out.mkdir()
    folder = train(settings)
    lines = (settings.out / "log.jsonl").read_text(encoding="utf-8").splitlines()
    scores = [row["held_out"] for row in map(json.loads, lines) if row.get("event") == "scored"]
    assert scores
    assert scores[-1]["mentions"] > 0.3
    assert (settings.out / "best.pt").is_file()
    assert not (folder / "vocab").exists()
    nlp = load_pipeline(model=folder)
    assert nlp.get_pipe(entities.FACTORY).calibration.offsets
    text = "We propose FoldNet, a network for towel folding. On TowelBench it reaches 50%."
    found = annotate_paper(Paper(id="p", title="FoldNet: Robots", abstract=text), nlp=nlp)
    assert "FoldNet" in {m.text for m in found.annotation.mentions}
    files = {path: path.read_bytes() for path in folder.rglob("*.*") if path.is_file()}
    assert train(settings) == folder
    assert {path: path.read_bytes() for path in files} == files
