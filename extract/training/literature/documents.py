"""Documents of the literature: sentences of tokens, spans with types, relations between spans."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

from extract.json_lines import read_json_lines
from schemas import AnnotationError


class Tokens(NamedTuple):
    """A span: its first and its last token, counted within the sentence."""

    first: int
    last: int


class Triple(NamedTuple):
    """A relation from one span of a sentence to another."""

    head: Tokens
    type: str
    tail: Tokens


class Marks(NamedTuple):
    """What is marked in a sentence, by people or by a pipeline.

    Attributes:
        mentions: Type of each span; spans may overlap.
        relations: Between two of them.
    """

    mentions: Mapping[Tokens, str]
    relations: frozenset[Triple]


class Sentence(NamedTuple):
    """A sentence and what people marked in it."""

    tokens: tuple[str, ...]
    marks: Marks


class Document(NamedTuple):
    """A text, or the sentences of one that somebody annotated."""

    id: str
    sentences: tuple[Sentence, ...]


def read_documents(path: Path) -> list[Document]:
    """Reads a file of documents, in either of the two forms that there are.

    One has a document a line: ``sentences``, and for each of them ``ner`` and ``relations``,
    whose tokens count through the document. The other has a sentence a line: ``doc_id``,
    ``tokens``, ``ner`` and ``relations``; lines of one document stand together.

    Raises:
        AnnotationError: The file is not there, or a line is of neither form; names it.
    """
    documents: dict[str, list[Sentence]] = {}
    for number, record in read_json_lines(path):
        try:
            name, sentences = _document(record)
        except (KeyError, TypeError, ValueError, IndexError) as problem:
            raise AnnotationError(
                f"{path}:{number}: no document ({problem!r}); one has doc_key or doc_id, "
                "sentences or tokens, ner and relations"
            ) from None
        documents.setdefault(name, []).extend(sentences)
    return [Document(name, tuple(sentences)) for name, sentences in documents.items()]


def _document(record: Mapping[str, Any]) -> tuple[str, list[Sentence]]:
    if "tokens" in record:
        columns = ([record["tokens"]], [record["ner"]], [record["relations"]])
        return str(record["doc_id"]), list(_sentences(*columns))
    name = record["doc_key"] if "doc_key" in record else record["doc_id"]
    columns = (record["sentences"], record["ner"], record["relations"])
    return str(name), list(_sentences(*columns))


def _sentences(
    sentences: Iterable[list[str]],
    ner: Iterable[list[list[Any]]],
    relations: Iterable[list[list[Any]]],
) -> Iterator[Sentence]:
    sentences = list(sentences)
    starts = accumulate(map(len, sentences), initial=0)
    columns = zip(sentences, ner, relations, strict=True)
    for start, (tokens, spans, rows) in zip(starts, columns, strict=False):
        mentions = {Tokens(a - start, b - start): str(kind) for a, b, kind in spans}
        triples = {
            Triple(Tokens(a - start, b - start), str(kind), Tokens(c - start, d - start))
            for a, b, c, d, kind in rows
        }
        ends = {span for triple in triples for span in (triple.head, triple.tail)}
        for span in ends | mentions.keys():
            if not 0 <= span.first <= span.last < len(tokens):
                raise ValueError(f"tokens {span.first} to {span.last} of {len(tokens)}")
        if strangers := sorted(ends - mentions.keys()):
            raise ValueError(f"a relation of {strangers[0]}, which is no mention")
        yield Sentence(tuple(map(str, tokens)), Marks(mentions, frozenset(triples)))
