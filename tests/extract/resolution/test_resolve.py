import itertools
import re

import pytest

from extract.resolution import resolve
from schemas import Abbreviation, EntityType, MergeReason
from tests.extract.resolution.papers import nodes_of, paper

_METHOD, _MODEL, _BENCHMARK = EntityType.METHOD, EntityType.MODEL, EntityType.BENCHMARK


def test_spellings_of_two_papers_are_one_node_named_by_the_most_used() -> None:
    """Two papers write Meta-World, one MetaWorld: one node, two aliases fewer."""
    resolution = resolve(
        [
            paper("a", ("Meta-World", _BENCHMARK, "x"), year=2021),
            paper("b", ("MetaWorld", _BENCHMARK, "x"), year=2019),
            paper("c", ("Meta-World", _BENCHMARK, "x")),
        ]
    )
    (entity,) = resolution.entities
    assert entity.id == "benchmark:meta-world"
    assert (entity.name, entity.aliases) == ("Meta-World", ("MetaWorld",))
    assert (entity.papers, entity.first_year) == (3, 2019)
    (merge,) = resolution.merges
    assert (merge.surface, merge.into, merge.reason) == (
        "MetaWorld",
        "Meta-World",
        MergeReason.HYPHEN,
    )


def test_an_abbreviation_joins_its_long_form_in_its_paper_and_in_others() -> None:
    """The long form is the name; a paper with the short form alone follows."""
    bound = paper(
        "a",
        ("behavior cloning", _METHOD, "bc"),
        ("BC", _METHOD, "bc"),
        short={"BC": "behavior cloning"},
    )
    resolution = resolve([bound, paper("b", ("BC", _METHOD, "BC"))])
    (entity,) = resolution.entities
    assert (entity.name, entity.aliases, entity.papers) == ("behavior cloning", ("BC",), 2)
    assert [m.reason for m in resolution.merges] == [MergeReason.ABBREVIATION]


def test_one_acronym_with_two_long_forms_is_two_nodes() -> None:
    """PAE stands for two things; a third paper's PAE follows its type, or stays apart."""
    agent = paper(
        "a",
        ("Proposer-Agent-Evaluator", _METHOD, "p"),
        ("PAE", _METHOD, "p"),
        short={"PAE": "Proposer-Agent-Evaluator"},
    )
    audio = paper(
        "b",
        ("Pretrained Audio Encoder", _MODEL, "p"),
        ("PAE", _MODEL, "p"),
        short={"PAE": "Pretrained Audio Encoder"},
    )
    resolution = resolve(
        [agent, audio, paper("c", ("PAE", _MODEL, "p")), paper("d", ("PAE", _BENCHMARK, "p"))]
    )
    assert nodes_of(resolution, "a")["PAE"] == "method:proposer-agent-evaluator"
    assert nodes_of(resolution, "b")["PAE"] == "model:pretrained-audio-encoder"
    assert nodes_of(resolution, "c")["PAE"] == "model:pretrained-audio-encoder"
    assert nodes_of(resolution, "d")["PAE"] == "benchmark:pae"


def test_a_long_form_binds_though_it_is_no_mention() -> None:
    """What a paper says of its short form counts, marked or not; an alias it is not."""
    semantic, sentiment = "spatiotemporal semantic alignment", "structured sentiment analysis"
    resolution = resolve(
        [
            paper("a", ("SSA", _METHOD, "x"), short={"SSA": semantic}),
            paper("b", ("SSA", _METHOD, "x"), short={"SSA": semantic}),
            paper("c", ("SSA", _METHOD, "x"), (sentiment, _METHOD, "x"), short={"SSA": sentiment}),
            paper("d", (semantic, _METHOD, "x")),
        ]
    )
    nodes = {p: nodes_of(resolution, p) for p in "abcd"}
    assert nodes["a"]["SSA"] == nodes["b"]["SSA"] == nodes["d"][semantic]
    assert nodes["c"]["SSA"] == nodes["c"][sentiment] != nodes["a"]["SSA"]
    (alone,) = resolve([paper("a", ("SSA", _METHOD, "x"), short={"SSA": semantic})]).entities
    assert (alone.name, alone.aliases) == ("SSA", ())


def test_a_long_form_of_two_short_ones_or_of_none_binds_nothing() -> None:
    """A paper that gives one short form two meanings leaves both open."""
    first = paper("a", ("SSA", _METHOD, "x"), short={"SSA": "semantic sense alignment"})
    both = first.annotation.model_copy(
        update={
            "abbreviations": (
                *first.annotation.abbreviations,
                Abbreviation(short="SSA", long="structured sentiment analysis"),
            )
        }
    )
    other = paper("b", ("structured sentiment analysis", _METHOD, "x"))
    resolution = resolve([first._replace(annotation=both), other])
    assert nodes_of(resolution, "a")["SSA"] == "method:ssa"


def test_the_type_is_what_most_papers_say() -> None:
    """One thing with two types is one node; the mention keeps the type of its paper."""
    resolution = resolve(
        [
            paper("a", ("CLIP", _MODEL, "x")),
            paper("b", ("CLIP", _METHOD, "x")),
            paper("c", ("CLIP", _MODEL, "x")),
        ]
    )
    assert [e.id for e in resolution.entities] == ["model:clip"]
    assert nodes_of(resolution, "b") == {"CLIP": "model:clip"}


@pytest.mark.parametrize("more", [("C", "c"), ("C++", "cpp")])
def test_slugs_that_clash_get_a_stable_suffix(more: tuple[str, str]) -> None:
    """C and C++ have one slug; C keeps it, whichever of them stands in more papers."""
    both = paper("a", ("C", _METHOD, "c"), ("C++", _METHOD, "cpp"))
    others = [paper(i, (more[0], _METHOD, more[1])) for i in ("b", "c")]
    before = {e.name: e.id for e in resolve([both]).entities}
    after = {e.name: e.id for e in resolve([both, *others]).entities}
    assert before == after
    assert after["C"] == "method:c"
    assert re.fullmatch(r"method:c-[0-9a-f]{8}", after["C++"])


def test_generic_classes_are_told_from_names() -> None:
    """A phrase in plain words is a class; a name with capitals is not; tasks never are."""
    resolution = resolve(
        [
            paper(
                "a",
                ("large language models", _MODEL, "l"),
                ("GPT-4", _MODEL, "g"),
                ("machine translation", EntityType.TASK, "m"),
            )
        ]
    )
    assert {e.name: e.generic for e in resolution.entities} == {
        "large language models": True,
        "GPT-4": False,
        "machine translation": False,
    }


def test_the_order_of_papers_changes_nothing() -> None:
    """Every order of the papers gives the same nodes, joins and mentions."""
    papers = [
        paper(
            "a",
            ("SAC", _METHOD, "s"),
            ("soft actor-critic", _METHOD, "s"),
            short={"SAC": "soft actor-critic"},
        ),
        paper("b", ("Soft Actor Critic", _METHOD, "s")),
        paper("c", ("SAC", _MODEL, "s"), ("C++", _METHOD, "c")),
        paper("d", ("C", _METHOD, "c"), ("soft actor-critics", _METHOD, "s")),
    ]
    seen = {
        (r.entities, r.merges, tuple(a.model_dump_json() for _, a in r.papers))
        for r in (resolve(list(order)) for order in itertools.permutations(papers))
    }
    assert len(seen) == 1


def test_a_one_shot_iterator_serves_as_well() -> None:
    """A generator gives what a list gives."""
    papers = [paper("b", ("X1", _METHOD, "x")), paper("a", ("X1", _METHOD, "x"))]
    assert [p.id for p, _ in resolve(iter(papers)).papers] == ["a", "b"]


def test_a_short_form_that_no_paper_binds_takes_its_known_meaning() -> None:
    """RL is reinforcement learning where papers speak of that, or nobody says otherwise."""
    spoken = paper("a", ("reinforcement learning", _METHOD, "r"))
    silent = paper("b", ("RL", _METHOD, "RL"))
    other = paper("c", ("Robot Lab", _METHOD, "r"), ("RL", _METHOD, "r"), short={"RL": "Robot Lab"})
    assert nodes_of(resolve([spoken, silent]), "b") == {"RL": "method:reinforcement-learning"}
    assert nodes_of(resolve([silent]), "b") == {"RL": "method:rl"}
    assert nodes_of(resolve([silent, other]), "b") == {"RL": "method:robot-lab"}
    assert nodes_of(resolve([spoken, silent, other]), "b") == {
        "RL": "method:reinforcement-learning"
    }
    usual = paper(
        "d",
        ("reinforcement learning", _METHOD, "r"),
        ("RL", _METHOD, "r"),
        short={"RL": "reinforcement learning"},
    )
    agreed = resolve([silent, other, usual])
    assert nodes_of(agreed, "b") == {"RL": "method:reinforcement-learning"}
    assert nodes_of(agreed, "c")["RL"] == "method:robot-lab"


def test_one_slip_does_not_rename_what_many_papers_write() -> None:
    """A long form that one paper of forty gives GPT-4 stays that paper's own."""
    slip = paper(
        "a",
        ("gains per time", _MODEL, "g"),
        ("GPT-4", _MODEL, "g"),
        short={"GPT-4": "gains per time"},
    )
    others = [paper(f"b{n}", ("GPT-4", _MODEL, "g")) for n in range(40)]
    names = {entity.name for entity in resolve([slip, *others]).entities}
    assert names == {"gains per time", "GPT-4"}
    assert nodes_of(resolve([slip, *others[:3]]), "b1") == {"GPT-4": "model:gains-per-time"}


def test_one_paper_that_takes_two_names_for_one_does_not_join_them_for_all() -> None:
    """Thirty papers each keep FoldNet and SheetNet apart."""
    one = paper("a", ("FoldNet", _MODEL, "f"), ("SheetNet", _MODEL, "f"))
    apart = [paper(f"b{n}", ("FoldNet", _MODEL, "f"), ("SheetNet", _MODEL, "s")) for n in range(30)]
    assert len(resolve([one, *apart]).entities) == 2
    assert len(resolve([one, apart[0]]).entities) == 1


def test_what_hardly_anybody_writes_out_is_known_by_its_short_form() -> None:
    """CARLA is called so; the long form stays an alias."""
    out = paper(
        "a",
        ("Car Learning to Act", _BENCHMARK, "c"),
        ("CARLA", _BENCHMARK, "c"),
        short={"CARLA": "Car Learning to Act"},
    )
    others = [paper(f"b{n}", ("CARLA", _BENCHMARK, "c")) for n in range(9)]
    (entity,) = resolve([out, *others]).entities
    assert (entity.name, entity.aliases) == ("CARLA", ("Car Learning to Act",))
    assert {e.name for e in resolve([out, others[0]]).entities} == {"Car Learning to Act"}


def test_small_letters_without_a_vowel_are_no_word() -> None:
    """FPS and fps of one type are one thing; SELF and self, or those of two types, are not."""
    metric, task = EntityType.METRIC, EntityType.TASK
    frames = [paper("a", ("FPS", metric, "x")), paper("b", ("fps", metric, "x"))]
    (entity,) = resolve(frames).entities
    assert {entity.name, *entity.aliases} == {"FPS", "fps"}
    assert len(resolve([frames[0], paper("b", ("fps", task, "x"))]).entities) == 2
    for one, other in (("SELF", "self"), ("VLLM", "vLLM")):
        words = [paper("a", (one, _METHOD, "x")), paper("b", (other, _METHOD, "x"))]
        assert len(resolve(words).entities) == 2


def test_a_word_in_capitals_and_small_letters_of_one_kind_is_one_node() -> None:
    """FOLDX and foldx, where a paper takes the two for one; a task of that name is another."""
    one = paper("a", ("FOLDX", _BENCHMARK, "m"), ("foldx", _BENCHMARK, "m"))
    papers = [
        one,
        paper("b", ("FOLDX", _BENCHMARK, "m")),
        paper("c", ("foldx", _BENCHMARK, "m")),
        paper("d", ("FOLDX", EntityType.METRIC, "m")),
    ]
    assert len(resolve(papers).entities) == 2
    assert nodes_of(resolve(papers), "b")["FOLDX"] == nodes_of(resolve(papers), "c")["foldx"]


def test_what_the_shipped_lists_know_of_an_acronym_meets() -> None:
    """The table knows what COCO is short for, the list of aliases that MS-COCO is COCO."""
    papers = [
        paper("a", ("COCO", EntityType.DATASET, "c")),
        paper("b", ("MS-COCO", EntityType.DATASET, "c")),
        paper("c", ("Common Objects in Context", EntityType.DATASET, "c")),
    ]
    assert len(resolve(papers[:2]).entities) == 1
    assert len(resolve(papers).entities) == 1


def test_a_name_in_capitals_is_the_name_but_no_word() -> None:
    """LLAMA is Llama; SELF, an acronym, is not the word self; a few flops are FLOPs."""
    model = [
        paper("a", ("LLAMA", _MODEL, "l")),
        paper("b", ("Llama", _MODEL, "l")),
        paper("c", ("LLaMA", _MODEL, "l")),
    ]
    assert len(resolve(model).entities) == 1
    word = [paper("a", ("SELF", _METHOD, "s")), paper("b", ("self", _METHOD, "s"))]
    assert len(resolve(word).entities) == 2
    metric = [paper(f"f{n}", ("FLOPs", EntityType.METRIC, "f")) for n in range(11)]
    assert len(resolve([*metric, paper("g", ("flops", EntityType.METRIC, "f"))]).entities) == 1


def test_what_a_short_form_is_short_for_is_the_node_however_else_it_is_written() -> None:
    """LLMS, more often written than the long form, does not make a node of its own."""
    bound = {"LLMs": "large language models"}
    odd = paper(
        "a",
        ("LLMS", _MODEL, "l"),
        ("LLMS", _MODEL, "l"),
        ("LLMs", _MODEL, "l"),
        ("large language models", _MODEL, "l"),
        short=bound,
    )
    usual = paper("b", ("LLMs", _MODEL, "l"), ("large language models", _MODEL, "l"), short=bound)
    assert len(resolve([odd, usual]).entities) == 1


def test_a_long_form_that_is_one_with_an_acronym_stays_the_name() -> None:
    """A paper that takes LLMS for large language models makes these no short form."""
    papers = [
        paper(
            "a",
            ("LLMS", _MODEL, "l"),
            ("LLMs", _MODEL, "l"),
            ("large language models", _MODEL, "l"),
            short={"LLMS": "large language models"},
        ),
        paper("b", ("LLMS", _MODEL, "l"), ("large language models", _MODEL, "l")),
        paper("c", ("large language models", _MODEL, "l")),
        paper("d", ("large language methods", _MODEL, "l"), ("LLMS", _MODEL, "l")),
    ]
    (entity,) = (e for e in resolve(papers).entities if e.papers > 1)
    assert entity.name == "large language models"
