"""The file of curation as it is read: what it may say, and what is wrong where."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from graph import curation as reader
from graph.curation import FILE, LARGEST, LONGEST, curation_for, read_curation
from schemas import RESEARCH, CuratedName, CuratedPair, Curation, CurationError

_WHOLE = """\
# my decisions
same:
  - [MetaWorld v2, Meta-World]
  - - "fold: net"
    - FoldNet
different: [[PAE, Proposer-Agent-Evaluator]]
rename: {benchmark:meta-world: Meta-World}
retype:
  LIBERO: Benchmark
hide:
  - on
  - 1.0
"""


def _read(tmp_path: Path, content: str | bytes) -> Curation:
    path = tmp_path / FILE
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_curation(path, RESEARCH.types)


def test_all_sections_are_read_with_their_places(tmp_path: Path) -> None:
    """Names stay as they are written, whatever YAML makes of them."""
    curation = _read(tmp_path, _WHOLE)
    assert curation == Curation(
        file=str(tmp_path / FILE),
        same=(
            (CuratedName("MetaWorld v2", 3, 6), CuratedName("Meta-World", 3, 20)),
            (CuratedName("fold: net", 4, 7), CuratedName("FoldNet", 5, 7)),
        ),
        different=((CuratedName("PAE", 6, 14), CuratedName("Proposer-Agent-Evaluator", 6, 19)),),
        rename=(
            CuratedPair(
                CuratedName("benchmark:meta-world", 7, 10), CuratedName("Meta-World", 7, 32)
            ),
        ),
        retype=(CuratedPair(CuratedName("LIBERO", 9, 3), CuratedName("Benchmark", 9, 11)),),
        hide=(CuratedName("on", 11, 5), CuratedName("1.0", 12, 5)),
    )


@pytest.mark.parametrize("content", ["", "\n# nothing yet\n", "---\n", "hide:\nsame:\n", "{}"])
def test_a_file_may_say_nothing(tmp_path: Path, content: str) -> None:
    """An empty file, comments alone, and sections whose last line was deleted."""
    assert _read(tmp_path, content).is_empty


def test_a_byte_order_mark_is_no_part_of_a_name(tmp_path: Path) -> None:
    """As some editors write it."""
    assert _read(tmp_path, "\ufeffhide: [a]").hide == (CuratedName("a", 1, 8),)


@pytest.mark.parametrize(
    ("content", "where", "words"),
    [
        ("same:\n\t- [a, b]", "2:1", "a tab; indent with blanks"),
        ("hide: [@fold]", "1:8", "nothing may begin with '@'; quote the name"),
        ("hide: [a", "2:1", "that begins in line 1"),
        ("hide: [a]]", "1:10", "not YAML"),
        ("- a", "1:1", "expected one of same, different, rename, retype, hide and a colon"),
        ("hid: [a]", "1:1", "'hid' is no section; same, different, rename, retype, hide are"),
        ("hide: [a]\nhide: [b]", "2:1", "'hide' stands in line 1 already; put both together"),
        ("hide: [a]\n---\nhide: [b]", "2:1", "a second document"),
        ("hide: a", "1:7", "expected a list of names, found 'a'"),
        ("hide: [[a]]", "1:8", "expected a name, found a list"),
        ("hide: [a: b]", "1:8", "found a mapping (a name with a colon in it stands in quotes)"),
        ("hide: ['']", "1:8", "a name is missing"),
        ('hide: ["a\\nb"]', "1:8", "line break"),
        (f"hide: [{'a' * (LONGEST + 1)}]", "1:8", f"{LONGEST} are the most"),
        ("same: [a, b]", "1:8", "expected a list of two or more names"),
        ("same: [[a]]", "1:8", "1 name alone; expected a list of two or more names"),
        ("different:\n  - []", "2:5", "no name alone; expected"),
        ("rename: [a]", "1:9", "expected a line for each node, name: new name; found a list"),
        ("rename: {a: }", "1:13", "a name is missing"),
        ("rename:\n  a: b\n  a: c", "3:3", "'a' stands in line 2 already"),
        ("retype: {a: [Task]}", "1:13", "expected a name, found a list"),
        (
            "retype:\n  LIBERO: Tool",
            "2:11",
            "'Tool' is no type; the types are Method, Model, Benchmark, Dataset, Task, Metric",
        ),
        ("retype: {a: task}", "1:13", "'task' is no type"),
        ("hide: &all [a]", "1:7", "anchors (&) have no meaning here"),
        ("hide: [*all]", "1:8", "an alias (*), which has no meaning here"),
        ("hide: !!python/object/apply:os.system [a]", "1:7", "tags (!) have no meaning here"),
        ("hide: [!x a]", "1:8", "tags (!) have no meaning here"),
        (b"hide:\n- caf\xe9", "2:6", "not UTF-8"),
        ("hide: [a\x00]", "1:9", "is no character of a text"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(
    tmp_path: Path, content: str | bytes, where: str, words: str
) -> None:
    """One error: file, line, column, what is wrong, what would be right."""
    with pytest.raises(CurationError) as error:
        _read(tmp_path, content)
    assert str(error.value).startswith(f"{tmp_path / FILE}:{where}: ")
    assert words in str(error.value)


@pytest.mark.parametrize("content", ["[" * 5000, "hide: " + "[" * 5000, "a: " * 5000])
def test_deep_nesting_is_an_error_and_no_more(tmp_path: Path, content: str) -> None:
    """Neither time nor the stack goes with the depth."""
    with pytest.raises(CurationError):
        _read(tmp_path, content)


def test_aliases_cannot_make_much_of_little(tmp_path: Path) -> None:
    """A file that doubles itself by aliases ends at its first anchor."""
    bomb = "a: &a [x, x]\n" + "".join(f"{c}: &{c} [*a, *a]\n" for c in "bcdefgh")
    with pytest.raises(CurationError, match="no section"):
        _read(tmp_path, bomb)
    with pytest.raises(CurationError, match="anchors"):
        _read(tmp_path, "same:\n  - &a [x, x]\n  - &b [*a, *a]\n")


def test_a_file_that_is_too_large_is_not_parsed(tmp_path: Path) -> None:
    """It is not even read to its end."""
    with pytest.raises(CurationError, match=r"larger than 1,048,576 bytes"):
        _read(tmp_path, b"#" * (LARGEST + 1))


def test_what_is_no_file_is_said(tmp_path: Path) -> None:
    """A directory, and a file that is not there."""
    with pytest.raises(CurationError, match="not a file"):
        read_curation(tmp_path, RESEARCH.types)
    with pytest.raises(CurationError, match="No such file"):
        read_curation(tmp_path / "none.yaml", RESEARCH.types)


def test_the_file_of_the_directory_is_read_unless_another_is_chosen(tmp_path: Path) -> None:
    """An atlas without a file has nothing decided; a chosen file has to be there."""
    assert curation_for(tmp_path, RESEARCH.types).is_empty
    (tmp_path / FILE).write_text("hide: [own]", encoding="utf-8")
    other = tmp_path / "other.yaml"
    other.write_text("hide: [other]", encoding="utf-8")
    assert curation_for(tmp_path, RESEARCH.types).hide[0].text == "own"
    assert curation_for(tmp_path, RESEARCH.types, chosen=other).hide[0].text == "other"
    with pytest.raises(CurationError):
        curation_for(tmp_path, RESEARCH.types, chosen=tmp_path / "none")
    (tmp_path / FILE).unlink()
    (tmp_path / FILE).symlink_to(tmp_path / "nowhere")
    with pytest.raises(CurationError, match="No such file"):
        curation_for(tmp_path, RESEARCH.types)


_MARKS = ("- ", "[", "]", "{", "}", ": ", ", ", "\n", "  ", "\t", "'", '"', "#", "|", ">", "%")
_WORDS = ("same:", "hide:", "rename:", "&a", "*a", "!t ", "---", "?", "a", "Task", "é", "\u2028")
_BITS = st.lists(st.sampled_from((*_MARKS, *_WORDS)), max_size=30).map("".join)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(text=_BITS, plain=st.booleans())
def test_no_text_gives_any_other_error(
    tmp_path_factory: pytest.TempPathFactory, text: str, plain: bool
) -> None:
    """With the parser in C and the one in Python; what is read is whole."""
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_text(text, encoding="utf-8", newline="")
    with pytest.MonkeyPatch.context() as patch:
        if plain:
            patch.setattr(reader, "_LOADER", yaml.SafeLoader)
        try:
            curation = read_curation(path, RESEARCH.types)
        except CurationError as error:
            assert str(error).startswith(f"{path}")
        else:
            assert all(len(names) > 1 for names in (*curation.same, *curation.different))
