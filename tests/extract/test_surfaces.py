"""Surfaces: whole words, the longest first, one type each."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from extract.components import surfaces
from extract.components.surfaces import occurrences, voted_types, whole_words
from extract.gold import GoldEntity, gold_spans
from extract.tokenization import blank_pipeline
from schemas import EntityType

METHOD, MODEL, TASK = EntityType.METHOD, EntityType.MODEL, EntityType.TASK

nlp = blank_pipeline()
nlp.add_pipe(surfaces.FACTORY)


def marked(text: str, *seen: tuple[str, EntityType]) -> list[tuple[str, str]]:
    """What the component makes of a text in which the first of each surface was seen."""
    doc = nlp.make_doc(text)
    at = [(text.index(surface), surface, type_) for surface, type_ in seen]
    spans = [doc.char_span(start, start + len(s), label=str(t)) for start, s, t in at]
    doc.set_ents([span for span in spans if span is not None])
    assert len(doc.ents) == len(seen)
    result: Doc = nlp.get_pipe(surfaces.FACTORY)(doc)
    return [(ent.text, ent.label_) for ent in result.ents]


@pytest.mark.parametrize(
    ("text", "seen", "expected"),
    [
        pytest.param(
            "FooNet folds. FooNets and (FooNet)-based FooNet2 do",
            [("FooNet", MODEL)],
            ["FooNet", "FooNet"],
            id="whole words alone",
        ),
        pytest.param(
            "meta learning is learning",
            [("meta learning", METHOD)],
            ["meta learning"],
            id="only what was seen",
        ),
        pytest.param(
            "Foo at https://foo.io/Foo and Foo@foo.org",
            [("Foo", METHOD)],
            ["Foo"],
            id="no address",
        ),
        pytest.param("\\textbf{Foo}, Foo", [("Foo", METHOD)], ["Foo", "Foo"], id="inside LaTeX"),
        pytest.param("Nothing", [], [], id="nothing"),
    ],
)
def test_occurrences_in_a_document(
    text: str, seen: list[tuple[str, EntityType]], expected: list[str]
) -> None:
    """Each rule, by example."""
    assert [surface for surface, _ in marked(text, *seen)] == expected


def test_the_longest_surface_wins() -> None:
    """A short surface inside a long one is no mention; alone it is."""
    text = "learning and deep learning"
    types = {"learning": TASK, "deep learning": METHOD}
    assert [(text[o.start : o.end], o.type) for o in occurrences(text, types)] == [
        ("learning", TASK),
        ("deep learning", METHOD),
    ]


def test_spellings_of_one_surface_vote_together() -> None:
    """Two against one; the first where they are even."""
    votes = [("Foo-Net", MODEL), ("foo nets", METHOD), ("FooNet", METHOD), ("BarNet", TASK)]
    assert voted_types(votes) == {
        "Foo-Net": METHOD,
        "foo nets": METHOD,
        "FooNet": METHOD,
        "BarNet": TASK,
    }
    assert voted_types([("A1", MODEL), ("A1", METHOD)]) == {"A1": MODEL}


@given(st.text("aé_b2- ."), st.text("aé_b2- .", min_size=1, max_size=3))
def test_whole_words_are_those_of_the_regular_expression(text: str, surface: str) -> None:
    r"""The search by hand finds what ``(?<!\w)…(?!\w)`` finds."""
    pattern = rf"(?<!\w){re.escape(surface)}(?!\w)"
    assert list(whole_words(text, surface)) == [m.start() for m in re.finditer(pattern, text)]


words = st.sampled_from(["foo", "foo bar", "bar", "bar-foo", "FOO", "R@5", "baz foo bar"])
texts = st.lists(st.one_of(words, st.sampled_from([" ", ", ", "(", ")", "-", "x"]))).map("".join)


@given(texts, st.dictionaries(words, st.sampled_from(list(EntityType))))
def test_the_gold_marks_the_same(text: str, types: dict[str, EntityType]) -> None:
    """Given the same surfaces, the component marks what the gold marks."""
    ordered = sorted(types, key=lambda s: (-len(s), s))
    entities = [GoldEntity(surface=s, type=types[s]) for s in ordered]
    assert occurrences(text, types) == sorted(gold_spans(text, entities))
