"""Commands of the training code."""

from __future__ import annotations

import errno
import sys

import pytest

from extract.training.command import run_command
from schemas import AnnotationError, PaperAtlasError


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (AnnotationError("a.jsonl:3: no"), "a.jsonl:3: no"),
        (OSError("disk full"), "disk full"),
        (OSError(errno.ENOSPC, "No space", "last.pt"), "last.pt: No space"),
    ],
)
def test_bad_input_is_one_line(
    error: Exception, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With an exit code that is not 0; other errors are faults of ours, with their traceback."""

    def fails() -> None:
        raise error

    monkeypatch.setattr(sys, "argv", ["command"])
    with pytest.raises(SystemExit, match=f"^error: {words}$"):
        run_command(fails)


def test_what_is_no_bad_input_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of ours."""

    def fails() -> None:
        raise KeyError("seed")

    assert not issubclass(KeyError, PaperAtlasError)
    monkeypatch.setattr(sys, "argv", ["command"])
    with pytest.raises(KeyError):
        run_command(fails)
