"""A change of the nodes makes the same variants as all nodes together."""

from __future__ import annotations

import random
import sqlite3

from hypothesis import given, settings
from hypothesis import strategies as st

from extract.resolution.ledger.node_changes import NodeChanges
from extract.resolution.ledger.node_variants import VariantLedger
from extract.resolution.versions import variants_of
from schemas import Entity, Variant
from tests.extract.resolution.ledger.node_worlds import VERSIONS, World, changes, tables, world_of

_law = settings(max_examples=200, deadline=None, derandomize=True)


def _by_id(world: World) -> dict[str, Variant]:
    return {v.node: v for v in variants_of(world.entities.values())}


def _filled(world: World) -> tuple[VariantLedger, sqlite3.Connection]:
    db = sqlite3.connect(":memory:")
    ledger = VariantLedger(db)
    ledger.fill(world.entities)
    return ledger, db


@_law
@given(seed=st.integers(0, 2**32))
def test_changes_come_to_what_all_nodes_say(seed: int) -> None:
    """What was, with what the change says, is what is; the tables are as made anew."""
    rng = random.Random(seed)
    world = world_of(rng, VERSIONS)
    ledger, db = _filled(world)
    for _ in range(6):
        now = world_of(rng, VERSIONS, world)
        was, told = _by_id(world), ledger.change(changes(world, now))
        assert all(told[i] != was.get(i) for i in told)
        both = {**was, **told}
        assert {i: v for i, v in both.items() if v is not None} == _by_id(now)
        world = now
    assert tables(db) == tables(_filled(world)[1])


def _node(name: str, id_: str, papers: int = 1) -> Entity:
    return Entity(id=id_, type="Model", name=name, papers=papers)


def _change(was: dict[str, Entity], now: dict[str, Entity]) -> dict[str, Variant | None]:
    ledger, _ = _filled(World(was))
    nodes: NodeChanges = changes(World(was), World(now))
    return ledger.change(nodes)


def test_what_a_node_is_a_variant_of_may_come_and_go() -> None:
    """A second node of the name leaves open which is meant."""
    base, variant = {"a": _node("GPT-4", "m:a")}, {"b": _node("GPT-4o", "m:b")}
    tie = Variant(node="m:b", of="m:a", reason="variant")
    assert _change(variant, base | variant) == {"m:b": tie}
    assert _change(base | variant, variant) == {"m:b": None}
    assert _change(base | variant, base | variant | {"c": _node("gpt 4", "m:c")}) == {"m:b": None}


def test_ids_say_who_is_a_variant() -> None:
    """A variant that gets another id is none any more under the old one; papers say nothing."""
    base = {"a": _node("GPT-4", "m:a")}
    one, other = {"b": _node("GPT-4o", "m:b")}, {"b": _node("GPT-4o", "m:c")}
    tie = Variant(node="m:c", of="m:a", reason="variant")
    assert _change(base | one, base | other) == {"m:b": None, "m:c": tie}
    assert _change(base | one, base) == {"m:b": None}
    assert _change(base | one, base | {"b": _node("GPT-4o", "m:b", papers=7)}) == {}
