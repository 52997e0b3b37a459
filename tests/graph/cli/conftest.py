from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from graph.cli import main
from tests.graph.sample_atlas import write_result_atlas, write_sample_atlas


class Outcome(NamedTuple):
    """What a run of the command gave."""

    code: int
    out: str
    err: str


Run = Callable[..., Outcome]


@pytest.fixture(scope="session")
def sample_atlas(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An atlas of three made-up papers; only read from."""
    return write_sample_atlas(tmp_path_factory.mktemp("sample") / "atlas")


@pytest.fixture(scope="session")
def result_atlas(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An atlas of four made-up papers that report numbers; only read from."""
    return write_result_atlas(tmp_path_factory.mktemp("results") / "atlas")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs ``paperatlas`` with these arguments, through its entry point."""

    def call(*args: str | Path) -> Outcome:
        monkeypatch.setattr(sys, "argv", ["paperatlas", *map(str, args)])
        monkeypatch.setenv("COLUMNS", "120")
        with pytest.raises(SystemExit) as ended:
            main()
            raise SystemExit(0)
        out, err = capfd.readouterr()
        code = ended.value.code
        return Outcome(code if isinstance(code, int) else 0 if code is None else 1, out, err)

    return call
