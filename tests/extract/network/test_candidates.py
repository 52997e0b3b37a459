"""Spans that may name something, against multiplying the probabilities of every span's tags."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.network.candidates import (
    LIKELY,
    WIDEST,
    Candidate,
    candidates,
    likely_spans,
    plain_features,
)
from extract.network.numerics import Floats, log_softmax
from extract.network.word_pieces import WordPieces, word_pieces
from extract.surface import fold_surface, whole_words
from tests.extract.tiny_network import LABELS, TAGS, TOKENIZER, TYPES


def random_tags(size: int, seed: int, *, spread: float = 2.0) -> Floats:
    """Log probabilities of tags."""
    logits = np.random.default_rng(seed).normal(0, spread, (size, len(TAGS)))
    return log_softmax(logits.astype(np.float32))


def pieces_of(text: str, *, title: int = 0) -> WordPieces:
    """A text in pieces of the tiny vocabulary."""
    return word_pieces(text, title, tokenizer=TOKENIZER, lexicon={}, labels=LABELS)


def certain(pieces: WordPieces, *names: tuple[int, int, str]) -> Floats:
    """Tags that are all but sure of some names, given by first and last piece and type."""
    tags = np.full((len(pieces.ids), len(TAGS)), -9.0, dtype=np.float32)
    tags[:, 0] = 0
    for first, last, kind in names:
        places = ["U"] if first == last else ["B", *"I" * (last - first - 1), "L"]
        for piece, place in zip(range(first, last + 1), places, strict=True):
            tags[piece, 0], tags[piece, TAGS.index(f"{place}-{kind}")] = -9.0, 0
    return log_softmax(tags)


def every_span(pieces: WordPieces, tags: Floats) -> dict[tuple[int, int], Floats]:
    """Probabilities of all likely spans at borders of words, each multiplied from its tags."""
    found = {}
    for first in np.flatnonzero(pieces.can_start).tolist():
        for last in range(first, min(first + WIDEST, len(tags))):
            places = ["U"] if first == last else ["B", *"I" * (last - first - 1), "L"]
            probabilities = np.ones(len(TYPES))
            for piece, place in zip(range(first, last + 1), places, strict=True):
                columns = [TAGS.index(f"{place}-{kind}") for kind in TYPES]
                probabilities *= np.exp(tags[piece, columns])
            if pieces.can_end[last] and probabilities.sum() > LIKELY:
                found[first, last] = probabilities
    return found


texts = st.lists(
    st.sampled_from(["fold", "Fold", "net", "picknet", "picknets", "-", ",", "a", "fold-net"]),
    max_size=12,
).map(" ".join)


@settings(deadline=None)
@given(texts, st.integers(0, 2**32 - 1))
def test_a_span_is_as_likely_as_its_tags_together(text: str, seed: int) -> None:
    """Unit, or begin, inside and last, at borders of words; none over the widest."""
    pieces = pieces_of(text)
    tags = random_tags(len(pieces.ids), seed, spread=1.5)
    wanted = every_span(pieces, tags)
    found = likely_spans(pieces, tags, labels=LABELS)
    assert found.keys() == wanted.keys()
    assert all(np.allclose(found[span], wanted[span], atol=1e-4) for span in wanted)


@given(texts, texts, st.integers(0, 2**32 - 1))
def test_no_span_goes_from_the_title_into_the_abstract(title: str, text: str, seed: int) -> None:
    """The others are those of the same text without a title."""
    whole = f"{title}\n{text}"
    pieces = pieces_of(whole, title=len(title))
    tags = random_tags(len(pieces.ids), seed, spread=1.5)

    def crosses(span: tuple[int, int]) -> bool:
        first, last = (pieces.offsets[piece][0] for piece in span)
        return first < len(title) < last

    every = likely_spans(pieces_of(whole), tags, labels=LABELS)
    found = likely_spans(pieces, tags, labels=LABELS)
    assert found.keys() == {span for span in every if not crosses(span)}


def test_a_name_over_the_end_of_the_title_is_none() -> None:
    """However sure the tagger is; the same is one where the title ends elsewhere."""
    text = "fold net\nfold net"
    tags = certain(pieces_of(text), (2, 3, "Task"))
    for title, found in ((len("fold net"), set()), (0, {(2, 3)}), (len("fold"), {(2, 3)})):
        assert likely_spans(pieces_of(text, title=title), tags, labels=LABELS).keys() == found


def test_no_span_is_wider_than_the_widest() -> None:
    """However sure the tagger is."""
    pieces = pieces_of("fold " * (WIDEST + 1))
    widest = certain(pieces, (1, WIDEST, "Task"))
    assert likely_spans(pieces, widest, labels=LABELS).keys() == {(1, WIDEST)}
    assert not likely_spans(pieces, certain(pieces, (1, WIDEST + 1, "Task")), labels=LABELS)


@settings(deadline=None)
@given(texts, st.integers(0, 2**32 - 1))
def test_candidates_are_all_likely_words_with_all_their_occurrences(text: str, seed: int) -> None:
    """Against trying every span; sorted, each key once."""
    pieces = pieces_of(text)
    tags = random_tags(len(pieces.ids), seed, spread=1.5)
    likely = every_span(pieces, tags)
    wanted: dict[str, set[str]] = {}
    for first, last in likely:
        surface = text[pieces.offsets[first][0] : pieces.offsets[last][1]]
        wanted.setdefault(fold_surface(surface), set()).add(surface)
    wanted.pop("", None)
    found = candidates(pieces, tags, labels=LABELS)
    assert [c.key for c in found] == sorted(c.key for c in found)
    for candidate in found:
        assert set(candidate.surfaces) == wanted[candidate.key]
        spans = {
            (start, start + len(surface))
            for surface in candidate.surfaces
            for start in whole_words(text, surface)
        }
        assert set(candidate.spans) <= spans
        assert candidate.spans == tuple(sorted(candidate.spans))
        held = [likely[span] for span in candidate.pieces]
        assert held
        assert np.allclose(candidate.scores, np.log(np.mean(held, axis=0) + 1e-6), atol=1e-3)
    missed = wanted.keys() - {c.key for c in found}
    assert all(overlaps_itself(text, surface) for key in missed for surface in wanted[key])


def overlaps_itself(text: str, surface: str) -> bool:
    """Whether two occurrences share a character."""
    starts = [k for k in range(len(text)) if text.startswith(surface, k)]
    return any(b - a < len(surface) for a, b in pairwise(starts))


def only(found: list[Candidate]) -> Candidate:
    """The one candidate."""
    (candidate,) = found
    return candidate


def test_every_spelling_and_occurrence_of_a_likely_surface_is_held() -> None:
    """Spellings that were seen; occurrences also where the tagger saw none."""
    pieces = pieces_of("PickNet, picknet and picknets fold PickNet")
    found = only(
        candidates(pieces, certain(pieces, (1, 1, "Model"), (3, 3, "Method")), labels=LABELS)
    )
    assert (found.key, found.surfaces) == ("picknet", ("PickNet", "picknet"))
    assert found.spans == ((0, 7), (9, 16), (35, 42))
    assert found.pieces == ((1, 1), (3, 3))
    likely = {TYPES[k]: round(float(np.exp(s)), 1) for k, s in enumerate(found.scores) if s > -3}
    assert likely == {"Model": 0.5, "Method": 0.5}


def test_a_likely_span_inside_a_word_is_none() -> None:
    """Neither a part of a word nor in an address."""
    pieces = pieces_of("picknets https://picknet.org")
    inside = [k for k, (a, b) in enumerate(pieces.offsets) if pieces.text[a:b] == "picknet"]
    assert len(inside) == 2
    marked = certain(pieces, *((k, k, "Model") for k in inside))
    assert candidates(pieces, marked, labels=LABELS) == []


def test_a_surface_that_overlaps_itself_is_no_candidate_where_it_is_not_found() -> None:
    """Occurrences are searched from the left, so the likely one may not be among them."""
    pieces = pieces_of("fold-fold-fold")
    assert candidates(pieces, certain(pieces, (3, 5, "Method")), labels=LABELS) == []
    found = only(candidates(pieces, certain(pieces, (1, 3, "Method")), labels=LABELS))
    assert found.spans == ((0, 9),)
    assert np.isfinite(found.scores).all()


def test_a_surface_with_half_a_bracket_is_no_candidate() -> None:
    """However likely it is; one with both is."""
    pieces = pieces_of("(picknet) fold (a) picknet")
    ends = [k for k, (a, b) in enumerate(pieces.offsets) if pieces.text[a:b] in {"picknet", ")"}]
    first, closing, *_ = ends
    assert candidates(pieces, certain(pieces, (first, closing, "Method")), labels=LABELS) == []
    found = only(candidates(pieces, certain(pieces, (first, first, "Method")), labels=LABELS))
    assert found.key == "picknet"
    fold = closing + 1
    found = only(candidates(pieces, certain(pieces, (fold, fold + 3, "Method")), labels=LABELS))
    assert found.key == "fold (a)"


def test_a_text_without_words_has_no_candidates() -> None:
    """The markers alone."""
    pieces = pieces_of("")
    assert candidates(pieces, random_tags(2, 0), labels=LABELS) == []


def test_plain_features_count_and_look_at_the_title() -> None:
    """The logarithm of the count, whether some stand in the title, whether all do."""
    pieces = pieces_of("fold net\nfold it", title=8)
    rows = plain_features([[(1, 1), (3, 3)], [(2, 2)], [(4, 4)]], pieces)
    assert rows.dtype == np.float32
    assert np.allclose(rows, [[np.log(2), 1, 0], [0, 1, 1], [0, 0, 0]])
    assert plain_features([], pieces).shape == (0, 3)
