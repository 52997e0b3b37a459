from dataclasses import replace

import pytest

from graph.build import build
from schemas import (
    EDGE_PROPERTIES,
    ENTITY_PROPERTIES,
    MENTIONS_PROPERTIES,
    PAPER_PROPERTIES,
    RESEARCH,
    AnnotatedPaper,
    AnnotationError,
    Introduction,
    Relation,
    RelationType,
    Resolution,
    Variant,
    VariantReason,
)
from tests.graph.sample import sample_graph, sample_papers, sample_resolution
from tests.graph.sample_variants import TIES, variant_graph, variant_resolution


def test_nodes_and_edges_have_exactly_the_properties_of_the_schema() -> None:
    """Labels, types and property names come from the vocabulary and nowhere else."""
    graph = sample_graph()
    for node, attributes in graph.nodes(data=True):
        assert attributes["id"] == node
        assert attributes["type"] in RESEARCH.node_labels
        expected = PAPER_PROPERTIES if attributes["type"] == "Paper" else ENTITY_PROPERTIES
        assert set(attributes) == set(expected)
    for _, _, key, attributes in graph.edges(data=True, keys=True):
        assert attributes["type"] in RESEARCH.edge_types
        mention = attributes["type"] == "MENTIONS"
        assert set(attributes) == set(MENTIONS_PROPERTIES if mention else EDGE_PROPERTIES)
        assert key == f"{attributes['type']}|{attributes['paper']}"


def test_evidence_is_the_text_between_its_offsets() -> None:
    """Every sentence is what the paper says there."""
    texts = {p.id: p.text for p, _ in sample_papers()}
    for _, _, a in sample_graph().edges(data=True):
        assert a["sentence"]
        assert texts[a["paper"]][a["start_char"] : a["end_char"]] == a["sentence"]


def test_mentions_are_one_edge_a_node_with_count_and_sentences() -> None:
    """Three mentions in three sentences are one edge."""
    edge = sample_graph()["paper:arxiv/2401.00001"]["method:gripnet"]["MENTIONS|arxiv/2401.00001"]
    assert edge["count"] == 3
    assert len(edge["sentences"]) == 3
    assert edge["sentence"] == edge["sentences"][0] == "GripNet: Grasping with Little Data"


def test_spellings_of_two_papers_meet_in_one_node() -> None:
    """Meta-World and MetaWorld have one node with edges from both papers."""
    graph = sample_graph()
    assert {u for u, _ in graph.in_edges("benchmark:meta-world")} >= {
        "paper:arxiv/2401.00001",
        "paper:p two: 2",
        "method:gripnet",
        "method:planbot",
    }


def _with(annotated: AnnotatedPaper, **changes: object) -> Resolution:
    changed = annotated.annotation.model_copy(update=changes)
    resolution = sample_resolution()
    others = [p for p in resolution.papers if p.paper.id != annotated.paper.id]
    return Resolution(
        papers=[*others, AnnotatedPaper(annotated.paper, changed)],
        entities=resolution.entities,
        merges=resolution.merges,
    )


def test_of_several_evidences_the_surest_then_the_first_is_kept() -> None:
    """One edge a head, type, tail and paper; a self-loop is none."""
    annotated = next(p for p in sample_resolution().papers if p.paper.id == "p3")
    pair = {"head": "gpt-4", "type": RelationType.PART_OF, "tail": "large language models"}
    spans = [(0, 44, 0.5), (45, 90, 0.9), (10, 44, 0.9)]
    loop = Relation(head="gpt-4", type=RelationType.USES, tail="gpt-4", start_char=0, end_char=5)
    relations = [Relation(**pair, start_char=s, end_char=e, confidence=c) for s, e, c in spans]
    relations.append(loop)
    graph = build(_with(annotated, relations=tuple(relations)))
    edges = graph["model:gpt-4"]["model:large-language-models"]
    assert list(edges) == ["PART_OF|p3"]
    assert (edges["PART_OF|p3"]["start_char"], edges["PART_OF|p3"]["confidence"]) == (10, 0.9)
    assert not graph.has_edge("model:gpt-4", "model:gpt-4")


def test_a_concept_without_mention_is_an_error_that_names_it() -> None:
    """The paper, the concept and the ones there are stand in the message."""
    annotated = next(p for p in sample_resolution().papers if p.paper.id == "p3")
    broken = (Introduction(concept="nowhere", start_char=0, end_char=1),)
    with pytest.raises(AnnotationError, match=r"'p3'.*'nowhere'.*gpt-4"):
        build(_with(annotated, introductions=broken))


def test_versions_are_tied_to_what_they_are_one_of() -> None:
    """An edge each, of type and reason alone, beside whatever a paper states of the two."""
    edges = variant_graph().edges(keys=True, data=True)
    ties = {(u, v): data for u, v, key, data in edges if key == "VARIANT_OF"}
    assert ties == {ends: {"type": "VARIANT_OF", "reason": reason} for ends, reason in TIES.items()}
    assert sorted(variant_graph()["model:gpt-4o"]["model:gpt-4"]) == [
        "COMPARED_WITH|v1",
        "VARIANT_OF",
    ]


@pytest.mark.parametrize(
    ("node", "of", "message"),
    [
        ("model:gpt-4o", "model:gpt-5", r"'model:gpt-4o' .* 'model:gpt-5', but no entity has"),
        ("paper:v1", "model:gpt-4", "no entity has the id 'paper:v1'"),
        ("model:gpt-4", "model:gpt-4", "'model:gpt-4' is a variant of itself"),
    ],
)
def test_a_tie_joins_two_entities(node: str, of: str, message: str) -> None:
    """Neither a paper, nor a node that is not there, nor one and the same node twice."""
    resolution = variant_resolution()
    tie = Variant(node=node, of=of, reason=VariantReason.SIZE)
    with pytest.raises(AnnotationError, match=message):
        build(replace(resolution, variants=(tie,)))
