"""The text of a document, at hand where it was read: spaCy joins ``doc.text`` anew each time."""

from __future__ import annotations

from spacy.tokens import Doc


def text_of(doc: Doc) -> str:
    """What ``doc.text`` gives.

    Example:
        >>> import spacy
        >>> text_of(spacy.blank("en")("We fold towels."))
        'We fold towels.'
    """
    reading = doc._.reading if Doc.has_extension("reading") else None
    return doc.text if reading is None else str(reading.pieces.text)
