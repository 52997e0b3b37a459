import pytest
from pydantic import ValidationError

from schemas import Annotation, Introduction, Paper


def test_offsets_count_code_points_of_title_newline_abstract() -> None:
    """The text is the title, one newline, the abstract, verbatim."""
    paper = Paper(id="p", title="π0.5 ", abstract=" A 𝛑 policy.\n")
    assert paper.text == "π0.5 \n A 𝛑 policy.\n"
    assert paper.text[9] == "𝛑"


def test_papers_are_frozen() -> None:
    """A paper cannot be changed once read."""
    with pytest.raises(ValidationError):
        Paper(id="p", title="T", abstract="A").title = "U"  # type: ignore[misc]  # the point


def test_annotation_writes_introduces_for_scorers_and_reads_itself_back() -> None:
    """The list that scorers read is written along, and ignored when read."""
    annotation = Annotation(
        id="p", introductions=(Introduction(concept="a", start_char=0, end_char=3),)
    )
    assert annotation.model_dump()["introduces"] == ("a",)
    assert Annotation.model_validate_json(annotation.model_dump_json()) == annotation
