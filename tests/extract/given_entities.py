"""A text read by some components, its entities given instead of recognised."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from extract.tokenization import blank_pipeline


def read_with(text: str, entities: Mapping[str, str], *, factories: Sequence[str]) -> Doc:
    """Runs the components on a text in which every occurrence of a surface is an entity."""
    nlp = blank_pipeline()
    parts = [nlp.add_pipe(name) for name in factories]
    doc = nlp.make_doc(text)
    spans: list[Span] = []
    for surface, label in entities.items():
        at = text.find(surface)
        while at >= 0:
            span = doc.char_span(at, at + len(surface), label=label)
            if span is not None:
                spans.append(span)
            at = text.find(surface, at + 1)
    doc.set_ents(filter_spans(spans))
    for part in parts:
        part(doc)
    return doc
