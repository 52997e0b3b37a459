"""Slugs: a text as lower-case ASCII words joined by hyphens."""

from __future__ import annotations

import hashlib
import re
import unicodedata

_LONGEST = 80


def _ascii(char: str) -> str:
    if char.isascii():
        return char
    name = unicodedata.name(char, "")
    greek = re.fullmatch(r"GREEK (?:SMALL|CAPITAL) LETTER (\w+)", name)
    return greek.group(1).lower() if greek else ""


def slug(text: str) -> str:
    """The slug of a text, at most 80 characters; a hash where no letter is left.

    Example:
        >>> slug("Meta-World"), slug("π0.5"), slug("Café for  LLMs!")
        ('meta-world', 'pi0-5', 'cafe-for-llms')
    """
    plain = "".join(map(_ascii, unicodedata.normalize("NFKD", text)))
    words = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
    return words[:_LONGEST].rstrip("-") or short_hash(text)


def short_hash(text: str) -> str:
    """Eight hexadecimal digits that depend on the text alone."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
