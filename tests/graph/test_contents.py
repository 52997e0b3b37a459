"""Everything that is made from a graph, written twice."""

from __future__ import annotations

from pathlib import Path

from graph.directory import DATABASE, PAGES, current_version
from graph.files import CANONICAL, RESULTS
from tests.graph.sample_atlas import write_result_atlas


def test_two_atlases_of_the_same_results_are_equal_byte_for_byte(tmp_path: Path) -> None:
    """Canonical files, manifest and pages; the database holds the same in other bytes."""
    one, other = (current_version(write_result_atlas(tmp_path / name)) for name in ("one", "other"))
    files = sorted(p.relative_to(one) for p in one.rglob("*") if p.is_file())
    assert files == sorted(p.relative_to(other) for p in other.rglob("*") if p.is_file())
    assert {*CANONICAL, f"{PAGES}/index.html", f"{PAGES}/benchmark-libero.html"} <= {
        file.as_posix() for file in files
    }
    for file in files:
        if file.as_posix() != DATABASE:
            assert (one / file).read_bytes() == (other / file).read_bytes(), file
    assert (one / RESULTS).stat().st_size > 0
