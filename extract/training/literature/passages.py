"""Passages: sentences of a document as one of our papers, and the way back to their tokens."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from extract.training.literature.documents import Document, Sentence, Tokens
from schemas import Paper

_WRITTEN: Final[Mapping[str, str]] = {
    "-LRB-": "(",
    "-RRB-": ")",
    "-LSB-": "[",
    "-RSB-": "]",
    "-LCB-": "{",
    "-RCB-": "}",
    "``": '"',
    "''": '"',
}
"""What stands in the text for the tokens of the Penn treebank."""


class Place(NamedTuple):
    """A span of a sentence of a passage."""

    sentence: int
    tokens: Tokens


@dataclass(frozen=True)
class Passage:
    """Sentences that stand together, as a paper: the first is its title.

    Tokens are joined by blanks, so that every border of theirs is one of ours.

    Attributes:
        id: Of the paper.
        sentences: The sentences.

    Example:
        >>> from extract.training.literature.documents import Marks
        >>> unmarked = Marks({}, frozenset())
        >>> sentences = tuple(
        ...     Sentence(tuple(text.split()), unmarked)
        ...     for text in ("We fold towels -LRB- fast -RRB- .", "It works .")
        ... )
        >>> passage = Passage("p", sentences)
        >>> passage.paper.title, passage.paper.abstract
        ('We fold towels ( fast ) .', 'It works .')
        >>> passage.place(26, 28), passage.characters(1, Tokens(0, 0))
        (Place(sentence=1, tokens=Tokens(first=0, last=0)), (26, 28))
        >>> passage.place(27, 28) is None
        True
    """

    id: str
    sentences: tuple[Sentence, ...]

    @cached_property
    def paper(self) -> Paper:
        """The paper; its text is that of all sentences."""
        texts = (" ".join(_words(sentence)) for sentence in self.sentences)
        title, *rest = [text for text in texts if text] or [""]
        return Paper(id=self.id, title=title, abstract=" ".join(rest))

    def characters(self, sentence: int, tokens: Tokens) -> tuple[int, int] | None:
        """Start and end in the paper's text; None where a token has no character."""
        offsets = self._offsets[sentence]
        first, last = offsets[tokens.first], offsets[tokens.last]
        return None if first is None or last is None else (first[0], last[1])

    def place(self, start: int, end: int) -> Place | None:
        """The tokens of ``text[start:end]``; None where its borders are none of theirs."""
        first, last = self._starts.get(start), self._ends.get(end)
        if first is None or last is None or first[0] != last[0] or first[1] > last[1]:
            return None
        return Place(first[0], Tokens(first[1], last[1]))

    @cached_property
    def _offsets(self) -> list[list[tuple[int, int] | None]]:
        """Start and end of each token, by sentence."""
        found: list[list[tuple[int, int] | None]] = []
        at = 0
        for sentence in self.sentences:
            row: list[tuple[int, int] | None] = []
            for token in sentence.tokens:
                word = _written(token)
                row.append((at, at + len(word)) if word else None)
                at += len(word) + 1 if word else 0
            found.append(row)
        return found

    @cached_property
    def _starts(self) -> dict[int, tuple[int, int]]:
        return self._borders(0)

    @cached_property
    def _ends(self) -> dict[int, tuple[int, int]]:
        return self._borders(1)

    def _borders(self, side: int) -> dict[int, tuple[int, int]]:
        return {
            span[side]: (number, token)
            for number, row in enumerate(self._offsets)
            for token, span in enumerate(row)
            if span is not None
        }


def passages(document: Document, *, words: int | None = None) -> Iterator[list[Sentence]]:
    """Yields the sentences of a document in runs, each of so many words or of one sentence.

    Args:
        document: The document.
        words: The most words of a run; all sentences are one if not given.
    """
    run: list[Sentence] = []
    size = 0
    for sentence in document.sentences:
        if run and words is not None and size + len(sentence.tokens) > words:
            yield run
            run, size = [], 0
        run.append(sentence)
        size += len(sentence.tokens)
    if run:
        yield run


def _words(sentence: Sentence) -> Sequence[str]:
    return [word for token in sentence.tokens if (word := _written(token))]


def _written(token: str) -> str:
    """A token without white space, which only parts tokens.

    Example:
        >>> _written("-LRB-"), _written(" "), _written("1 000")
        ('(', '', '1_000')
    """
    return re.sub(r"\s+", "_", _WRITTEN.get(token, token).strip())
