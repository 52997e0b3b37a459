# ruff: noqa: RUF001  # opening quotes are meant
"""Sentences: spaCy's Sentencizer, and what an abstract needs beyond it.

The title is one sentence whatever it holds, a blank line ends one, and these do not:

- an abbreviation: ``(e.g., on BenchX)``, ``Fig. 2``, ``Smith et al. (2020)``;
- an initial: ``D. Silver``; a number of a list: ``1. Plan 2. Act``;
- a full stop before a small letter: ``approx. half``; one inside a name: ``.NET``, ``v1.0``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from spacy.language import Language
from spacy.pipeline import Sentencizer
from spacy.strings import get_string_id
from spacy.tokens import Doc, Span, Token

from schemas import Span as Characters

FACTORY: Final = "paperatlas_sentences"

_OPENING: Final = frozenset("([{\"'“‘«`$")
_MAY_BE_LAST: Final = frozenset(
    map(get_string_id, ("etc.", "al.", "U.S.", "U.K.", "Ph.D.", "resp."))
)
"""Abbreviations that end a sentence where the next word plainly starts one: ``etc. We show``."""
_STARTERS: Final = frozenset(
    (
        *("We", "Our", "This", "These", "The", "That", "Those", "It", "Its", "They", "In", "On"),
        *("To", "For", "However", "Here", "Moreover", "Furthermore", "Additionally", "As", "By"),
        *("Experiments", "Results", "While", "With", "Given", "When", "Despite"),
    )
)


class Sentences:
    r"""Marks where sentences start.

    Example:
        >>> from extract.tokenization import blank_pipeline
        >>> nlp = blank_pipeline()
        >>> _ = nlp.add_pipe("paperatlas_sentences")
        >>> doc = nlp("BenchX: A test. With dots\nWe test (e.g., A). It works.")
        >>> [doc.text[s.start : s.end] for s in sentence_spans(doc)]
        ['BenchX: A test. With dots', 'We test (e.g., A).', 'It works.']
    """

    def __init__(self) -> None:
        self._sentencizer = Sentencizer(punct_chars=[".", "!", "?", "...", "…", "。"])

    def __call__(self, doc: Doc) -> Doc:
        """Sets ``is_sent_start`` of every token."""
        if not len(doc):
            return doc
        (proposed,) = self._sentencizer.predict([doc])
        spaces = np.flatnonzero(doc.to_array("IS_SPACE")).tolist()
        title_end = next((i for i in spaces if "\n" in doc[i].text), -1)
        starts = {0}
        for i, word in enumerate(doc.to_array("ORTH").tolist()):
            if proposed[i] and i > 0:
                start = _first_of_sentence(doc, i)
                if start is not None and _ends_before(doc, start, starts):
                    starts.add(start)
            elif word in _MAY_BE_LAST and i + 1 < len(doc) and doc[i + 1].text in _STARTERS:
                starts.add(i + 1)
        starts = {i for i in starts if i == 0 or i > title_end}
        starts.update(_after_breaks(doc, spaces, title_end))
        marks = np.full((len(doc), 1), -1, dtype=np.int64)
        marks[list(starts)] = 1
        return doc.from_array(["SENT_START"], marks.view(np.uint64))  # type: ignore[arg-type]  # its stub wants int32


@Language.factory(FACTORY, assigns=["token.is_sent_start", "doc.sents"])
def make_sentences(nlp: Language, name: str) -> Sentences:
    """The component, for spaCy's registry."""
    return Sentences()


def sentence_spans(doc: Doc) -> tuple[Characters, ...]:
    """Character spans of the sentences of a document, without the white space around them."""
    spans = (trimmed(sentence) for sentence in doc.sents)
    return tuple(span for span in spans if span.start < span.end)


def trimmed(span: Span) -> Characters:
    """Character span of some tokens without the white space around them."""
    doc, first, last = span.doc, span.start, span.end - 1
    while first < last and doc[first].is_space:
        first += 1
    while last > first and doc[last].is_space:
        last -= 1
    start, end = doc[first].idx, doc[last].idx
    return Characters(start, end if doc[last].is_space else end + len(doc[last]))


def _first_of_sentence(doc: Doc, start: int) -> int | None:
    """Where a proposed sentence really starts: past white space, with its opening brackets."""
    while start < len(doc) and doc[start].is_space:
        start += 1
    if start == len(doc):
        return None
    while start > 1 and doc[start - 1].text in _OPENING and _is_spaced(doc[start - 1]):
        start -= 1
    return start


def _is_spaced(token: Token) -> bool:
    return token.i > 0 and (bool(token.nbor(-1).whitespace_) or token.nbor(-1).is_space)


def _ends_before(doc: Doc, start: int, starts: set[int]) -> bool:
    """Whether the punctuation before a proposed start really ends a sentence."""
    stop = start - 1
    while stop > 0 and doc[stop].text not in {".", "!", "?", "...", "…", "。"}:
        stop -= 1
    first = doc[start]
    if first.is_lower and first.is_alpha and len(first) > 1:
        return False
    if doc[stop].text != "." or stop == 0:
        return True
    last = doc[stop - 1]
    if last.whitespace_:
        return True
    if len(last) == 1 and last.is_upper and last.is_alpha and first.is_title:
        return first.text in _STARTERS  # an initial, unless a sentence plainly starts
    listed = last.i in starts or (last.i > 0 and last.nbor(-1).text in {":", ";", "("})
    return not (last.is_digit and len(last) <= 2 and listed)


def _after_breaks(doc: Doc, spaces: Sequence[int], title_end: int) -> Iterator[int]:
    """Yields the first token after the title and after every blank line."""
    for i in spaces:
        if i == title_end or doc[i].text.count("\n") > 1:
            start = i + 1
            while start < len(doc) and doc[start].is_space:
                start += 1
            if start < len(doc):
                yield start
