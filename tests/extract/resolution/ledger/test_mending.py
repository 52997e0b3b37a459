"""Mending a resolution is resolving all papers anew, to the last row of the ledger."""

from __future__ import annotations

import random
import tempfile
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.merge_evaluation import annotated_golds
from extract.resolution import resolve
from extract.resolution.ledger import mended
from schemas import AnnotatedPaper, Merge, Resolution, ResolutionChange
from tests.extract.resolution.ledger.rows import ledger_rows
from tests.extract.resolution.papers import paper
from tests.extract.resolution.test_laws import random_paper

GOLD = Path(__file__).resolve().parents[5] / "shared" / "data" / "annotated" / "dev.jsonl"
_IDS = [f"p{n}" for n in range(8)]


@dataclass
class Said:
    """What a resolution says, by what a change replaces."""

    nodes: dict[str, dict[str, str | None]] = field(default_factory=dict)
    entities: dict[str, Any] = field(default_factory=dict)
    merges: dict[str, Any] = field(default_factory=dict)
    conflicts: dict[str, Any] = field(default_factory=dict)
    variants: dict[str, Any] = field(default_factory=dict)
    refused: tuple[Any, ...] = ()
    suggestions: tuple[Any, ...] = ()

    @classmethod
    def of(cls, resolution: Resolution) -> Said:
        """What a whole resolution says."""
        merges: defaultdict[str, list[Merge]] = defaultdict(list)
        for merge in resolution.merges:
            merges[merge.node].append(merge)
        return cls(
            nodes={p.id: {m.concept: m.node for m in a.mentions} for p, a in resolution.papers},
            entities={entity.id: entity for entity in resolution.entities},
            merges={node: tuple(of_node) for node, of_node in merges.items()},
            conflicts={conflict.node: conflict for conflict in resolution.conflicts},
            variants={variant.node: variant for variant in resolution.variants},
            refused=resolution.refused,
            suggestions=resolution.suggestions,
        )

    def take(self, change: ResolutionChange, gone: Collection[str]) -> None:
        """Goes on to what a change makes of it."""
        for key in gone:
            del self.nodes[key]
        self.nodes.update({key: dict(nodes) for key, nodes in change.nodes.items()})
        for key in change.gone:
            del self.entities[key]
        self.entities.update({entity.id: entity for entity in change.entities})
        _replace(self.merges, change.merges)
        _replace(self.conflicts, change.conflicts)
        _replace(self.variants, change.variants)
        self.refused, self.suggestions = change.refused, change.suggestions


def _replace(said: dict[str, Any], other: Mapping[str, Any]) -> None:
    for key, value in other.items():
        said[key] = value
        if not value:
            del said[key]


def _renamed(was: Said, now: Said, change: ResolutionChange) -> set[str]:
    """Papers of the same nodes as before, one of which has another name."""
    return {
        key
        for key, nodes in now.nodes.items()
        if key not in change.nodes
        and any(was.entities[n].name != now.entities[n].name for n in nodes.values())
    }


def check_changes(
    first: Mapping[str, AnnotatedPaper],
    steps: Collection[tuple[Collection[str], Collection[AnnotatedPaper]]],
    folder: Path,
) -> None:
    """Takes steps, each of papers that go and papers that come, and compares with the whole."""
    papers = dict(first)
    said = Said.of(resolve(list(papers.values()), ledger=folder / "0"))
    for at, (gone, new) in enumerate(steps):
        change = mended(folder / str(at), folder / str(at + 1), gone=gone, new=new)
        papers = {key: known for key, known in papers.items() if key not in gone}
        papers.update((known.paper.id, known) for known in new)
        whole = Said.of(resolve(list(papers.values()), ledger=folder / f"whole {at}"))
        renamed = _renamed(said, whole, change)
        said.take(change, gone)
        assert said == whole
        assert change.renamed == renamed
        assert ledger_rows(folder / str(at + 1)) == ledger_rows(folder / f"whole {at}")


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.data())
def test_changes_come_to_what_all_papers_say(data: st.DataObject) -> None:
    """Papers that are added, revised and withdrawn, in any order."""
    some = st.sets(st.sampled_from(_IDS), max_size=4)
    first = {key: data.draw(random_paper(key)) for key in sorted(data.draw(some))}
    left, steps = set(first), []
    for _ in range(data.draw(st.integers(1, 4))):
        new = [data.draw(random_paper(key)) for key in sorted(data.draw(some))]
        ids = {known.paper.id for known in new}
        gone = {key for key in sorted(left) if key in ids or data.draw(st.integers(0, 3)) == 0}
        steps.append((gone, new))
        left = (left - gone) | ids
    with tempfile.TemporaryDirectory() as folder:
        check_changes(first, steps, Path(folder))


@pytest.mark.shared
@pytest.mark.skipif(not GOLD.is_file(), reason="the annotated abstracts are not here")
def test_changes_of_real_papers(tmp_path: Path) -> None:
    """Of annotated abstracts some go and others come, 8 times."""
    rng = random.Random(7)
    known = {p.paper.id: p for p in annotated_golds([GOLD])}
    every = sorted(known)
    left = set(rng.sample(every, len(every) * 3 // 4))
    first, steps = {key: known[key] for key in sorted(left)}, []
    for _ in range(8):
        gone = set(rng.sample(sorted(left), 10))
        ids = set(rng.sample(sorted({*every} - left), 8)) | set(sorted(gone)[:2])
        steps.append((gone, [known[key] for key in sorted(ids)]))
        left = (left - gone) | ids
    check_changes(first, steps, tmp_path)


def test_a_short_form_takes_the_sense_that_a_new_paper_gives(tmp_path: Path) -> None:
    """A paper that nobody touched moves to another node, and back."""
    alone = paper("a", ("NFP", "Method", "nfp"))
    spelled = paper(
        *("b", ("napkin folding policy", "Method", "nfp"), ("NFP", "Method", "nfp")),
        short={"NFP": "napkin folding policy"},
    )
    resolve([alone], ledger=tmp_path / "first")
    there = mended(tmp_path / "first", tmp_path / "second", gone=[], new=[spelled])
    assert there.nodes["a"] == {"nfp": "method:napkin-folding-policy"}
    assert there.gone == {"method:nfp"}
    back = mended(tmp_path / "second", tmp_path / "third", gone=["b"], new=[])
    assert back.nodes == {"a": {"nfp": "method:nfp"}}
    assert back.gone == {"method:napkin-folding-policy"}
