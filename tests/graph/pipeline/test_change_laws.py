"""Add, revise, remove: any sequence of them gives what one build of what is left gives."""

from __future__ import annotations

import dataclasses
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.build_report import Changes
from graph.change import GraphChange
from graph.directory import UNFINISHED
from graph.pipeline.building import make
from graph.pipeline.changing import add, remove
from graph.pipeline.gathering import Wanted
from graph.pipeline.job import Making
from graph.progress import Progress
from graph.stores import open_store
from graph.stores.memory import MemoryStore
from schemas import AnnotatedPaper, AtlasError, Paper, StoreError, UnknownNameError
from tests.graph.pipeline.prepared import (
    ALWAYS,
    SENTENCES,
    Engine,
    PreparedAnnotator,
    build_from,
    database_holds,
    files_of,
    made_up_paper,
    making,
)
from tests.graph.stores.contents import same_graph, stored_graph

_TEXTS = st.lists(st.integers(0, len(SENTENCES) - 1), min_size=1, max_size=4)
_PAPERS = st.builds(made_up_paper, st.integers(0, 4), _TEXTS, year=st.sampled_from([None, 2020]))
_SOME = st.lists(_PAPERS, min_size=1, max_size=3, unique_by=lambda p: p.id)
_Step = list[Paper] | set[int] | tuple[Paper, ...]
"""Papers added, papers removed, or a build of other papers in the same place."""

_STEPS = st.lists(
    st.one_of(
        _SOME,
        st.sets(st.integers(0, 4), min_size=1, max_size=2),
        _SOME.map(tuple),
    ),
    min_size=1,
    max_size=5,
)


def change(directory: Path, steps: list[_Step], way: Making) -> dict[str, Paper]:
    """Takes the steps that can be taken, from an atlas of one paper; the papers at the end."""
    first = made_up_paper(0, [0])
    build_from([first], directory, way)
    left = {first.id: first}
    for step in steps:
        if isinstance(step, list):
            add(directory, step, way)
            left.update((paper.id, paper) for paper in step)
        elif isinstance(step, tuple):
            build_from(list(step), directory, way)
            left = {paper.id: paper for paper in step}
        elif gone := [f"p/{n}" for n in sorted(step) if f"p/{n}" in left]:
            remove(directory, gone, way)
            for key in gone:
                del left[key]
    return left


@settings(max_examples=200, deadline=None, derandomize=True)
@given(steps=_STEPS)
def test_any_sequence_of_changes_is_one_build_of_what_is_left(
    steps: list[_Step],
) -> None:
    """Canonical bytes, manifest, pages, and what the store holds."""
    with tempfile.TemporaryDirectory() as folder:
        engine = Engine()
        way = making(engine)
        left = change(Path(folder) / "changed", steps, way)
        build_from(list(left.values())[::-1], Path(folder) / "built", way)
        changed, built = engine.held(Path(folder) / "changed"), engine.held(Path(folder) / "built")
        assert changed.files == built.files
        assert changed.manifest == built.manifest
        assert same_graph(changed.graph, built.graph)


@settings(max_examples=15, deadline=None, derandomize=True)
@given(steps=_STEPS)
def test_the_embedded_database_follows(steps: list[_Step]) -> None:
    """Its content is that of one build of what is left."""
    with tempfile.TemporaryDirectory() as folder:
        way = Making(PreparedAnnotator(), most_changed=ALWAYS)
        left = change(Path(folder) / "changed", steps, way)
        build_from(list(left.values()), Path(folder) / "built", way)
        assert files_of(Path(folder) / "changed") == files_of(Path(folder) / "built")
        assert same_graph(
            database_holds(Path(folder) / "changed"), database_holds(Path(folder) / "built")
        )


@pytest.mark.neo4j
def test_a_server_follows(neo4j_url: str) -> None:
    """After any sequence of changes the server holds what one build would load."""

    @settings(max_examples=15, deadline=None, derandomize=True)
    @given(steps=_STEPS)
    def follows(steps: list[_Step]) -> None:
        with tempfile.TemporaryDirectory() as folder, open_store(neo4j_url) as server:
            engine = Engine()
            way = Making(PreparedAnnotator(), database=engine, server=server, most_changed=ALWAYS)
            left = change(Path(folder) / "changed", steps, way)
            build_from(list(left.values()), Path(folder) / "built", making(engine))
            assert same_graph(stored_graph(server), engine.held(Path(folder) / "built").graph)

    follows()


@pytest.fixture
def atlas(tmp_path: Path) -> Path:
    """An atlas of two papers."""
    papers = [made_up_paper(1, [0, 1]), made_up_paper(2, [2])]
    build_from(papers, tmp_path / "atlas", making(Engine()))
    return tmp_path / "atlas"


def test_only_new_text_is_annotated(atlas: Path) -> None:
    """A known text under another id, or of another year, is not new."""
    annotator = PreparedAnnotator()
    papers = [
        made_up_paper(3, [3]),
        made_up_paper(1, [0, 1], year=2021),
        made_up_paper(2, [4]),
    ]
    report = add(atlas, papers, making(Engine(), annotator))
    assert annotator.asked == ["p/3", "p/2"]
    assert report.changes == Changes(added=1, revised=2)
    assert (report.built, report.reused) == (3, 1)


def test_what_is_there_already_changes_nothing(atlas: Path) -> None:
    """It is said to be known."""
    before = files_of(atlas)
    report = add(atlas, [made_up_paper(2, [2])], making(Engine()))
    assert report.changes == Changes(unchanged=1)
    assert files_of(atlas) == before


def test_another_extractor_reads_all_again(atlas: Path) -> None:
    """An atlas never mixes the annotations of two."""
    annotator = PreparedAnnotator("another")
    add(atlas, [made_up_paper(3, [3])], making(Engine(), annotator))
    assert sorted(annotator.asked) == ["p/1", "p/2", "p/3"]


def test_the_settings_of_the_build_are_kept(tmp_path: Path) -> None:
    """Pages and cut of the first build hold for what is added."""
    engine = Engine()
    asked = {"pages": "none", "min_confidence": 0.8}
    first, second = made_up_paper(1, [0, 1]), made_up_paper(2, [2, 4])
    for name, papers in (("one", [first]), ("both", [first, second])):
        make(
            tmp_path / name,
            lambda _, papers=papers: Wanted(papers, len(papers), len(papers)),  # type: ignore[misc]  # a default binds the loop's value
            making(engine),
            settings=asked,
        )
    add(tmp_path / "one", [second], making(engine))
    assert files_of(tmp_path / "one") == files_of(tmp_path / "both")


def test_all_papers_may_go(atlas: Path) -> None:
    """An atlas of nothing is an atlas; it may be added to again."""
    report = remove(atlas, ["p/1", "paper 2"], making(Engine()))
    assert (report.built, report.changes.removed) == (0, 2)
    assert add(atlas, [made_up_paper(1, [0])], making(Engine())).built == 1


def test_a_name_of_no_paper_removes_nothing(atlas: Path) -> None:
    """Also where other names are right; the nearest are said."""
    before = files_of(atlas)
    with pytest.raises(UnknownNameError, match="Paper 1"):
        remove(atlas, ["p/1", "Papr 1"], making(Engine()))
    assert files_of(atlas) == before


class LostServer(MemoryStore):
    """A server whose connection is lost at the first change."""

    lost = True

    def update(self, change: GraphChange, *, progress: Progress | None = None) -> bool:
        """Changes nothing the first time."""
        if change.before != change.after and self.lost:
            self.lost = False
            raise StoreError("the connection was lost; loading again completes it")
        return super().update(change, progress=progress)


def test_removing_again_completes_a_server_that_was_lost(tmp_path: Path) -> None:
    """The directory has the change already; a wrong name brings no server anywhere."""
    engine, server = Engine(), LostServer()
    papers = [made_up_paper(1, [0, 1]), made_up_paper(2, [2])]
    way = dataclasses.replace(making(engine), server=server)
    build_from(papers, tmp_path / "atlas", way)
    with pytest.raises(StoreError, match="loading again"):
        remove(tmp_path / "atlas", ["p/2"], way)
    assert not same_graph(server.graph, engine.held(tmp_path / "atlas").graph)
    with pytest.raises(AtlasError, match=r"p/2.* now what the atlas holds"):
        remove(tmp_path / "atlas", ["p/2"], way)
    assert same_graph(server.graph, engine.held(tmp_path / "atlas").graph)
    with pytest.raises(UnknownNameError):
        remove(tmp_path / "atlas", ["p/2"], way)


def test_a_change_reaches_the_store_as_a_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is not saved anew: what the laws say of stores they say of updates."""
    engine, both = Engine(), [made_up_paper(1, [0, 1]), made_up_paper(2, [2])]
    build_from(both[:1], tmp_path / "one", making(engine))
    build_from(both, tmp_path / "both", making(engine))
    monkeypatch.delattr(MemoryStore, "save")
    add(tmp_path / "one", both[1:], making(engine))
    assert same_graph(engine.held(tmp_path / "one").graph, engine.held(tmp_path / "both").graph)


class StoppedAnnotator(PreparedAnnotator):
    """Is stopped at its second paper."""

    def annotate(self, papers: Iterable[Paper], *, expected: int) -> Iterator[AnnotatedPaper]:
        """Yields the first."""
        yield next(iter(super().annotate(papers, expected=expected)))
        raise KeyboardInterrupt


def test_a_build_that_was_stopped_with_another_cut_is_not_gone_on_from(tmp_path: Path) -> None:
    """What it took from an atlas of that cut lacks what the cut took away."""
    few, more = [made_up_paper(1, [0, 1])], [made_up_paper(n, [n]) for n in range(2, 5)]

    def built(papers: list[Paper], least: float, way: Making, place: str = "atlas") -> None:
        wanted = Wanted(papers, len(papers), len(papers))
        asked = {"pages": 6, "min_confidence": least}
        make(tmp_path / place, lambda _: wanted, way, settings=asked)

    engine = Engine()
    built(few, 0.8, making(engine))
    with pytest.raises(KeyboardInterrupt):
        built([*few, *more], 0.8, making(engine, StoppedAnnotator()))
    assert (tmp_path / "atlas" / UNFINISHED).exists()
    built(few, 0.0, making(engine))
    built(few, 0.0, making(engine), place="fresh")
    assert files_of(tmp_path / "atlas") == files_of(tmp_path / "fresh")


def test_there_has_to_be_an_atlas(tmp_path: Path) -> None:
    """Adding makes none."""
    with pytest.raises(AtlasError, match="no atlas"):
        add(tmp_path / "none", [made_up_paper(1, [0])], making(Engine()))


class _Stopped(KeyboardInterrupt):
    """Ctrl-C, at a moment of the test's choosing."""


class _StoppingAnnotator(PreparedAnnotator):
    """One that is stopped at a paper."""

    def annotate(self, papers, *, expected):  # type: ignore[no-untyped-def]  # as above
        """Yields papers until the one."""
        for done, annotated in enumerate(super().annotate(papers, expected=expected)):
            if done == 2:
                raise _Stopped
            yield annotated


def test_a_build_goes_on_where_it_was_stopped(tmp_path: Path) -> None:
    """What was annotated is not annotated again, and the result is the same."""
    papers = [made_up_paper(n, [n]) for n in range(5)]
    engine = Engine()
    with pytest.raises(_Stopped):
        build_from(papers, tmp_path / "atlas", making(engine, _StoppingAnnotator()))
    assert (tmp_path / "atlas" / UNFINISHED).is_file()
    annotator = PreparedAnnotator()
    build_from(papers, tmp_path / "atlas", making(engine, annotator))
    assert annotator.asked == ["p/2", "p/3", "p/4"]
    assert not (tmp_path / "atlas" / UNFINISHED).exists()
    build_from(papers, tmp_path / "whole", making(engine))
    assert files_of(tmp_path / "atlas") == files_of(tmp_path / "whole")
