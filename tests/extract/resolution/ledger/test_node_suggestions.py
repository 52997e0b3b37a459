"""A change of the nodes makes the same suggestions as all nodes together."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.resolution.ledger.node_suggestions import SuggestionLedger
from extract.resolution.suggestions import suggested
from schemas import Entity, EntityType, Suggestion
from tests.extract.resolution.ledger.node_worlds import (
    SHARED,
    SLIPS,
    World,
    changes,
    tables,
    world_of,
)

_law = settings(max_examples=200, deadline=None, derandomize=True)


def _filled(world: World) -> tuple[SuggestionLedger, sqlite3.Connection]:
    db = sqlite3.connect(":memory:")
    ledger = SuggestionLedger(db)
    ledger.fill(world.nodes())
    return ledger, db


def _change(ledger: SuggestionLedger, was: World, now: World) -> tuple[Suggestion, ...]:
    before = was.meant()
    other = {short: ends for short, ends in now.meant().items() if ends != before.get(short)}
    return ledger.change(changes(was, now), other)


@pytest.mark.parametrize("names", [SHARED, SLIPS], ids=["shared", "slips"])
@_law
@given(seed=st.integers(0, 2**32))
def test_changes_come_to_what_all_nodes_say(names: Sequence[str], seed: int) -> None:
    """After each change the suggestions are those of all nodes; the tables are as made anew."""
    rng = random.Random(seed)
    world = world_of(rng, names)
    ledger, db = _filled(world)
    for _ in range(6):
        now = world_of(rng, names, world)
        assert _change(ledger, world, now) == suggested(now.nodes())
        world = now
    assert tables(db) == tables(_filled(world)[1])


def _node(name: str, type_: str, papers: int) -> Entity:
    return Entity(id=f"{type_}:{name}", type=type_, name=name, papers=papers)


_METHOD, _MODEL, _TASK = EntityType.METHOD, EntityType.MODEL, EntityType.TASK


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        (("NapkinFold", _MODEL), ("napkin fold", _METHOD), "spacing"),
        (("napkin folding controller", _METHOD), ("napkin folding control", _TASK), "wording"),
        (("napkin chain models", _METHOD), ("Napkin Chains", _METHOD), "head"),
        (("napkin policy folding", _TASK), ("folding policies for napkins", _TASK), "words"),
        (("napkin fodling", _TASK), ("napkin folding", _METHOD), "letter"),
    ],
)
def test_each_source_is_heard_when_its_second_node_comes(
    one: tuple[str, str], other: tuple[str, str], said: str
) -> None:
    """Whichever of the two comes last; and it is silent when one is gone."""
    first, second = {"a": _node(*one, 1)}, {"b": _node(*other, 6)}
    for there in (first, second):
        was, both = World(dict(there)), World(first | second)
        ledger, _ = _filled(was)
        (found,) = _change(ledger, was, both)
        assert (found.surface, found.into_surface, found.reason) == (one[0], other[0], said)
        assert _change(ledger, both, was) == ()


def test_a_word_may_become_a_slip_by_papers_that_have_neither_name() -> None:
    """Five papers must have the right word for each that has the wrong one."""
    pair = {"a": _node("napkin foldign", _TASK, 1), "b": _node("napkin folding", _TASK, 2)}
    few, more = World(pair), World(pair | {"c": _node("towel folding", _TASK, 3)})
    ledger, _ = _filled(few)
    (found,) = _change(ledger, few, more)
    assert (found.node, found.into) == ("Task:napkin foldign", "Task:napkin folding")
    again = World(more.entities | {"d": _node("sheet foldign", _TASK, 1)})
    assert _change(ledger, more, again) == ()
