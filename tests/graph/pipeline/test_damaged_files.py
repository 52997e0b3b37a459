"""A file of the atlas in force is damaged: what comes next says so, and is whole."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.directory import (
    DATABASE,
    LEDGER,
    MANIFEST,
    MOST_CONNECTED,
    NAMES,
    current_version,
)
from graph.files import ANNOTATIONS, CANONICAL, EDGES, NODES, PAPERS, VOCABULARY
from graph.manifest import read_manifest
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
    return b"x" * max(1, len(content) - 1) + b"\n"


def slip(content: bytes) -> bytes:
    """A letter other than it was, in the last line."""
    return content[:-4] + bytes([content[-4] ^ 1]) + content[-3:] if content else b"nonsense"


def damage(atlas: Path, name: str, how: Damage) -> None:
    """Damages a file of the version in force."""
    path = current_version(atlas) / name
    path.write_bytes(how(path.read_bytes()))


@pytest.mark.parametrize("how", [half, empty, garbage, slip])
@pytest.mark.parametrize("name", [*CANONICAL, NAMES, MOST_CONNECTED])
def test_a_build_makes_all_anew(tmp_path: Path, name: str, how: Damage) -> None:
    """Also where no paper is other: what stays is not what was written."""
    way = Making(PreparedAnnotator())
    for place in ("one", "both"):
        build_from(BOTH, tmp_path / place, way)
    damage(tmp_path / "one", name, how)
    report = build_from(BOTH, tmp_path / "one", way)
    assert any(f"{name} is not as it was written" in warning for warning in report.warnings)
    assert files_of(tmp_path / "one") == files_of(tmp_path / "both")
    assert same_graph(database_holds(tmp_path / "one"), database_holds(tmp_path / "both"))
    assert report.reused == (0 if name in (PAPERS, ANNOTATIONS) else 2)


@pytest.mark.parametrize("older", [False, True])
def test_a_missing_file_is_made_anew_and_said(tmp_path: Path, older: bool) -> None:
    """The annotations, without which all is read again; also where no checksums were kept."""
    build_from(BOTH, tmp_path / "one", WAY)
    version = current_version(tmp_path / "one")
    (version / ANNOTATIONS).unlink()
    if older:
        manifest = json.loads((version / MANIFEST).read_text())
        del manifest["crc32"]
        (version / MANIFEST).write_text(json.dumps(manifest))
    report = build_from(BOTH, tmp_path / "one", WAY)
    assert any(f"{ANNOTATIONS} is missing" in warning for warning in report.warnings)
    assert report.reused == 0


@pytest.mark.parametrize("how", [half, empty, garbage])
def test_papers_that_are_lost_have_to_be_given_again(tmp_path: Path, how: Damage) -> None:
    """A change needs all papers, so it says what to do."""
    build_from(BOTH, tmp_path / "one", WAY)
    damage(tmp_path / "one", PAPERS, how)
    with pytest.raises(AtlasError, match=r"papers\.jsonl is not .*: build the atlas anew from"):
        add(tmp_path / "one", BOTH[1:], WAY)
    with pytest.raises(AtlasError, match=r"papers\.jsonl is not .*: build the atlas anew from"):
        remove(tmp_path / "one", ["p/2"], WAY)


def test_annotations_of_other_papers_are_not_taken(tmp_path: Path) -> None:
    """An atlas without checksums, in whose annotations a line break is lost."""
    papers = [made_up_paper(n, [n]) for n in range(3)]
    for place in ("one", "all"):
        build_from(papers, tmp_path / place, WAY)
    version = current_version(tmp_path / "one")
    manifest = json.loads((version / MANIFEST).read_text())
    manifest["crc32"] = {}
    (version / MANIFEST).write_text(json.dumps(manifest))
    lines = (version / ANNOTATIONS).read_bytes()
    (version / ANNOTATIONS).write_bytes(lines.replace(b"\n", b" ", 1))
    build_from(papers, tmp_path / "one", Making(PreparedAnnotator(), most_changed=-1))
    assert files_of(tmp_path / "one") == files_of(tmp_path / "all")


@pytest.mark.parametrize("wrong", [None, [], "x"])
def test_a_manifest_with_other_checksums_is_damaged(tmp_path: Path, wrong: object) -> None:
    """It is read with the same words as any other damage of it."""
    build_from(BOTH, tmp_path / "one", WAY)
    version = current_version(tmp_path / "one")
    manifest = json.loads((version / MANIFEST).read_text())
    (version / MANIFEST).write_text(json.dumps({**manifest, "crc32": wrong}))
    with pytest.raises(AtlasError, match="'crc32' is missing; build the atlas anew"):
        read_manifest(version)


@pytest.mark.parametrize(
    ("name", "how"),
    [
        *((NODES, half), (EDGES, half), (EDGES, slip), (ANNOTATIONS, garbage)),
        *((VOCABULARY, half), (DATABASE, half), (LEDGER, half)),
    ],
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
