"""Relations: what is read from sentences of our own."""

import pytest
from spacy.tokens import Doc

from extract.components import abbreviations, concepts, introductions, relations, sentences
from schemas import EntityType, Relation, RelationType, allows
from tests.extract.given_entities import read_with

FOLDNET = (
    "FoldNet: Folding Towels with Diffusion Models\n"
    "Towel folding is hard. We propose FoldNet, a novel method for towel folding based on "
    "diffusion models. We evaluate FoldNet on TowelBench, ShirtBench and SockBench. "
    "FoldNet outperforms PickNet in terms of success rate."
)
ENTITIES = {
    "FoldNet": "Method",
    "Diffusion Models": "Method",
    "diffusion models": "Method",
    "towel folding": "Task",
    "Towel folding": "Task",
    "TowelBench": "Benchmark",
    "ShirtBench": "Benchmark",
    "SockBench": "Benchmark",
    "PickNet": "Method",
    "success rate": "Metric",
}


FACTORIES = (
    sentences.FACTORY,
    abbreviations.FACTORY,
    concepts.FACTORY,
    introductions.FACTORY,
    relations.FACTORY,
)


def read(text: str, entities: dict[str, str]) -> Doc:
    """Runs the components on a text whose entities are given, every occurrence."""
    return read_with(text, entities, factories=FACTORIES)


def triples(doc: Doc) -> set[tuple[str, str, str]]:
    """Head, type and tail of all relations."""
    return {(r.head, str(r.type), r.tail) for r in doc._.relations}


@pytest.mark.parametrize(
    "triple",
    [
        ("FoldNet", "EVALUATED_ON", "TowelBench"),
        ("FoldNet", "EVALUATED_ON", "ShirtBench"),
        ("FoldNet", "EVALUATED_ON", "SockBench"),
        ("FoldNet", "ADDRESSES", "Towel folding"),
        ("FoldNet", "USES", "Diffusion Models"),
        ("FoldNet", "OUTPERFORMS", "PickNet"),
        ("FoldNet", "MEASURED_BY", "success rate"),
    ],
)
def test_stated_relations_are_found(triple: tuple[str, str, str]) -> None:
    """One of each common type."""
    assert triple in triples(read(FOLDNET, ENTITIES))


def test_we_and_our_method_mean_what_the_paper_introduces() -> None:
    """The head is named sentences before."""
    text = (
        "FoldNet: Folding Towels\nWe propose FoldNet, a novel method. It is simple. Experiments on "
        "TowelBench show that our method outperforms PickNet."
    )
    found = triples(
        read(text, {"FoldNet": "Method", "TowelBench": "Benchmark", "PickNet": "Method"})
    )
    assert ("FoldNet", "EVALUATED_ON", "TowelBench") in found
    assert ("FoldNet", "OUTPERFORMS", "PickNet") in found


def test_the_paper_is_the_head_where_nothing_is_introduced() -> None:
    """A study of something known."""
    text = (
        "A Study of Robots\nWe study robotic manipulation. We conduct experiments on TowelBench "
        "using reinforcement learning."
    )
    entities = {
        "robotic manipulation": "Task",
        "TowelBench": "Benchmark",
        "reinforcement learning": "Method",
    }
    doc = read(text, entities)
    assert doc._.introductions == ()
    assert ("paper", "ADDRESSES", "robotic manipulation") in triples(doc)


def test_relations_are_sorted_single_and_allowed() -> None:
    """The type rules of the vocabulary hold; confidences are rounded."""
    doc = read(FOLDNET, ENTITIES)
    types = {c.key: EntityType(c.type) for c in doc._.concepts}
    keys = [(r.head, r.type, r.tail) for r in doc._.relations]
    assert keys == sorted(set(keys))
    for relation in doc._.relations:
        assert isinstance(relation, Relation)
        assert allows(types.get(relation.head), relation.type, types[relation.tail])
        assert relation.confidence == round(relation.confidence, 3) <= 1


def test_evidence_is_the_shortest_run_of_whole_sentences() -> None:
    """The sentence that holds both; for the task, of two sentences the one that says it."""
    doc = read(FOLDNET, ENTITIES)
    evidence = {
        (r.type, r.tail): FOLDNET[r.start_char : r.end_char]
        for r in doc._.relations
        if r.head == "FoldNet"
    }
    assert (
        evidence[RelationType.EVALUATED_ON, "SockBench"]
        == "We evaluate FoldNet on TowelBench, ShirtBench and SockBench."
    )
    assert evidence[RelationType.ADDRESSES, "Towel folding"].startswith("We propose FoldNet")


def test_evidence_may_span_sentences() -> None:
    """Head and tail never share one."""
    text = "Folding Towels\nWe propose FoldNet, a novel method. We run experiments on TowelBench."
    doc = read(text, {"FoldNet": "Method", "TowelBench": "Benchmark"})
    (relation,) = (r for r in doc._.relations if r.tail == "TowelBench" and r.head == "FoldNet")
    start = text.index("We propose")
    assert (relation.start_char, relation.end_char) == (start, len(text))


def test_the_same_text_gives_the_same_relations() -> None:
    """Byte for byte."""
    once, again = (read(FOLDNET, ENTITIES)._.relations for _ in range(2))
    assert [r.model_dump_json() for r in once] == [r.model_dump_json() for r in again]
