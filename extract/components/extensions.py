"""Extension attributes: what components write beside spaCy's own attributes of a document."""

from __future__ import annotations

from spacy.tokens import Doc


def set_extension(name: str, default: object) -> None:
    """Registers an extension attribute of documents, once."""
    if not Doc.has_extension(name):
        Doc.set_extension(name, default=default)
