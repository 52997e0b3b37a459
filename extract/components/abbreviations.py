"""Abbreviations and their long forms, bound by this paper's own parentheses.

A short form stands in parentheses behind its long form, or the other way round.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from extract.components.extensions import set_extensions
from extract.components.long_forms import QUOTES, best_long_form
from schemas import Abbreviation

FACTORY: Final = "paperatlas_abbreviations"

_PARENTHESIS = re.compile(r"\(([^()]{2,160})\)")
_LAST_WORD = re.compile(r"[^\s()\[\]{},;:]+$")
_CLAUSE = re.compile(r"[\n;:()]|[.?!](?=\s)")
_TRAILING = re.compile(rf"(?:['\u2019]s\b|[\s~,{QUOTES}])+$")
_ARTICLE = re.compile(r"(?:an?|the|our)\s+", re.IGNORECASE)
_NO_SHORT_FORM = re.compile(
    r"\d(?!\d*[A-Z]{2,}s?$)|(?:i\.e|e\.g|cf|vs|see|ours?|and|or|the|fig|sec|eq)\b", re.IGNORECASE
)


class AbbreviationSpans(NamedTuple):
    """Where a short form and its long form stand: ``text[start:end]`` each."""

    short: tuple[int, int]
    long: tuple[int, int]


def abbreviation_spans(text: str) -> Iterator[AbbreviationSpans]:
    """Yields the definitions of a text by position, written either way round.

    Example:
        >>> def pairs(text):
        ...     return [(text[slice(*s)], text[slice(*l)]) for s, l in abbreviation_spans(text)]
        >>> pairs("We train a vision-language-action (VLA) model.")
        [('VLA', 'vision-language-action')]
        >>> pairs("We present FTN (Fold The Napkin), which folds.")
        [('FTN', 'Fold The Napkin')]
        >>> pairs("We fold with 4D napkin folding (4DNF).")
        [('4DNF', '4D napkin folding')]
    """
    for match in _PARENTHESIS.finditer(text):
        yield from _before_parenthesis(text, match)
        yield from _inside_parenthesis(text, match)


def _before_parenthesis(text: str, match: re.Match[str]) -> Iterator[AbbreviationSpans]:
    """``long (SHORT)``."""
    short = re.split(r"[,;]", match[1])[0].strip().strip(QUOTES)
    if not _is_short_form(short):
        return
    start = text.index(short, match.start())
    clause = _clause_before(text, match.start())
    window = _last_words(clause, min(len(short) + 5, len(short) * 2))
    offset = match.start() - len(window)
    window = _TRAILING.sub("", window)
    long = best_long_form(short, window) or best_long_form(
        short.replace("2", "t"), window
    )  # T2I: text-to-image
    if long is not None:
        end = offset + len(window)
        yield AbbreviationSpans((start, start + len(short)), (end - len(long), end))


def _inside_parenthesis(text: str, match: re.Match[str]) -> Iterator[AbbreviationSpans]:
    """``SHORT (long)``."""
    word = _LAST_WORD.search(text[: match.start()].rstrip())
    content = match[1]
    if (
        word is None
        or not _is_short_form(word[0])
        or len(content.split()) < 2
        or word[0] in content
    ):
        return
    article = _ARTICLE.match(content)
    skipped = article.end() if article else 0
    candidate = re.split(r"[,;]", content[skipped:])[0].rstrip()
    if best_long_form(word[0], candidate) == candidate:
        start = match.start(1) + skipped
        yield AbbreviationSpans(word.span(), (start, start + len(candidate)))


def _is_short_form(word: str) -> bool:
    """Two to ten characters, one or two words, a capital letter, and no word for reference.

    One that begins with a number has two capital letters or more: 3DGS is one, 7B is a size.

    Example:
        >>> [w for w in ("LLMs", "mIoU", "ours", "2024", "e.g.", "R@5", "a") if _is_short_form(w)]
        ['LLMs', 'mIoU', 'R@5']
        >>> [w for w in ("3DGS", "2SLS", "3DMMs", "7B", "10K") if _is_short_form(w)]
        ['3DGS', '2SLS', '3DMMs']
    """
    return (
        2 <= len(word) <= 12
        and len(word.split()) <= 2
        and word[0].isalnum()
        and any(c.isupper() for c in word)
        and not _NO_SHORT_FORM.match(word)
    )


def _clause_before(text: str, end: int) -> str:
    """The text before a position, back to the last border of a clause."""
    start = 0
    for border in _CLAUSE.finditer(text, max(0, end - 200), end):
        start = border.end()
    return text[max(start, end - 200) : end]


def _last_words(clause: str, count: int) -> str:
    words = list(re.finditer(r"\S+", clause))
    return clause[words[-count].start() :] if len(words) > count else clause


@Language.factory(
    FACTORY, requires=["doc.ents"], assigns=["doc._.abbreviations", "doc.ents"], retokenizes=False
)
class Abbreviations:
    """Sets ``doc._.abbreviations``; the long form of a recognised short form is an entity too.

    Args:
        nlp: The pipeline, as spaCy hands it to a factory.
        name: Name of the component.

    Example:
        >>> import spacy
        >>> nlp = spacy.blank("en")
        >>> _ = nlp.add_pipe("paperatlas_abbreviations")
        >>> nlp("We fold with Fold The Napkin (FTN).")._.abbreviations
        (Abbreviation(short='FTN', long='Fold The Napkin'),)
    """

    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name
        set_extensions()

    def __call__(self, doc: Doc) -> Doc:
        """Binds the abbreviations of one document; its first definition counts."""
        pairs: dict[str, str] = {}
        added: list[Span] = []
        text = doc.text
        for spans in abbreviation_spans(text):
            short, long = (text[start:end] for start, end in spans)
            pairs.setdefault(short, long)
            long_form = _long_form(doc, spans)
            if long_form is not None:
                added.append(long_form)
        doc._.abbreviations = tuple(
            Abbreviation(short=short, long=long) for short, long in sorted(pairs.items())
        )
        if added:
            doc.set_ents(filter_spans([*doc.ents, *added]))
        return doc


def _long_form(doc: Doc, spans: AbbreviationSpans) -> Span | None:
    """The long form with the type of the short one; None where it is one or overlaps one.

    The reverse was tried and lost F1 on held-out papers, so a short form that was not
    recognised stays none.
    """
    labels = {(ent.start_char, ent.end_char): ent.label_ for ent in doc.ents}
    start, end = spans.long
    if spans.short not in labels or any(
        ent.start_char < end and start < ent.end_char for ent in doc.ents
    ):
        return None
    return doc.char_span(start, end, label=labels[spans.short])
