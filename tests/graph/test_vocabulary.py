"""A graph keeps its vocabulary, and nothing but a name of one becomes a label."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import pytest
from pydantic import ValidationError

from graph.build import build
from graph.vocabulary import (
    parsed_vocabulary,
    quoted,
    read_vocabulary,
    vocabulary_json,
    vocabulary_of,
)
from schemas import RESEARCH, AnnotationError, AtlasError, StoreError, Vocabulary
from tests.graph.crops import CROPS, KEYWORDS, crop_graph, crop_resolution
from tests.graph.sample import sample_graph

HOSTILE = (
    "Crop`) DETACH DELETE n //",
    "Crop(id STRING PRIMARY KEY); DROP TABLE Paper",
    "Crop\n",
    "crop",
    "Cröp",
    "Crop Pest",
    "C" * 41,
    "",
)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_cannot_become_labels(name: str) -> None:
    """No vocabulary holds such a name, and no statement takes one that came another way."""
    with pytest.raises(ValidationError):
        Vocabulary(types=(name,))
    with pytest.raises(ValidationError):
        Vocabulary(types=("Crop",), relations={name: CROPS.relations["DAMAGES"]})
    with pytest.raises(StoreError, match="is no name of a type or a relation"):
        quoted(name)


@pytest.mark.parametrize("name", ["VARIANT_OF", "MENTIONS", "RESULT_ON"])
def test_names_with_a_meaning_of_their_own_are_taken(name: str) -> None:
    """Edges that every atlas has, whatever its field, are no relation of a field."""
    with pytest.raises(ValidationError, match=f"'{name}' cannot be a name here: {name} has a"):
        Vocabulary(types=CROPS.types, relations={name: CROPS.relations["DAMAGES"]})
    assert name in CROPS.edge_types


def test_a_graph_keeps_its_vocabulary() -> None:
    """It is there after building, copying and freezing; a graph of before has the shipped one."""
    graph = crop_graph()
    assert vocabulary_of(graph) == vocabulary_of(nx.freeze(graph.copy())) == CROPS
    assert vocabulary_of(sample_graph()) is vocabulary_of(nx.MultiDiGraph()) is RESEARCH


def test_the_text_is_the_same_for_equal_vocabularies() -> None:
    """Relations may be given in any order; types keep theirs."""
    turned = Vocabulary(
        types=CROPS.types,
        relations=dict(reversed(CROPS.relations.items())),
        arguments=CROPS.arguments,
    )
    assert list(turned.relations) != list(CROPS.relations)
    assert vocabulary_json(turned) == vocabulary_json(CROPS)
    for vocabulary in (CROPS, KEYWORDS, RESEARCH):
        back = parsed_vocabulary(vocabulary_json(vocabulary))
        assert back == vocabulary
        assert back.types == vocabulary.types
        assert vocabulary_json(back) == vocabulary_json(vocabulary)


def test_a_type_that_is_not_there_is_an_error() -> None:
    """The message names the paper, the mention, its type, and those there are."""
    with pytest.raises(AnnotationError, match=r"'c1'.*'leaf mite'.*'Pest'; .* Method, Model"):
        build(crop_resolution())


def test_a_relation_that_is_not_there_is_an_error() -> None:
    """The message names the paper, the relation, and those there are."""
    fewer = Vocabulary(types=CROPS.types, relations={"DAMAGES": CROPS.relations["DAMAGES"]})
    with pytest.raises(AnnotationError, match=r"'c1'.*'TREATED_WITH'; the relations are DAMAGES$"):
        build(crop_resolution(), fewer)


def test_arguments_of_results_follow_the_vocabulary() -> None:
    """What a result is on is an edge where the type may be that, and words where it may not."""
    only_crops = Vocabulary(
        types=CROPS.types, relations=CROPS.relations, arguments={"on": frozenset({"Crop"})}
    )
    for vocabulary, words in ((CROPS, None), (only_crops, "leaf mite")):
        graph = build(crop_resolution(), vocabulary)
        [data] = [d for _, d in graph.nodes(data=True) if d["type"] == "Result"]
        assert data["on_words"] == words


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{", "not JSON"),
        ("[]", "Input should be an object"),
        ('{"types": []}', "types: Tuple should have at least 1 item"),
        ('{"types": ["Crop", "CROP"]}', "'CROP' cannot be a name here: Crop is there already"),
        ('{"types": ["Cr`op"]}', "types.0: String should match pattern"),
        ("\ud800", "not JSON"),
    ],
)
def test_a_damaged_file_is_one_line(tmp_path: Path, text: str, problem: str) -> None:
    """The message names the file, what is wrong and what to do."""
    path = tmp_path / "vocabulary.json"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(AtlasError) as caught:
        read_vocabulary(path)
    message = str(caught.value)
    assert message.startswith(f"{path}: ")
    assert problem in message
    assert message.endswith("; build the atlas anew")
    assert "\n" not in message


def test_an_older_atlas_has_the_shipped_vocabulary(tmp_path: Path) -> None:
    """No file means that there was but one vocabulary."""
    assert read_vocabulary(tmp_path / "vocabulary.json") is RESEARCH
