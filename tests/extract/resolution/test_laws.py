"""Laws of resolution, on random papers: no order, no rerun and no stranger changes a thing."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from extract.resolution import resolve
from schemas import AnnotatedPaper, EntityType, Resolution
from tests.extract.resolution.papers import paper

_LONGS = {
    "NFP": ("napkin folding policy", "Napkin-Folding Policies", "network flow problem"),
    "SAM": ("Segment Anything Model", "stack and move", "sharpness-aware minimization"),
}
NAMES = (
    *("FoldNet", "Fold Net", "fold-nets", "FoldNet model", "FoldNet-2", "FoldNet-2 7B"),
    *("visual folding", "vision folding", "folding RL", "folding reinforcement learning"),
    *("RL", "LLMs", "large language models", "C", "C++", "NFP", "SAM", "fold control"),
)
_STRANGE = ("Towel-World", "TowelWorld benchmark", "towel stacking", "stack of towels")
_TYPES = st.sampled_from(list(EntityType))
_YEARS = st.one_of(st.none(), st.integers(2019, 2026))


@st.composite
def random_paper(draw: st.DrawFn, paper_id: str, names: tuple[str, ...] = NAMES) -> AnnotatedPaper:
    """A paper of some names, of types, bindings and introductions as they come."""
    mentions, short, introduces = [], {}, []
    for name in draw(st.lists(st.sampled_from(names), unique=True, min_size=1, max_size=6)):
        kind = draw(_TYPES)
        mentions.append((name, kind, name))
        if name in _LONGS and draw(st.booleans()):
            short[name] = draw(st.sampled_from(_LONGS[name]))
            mentions.append((short[name], kind, name))
        elif mentions[1:] and draw(st.integers(0, 5)) == 0:
            mentions[-1] = (name, mentions[-2][1], mentions[-2][2])
        if draw(st.integers(0, 3)) == 0:
            introduces.append(mentions[-1][2])
    introduced = sorted(set(introduces))
    return paper(paper_id, *mentions, short=short, introduces=introduced, year=draw(_YEARS))


@st.composite
def random_papers(draw: st.DrawFn) -> list[AnnotatedPaper]:
    """Up to seven papers whose names resolution joins or not."""
    count = draw(st.integers(1, 7))
    return [draw(random_paper(f"p{i}")) for i in range(count)]


def whole(resolution: Resolution, *, refused: bool = True) -> tuple[object, ...]:
    """All that a resolution says; refusals may be left out."""
    return (
        resolution.entities,
        resolution.merges,
        resolution.refused if refused else (),
        resolution.variants,
        resolution.conflicts,
        [(p.id, a.model_dump_json()) for p, a in resolution.papers],
    )


_law = settings(max_examples=150, deadline=None, derandomize=True)


@_law
@given(st.data())
def test_no_order_of_the_papers_changes_a_thing(data: st.DataObject) -> None:
    """Any shuffle gives an equal resolution."""
    papers = data.draw(random_papers())
    shuffled = data.draw(st.permutations(papers))
    assert whole(resolve(papers)) == whole(resolve(shuffled))


@_law
@given(random_papers())
def test_resolving_what_is_resolved_changes_nothing(papers: list[AnnotatedPaper]) -> None:
    """The resolved papers give the same resolution again."""
    once = resolve(papers)
    assert whole(resolve(once.papers)) == whole(once)


@_law
@given(st.data())
def test_a_paper_of_other_things_changes_no_node(data: st.DataObject) -> None:
    """Ids, names, types and counts of unrelated nodes stay as they were."""
    papers = data.draw(random_papers())
    stranger = data.draw(random_paper("stranger", _STRANGE))
    before = resolve(papers)
    after = resolve([*papers, stranger])
    assert set(before.entities) <= set(after.entities)
    assert set(before.merges) <= set(after.merges)


@_law
@given(random_papers())
def test_every_mention_has_a_node_and_every_surface_its_merge(papers: list[AnnotatedPaper]) -> None:
    """Each alias of a node is joined to it by exactly one merge, from a surface of it."""
    resolution = resolve(papers)
    ids = {e.id for e in resolution.entities}
    assert len(ids) == len(resolution.entities)
    assert {m.node for _, a in resolution.papers for m in a.mentions} == ids
    for entity in resolution.entities:
        merges = [m for m in resolution.merges if m.node == entity.id]
        assert sorted(m.surface for m in merges) == list(entity.aliases)
        assert {m.into for m in merges} <= {entity.name, *entity.aliases}
        assert all(0 < m.score <= 1 for m in merges)
