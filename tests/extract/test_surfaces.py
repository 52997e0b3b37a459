"""Surfaces: whole words, the longest first, one type each."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from extract.components import surfaces
from extract.components.surfaces import balanced, occurrences, voted_types
from extract.gold import GoldEntity, gold_spans
from extract.surface import fold_surface, is_word, whole_words
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


@pytest.mark.parametrize(
    ("text", "start", "end", "surface"),
    [
        ("a {Fold} b", 2, 7, "{Fold}"),
        ("a (Fold) b", 3, 8, "Fold"),
        ("Fold(x) b", 0, 6, "Fold(x)"),
        ("Fold b", 0, 4, "Fold"),
        ("Fold(x b", 0, 6, "Fold(x"),
    ],
)
def test_brackets_are_balanced(text: str, start: int, end: int, surface: str) -> None:
    """One closer more, one fewer, or as it was; nothing where the closer is not there."""
    assert text[start : balanced(text, start, end)] == surface


@given(st.text("aB -_s\n"))
def test_folding_leaves_no_case_no_hyphen_and_single_blanks(surface: str) -> None:
    """So that spellings meet."""
    folded = fold_surface(surface)
    assert folded == folded.lower()
    assert re.fullmatch(r"[^-_\s]*(?: [^-_\s]+)* ?", folded)


def test_words_are_of_any_script() -> None:
    """Letters, digits and the underscore; nothing is no word."""
    assert all(is_word(c) for c in "aZ9_éπ中한")
    assert not any(is_word(c) for c in ["", " ", "-", ".", "\u0301", "\U0001f916"])


@pytest.mark.parametrize("piece", ["a", "-", "a.b@", "(", "www", "a-"])
def test_a_word_without_end_takes_no_time(piece: str) -> None:
    """Work grows with the length, not with its square: this would take minutes."""
    text = "Foo " + piece * (100_000 // len(piece)) + " Foo"
    assert [o.start for o in occurrences(text, {"Foo": METHOD})] == [0, len(text) - 3]


@pytest.mark.parametrize("text", ["a.b@c.de", "a@b.c@d.ef x", "(a@b.cd), a", "a@b a.b@c"])
def test_an_address_of_mail_holds_no_mention(text: str) -> None:
    """What only looks like one may."""
    addressed = re.sub(r"[\w.+-]+@[\w-]+\.[A-Za-z][\w.-]*", lambda m: "_" * len(m[0]), text)
    wanted = [m.start() for m in re.finditer(r"(?<!\w)a(?!\w)", addressed)]
    assert [o.start for o in occurrences(text, {"a": METHOD})] == wanted
