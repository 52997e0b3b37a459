"""A file of the atlas in force is damaged: what comes next says so, and is whole."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from graph.directory import DATABASE, LEDGER, MOST_CONNECTED, NAMES, current_version
from graph.files import ANNOTATIONS, CANONICAL, EDGES, NODES, PAPERS
from graph.pipeline.changing import add, remove
from graph.pipeline.job import Making
from schemas import AtlasError
from tests.graph.pipeline.prepared import (
    ALWAYS,
    PreparedAnnotator,
    build_from,
    database_holds,
    files_of,
    made_up_paper,
)
from tests.graph.stores.contents import same_graph

WAY = Making(PreparedAnnotator(), most_changed=ALWAYS)
BOTH = [made_up_paper(1, [0, 1]), made_up_paper(2, [2])]

Damage = Callable[[bytes], bytes]


def half(content: bytes) -> bytes:
    """Cut off, with something else behind."""
    return content[: len(content) // 2] + b"nonsense"


def empty(content: bytes) -> bytes:
    """Nothing."""
    return b"" if content else b"nonsense"


def garbage(content: bytes) -> bytes:
    """Something else, of the same size."""
    return b"x" * (len(content) - 1) + b"\n"


def damage(atlas: Path, name: str, how: Damage) -> None:
    """Damages a file of the version in force."""
    path = current_version(atlas) / name
    path.write_bytes(how(path.read_bytes()))


@pytest.mark.parametrize("how", [half, empty])
@pytest.mark.parametrize("name", [*CANONICAL, NAMES, MOST_CONNECTED])
def test_a_build_makes_all_anew(tmp_path: Path, name: str, how: Damage) -> None:
    """Also where no paper is other: what stays is not what was written."""
    for place in ("one", "both"):
        build_from(BOTH, tmp_path / place, WAY)
    damage(tmp_path / "one", name, how)
    report = build_from(BOTH, tmp_path / "one", WAY)
    assert any(f"{name} has" in warning for warning in report.warnings)
    assert files_of(tmp_path / "one") == files_of(tmp_path / "both")
    assert report.reused == (0 if name in (PAPERS, ANNOTATIONS) else 2)


def test_a_missing_file_is_made_anew_and_said(tmp_path: Path) -> None:
    """The annotations, without which all is read again."""
    build_from(BOTH, tmp_path / "one", WAY)
    (current_version(tmp_path / "one") / ANNOTATIONS).unlink()
    report = build_from(BOTH, tmp_path / "one", WAY)
    assert any(f"{ANNOTATIONS} is missing" in warning for warning in report.warnings)
    assert report.reused == 0


@pytest.mark.parametrize("how", [half, empty])
def test_papers_that_are_lost_have_to_be_given_again(tmp_path: Path, how: Damage) -> None:
    """A change needs all papers, so it says what to do."""
    build_from(BOTH, tmp_path / "one", WAY)
    damage(tmp_path / "one", PAPERS, how)
    with pytest.raises(AtlasError, match=r"papers\.jsonl has .*: build the atlas anew from"):
        add(tmp_path / "one", BOTH[1:], WAY)
    with pytest.raises(AtlasError, match=r"papers\.jsonl has .*: build the atlas anew from"):
        remove(tmp_path / "one", ["p/2"], WAY)


@pytest.mark.parametrize("name", [PAPERS, ANNOTATIONS, NODES])
def test_damage_that_keeps_the_size_is_met_where_it_is_read(tmp_path: Path, name: str) -> None:
    """And all is made anew from what can be read."""
    build_from(BOTH[:1], tmp_path / "one", WAY)
    build_from(BOTH, tmp_path / "both", WAY)
    damage(tmp_path / "one", name, garbage)
    report = build_from(BOTH, tmp_path / "one", WAY)
    assert files_of(tmp_path / "one") == files_of(tmp_path / "both")
    assert any("made anew" in warning for warning in report.warnings)


@pytest.mark.parametrize(
    ("name", "how"),
    [(NODES, half), (EDGES, half), (EDGES, empty), (DATABASE, half), (LEDGER, half)],
)
def test_a_change_makes_all_anew(tmp_path: Path, name: str, how: Damage) -> None:
    """What can be had from the papers and their annotations is had from them, and said."""
    build_from(BOTH[:1], tmp_path / "one", WAY)
    build_from(BOTH, tmp_path / "both", WAY)
    damage(tmp_path / "one", name, how)
    report = add(tmp_path / "one", BOTH[1:], WAY)
    assert any("made anew" in warning for warning in report.warnings)
    assert files_of(tmp_path / "one") == files_of(tmp_path / "both")
    assert same_graph(database_holds(tmp_path / "one"), database_holds(tmp_path / "both"))
