"""A text as word pieces: offsets, borders of words, features, sentences, windows."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer

from extract.network.lexicon import Record
from extract.network.word_pieces import LONGEST_RUN, OVERLAP, WordPieces, word_pieces
from extract.surface import is_word
from schemas import EntityType
from tests.extract.tiny_network import LABELS, TOKENIZER


def pieces_of(text: str, *, title: int = 0, limit: int | None = None) -> WordPieces:
    """A text in pieces of the tiny vocabulary; one name is known."""
    lexicon = {"towel bench": Record(EntityType.BENCHMARK, "often")}
    return word_pieces(
        text, title, tokenizer=TOKENIZER, lexicon=lexicon, limit=limit, labels=LABELS
    )


def written(pieces: WordPieces) -> list[str]:
    """What each piece stands for."""
    return [pieces.text[a:b] for a, b in pieces.offsets]


def test_pieces_and_their_words() -> None:
    """A word may be several pieces; names start and end at its borders alone."""
    pieces = pieces_of("PickNets fold .")
    assert written(pieces) == ["", "PickNet", "s", "fold", ".", ""]
    assert pieces.can_start.tolist() == [False, True, False, True, True, False]
    assert pieces.can_end.tolist() == [False, False, True, True, True, False]
    assert pieces.exactly(0, 8) == (1, 2)
    assert pieces.exactly(0, 9) is None
    assert pieces.exactly(9, 8) is None


def test_the_pieces_around_a_span() -> None:
    """Those that it touches; none where it touches only blanks."""
    pieces = pieces_of("we fold it")
    assert pieces.around(1, 4) == (1, 2)
    assert pieces.around(3, 7) == (2, 2)
    assert pieces.around(2, 3) is None
    assert pieces.around(50, 60) is None


@given(st.text("fold a.-é", max_size=20), st.integers(0, 22), st.integers(0, 22))
def test_pieces_around_any_span(text: str, start: int, end: int) -> None:
    """Against looking at every piece."""
    pieces = pieces_of(text)
    touched = [k for k, (a, b) in enumerate(pieces.offsets) if a < end and b > start and b > a]
    wanted = (touched[0], touched[-1]) if touched and start < end else None
    assert start >= end or pieces.around(start, end) == wanted


@pytest.mark.parametrize("place", ["https://fold.net", "www.fold.com", "fold.io", "x.fold.edu"])
def test_no_name_starts_in_an_address(place: str) -> None:
    """The words around it are free."""
    pieces = pieces_of(f"fold at {place} fold")
    assert [pieces.offsets[k][0] for k in np.flatnonzero(pieces.can_start)] == [
        0,
        5,
        9 + len(place),
    ]


def test_features_come_from_the_lexicon_and_the_title() -> None:
    """Begin and inside; a piece without a name has none."""
    first = LABELS.feature("Benchmark", "often")
    text = "FoldNet: Folds\nit folds on Towel-Bench"
    pieces = pieces_of(text, title=14)
    named = {written(pieces)[k]: int(f) for k, f in enumerate(pieces.features) if f}
    assert named == {
        "FoldNet": LABELS.title_feature,
        "Towel": first,
        "-": first + 1,
        "Bench": first + 1,
    }


def test_sentences_end_at_stops_and_lines() -> None:
    """A stop inside a word or a number ends none."""
    text = "Fold\nIt folds 3.5 a.b. It is fast! Is it"
    pieces = pieces_of(text)
    by_sentence: dict[int, str] = {}
    for k, words in enumerate(written(pieces)):
        number = int(pieces.sentence[k])
        by_sentence[number] = by_sentence.get(number, "") + words
    assert list(by_sentence.values()) == ["Fold", "Itfolds3.5a.b.", "Itisfast!", "Isit"]


@given(st.text("a.!? \n\u2003é", max_size=30))
def test_a_stop_before_a_blank_or_a_line_break_ends_a_sentence(text: str) -> None:
    """Against looking at every piece and what follows it; the end of the text is a blank."""
    pieces = pieces_of(text)
    for k in range(1, len(pieces.ids)):
        (a, b), (following, _) = pieces.offsets[k - 1 : k + 1]
        stops = text[a:b] in (".", "!", "?") and (text[b : b + 1] or " ").isspace()
        breaks = "\n" in text[b:following]
        assert pieces.sentence[k] - pieces.sentence[k - 1] == (stops or breaks)


def test_a_limit_cuts_before_the_last_marker() -> None:
    """The markers of begin and end stay."""
    whole, part = pieces_of("we fold it"), pieces_of("we fold it", limit=4)
    assert written(part) == ["", "we", "fold", ""]
    assert part.ids.tolist() == [*whole.ids[:3], whole.ids[-1]]
    assert pieces_of("we fold it", limit=5).ids.tolist() == whole.ids.tolist()


def test_a_letter_that_is_taken_apart_starts_at_its_first_piece() -> None:
    """Syllables of Korean are several letters to the tokenizer."""
    text = "한국"
    pieces = word_pieces(text, 0, tokenizer=korean(), lexicon={}, labels=LABELS)
    assert written(pieces) == ["한", "한", "한", "국", "국", "국"]
    assert pieces.exactly(0, 2) == (0, 5)
    assert pieces.exactly(0, 1) == (0, 2)


def korean() -> Tokenizer:
    """A vocabulary of the letters of two syllables, each a piece."""
    letters = unicodedata.normalize("NFD", "한국")
    pieces = [letters[0], *(f"##{letter}" for letter in letters[1:])]
    tokenizer = Tokenizer(WordPiece({p: k for k, p in enumerate([*pieces, "?"])}, unk_token="?"))
    tokenizer.normalizer = BertNormalizer()
    return tokenizer


@given(st.text() | st.text("ab_ .!?\n-7é"))
def test_borders_are_those_of_words(text: str) -> None:
    """A name may start where no word character stands before, and end where none follows."""
    pieces = pieces_of(text)
    for k, (a, b) in enumerate(pieces.offsets):
        assert pieces.can_start[k] == (b > a and not is_word(text[:a][-1:]))
        assert pieces.can_end[k] == (b > a and not is_word(text[b : b + 1]))


@given(st.text())
def test_any_text_is_taken_apart(text: str) -> None:
    """Offsets are in order and within the text; arrays are of one length."""
    pieces = pieces_of(text, title=len(text) // 2)
    size = len(pieces.ids)
    arrays = (pieces.features, pieces.can_start, pieces.can_end, pieces.sentence, pieces.offsets)
    assert {len(array) for array in arrays} == {size}
    assert pieces.offsets == [
        (0, 0),
        *sorted(pieces.offsets[1:-1]),
        (0, 0),
    ]
    assert all(0 <= a < b <= len(text) for a, b in pieces.offsets[1:-1])
    assert (np.diff(pieces.sentence) >= 0).all()


@given(st.integers(0, 3000))
def test_windows_cover_every_piece(size: int) -> None:
    """None longer than a run; neighbours share as many as they should; one is enough if it is."""
    long = replace(pieces_of(""), ids=np.zeros(size + 2, dtype=np.int64))
    windows = long.windows()
    whole = LONGEST_RUN - 2
    assert windows[0][0] == 1
    assert windows[-1][1] == size + 1
    assert all(end - start <= whole for start, end in windows)
    for (_, end), (start, _) in pairwise(windows):
        assert end - start >= OVERLAP
    assert (len(windows) == 1) == (size <= whole)


def test_a_word_without_end_takes_no_time() -> None:
    """Work grows with the length, not with its square: this would take minutes."""
    text = "fold " + "a" * 200_000 + " fold"
    pieces = pieces_of(text)
    assert [a for a, b in pieces.offsets if text[a:b] == "fold"] == [0, len(text) - 4]
