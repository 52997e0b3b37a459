"""Abbreviations and their long forms, bound by this paper's own parentheses.

The algorithm is that of Schwartz and Hearst, "A simple algorithm for identifying
abbreviation definitions in biomedical text" (PSB 2003): the letters of the short form are
looked for from right to left in the words beside the parenthesis, and the first letter
must begin a word. One thing is added: words that begin with the whole short form, by letters
or by syllables, are taken whole, where the algorithm would stop at a shorter end of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from extract.components.extensions import set_extensions
from schemas import Abbreviation

FACTORY: Final = "paperatlas_abbreviations"

_QUOTES = "'\"`*\u201c\u201d\u2018\u2019"
_PARENTHESIS = re.compile(r"\(([^()]{2,160})\)")
_LAST_WORD = re.compile(r"[^\s()\[\]{},;:]+$")
_CLAUSE = re.compile(r"[\n;:()]|[.?!](?=\s)")
_TRAILING = re.compile(rf"(?:['\u2019]s\b|[\s~,{_QUOTES}])+$")
_WORD = re.compile(r"[^\s\-/]+")
_PART = re.compile(r"[A-Z][a-z]{2,}")
_DIGITS = re.compile(r"\d+")
_ARTICLE = re.compile(r"(?:an?|the|our)\s+", re.IGNORECASE)
_NO_SHORT_FORM = re.compile(
    r"\d(?!\d*[A-Z]{2,}s?$)|(?:i\.e|e\.g|cf|vs|see|ours?|and|or|the|fig|sec|eq)\b", re.IGNORECASE
)


_INITIALED: Final = 3
"""Letters of an acronym from which on they are looked for at the beginning of words."""


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
    short = re.split(r"[,;]", match[1])[0].strip().strip(_QUOTES)
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


def best_long_form(short: str, window: str) -> str | None:
    """Finds the shortest end of the window that spells the short form.

    Args:
        short: The short form.
        window: The words that may hold the long form, which ends where they end.

    Returns:
        The long form, or None where a letter is not found or the match is no long form.

    Example:
        >>> best_long_form("LoRA", "with modules of Low-Rank Adaptation")
        'Low-Rank Adaptation'
        >>> best_long_form("LLMs", "such as Large Language Models")
        'Large Language Models'
        >>> best_long_form("PPO", "trained by Proximal Policy Optimization")
        'Proximal Policy Optimization'
        >>> best_long_form("PAE", "we fold towels") is None
        True
        >>> best_long_form("FTN-4", "with folds of up to nine in 46%") is None  # another number
        True
    """
    at = len(window)
    letters = [c for c in short.lower() if c.isalnum()]
    for n, letter in reversed(list(enumerate(letters))):
        at -= 1
        while at >= 0 and (
            window[at].lower() != letter or (n == 0 and at > 0 and window[at - 1].isalnum())
        ):
            at -= 1
        if at < 0:
            return None
    long = window[window.rfind(" ", 0, at) + 1 :].lstrip("([{-" + _QUOTES)
    long = max(long, _initialled(letters, window), _begun(short, window), key=len)
    if len(long) <= len(short) or re.search(rf"(?<!\w){re.escape(short)}(?!\w)", long):
        return None
    if not set(_DIGITS.findall(long)) <= set(_DIGITS.findall(short)):
        return None
    return long if _has_initials(short, long) else None


def _has_initials(short: str, long: str) -> bool:
    """Whether half the letters of an acronym begin words of a long form of several.

    Example:
        >>> _has_initials("DRL", "deep neural networks"), _has_initials("PPL", "perplexity")
        (False, True)
    """
    words = [w[0] for w in _WORD.finditer(long)]
    if len(words) < 2 or len(short) < _INITIALED or not short.isupper():
        return True
    left = [w[0].lower() for w in words]
    found = 0
    for letter in short.lower():
        if letter in left:
            found += 1
            del left[: left.index(letter) + 1]
    return 2 * found >= len(short)


def _initialled(letters: list[str], window: str) -> str:
    """The last words of the window, where their initials are the letters; else nothing.

    Where they are, no shorter end of the window can be meant.
    """
    words = list(_WORD.finditer(window))[-len(letters) :]
    if [w[0][0].lower() for w in words] != letters:
        return ""
    return window[words[0].start() :]


def _begun(short: str, window: str) -> str:
    """The last words of the window of which some begin with the parts of a name; else nothing.

    Example:
        >>> _begun("FoldNap", "a Folding Napkin folded model")
        'Folding Napkin folded model'
        >>> _begun("FoldNap", "a folded napping model"), _begun("LoRA", "Low-Rank Adaptation")
        ('folded napping model', '')
    """
    parts = _PART.findall(short)
    if len(parts) < 2 or "".join(parts) != short:
        return ""
    starts = [(w.start(), w[0].lower()) for w in _WORD.finditer(window)]
    found = -1
    for part in reversed(parts):
        while starts and not starts[-1][1].startswith(part.lower()):
            starts.pop()
        if not starts:
            return ""
        found, _ = starts.pop()
    return window[found:]


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
