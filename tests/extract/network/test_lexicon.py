"""The lexicon: how names are written in it, where they are found, and its file."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.network.labels import STRENGTHS
from extract.network.lexicon import (
    LONGEST,
    Record,
    marked_spans,
    name_key,
    read_lexicon,
    runs_of_words,
    write_lexicon,
)
from schemas import EntityType
from tests.extract.tiny_network import LABELS, TYPES

METHOD, BENCHMARK, TASK = EntityType.METHOD, EntityType.BENCHMARK, EntityType.TASK


@pytest.mark.parametrize(
    ("surface", "key"),
    [
        ("FoldNet", "foldnet"),
        ("Towel-Folding  Tasks", "towel folding task"),
        ("Success rates (%)", "success rate"),
        ("loss", "loss"),
        ("LLMs", "llms"),
        ("π-Fold", "π fold"),
        ("--", ""),
        ("", ""),
    ],
)
def test_keys_of_names(surface: str, key: str) -> None:
    """Small letters, words alone, the last in the singular where it is long."""
    assert name_key(surface) == key


def test_runs_are_of_words_that_hang_together() -> None:
    """A comma parts, a hyphen joins; the longest first, none over six words."""
    runs = [text for *_, text in runs_of_words("fast towel-folding, nets")]
    assert runs == [
        *("fast towel folding", "fast towel", "fast"),
        *("towel folding", "towel", "folding", "nets"),
    ]
    assert max(key.count(" ") for *_, key in runs_of_words("a " * 20)) == LONGEST - 1


@given(st.text("aB s-,.é\n:"))
def test_a_run_has_the_key_of_its_text(text: str) -> None:
    """Offsets and keys belong together."""
    for start, end, key in runs_of_words(text):
        assert name_key(text[start:end]) == key


def marked(text: str, names: dict[str, tuple[EntityType, str]], *, title: int = 0) -> list[str]:
    """The texts that a lexicon marks."""
    lexicon = {key: Record(kind, strength) for key, (kind, strength) in names.items()}
    return [
        text[span.start : span.end] for span in marked_spans(text, title, lexicon, labels=LABELS)
    ]


def test_the_longest_name_is_marked() -> None:
    """From left to right, none over another."""
    names = {"towel": (TASK, "known"), "towel folding": (TASK, "often"), "folding": (TASK, "known")}
    assert marked("Towel-folding of a towel, folding", names) == [
        "Towel-folding",
        "towel",
        "folding",
    ]


def test_names_of_the_gazetteer_need_a_capital() -> None:
    """An ordinary word may be written as a name; what papers taught needs none."""
    gazetteer = {"gym": (BENCHMARK, "gazetteer")}
    assert marked("a gym and Gym", gazetteer) == ["Gym"]
    assert marked("a gym and Gym", {"gym": (BENCHMARK, "known")}) == ["gym", "Gym"]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("FoldNet: Folding Towels", "FoldNet"),
        ("Fold The Napkin: A Study", "Fold The Napkin"),
        ("We fold many towels: a study", None),
        ("Folding Towels", None),
        (": a title", None),
        ("", None),
    ],
)
def test_the_name_before_a_colon_in_the_title(title: str, name: str | None) -> None:
    """Of three words at most, in the title alone."""
    text = f"{title}\nShirtNet: it folds"
    spans = [
        s
        for s in marked_spans(text, len(title), {}, labels=LABELS)
        if s.feature == LABELS.title_feature
    ]
    assert [text[s.start : s.end] for s in spans] == ([name] if name else [])


def test_the_name_of_the_title_goes_before_the_lexicon() -> None:
    """It is new, whatever its words are known for; elsewhere the lexicon holds."""
    lexicon = {"foldnet": Record(METHOD, "often")}
    text = "FoldNet: Folds\nFoldNet folds"
    assert [s.feature for s in marked_spans(text, 14, lexicon, labels=LABELS)] == [
        LABELS.title_feature,
        LABELS.feature(METHOD, "often"),
    ]


def test_the_table_survives_the_disk(tmp_path: Path) -> None:
    """Byte for byte, whatever the order it was made in."""
    records = {'π "fold': Record(METHOD, "often"), "gym": Record(BENCHMARK, "gazetteer")}
    write_lexicon(records, tmp_path / "one.tsv")
    write_lexicon(dict(reversed(records.items())), tmp_path / "other.tsv")
    assert read_lexicon(tmp_path / "one.tsv", types=TYPES) == records
    assert (tmp_path / "one.tsv").read_bytes() == (tmp_path / "other.tsv").read_bytes()


words = st.sampled_from(
    ["towel", "towels", "Towel", "folding", "fold", "a", "of", "FoldNet", "bass"]
)
gaps = st.sampled_from([" ", "-", ", ", ": ", "  ", "\n", " of ", ""])
texts = st.lists(st.tuples(words, gaps), max_size=14).map(
    lambda parts: "".join(w + g for w, g in parts)
)
records = st.builds(Record, st.sampled_from(TYPES), st.sampled_from(STRENGTHS))


@given(texts, st.dictionaries(texts.map(name_key), records, max_size=8))
def test_the_names_marked_are_the_longest_from_left_to_right(
    text: str, lexicon: dict[str, Record]
) -> None:
    """Against looking up every run of words."""
    wanted, reach = [], 0
    for start, end, key in runs_of_words(text):
        record = lexicon.get(key)
        if record is None or start < reach:
            continue
        if record.strength != "gazetteer" or not text[start:end].islower():
            wanted.append((start, end, LABELS.feature(*record)))
            reach = end
    assert [tuple(span) for span in marked_spans(text, 0, lexicon, labels=LABELS)] == wanted
