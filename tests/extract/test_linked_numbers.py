"""Numbers that stand together, and names that are listed in their order."""

from __future__ import annotations

import numpy as np
import pytest

from extract.components.linked_numbers import agreed, sharing
from extract.enumerations import links
from extract.network.labels import ROLES
from extract.network.numerics import log_softmax
from schemas import EntityType, Result
from tests.extract.test_results import read, tables

BENCHES = dict.fromkeys(("TowelBench", "SockBench", "ShirtBench"), "Benchmark")
MODELS = dict.fromkeys(("FoldNet", "PickNet", "IronNet"), "Model")
RATES = dict.fromkeys(("success rate", "fold rate"), "Metric")


def found(text: str, entities: dict[str, str], **roles: EntityType) -> list[Result]:
    """The results of a text by a head that finds all concepts of a type equally likely."""
    return list(read("A text\n" + text, tables(**roles), entities)._.results)


@pytest.mark.parametrize(
    "text",
    [
        "It reaches 32%, 19% and 15% on TowelBench, SockBench, and ShirtBench, respectively.",
        "On TowelBench (test), SockBench and the ShirtBench it reaches 32%, 19%, and 15%.",
    ],
)
def test_names_go_in_the_order_of_numbers(text: str) -> None:
    """Whichever list comes first."""
    assert [(r.value, r.on) for r in found(text, BENCHES, on=EntityType.BENCHMARK)] == [
        ("32%", "TowelBench"),
        ("19%", "SockBench"),
        ("15%", "ShirtBench"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "On TowelBench and SockBench, FoldNet reaches 32% and 19%.",
        "By FoldNet, TowelBench and SockBench, 32% and 19% are reached.",
    ],
)
def test_what_stands_beside_a_list_of_names_is_no_part_of_it(text: str) -> None:
    """A comma between a benchmark and a method lists nothing."""
    entities = {**BENCHES, "FoldNet": "Method"}
    assert [(r.value, r.on) for r in found(text, entities, on=EntityType.BENCHMARK)] == [
        ("32%", "TowelBench"),
        ("19%", "SockBench"),
    ]


def test_metrics_go_in_the_order_of_numbers() -> None:
    """As benchmarks do."""
    text = "The success rate and the fold rate are 32% and 19%."
    results = found(text, RATES, metric=EntityType.METRIC)
    assert [r.metric for r in results] == ["success rate", "fold rate"]


def test_scores_go_in_the_order_of_the_models_that_reach_them() -> None:
    """As benchmarks do, where the models come first."""
    text = "Alas FoldNet, PickNet, and IronNet reach 32%, 19%, and 15% of success."
    results = found(text, MODELS, subject=EntityType.MODEL)
    assert [(r.value, r.subject) for r in results] == [
        ("32%", "FoldNet"),
        ("19%", "PickNet"),
        ("15%", "IronNet"),
    ]


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("With FoldNet, PickNet and IronNet it reaches 32%, 19% and 15%.", MODELS),
        ("It reaches 32%, 19% and 15%; FoldNet, PickNet and IronNet are behind.", MODELS),
        ("Its TowelBench, SockBench and ShirtBench show 32%, 19% and 15%.", BENCHES),
    ],
    ids=["a preposition", "names behind", "where it is measured"],
)
def test_scores_that_others_reach_have_one_subject(text: str, entities: dict[str, str]) -> None:
    """The head finds all equally likely, and takes one for all."""
    kind = EntityType(next(iter(entities.values())))
    results = found(text, entities, subject=kind)
    assert len(results) == 3
    assert len({r.subject for r in results}) == 1


def test_a_number_is_in_the_metric_right_behind_it() -> None:
    """Adjectives may stand between; other words, or a metric before, leave it to the head."""
    text = "It has 81% success rate, 32% average fold rate, and 7% with a fold rate of 5%."
    results = found(text, RATES, metric=EntityType.METRIC)
    assert [(r.value, r.metric) for r in results] == [
        ("81%", "success rate"),
        ("32%", "fold rate"),
        ("7%", "success rate"),
        ("5%", "success rate"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "It reaches 32% and 19% on TowelBench, SockBench and ShirtBench.",
        "It is tested on TowelBench and SockBench. There it reaches 32% and 19%.",
        "It reaches 32% and 19% on TowelBench or with SockBench.",
    ],
    ids=["more names than numbers", "two sentences", "no list"],
)
def test_what_does_not_go_in_order_is_left_to_the_head(text: str) -> None:
    """It finds all equally likely, and takes one for all."""
    results = found(text, BENCHES, on=EntityType.BENCHMARK)
    assert len(results) == 2
    assert len({r.on for r in results}) == 1


def test_a_list_of_what_the_role_may_not_be_orders_nothing() -> None:
    """Two methods beside two numbers are no benchmarks."""
    entities = {"FoldNet": "Method", "PickNet": "Method", "TowelBench": "Benchmark"}
    text = "On TowelBench FoldNet and PickNet reach 32% and 19%."
    results = found(text, entities, on=EntityType.BENCHMARK)
    assert [r.on for r in results] == ["TowelBench", "TowelBench"]


def test_a_name_that_is_listed_twice_orders_nothing() -> None:
    """Two numbers cannot be told apart by one name."""
    text = "It reaches 32% and 19% on TowelBench and TowelBench."
    results = found(text, BENCHES, on=EntityType.BENCHMARK)
    assert [r.on for r in results] == ["TowelBench", "TowelBench"]


def test_stretches_by_role() -> None:
    """A list shares subject and metric, a rise metric and benchmark; nothing shares rivals."""
    text = "from 41% to 52%, and 7% and 9%"
    numbers = [(5, 8), (12, 15), (21, 23), (28, 30)]
    shared = dict(zip(ROLES, sharing(links(text, numbers)), strict=True))
    assert shared == {
        "subject": [range(1, 4)],
        "metric": [range(4)],
        "on": [range(2)],
        "versus": [],
    }


def test_the_numbers_of_a_stretch_answer_as_one() -> None:
    """One that is sure speaks for one that is not; those outside keep their answers."""
    chances = np.array([[0.9, 0.1], [0.4, 0.6], [0.2, 0.8]], dtype=np.float32)
    logs = np.log(chances)
    one = agreed(logs, [range(2)])
    assert one.argmax(-1).tolist() == [0, 0, 1]
    assert np.allclose(one[0], one[1])
    assert np.allclose(np.exp(one).sum(-1), 1)
    assert np.array_equal(one[2], logs[2])
    assert np.array_equal(logs, np.log(chances))
    assert np.allclose(one[0], log_softmax((logs[0] + logs[1]) / 2))
