import math

import pytest
from pydantic import ValidationError

from schemas import (
    ARGUMENT_EDGES,
    RESEARCH,
    RESULT_PROPERTIES,
    Annotation,
    EntityType,
    Result,
    ResultKind,
)


def test_number_and_unit_may_be_left_out() -> None:
    """Annotations from before there were numbers are read as they are."""
    older = '{"value": "67.3%", "kind": "absolute", "start_char": 0, "end_char": 5}'
    result = Result.model_validate_json(older)
    assert (result.number, result.unit, result.kind) == (None, None, ResultKind.ABSOLUTE)


def test_a_result_reads_itself_back() -> None:
    """Number and unit come back as they were, inside an annotation too."""
    result = Result(
        value="+3.8 points", number=3.8, unit="points", kind="gain", start_char=0, end_char=9
    )
    annotation = Annotation(id="p", results=(result,))
    text = annotation.model_dump_json(exclude_none=True)
    assert Annotation.model_validate_json(text).results == (result,)


@pytest.mark.parametrize("number", [math.inf, -math.inf, math.nan])
def test_a_number_is_finite(number: float) -> None:
    """No store and no JSON file holds what is no number."""
    with pytest.raises(ValidationError, match="finite"):
        Result(value="1e999", number=number, kind="absolute", start_char=0, end_char=5)


def test_every_argument_of_a_result_has_an_edge_and_words() -> None:
    """What may be an edge may be words as well; edges are told apart by their types."""
    for argument in ARGUMENT_EDGES:
        assert argument in Result.model_fields
        assert f"{argument}_words" in RESULT_PROPERTIES
        assert RESEARCH.argument_types(argument) <= frozenset(EntityType)
    assert len(set(ARGUMENT_EDGES.values())) == len(ARGUMENT_EDGES)
    assert RESEARCH.argument_types("metric") == {EntityType.METRIC}
