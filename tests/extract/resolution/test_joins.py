"""What is one thing across papers, what is not, and what is said of it."""

from __future__ import annotations

import pytest

from extract.resolution import resolve
from schemas import EntityType, MergeReason, Variant, VariantReason
from tests.extract.resolution.papers import nodes_of, paper

_METHOD, _MODEL, _TASK = EntityType.METHOD, EntityType.MODEL, EntityType.TASK
_BENCHMARK, _DATASET, _METRIC = EntityType.BENCHMARK, EntityType.DATASET, EntityType.METRIC

_ONE = [
    (("positional folding", _METHOD), ("position folding", _METHOD), MergeReason.WORDING),
    (("visual folding", _TASK), ("vision folding", _METHOD), MergeReason.WORDING),
    (("folding RL", _METHOD), ("folding reinforcement learning", _METHOD), MergeReason.WORDING),
    (("fold controller", _METHOD), ("fold control", _METHOD), MergeReason.WORDING),
    (("FoldWorld benchmark", _BENCHMARK), ("FoldWorld", _BENCHMARK), MergeReason.HEAD),
    (("folding diffusion models", _METHOD), ("folding diffusion", _METHOD), MergeReason.HEAD),
    (("Fold World", _BENCHMARK), ("FoldWorld", _BENCHMARK), MergeReason.HYPHEN),
]

_TWO = [
    (("fold controller", _MODEL), ("fold control", _TASK)),
    (("language folding", _TASK), ("language fold", _MODEL)),
    (("FoldWorld benchmark", _BENCHMARK), ("FoldWorld", _METHOD)),
    (("machine folding models", _MODEL), ("machine folding", _METHOD)),
    (("process reward model", _MODEL), ("process rewards", _MODEL)),
    (("Fold World", _TASK), ("FoldWorld", _DATASET)),
    (("FoldNet-7B", _MODEL), ("FoldNet-70B", _MODEL)),
    (("FoldNet 2 model", _MODEL), ("FoldNet", _MODEL)),
    (("NFP", _METRIC), ("NFP", _METHOD)),
]


@pytest.mark.parametrize(("one", "other", "reason"), _ONE)
def test_what_says_one_thing_is_one_node(
    one: tuple[str, EntityType], other: tuple[str, EntityType], reason: MergeReason
) -> None:
    """The two surfaces of two papers share a node, and the merge says why."""
    resolution = resolve([paper("a", (*one, "x")), paper("b", (*other, "x"))])
    assert len(resolution.entities) == 1
    (merge,) = resolution.merges
    assert merge.reason is reason
    assert {merge.surface, merge.into} == {one[0], other[0]}
    assert 0.8 < merge.score < 1


@pytest.mark.parametrize(("one", "other"), _TWO)
def test_what_only_looks_alike_is_two_nodes(
    one: tuple[str, EntityType], other: tuple[str, EntityType]
) -> None:
    """Types, numbers, countable nouns and activities keep surfaces apart."""
    resolution = resolve([paper("a", (*one, "x")), paper("b", (*other, "x"))])
    assert len(resolution.entities) == 2
    assert resolution.merges == ()


def _bound(paper_id: str, long: str, **more: object) -> object:
    return paper(
        paper_id,
        (long, _METHOD, "n"),
        ("NFP", _METHOD, "n"),
        short={"NFP": long},
        **more,  # type: ignore[arg-type]  # years and introductions
    )


def test_long_forms_of_one_short_form_that_agree_are_one() -> None:
    """Word forms, function words and inner words may differ."""
    longs = ("napkin folding policy", "Napkin-Fold Policies", "napkin folding with a policy")
    resolution = resolve([_bound(i, long) for i, long in zip("abc", longs, strict=True)])  # type: ignore[misc]
    assert len(resolution.entities) == 1


def test_a_name_is_not_what_was_introduced_under_it_later() -> None:
    """NFP of 2020 cannot mean what a paper of 2024 introduces; NFP of 2025 can."""
    coined = _bound("a", "napkin folding policy", introduces=["n"], year=2024)
    early, late = (paper(i, ("NFP", _METHOD, "n"), year=y) for i, y in (("b", 2020), ("c", 2025)))
    resolution = resolve([coined, early])  # type: ignore[list-item]
    assert nodes_of(resolution, "b")["NFP"] == "method:nfp"
    assert nodes_of(resolve([coined, late]), "c")["NFP"] == "method:napkin-folding-policy"  # type: ignore[list-item]


def test_two_papers_that_introduce_one_name_introduce_two_things() -> None:
    """Unless all else that they name is the same: then it is one paper in two places."""
    others = [(s, _METHOD, s) for s in ("towel stacking", "napkin sorting")]
    one = paper("a", ("FoldNet", _MODEL, "x"), *others, introduces=["x"])
    again = paper("b", ("FoldNet", _MODEL, "x"), *others, introduces=["x"])
    other = paper("c", ("FoldNet", _MODEL, "x"), introduces=["x"])
    assert len([e for e in resolve([one, again]).entities if e.name == "FoldNet"]) == 1
    resolution = resolve([one, again, other])
    assert nodes_of(resolution, "a")["FoldNet"] == nodes_of(resolution, "b")["FoldNet"]
    assert nodes_of(resolution, "a")["FoldNet"] != nodes_of(resolution, "c")["FoldNet"]


def test_the_neighbours_of_a_short_form_speak_for_its_meaning() -> None:
    """Of two meanings of one type, the one whose companions the paper names."""
    napkins = ("napkin sorting", _TASK, "s")
    flow = ("network tracing", _TASK, "t")
    papers = [
        paper("a", napkins, ("napkin folding policy", _METHOD, "n"), ("NFP", _METHOD, "n"),
              short={"NFP": "napkin folding policy"}),
        paper("b", flow, ("network flow problem", _METHOD, "n"), ("NFP", _METHOD, "n"),
              short={"NFP": "network flow problem"}),
        paper("c", flow, ("NFP", _METHOD, "n")),
        paper("d", ("NFP", _METHOD, "n")),
    ]  # fmt: skip
    resolution = resolve(papers)
    assert nodes_of(resolution, "c")["NFP"] == "method:network-flow-problem"
    assert nodes_of(resolution, "d")["NFP"] == "method:nfp"


def test_a_merge_that_chains_two_different_things_is_refused_and_recorded() -> None:
    """A paper that takes two sizes for one joins them in no other paper."""
    muddled = paper("a", ("FoldNet-7B", _MODEL, "x"), ("FoldNet-70B", _MODEL, "x"))
    careful = paper("b", ("FoldNet-7B", _MODEL, "s"), ("FoldNet-70B", _MODEL, "l"))
    resolution = resolve([muddled, careful])
    nodes = nodes_of(resolution, "b")
    assert nodes["FoldNet-7B"] != nodes["FoldNet-70B"]
    (refused,) = resolution.refused
    assert (refused.surface, refused.into) == ("FoldNet-70B", "FoldNet-7B")
    assert (refused.reason, refused.known) == (MergeReason.SYNONYM, "numbers")


def test_meanings_of_one_short_form_are_not_chained_by_a_third_paper() -> None:
    """NFP is two things; a paper that uses both long forms for one joins them nowhere else."""
    both = ("napkin folding policy", "network flow problem")
    papers = [
        *(_bound(i, long) for i, long in zip("ab", both, strict=True)),
        paper("c", *((long, _METHOD, "x") for long in both)),
    ]
    resolution = resolve(papers)  # type: ignore[arg-type]
    assert {e.name for e in resolution.entities} >= set(both)
    (refused,) = resolution.refused
    assert (refused.surface, refused.into) == both
    assert refused.known == "meaning of nfp"


def test_versions_and_sizes_are_tied_to_what_they_are_one_of() -> None:
    """The nearest shorter name that is a node of its kind; the ties come from names alone."""
    names = ("FoldNet", "FoldNet-2", "FoldNet-2 70B", "FoldNet-2o", "TowelNet Pro")
    resolution = resolve([paper("a", *((n, _MODEL, n) for n in names))])
    assert resolution.variants == (
        Variant(node="model:foldnet-2", of="model:foldnet", reason=VariantReason.VERSION),
        Variant(node="model:foldnet-2-70b", of="model:foldnet-2", reason=VariantReason.SIZE),
        Variant(node="model:foldnet-2o", of="model:foldnet-2", reason=VariantReason.VARIANT),
    )


def test_types_that_papers_disagree_on_are_decided_by_weight_and_reported() -> None:
    """Two papers say Model, one says Method: a Model, with both counts."""
    kinds = (_MODEL, _METHOD, _MODEL)
    resolution = resolve(
        [paper(i, ("FoldNet", kind, "x")) for i, kind in zip("abc", kinds, strict=True)]
    )
    assert [e.type for e in resolution.entities] == [_MODEL]
    (conflict,) = resolution.conflicts
    assert conflict.node == "model:foldnet"
    assert conflict.types == ((_MODEL, 2), (_METHOD, 1))
