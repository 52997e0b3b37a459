"""Annotate: papers in, annotated papers out, one at a time and in order.

A paper's annotation is a function of that paper alone: neither its neighbours nor the
number of processes change it.
"""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, Final

from spacy.language import Language
from spacy.tokens import Doc
from spacy.tokens.underscore import Underscore
from spacy.util import registry
from spacy.vocab import create_vocab
from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]  # ships no types

from extract.components.sentences import sentence_spans
from extract.orphans import end_with_parent
from extract.pipeline import MODEL, load_pipeline
from schemas import AnnotatedPaper, Annotation, Mention, Paper

CHUNK: Final = 8
"""Papers that travel to a process together."""

MOST_WORDS: Final = 30_000
"""Words that a pipeline remembers, some thousand papers' worth, before it begins anew."""

AHEAD: Final = 3
"""Chunks in flight for each process, so that no process waits and no input piles up."""


def annotate(
    papers: Iterable[Paper],
    *,
    nlp: Language | None = None,
    model: Path = MODEL,
    workers: int = 1,
) -> Iterator[AnnotatedPaper]:
    """Yields every paper with its annotation, in input order, reading no further than needed.

    Args:
        papers: The papers.
        nlp: A pipeline as ``load_pipeline`` makes it; loaded once if not given.
        model: Directory of the pipeline to load.
        workers: Number of processes; with more than one, each has a pipeline of its own.

    Raises:
        ValueError: ``workers`` is below 1.
    """
    if workers < 1:
        raise ValueError(f"workers is {workers}; at least one process has to work")
    if workers == 1:
        return _annotate_here(papers, nlp, model)
    return _annotate_in_processes(papers, nlp, model, workers)


def annotate_paper(paper: Paper, *, nlp: Language) -> AnnotatedPaper:
    """One paper with its annotation."""
    with _threads().limit(limits=1):
        doc = nlp(paper.text)
    return AnnotatedPaper(paper, annotation_of(doc, paper_id=paper.id))


def annotation_of(doc: Doc, *, paper_id: str) -> Annotation:
    """What the components wrote into a document, as the schema has it."""
    return Annotation(
        id=paper_id,
        sentences=sentence_spans(doc),
        mentions=tuple(sorted(_mentions(doc), key=lambda m: m.start)),
        introductions=tuple(sorted(doc._.introductions, key=lambda i: i.concept)),
        relations=tuple(sorted(doc._.relations, key=lambda r: (r.head, r.type, r.tail))),
        results=doc._.results,
        abbreviations=tuple(sorted(doc._.abbreviations, key=lambda a: (a.short, a.long))),
    )


@cache
def _threads() -> ThreadpoolController:
    """The control of the threads that matrix products use: one, whatever the machine has."""
    return ThreadpoolController()


def _mentions(doc: Doc) -> Iterator[Mention]:
    """The mentions of all concepts; one that another component added is as sure as its concept."""
    text, confidences = doc.text, doc._.surface_confidences
    for concept in doc._.concepts:
        surfaces = [text[start:end] for start, end in concept.mentions]
        known = (confidences[surface] for surface in surfaces if surface in confidences)
        lowest = min(known, default=0.5)
        for (start, end), surface in zip(concept.mentions, surfaces, strict=True):
            yield Mention(
                start=start,
                end=end,
                type=concept.type,
                text=surface,
                concept=concept.key,
                confidence=confidences.get(surface, lowest),
            )


def _annotate_here(
    papers: Iterable[Paper], nlp: Language | None, model: Path
) -> Iterator[AnnotatedPaper]:
    own = nlp is None
    for paper in papers:
        if nlp is None:  # not before there is something to do
            nlp = load_pipeline(model=model)
        yield annotate_paper(paper, nlp=nlp)
        if own:
            _forget_words(nlp)


def _forget_words(nlp: Language) -> None:
    """Empties the vocabulary when it has grown large: spaCy keeps every word that it ever met.

    Only of a pipeline whose components are all ours; another's may hold on to its vocabulary.
    """
    if len(nlp.vocab) > MOST_WORDS:
        nlp.vocab = create_vocab(nlp.lang, nlp.Defaults)
        made = registry.resolve({"tokenizer": nlp.config["nlp"]["tokenizer"]})
        nlp.tokenizer = made["tokenizer"](nlp)


def _annotate_in_processes(
    papers: Iterable[Paper], nlp: Language | None, model: Path, workers: int
) -> Iterator[AnnotatedPaper]:
    with annotating_processes(workers, nlp=nlp, model=model) as pool:
        yield from annotate_with(pool, papers, workers=workers)


def annotating_processes(
    workers: int, *, nlp: Language | None = None, model: Path = MODEL
) -> ProcessPoolExecutor:
    """Processes of one thread each, every one with a pipeline of its own.

    Args:
        workers: How many.
        nlp: The pipeline; each loads its own if not given.
        model: Directory of the pipeline to load.
    """
    return ProcessPoolExecutor(
        workers, initializer=_start_process, initargs=(nlp, model, Underscore.get_state())
    )


def annotate_with(
    pool: ProcessPoolExecutor, papers: Iterable[Paper], *, workers: int
) -> Iterator[AnnotatedPaper]:
    """Yields every paper with its annotation, in input order, worked on by running processes."""
    source = iter(papers)
    chunks = iter(lambda: tuple(islice(source, CHUNK)), ())
    pending: deque[Future[tuple[AnnotatedPaper, ...]]] = deque()
    try:
        for chunk in chunks:
            pending.append(pool.submit(_annotate_chunk, chunk))
            if len(pending) >= AHEAD * workers:
                yield from pending.popleft().result()
        while pending:
            yield from pending.popleft().result()
    finally:
        for future in pending:
            future.cancel()


_State = tuple[dict[Any, Any], dict[Any, Any], dict[Any, Any]]

_given: list[tuple[Language | None, Path]] = []
"""The pipeline and the model that a worker process was given; empty in who started it."""


def _start_process(nlp: Language | None, model: Path, extensions: _State) -> None:
    """Gives a process its pipeline; one that is handed over needs its extension attributes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started the process stops it
    end_with_parent()
    Underscore.load_state(extensions)
    _given[:] = [(nlp, model)]


def _annotate_chunk(papers: tuple[Paper, ...]) -> tuple[AnnotatedPaper, ...]:
    ((nlp, model),) = _given
    if nlp is not None:
        return tuple(annotate_paper(paper, nlp=nlp) for paper in papers)
    own = _pipeline_of_process(model)
    annotated = tuple(annotate_paper(paper, nlp=own) for paper in papers)
    _forget_words(own)
    return annotated


@cache
def _pipeline_of_process(model: Path) -> Language:
    """Loaded at the first papers: an error there reaches who asked, one at the start does not."""
    return load_pipeline(model=model)
