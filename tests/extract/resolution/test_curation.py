"""What the user says of names: each decision, each contradiction, and the laws of all."""

from __future__ import annotations

import pytest

from extract.resolution import resolve
from schemas import (
    AnnotatedPaper,
    CuratedName,
    CuratedPair,
    Curation,
    CurationError,
    MergeReason,
    Resolution,
)
from tests.extract.resolution.papers import nodes_of, paper

_METHOD, _MODEL, _BENCHMARK, _METRIC = "Method", "Model", "Benchmark", "Metric"
_LONG = "Proposer-Agent-Evaluator"
_PAPERS = [
    paper(
        "a",
        (_LONG, _METHOD, "x"),
        ("PAE", _METHOD, "x"),
        ("FoldWorld", _BENCHMARK, "m"),
        short={"PAE": _LONG},
    ),
    paper("b", ("PAE", _METHOD, "p"), ("FoldWorld v2", _BENCHMARK, "m")),
    paper("c", ("Fold-World benchmark", _BENCHMARK, "m"), ("napkin models", _MODEL, "l")),
    paper("e", ("FoldWorld", _BENCHMARK, "m")),
]
_PLAIN = {"fold": "benchmark:foldworld", "pae": "method:proposer-agent-evaluator"}


def _name(text: str, line: int = 1) -> CuratedName:
    return CuratedName(text, line, 5)


def _names(*texts: str, line: int = 1) -> tuple[CuratedName, ...]:
    return tuple(_name(t, line) for t in texts)


def _pair(name: str, to: str, line: int = 1) -> CuratedPair:
    return CuratedPair(_name(name, line), _name(to, line))


def _ids(resolution: Resolution) -> list[str]:
    return [e.id for e in resolution.entities]


def test_without_a_file_the_rules_alone_decide() -> None:
    """An empty curation is none."""
    plain, empty = resolve(_PAPERS), resolve(_PAPERS, curation=Curation())
    assert plain.entities == empty.entities
    assert nodes_of(plain, "a") == {
        _LONG: _PLAIN["pae"],
        "PAE": _PLAIN["pae"],
        "FoldWorld": _PLAIN["fold"],
    }


def test_the_same_is_one_node_with_the_reason() -> None:
    """Two nodes become one though their numbers differ; what the rules joined stays joined."""
    resolution = resolve(_PAPERS, curation=Curation(same=(_names("foldworld V2", "Fold World"),)))
    nodes = {nodes_of(resolution, p)[s] for p, s in (("a", "FoldWorld"), ("b", "FoldWorld v2"))}
    assert nodes == {nodes_of(resolution, "c")["Fold-World benchmark"]}
    reasons = {m.reason for m in resolution.merges if m.node in nodes}
    assert reasons == {MergeReason.CURATION, MergeReason.HEAD}


def test_an_acronym_is_what_the_user_says() -> None:
    """A short form that nothing was found for becomes what it is said to be; ids are names."""
    papers = [paper("a", ("QZX", _METHOD, "q")), paper("b", ("quick zebra", _METHOD, "z"))]
    assert len(resolve(papers).entities) == 2
    same = Curation(same=(_names("method:qzx", "quick zebra"),))
    (entity,) = resolve(papers, curation=same).entities
    assert {entity.name, *entity.aliases} == {"QZX", "quick zebra"}


def test_a_rule_does_not_join_what_is_different() -> None:
    """The join is refused, and the refusal says by which line."""
    different = Curation(different=(_names("FoldWorld benchmark", "FoldWorld", line=7),))
    resolution = resolve(_PAPERS, curation=different)
    assert nodes_of(resolution, "a")["FoldWorld"] == "benchmark:foldworld"
    assert nodes_of(resolution, "c")["Fold-World benchmark"] == "benchmark:fold-world-benchmark"
    (refused,) = resolution.refused
    assert refused.known == "curation, line 7"
    assert refused.reason is MergeReason.HEAD


def test_a_paper_that_binds_what_is_different_has_two_nodes() -> None:
    """A short form leaves its long form, also where the paper writes one behind the other."""
    resolution = resolve(_PAPERS, curation=Curation(different=(_names("pae", _LONG),)))
    assert nodes_of(resolution, "a")[_LONG] == "method:proposer-agent-evaluator"
    assert nodes_of(resolution, "a")["PAE"] == nodes_of(resolution, "b")["PAE"] == "method:pae"
    (refused,) = resolution.refused
    assert (refused.reason, refused.known) == (MergeReason.ABBREVIATION, "curation, line 1")
    assert resolution.suggestions == ()


def test_a_short_form_of_several_nodes_is_clear_beside_one_of_them() -> None:
    """PAE is a metric elsewhere; that it is not the long form is clear all the same."""
    more = paper(
        "d",
        ("PAE", _METRIC, "x"),
        ("position error", _METRIC, "x"),
        short={"PAE": "position error"},
    )
    resolution = resolve([*_PAPERS, more], curation=Curation(different=(_names("PAE", _LONG),)))
    assert nodes_of(resolution, "a")["PAE"] == "method:pae"
    assert nodes_of(resolution, "d")["PAE"] == "metric:position-error"


def test_a_short_form_that_is_not_the_one_may_be_the_other() -> None:
    """Most papers mean the long form by PAE, one another; what is left is meant elsewhere."""
    bound = [
        paper(f"p{n}", (_LONG, _METHOD, "x"), ("PAE", _METHOD, "x"), short={"PAE": _LONG})
        for n in range(9)
    ]
    other = "pose-aware encoder"
    rare = paper("q", (other, _METHOD, "x"), ("PAE", _METHOD, "x"), short={"PAE": other})
    papers = [*bound, rare, paper("z", ("PAE", _METHOD, "x"))]
    assert nodes_of(resolve(papers), "z")["PAE"] == _PLAIN["pae"]
    resolution = resolve(papers, curation=Curation(different=(_names("PAE", _LONG),)))
    assert nodes_of(resolution, "z")["PAE"] == nodes_of(resolution, "q")["PAE"]
    assert nodes_of(resolution, "q")["PAE"] == nodes_of(resolution, "q")[other]


def test_a_third_does_not_chain_what_is_different() -> None:
    """Two papers use two names for a third each; the one in fewer papers leaves."""
    papers = [
        paper("a", ("Folder", _METHOD, "x"), ("Creaser", _METHOD, "x")),
        paper("b", ("Folder", _METHOD, "x"), ("Bender", _METHOD, "x")),
        paper("c", ("Bender", _METHOD, "x")),
    ]
    assert len(resolve(papers).entities) == 1
    resolution = resolve(papers, curation=Curation(different=(_names("Bender", "Creaser"),)))
    holding = [{e.name, *e.aliases} for e in resolution.entities]
    assert not any({"Bender", "Creaser"} <= names for names in holding)
    assert all(r.known == "curation, line 1" for r in resolution.refused)
    assert resolution.refused


def test_the_same_does_not_chain_what_is_different_through_rules() -> None:
    """A rule that would bring two different names together through the same is refused."""
    curation = Curation(
        same=(_names("FoldWorld v2", "FoldWorld", line=2),),
        different=(_names("FoldWorld v2", "Fold-World benchmark", line=4),),
    )
    resolution = resolve(_PAPERS, curation=curation)
    assert nodes_of(resolution, "a")["FoldWorld"] == nodes_of(resolution, "b")["FoldWorld v2"]
    assert nodes_of(resolution, "c")["Fold-World benchmark"] == "benchmark:fold-world-benchmark"
    assert [r.known for r in resolution.refused] == ["curation, line 4"]


def test_a_new_name_makes_the_id_and_the_old_one_stays_an_alias() -> None:
    """The merge of the old name says that the user did it."""
    resolution = resolve(_PAPERS, curation=Curation(rename=(_pair("napkin model", "Serviette"),)))
    entity = next(e for e in resolution.entities if e.name == "Serviette")
    assert (entity.id, entity.aliases) == ("model:serviette", ("napkin models",))
    (merge,) = (m for m in resolution.merges if m.node == entity.id)
    assert (merge.surface, merge.into, merge.reason) == (
        "napkin models",
        "Serviette",
        MergeReason.CURATION,
    )


def test_a_new_name_takes_no_id_from_the_node_that_has_it() -> None:
    """Whoever was called so before keeps the plain id."""
    resolution = resolve(_PAPERS, curation=Curation(rename=(_pair("FoldWorld v2", "FoldWorld"),)))
    assert nodes_of(resolution, "a")["FoldWorld"] == "benchmark:foldworld"
    assert nodes_of(resolution, "b")["FoldWorld v2"].startswith("benchmark:foldworld-")


def test_a_new_type_makes_the_id_and_ends_the_conflict() -> None:
    """Papers disagreed on the type; the user does not."""
    papers = [paper("a", ("Folder", _METHOD, "x")), paper("b", ("Folder", _MODEL, "x"))]
    assert resolve(papers).conflicts
    resolution = resolve(papers, curation=Curation(retype=(_pair("folder", _BENCHMARK),)))
    assert _ids(resolution) == ["benchmark:folder"]
    assert resolution.conflicts == ()


def test_what_is_hidden_is_no_node_and_its_mentions_stay() -> None:
    """The mention carries no node, the hidden node is listed with its papers."""
    resolution = resolve(_PAPERS, curation=Curation(hide=_names("Napkin Model")))
    assert nodes_of(resolution, "c")["napkin models"] is None
    assert [(e.id, e.papers) for e in resolution.hidden] == [("model:napkin-models", 1)]
    assert "model:napkin-models" not in _ids(resolution)
    assert all(m.node != "model:napkin-models" for m in resolution.merges)


def test_a_name_that_is_gone_is_a_warning_with_its_place() -> None:
    """Nothing else happens, whatever the section."""
    curation = Curation(
        same=(_names("Gone", "PAE", line=3),),
        different=(_names("Lost", "PAE", line=2),),
        rename=(_pair("Away", "Here", line=5),),
        retype=(_pair("method:away", "Task", line=6),),
        hide=_names("Off", line=9),
    )
    resolution = resolve(_PAPERS, curation=curation)
    assert resolution.entities == resolve(_PAPERS).entities
    assert [w.split(" here")[0] for w in resolution.warnings] == [
        "atlas.yaml:2:5: nothing is called 'Lost'",
        "atlas.yaml:3:5: nothing is called 'Gone'",
        "atlas.yaml:5:5: nothing is called 'Away'",
        "atlas.yaml:6:5: nothing is called 'method:away'",
        "atlas.yaml:9:5: nothing is called 'Off'",
    ]


_TWICE = [*_PAPERS, paper("d", ("PAE", _METRIC, "x"))]


@pytest.mark.parametrize(
    ("curation", "words"),
    [
        (
            Curation(hide=_names("PAE", line=4)),
            "atlas.yaml:4:5: 'PAE' names several nodes, write an id: "
            "method:proposer-agent-evaluator, metric:pae",
        ),
        (
            Curation(
                same=(_names("FoldWorld", "Napkin model", line=2),),
                different=(_names("foldworld", "napkin models", line=8),),
            ),
            "atlas.yaml:8:5: 'foldworld' and 'napkin models' are different here and the same by",
        ),
        (
            Curation(
                same=(
                    _names("FoldWorld", "FoldWorld v2", line=2),
                    _names("napkin models", "FoldWorld v2", line=3),
                ),
                different=(_names("FoldWorld", "napkin models", line=1),),
            ),
            "the same by line 2 and line 3",
        ),
        (Curation(different=(_names("FoldWorld", "fold-world"),)), "are one name here"),
        (
            Curation(rename=(_pair("FoldWorld", "A", 2), _pair("FoldWorld benchmark", "B", 6))),
            "6:5: 'FoldWorld benchmark' is to have the name 'B', and by line 2, as 'FoldWorld'",
        ),
        (
            Curation(
                retype=(_pair("FoldWorld", "Task", 6), _pair("FoldWorld benchmark", "Model", 2))
            ),
            "atlas.yaml:6:5: 'FoldWorld' is to have the type 'Task', and by line 2",
        ),
        (
            Curation(
                hide=_names("FoldWorld", line=3), rename=(_pair("FoldWorld benchmark", "A", 2),)
            ),
            "atlas.yaml:3:5: 'FoldWorld' is to be hidden, and by line 2 to be changed",
        ),
        (
            Curation(
                same=(_names("FoldWorld", "FoldWorld v2", line=1),),
                rename=(_pair("FoldWorld", "A", 2), _pair("FoldWorld v2", "B", 3)),
            ),
            "atlas.yaml:3:5: 'FoldWorld v2' is to have the name 'B', and by line 2",
        ),
    ],
)
def test_what_contradicts_itself_is_an_error_that_names_the_lines(
    curation: Curation, words: str
) -> None:
    """Ambiguous names list their ids; decisions that exclude each other name both lines."""
    with pytest.raises(CurationError) as error:
        resolve(_TWICE, curation=curation)
    assert words in str(error.value)


def test_a_name_as_written_goes_before_its_other_spellings() -> None:
    """FoldNet and fold net are two nodes, and each can be named."""
    papers = [
        paper("a", ("FoldNet", _MODEL, "f")),
        paper("b", ("fold net", "Task", "f")),
    ]
    assert len(resolve(papers).entities) == 2
    assert _ids(resolve(papers, curation=Curation(hide=_names("FoldNet")))) == ["task:fold-net"]
    assert _ids(resolve(papers, curation=Curation(hide=_names("fold net")))) == ["model:foldnet"]
    with pytest.raises(CurationError, match="names several nodes"):
        resolve(papers, curation=Curation(hide=_names("Fold-Net")))
    both = Curation(
        same=(_names("FoldNet", "fold net"),),
        rename=(_pair("FoldNet", "Folder"),),
    )
    assert _ids(resolve(papers, curation=both)) == ["model:folder"]


@pytest.mark.parametrize(
    ("decided", "name"),
    [
        (Curation(rename=(_pair("napkin models", "Serviette"),)), "serviettes"),
        (Curation(rename=(_pair("napkin models", "Serviette"),)), "model:serviette"),
        (Curation(retype=(_pair("napkin models", "Task"),)), "task:napkin-models"),
        (Curation(different=(_names("PAE", _LONG),)), "method:pae"),
    ],
)
def test_what_the_file_itself_gives_is_a_name_too(decided: Curation, name: str) -> None:
    """Names and ids as the curated atlas shows them can be written in the same file."""
    same = Curation(**{**dict(decided), "same": (_names(name, "FoldWorld v2"),)})
    resolution = resolve(_PAPERS, curation=same)
    assert resolution.warnings == ()
    assert len(resolution.entities) == len(resolve(_PAPERS, curation=decided).entities) - 1


def test_spellings_of_one_name_cannot_be_told_apart() -> None:
    """Not in one node, nor in two that are apart by themselves; two ids of one name can."""
    papers = [
        paper("a", ("FoldNet", _METHOD, "f"), introduces=["f"]),
        paper("b", ("FoldNet", _METHOD, "f"), ("Fold Net", _METHOD, "f"), introduces=["f"]),
    ]
    ids = _ids(resolve(papers))
    assert len(ids) == 2
    with pytest.raises(CurationError, match="are one name here"):
        resolve(papers, curation=Curation(different=(_names("FoldNet", "Fold Net"),)))
    guarded = resolve(papers, curation=Curation(different=(_names(*ids),)))
    assert _ids(guarded) == ids
    with pytest.raises(CurationError, match="different here and the same"):
        resolve(papers, curation=Curation(different=(_names(*ids),), same=(_names(*ids),)))


def test_a_spelling_told_by_how_it_is_written_leaves_a_node_too() -> None:
    """Only the long form's node is written FoldNet; it is said not to be the long form."""
    papers = [
        paper("a", ("fold network", _METHOD, "f"), ("FoldNet", _METHOD, "f")),
        paper("b", ("fold network", _METHOD, "f"), ("fold net", "Task", "t")),
    ]
    assert nodes_of(resolve(papers), "a")["FoldNet"] == "method:fold-network"
    resolution = resolve(papers, curation=Curation(different=(_names("FoldNet", "fold network"),)))
    assert nodes_of(resolution, "a")["FoldNet"] != "method:fold-network"


def test_a_name_of_several_nodes_can_be_told_by_id() -> None:
    """Twins: two papers introduce two things under one name; one of them is hidden."""
    papers: list[AnnotatedPaper] = [
        paper("a", ("FoldNet", _METHOD, "f"), ("crease", "Task", "t"), introduces=["f"]),
        paper("b", ("FoldNet", _METHOD, "f"), ("press", "Task", "t"), introduces=["f"]),
    ]
    twins = [i for i in _ids(resolve(papers)) if i.startswith("method:")]
    assert len(twins) == 2
    resolution = resolve(papers, curation=Curation(hide=_names(twins[1])))
    assert [i for i in _ids(resolution) if i.startswith("method:")] == twins[:1]
    one = resolve(papers, curation=Curation(same=(_names(*twins),)))
    assert sum(i.startswith("method:") for i in _ids(one)) == 1
