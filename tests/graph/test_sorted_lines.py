"""Lines of a sorted file: found and replaced as if the whole file had been read."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.sorted_lines import Key, SortedLines
from schemas import AtlasError

_WORDS = st.sampled_from(["", "a", "ab", "b", 'q"', "é", "\n", "中"])
_KEYS = st.tuples(_WORDS, _WORDS)


def text_of(keys: set[Key], value: int) -> dict[Key, bytes]:
    """A line for each key."""
    return {
        (a, b): json.dumps({"one": a, "n": value, "two": b}, ensure_ascii=False).encode() + b"\n"
        for a, b in keys
    }


@settings(max_examples=300, deadline=None, derandomize=True)
@given(before=st.sets(_KEYS), asked=_KEYS, edits=st.dictionaries(_KEYS, st.booleans()))
def test_finding_and_replacing(before: set[Key], asked: Key, edits: dict[Key, bool]) -> None:
    """As a dictionary does it; a shorter key finds all lines that begin with it."""
    held = text_of(before, 1)
    after = dict(held)
    lines = {key: text_of({key}, 2)[key] if stays else b"" for key, stays in edits.items()}
    after.update(lines)
    with tempfile.TemporaryDirectory() as folder:
        path, target = Path(folder) / "before", Path(folder) / "after"
        path.write_bytes(b"".join(held[k] for k in sorted(held)))
        with SortedLines(path, by=("one", "two")) as found:
            assert [*found.find(asked)] == ([held[asked]] if asked in held else [])
            begins = [held[k] for k in sorted(held) if k[0] == asked[0]]
            assert [*found.find(asked[:1])] == begins
            found.replaced(lines, target)
        assert target.read_bytes() == b"".join(after[k] for k in sorted(after))


def test_the_lines_of_a_key_are_replaced_together(tmp_path: Path) -> None:
    """All that begin with it go, whatever their number."""
    path, target = tmp_path / "before", tmp_path / "after"
    path.write_text('{"n":"a","s":"1"}\n{"n":"b","s":"1"}\n{"n":"b","s":"2"}\n{"n":"c","s":"1"}\n')
    with SortedLines(path, by=("n",)) as lines:
        lines.replaced({("b",): b'{"n":"b","s":"9"}\n'}, target)
    assert target.read_text() == '{"n":"a","s":"1"}\n{"n":"b","s":"9"}\n{"n":"c","s":"1"}\n'


def test_a_damaged_line_is_named(tmp_path: Path) -> None:
    """With file and number, once it is met."""
    path = tmp_path / "nodes.jsonl"
    path.write_text('{"id":"a"}\n["b"]\n{"id":"c"}\n')
    with SortedLines(path, by=("id",)) as lines, pytest.raises(AtlasError, match=r"nodes.*:2: not"):
        [*lines.find(("b",))]
    with pytest.raises(AtlasError, match="missing"):
        SortedLines(tmp_path / "none", by=("id",))
