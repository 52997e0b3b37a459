"""Surfaces: one type per surface and paper, every whole-word occurrence marked.

What the recogniser saw once is an entity wherever the paper writes it. Spellings of one
surface (case, hyphens, plural) vote together on its type; the longest surface wins where
two overlap; nothing inside an address is marked.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from extract.resolution.spelling import spelling_key
from extract.surface import address_spans, whole_words

FACTORY: Final = "paperatlas_surfaces"

_MAIL_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+\.[A-Za-z][\w.-]*")


class Occurrence(NamedTuple):
    """Where a surface stands, and its type."""

    start: int
    end: int
    type: str


def voted_types(mentions: Iterable[tuple[str, str]]) -> dict[str, str]:
    """One type for each surface: the most frequent among all its spellings, else the first.

    Example:
        >>> seen = [("Foo-Net", "Model"), ("FooNet", "Method")]
        >>> voted_types([*seen, ("FooNet", "Method")])["Foo-Net"]
        'Method'
    """
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    keys: dict[str, str] = {}
    for surface, type_ in mentions:
        keys[surface] = spelling_key(surface)
        votes[keys[surface]][type_] += 1
    return {surface: votes[key].most_common(1)[0][0] for surface, key in keys.items()}


def occurrences(text: str, types: Mapping[str, str]) -> list[Occurrence]:
    """Every whole-word occurrence of the surfaces, in order; the longest wins.

    Example:
        >>> types = {"learning": "Task", "meta learning": "Method"}
        >>> [(o.start, o.end) for o in occurrences("meta learning is learning", types)]
        [(0, 13), (17, 25)]
    """
    taken = bytearray(len(text))
    mail = (match.span() for match in _MAIL_ADDRESS.finditer(text))
    for start, end in (*address_spans(text), *mail):
        taken[start:end] = b"\x01" * (end - start)
    found = []
    for surface in sorted(types, key=lambda s: (-len(s), s)):
        for start in whole_words(text, surface):
            end = start + len(surface)
            if not any(taken[start:end]):
                taken[start:end] = b"\x01" * len(surface)
                found.append(Occurrence(start, end, types[surface]))
    return sorted(found)


def balanced(text: str, start: int, end: int) -> int:
    r"""Where a span ends once its brackets are: one closer more, or one fewer.

    Example:
        >>> text = r"PATIENT-{\Psi} (PSI) works"
        >>> text[0 : balanced(text, 0, 13)], text[16 : balanced(text, 16, 20)]
        ('PATIENT-{\\Psi}', 'PSI')
    """
    for opening, closing in ("{}", "()", "[]"):
        excess = text.count(opening, start, end) - text.count(closing, start, end)
        if excess > 0 and text.startswith(closing * excess, end):
            end += excess
        elif excess < 0 and text.endswith(closing, start, end):
            end -= 1
    return end


@Language.component(FACTORY, requires=["doc.ents"], assigns=["doc.ents"])
def surfaces(doc: Doc) -> Doc:
    """Replaces the entities of a document by all occurrences of their surfaces."""
    text = doc.text
    types = voted_types(
        (text[e.start_char : balanced(text, e.start_char, e.end_char)], e.label_) for e in doc.ents
    )
    spans = (doc.char_span(o.start, o.end, label=o.type) for o in occurrences(text, types))
    doc.set_ents([span for span in spans if span is not None])
    return doc
