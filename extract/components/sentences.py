# ruff: noqa: RUF001  # opening quotes are meant
"""Sentences: spaCy's Sentencizer, and what an abstract needs beyond it.

The title is one sentence whatever it holds, a blank line ends one, and these do not:

- an abbreviation: ``(e.g., on BenchX)``, ``Fig. 2``, ``Smith et al. (2020)``;
- an initial: ``D. Silver``; a number of a list: ``1. Plan 2. Act``;
- a full stop before a small letter: ``approx. half``; one inside a name: ``.NET``, ``v1.0``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from spacy.language import Language
from spacy.pipeline import Sentencizer
from spacy.tokens import Doc, Span, Token

from extract.tokenization import ABBREVIATIONS
from schemas import Span as Characters

FACTORY: Final = "paperatlas_sentences"

_OPENING: Final = frozenset("([{\"'“‘«`$")
_NEVER_LAST: Final = frozenset(ABBREVIATIONS) - {"etc.", "al.", "U.S.", "U.K.", "Ph.D.", "resp."}
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
        title_end = next((t.i for t in doc if t.is_space and "\n" in t.text), -1)
        starts = {0}
        for token in self._sentencizer(doc):
            if token.is_sent_start and token.i > 0:
                start = _first_of_sentence(doc, token.i)
                if start is not None and _ends_before(doc, start, starts):
                    starts.add(start)
            elif _ends_in_abbreviation(token):
                starts.add(token.i + 1)
        starts = {i for i in starts if i == 0 or i > title_end}
        starts.update(_after_breaks(doc, title_end))
        for token in doc:
            token.is_sent_start = token.i in starts
        return doc


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
    text = span.text
    start = span.start_char + len(text) - len(text.lstrip())
    return Characters(start, max(start, span.start_char + len(text.rstrip())))


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


def _ends_in_abbreviation(token: Token) -> bool:
    """Whether an abbreviation is the last word of its sentence: ``and so on, etc. We show``."""
    if token.i + 1 >= len(token.doc) or token.text not in ABBREVIATIONS:
        return False
    return token.text not in _NEVER_LAST and token.nbor().text in _STARTERS


def _after_breaks(doc: Doc, title_end: int) -> Iterator[int]:
    """Yields the first token after the title and after every blank line."""
    for token in doc:
        if token.is_space and (token.i == title_end or token.text.count("\n") > 1):
            start = token.i + 1
            while start < len(doc) and doc[start].is_space:
                start += 1
            if start < len(doc):
                yield start
