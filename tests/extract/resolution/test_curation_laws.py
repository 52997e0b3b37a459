"""Laws of curation, on random papers and random decisions."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from extract.resolution import resolve
from extract.resolution.spelling import spelling_key
from schemas import (
    AnnotatedPaper,
    CuratedName,
    CuratedPair,
    Curation,
    CurationError,
    EntityType,
    Resolution,
)
from tests.extract.resolution.test_laws import NAMES, random_papers, whole

_SURFACES = (*NAMES, "napkin folding policy", "Segment Anything Model", "gone")
_NAME = st.sampled_from(_SURFACES)
_SEVERAL = st.lists(_NAME, min_size=2, max_size=3, unique=True)
_SECTIONS = st.fixed_dictionaries(
    {
        "same": st.lists(_SEVERAL, max_size=2),
        "different": st.lists(_SEVERAL, max_size=3),
        "rename": st.lists(st.tuples(_NAME, st.sampled_from(("New", "FoldNet", "C"))), max_size=1),
        "retype": st.lists(st.tuples(_NAME, st.sampled_from(list(EntityType))), max_size=1),
        "hide": st.lists(_NAME, max_size=1),
    }
)


def _curation(sections: dict[str, list[tuple[str, ...]]]) -> Curation:
    """Each list of a section in a line of its own, in the order given."""
    line = 0

    def names(texts: tuple[str, ...] | list[str]) -> tuple[CuratedName, ...]:
        nonlocal line
        line += 1
        return tuple(CuratedName(t, line, column) for column, t in enumerate(texts, 1))

    lists = {k: tuple(names(row) for row in sections[k]) for k in ("same", "different")}
    pairs = {k: tuple(CuratedPair(*names(r)) for r in sections[k]) for k in ("rename", "retype")}
    return Curation(**lists, **pairs, hide=names(sections["hide"]))


def _resolved(papers: list[AnnotatedPaper], curation: Curation) -> Resolution:
    try:
        return resolve(papers, curation=curation)
    except CurationError:
        assume(False)
        raise


def _lineless(resolution: Resolution) -> object:
    refused = sorted((r.surface, r.into, r.known[:8]) for r in resolution.refused)
    warnings = sorted(w.partition(": ")[2] for w in resolution.warnings)
    return whole(resolution, refused=False), refused, warnings, resolution.hidden


def _nodes(resolution: Resolution, key: Callable[[str], str]) -> dict[str, set[str | None]]:
    nodes: dict[str, set[str | None]] = {}
    for _, annotation in resolution.papers:
        for mention in annotation.mentions:
            nodes.setdefault(key(mention.text), set()).add(mention.node)
    return nodes


_law = settings(max_examples=150, deadline=None, derandomize=True)


@_law
@given(st.data())
def test_no_order_of_lines_or_papers_changes_a_thing(data: st.DataObject) -> None:
    """Sections are shuffled line by line, and so are the papers."""
    papers = data.draw(random_papers())
    sections = data.draw(_SECTIONS)
    shuffled = {key: data.draw(st.permutations(rows)) for key, rows in sections.items()}
    shuffled["same"] = [data.draw(st.permutations(row)) for row in shuffled["same"]]
    first = _resolved(papers, _curation(sections))
    other = _resolved(data.draw(st.permutations(papers)), _curation(shuffled))
    assert _lineless(first) == _lineless(other)


@_law
@given(random_papers(), _SECTIONS)
def test_without_the_lines_all_is_as_if_they_had_never_been(
    papers: list[AnnotatedPaper], sections: dict[str, list[tuple[str, ...]]]
) -> None:
    """What a curated atlas keeps of its papers gives, without the file, what the rules give."""
    curated = _resolved(papers, _curation(sections))
    assert whole(resolve(curated.papers)) == whole(resolve(papers))
    again = resolve(curated.papers, curation=_curation(sections))
    assert whole(again) == whole(curated)


@_law
@given(random_papers(), _SECTIONS)
def test_what_the_user_says_holds(
    papers: list[AnnotatedPaper], sections: dict[str, list[tuple[str, ...]]]
) -> None:
    """What differs never shares a node; what is the same does, or is refused; ids are whole."""
    curation = _curation(sections)
    resolution = _resolved(papers, curation)
    every = (*resolution.entities, *resolution.hidden)
    assert len({e.id for e in every}) == len(every)
    mentions = [m for _, a in resolution.papers for m in a.mentions]
    ids = {e.id for e in resolution.entities}
    assert {m.node for m in mentions} - {None} == ids
    assert (None in {m.node for m in mentions}) == bool(resolution.hidden)
    before = _nodes(resolve(papers), spelling_key)
    written, spelled = _nodes(resolution, str), _nodes(resolution, spelling_key)

    def nodes(name: str) -> set[str | None]:
        key = spelling_key(name)
        alone = len(before.get(key, ())) == 1
        return spelled[key] if alone else written.get(name, set())

    for apart in sections["different"]:
        for one, other in combinations(map(spelling_key, apart), 2):
            assert spelled.get(one, set()) & spelled.get(other, set()) <= {None}
    said = any(r.known.startswith("curation") for r in resolution.refused)
    for same in sections["same"]:
        assert len(set().union(*map(nodes, same))) <= 1 or said
    for entity in resolution.entities:
        merges = [m for m in resolution.merges if m.node == entity.id]
        assert sorted(m.surface for m in merges) == list(entity.aliases)
        assert {m.into for m in merges} <= {entity.name, *entity.aliases}


@_law
@given(random_papers(), _SECTIONS)
def test_a_decision_on_what_is_gone_changes_nothing(
    papers: list[AnnotatedPaper], sections: dict[str, list[tuple[str, ...]]]
) -> None:
    """Names that no paper has leave what the rules give, with a warning for each."""
    strange = {
        key: [tuple(f"towel {n}" for n in row) for row in sections[key]]
        for key in ("same", "different")
    }
    hide = [f"towel {n}" for n in sections["hide"]]
    curation = _curation({**strange, "rename": [], "retype": [], "hide": hide})
    resolution = resolve(papers, curation=curation)
    assert whole(resolution) == whole(resolve(papers))
    count = len(hide) + sum(len(row) for rows in strange.values() for row in rows)
    assert len(resolution.warnings) == count
