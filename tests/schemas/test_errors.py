from schemas import AmbiguousNameError, PaperError, UnknownNameError


def test_input_errors_say_file_line_and_paper() -> None:
    """The message has all that is known of where the problem stood."""
    error = PaperError("no abstract", file="a.jsonl", line=7, paper="p1")
    assert str(error) == "a.jsonl:7: no abstract (paper 'p1')"
    assert (error.file, error.line, error.paper) == ("a.jsonl", 7, "p1")


def test_name_errors_offer_what_there_is() -> None:
    """An unknown name comes with its nearest, an ambiguous one with its ids."""
    assert "LIBERO" in str(UnknownNameError("LIBRO", nearest=["LIBERO"]))
    assert "method:sam, model:sam" in str(
        AmbiguousNameError("SAM", ids=["method:sam", "model:sam"])
    )
