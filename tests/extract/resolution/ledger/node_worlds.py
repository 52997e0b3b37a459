"""Small worlds of nodes whose names collide in many ways, and random changes of them."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field

from extract.resolution.groups import Groups
from extract.resolution.ledger.node_changes import NodeChanges
from extract.resolution.senses import Choice, Senses
from extract.resolution.suggestions import Nodes, meant
from extract.resolution.usage import Usage
from schemas import Entity, EntityType

SLIPS = (
    *("napkin folding", "Napkin Folding", "napkin foldign", "Napkin foldng", "napkin foldingx"),
    *("naqkin folding", "naqkin foldign", "folding", "Foldign", "foldign", "towel folding"),
    *("towel foldign", "Towel-Folding", "napkin folding 2", "napkin foldign 3", "napkin moldign"),
)
SHARED = (
    *("NapkinFold", "napkin fold", "napkin folds", "Napkin-Fold", "NapkinFold model", "A*"),
    *("NapkinFold 2", "napkin fold 3", "napkin fold problem", "napkin control", "a"),
    *("napkin controller", "napkin policy folding", "folding policies for napkins"),
    *("folding of napkin policy", "napkin to towel", "towel to napkin", "visual napkin chains"),
    *("Visual napkin chain", "visual napkin chain model", "vision napkin chain"),
)
VERSIONS = (
    *("GPT", "GPT-4", "GPT-4o", "gpt 4", "GPT-4 turbo", "GPT-4o mini", "LLaMA", "LLaMA-2"),
    *("LLaMA 2 70B", "LLaMA 3", "FoldNet-2 7B", "FoldNet", "FN2", "FN", "Fold-Net 2", "foldnet2"),
)
KEYS = (*(f"k{n}" for n in range(10)), "k1 @a", "k1 @b")
_IDS = tuple(f"node:{n:02}" for n in range(len(KEYS) + 4))
_CHANGES = ("new", "gone", "papers", "papers", "id", "type", "aliases")
_SHORTS = ("^qzf", "^nfp")
_TYPES = (EntityType.METHOD, EntityType.MODEL, EntityType.TASK, EntityType.METRIC)


class MeansGiven(Senses):
    """What short forms stand for, as a world says."""

    def __init__(self, usage: Usage, groups: Groups, world: World) -> None:
        super().__init__(usage, groups)
        self._given = world.senses

    def apart_keys(self, short: str) -> Sequence[str]:
        """The keys that the world gives a short form."""
        return self._given[short][0]

    def likeliest(self, short: str, entity_type: str) -> Choice | None:
        """The meaning that the world gives it."""
        _, other, score = self._given[short]
        return Choice(other, found=True, score=score)


@dataclass
class World:
    """Nodes, the marks that tell some apart, and by short form who may mean whom.

    Attributes:
        entities: The nodes by key.
        marks: A mark of some keys; those with different ones are known to differ.
        senses: By short form the keys that it has, what they are likeliest to mean, the share.
    """

    entities: dict[str, Entity] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)
    senses: dict[str, tuple[tuple[str, ...], str, float]] = field(default_factory=dict)

    def nodes(self) -> Nodes:
        """The world as ``suggested`` takes it."""
        usage, groups = Usage(), Groups()
        for short in self.senses:
            usage.bound[short] = {}
        for key, mark in self.marks.items():
            groups.mark(key, "size", mark)
        return Nodes(self.entities, usage, groups, MeansGiven(usage, groups, self))

    def meant(self) -> dict[str, list[tuple[str, str, float]]]:
        """What is meant by each short form."""
        nodes = self.nodes()
        return {s: list(meant(nodes.senses, s, nodes.entities.get)) for s in self.senses}


def changes(was: World, now: World) -> NodeChanges:
    """What is other in one world than in another."""
    keys = was.entities.keys() | now.entities.keys()
    other = {k for k in keys if was.entities.get(k) != now.entities.get(k)}
    marked = was.marks.keys() | now.marks.keys()
    return NodeChanges(
        before={k: e for k, e in was.entities.items() if k in other},
        after={k: e for k, e in now.entities.items() if k in other},
        entity=now.entities.get,
        remarked=frozenset(k for k in marked if was.marks.get(k) != now.marks.get(k)),
        clash=now.nodes().clash,
    )


def world_of(rng: random.Random, names: Sequence[str], was: World | None = None) -> World:
    """A world; from one that was, some of its nodes are other, new or gone.

    Args:
        rng: Says what is in it.
        names: The names that nodes may have.
        was: The world before.
    """
    world = World() if was is None else World({**was.entities}, {**was.marks}, {**was.senses})
    for key in rng.sample(KEYS, rng.randint(1, len(KEYS) if was is None else 5)):
        known = world.entities.pop(key, None)
        what = "new" if known is None else rng.choice(_CHANGES)
        fresh = _entity(rng, names, world)
        if what == "new":
            world.entities[key] = fresh
        elif known is not None and what == "papers":
            papers = max(0, known.papers + rng.choice((-1, 1, 4)))
            world.entities[key] = known.model_copy(update={"papers": papers})
        elif known is not None and what != "gone":
            world.entities[key] = known.model_copy(update={what: getattr(fresh, what)})
    for key in rng.sample(KEYS, rng.randint(0, 2)):
        world.marks[key] = rng.choice(("7B", "70B"))
    for short in _SHORTS if was is None else rng.sample(_SHORTS, rng.randint(0, 1)):
        ends = rng.sample(KEYS, rng.randint(2, 3))
        world.senses[short] = (tuple(ends[1:]), ends[0], rng.choice((0.4, 0.5, 0.75)))
    return world


def _entity(rng: random.Random, names: Sequence[str], world: World) -> Entity:
    """A node with an id that no other has."""
    used = {entity.id for entity in world.entities.values()}
    name, *aliases = rng.sample(names, rng.randint(1, 3))
    return Entity(
        id=rng.choice([i for i in _IDS if i not in used]),
        type=rng.choice(_TYPES),
        name=name,
        aliases=tuple(sorted(aliases)),
        papers=rng.choice((0, 1, 1, 1, 2, 4, 5, 6, 9, 10)),
    )


def tables(db: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables."""
    names = db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    return {name: sorted(db.execute(f"SELECT * FROM {name}")) for (name,) in names.fetchall()}
