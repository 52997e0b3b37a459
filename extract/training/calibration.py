"""Calibrates a trained pipeline and sets its cuts, on the held-out tenth alone.

Heads are set in the order in which they run, so that each is set on what those before it let
through.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Final, NamedTuple

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from extract.annotation import annotation_of
from extract.components import entities, introductions, relations, results
from extract.components.concept_states import concept_states_of
from extract.components.entities import accepted, judgements, mixed
from extract.components.numbers import chosen_values, scored_values
from extract.gold import GoldPaper
from extract.network.calibration import Calibration, log_odds
from extract.network.labels import Labels
from extract.scoring.comparison import Comparison, Triple, folded_value
from extract.training.fitting import CUTS, Answer, best, fit, with_best_cut
from schemas import PAPER_HEAD

SHARES: Final = (0.25, 0.5, 0.75)
"""Shares of the tagger that are tried."""

_EVERY: Final = Calibration(cut=0.0)
"""Lets everything through."""

_log = logging.getLogger(__name__)


class Paper(NamedTuple):
    """A held-out paper: its gold, and the document as far as the pipeline has come."""

    gold: GoldPaper
    doc: Doc

    @property
    def compared(self) -> Comparison:
        """What was found and the gold, side by side."""
        return Comparison(annotation_of(self.doc, paper_id=self.gold.paper.id), self.gold)


def calibrate(nlp: Language, held_out: Iterable[GoldPaper]) -> None:
    """Sets calibration, cuts and the tagger's share of all components of a pipeline.

    Args:
        nlp: A pipeline whose components have their weights.
        held_out: Papers that trained nothing.
    """
    papers = [
        Paper(gold, _run(nlp, nlp.make_doc(gold.paper.text), upto=entities.FACTORY))
        for gold in held_out
    ]
    _set_entities(nlp.get_pipe(entities.FACTORY), papers)
    last = entities.FACTORY
    for name, answers in (
        (introductions.FACTORY, _introduction_answers),
        (relations.FACTORY, _relation_answers),
        (results.FACTORY, _value_answers),
    ):
        for paper in papers:
            _run(nlp, paper.doc, start=last, upto=name)
        last = name
        component: Any = nlp.get_pipe(name)
        given = [answers(paper, component) for paper in papers]
        found = [answer for some, _ in given for answer in some]
        component.calibration = with_best_cut(fit(found), found, gold=sum(n for _, n in given))
        _log.info("%s: %s", name, component.calibration)
    set_whole(nlp.get_pipe(results.FACTORY), papers)


def _run(nlp: Language, doc: Doc, *, upto: str, start: str | None = None) -> Doc:
    """Runs the components from ``start`` on, those before ``upto``."""
    names = nlp.pipe_names
    for name in names[names.index(start) if start else 0 : names.index(upto)]:
        doc = nlp.get_pipe(name)(doc)
    return doc


def _set_entities(component: Any, papers: Sequence[Paper]) -> None:
    labels: Labels = component.label_set
    judged = [judgements(paper.doc._.reading, component.head, labels=labels) for paper in papers]
    wanted = [{tuple(span) for span in paper.gold.spans} for paper in papers]
    total = sum(map(len, wanted))
    chosen = (-1.0, 0.0, Calibration())
    for share in SHARES:
        answers = []
        for entries, gold in zip(judged, wanted, strict=True):
            scores = mixed(entries, share=share, labels=labels)
            for entry, (score, kind) in zip(entries, scores, strict=True):
                answers += [
                    Answer(score, kind, (start, end, kind) in gold)
                    for start, end in entry.candidate.spans
                ]
        fitted = fit(answers)

        def f1(cut: float, share: float = share, fitted: Calibration = fitted) -> float:
            right = predicted = 0
            for entries, gold in zip(judged, wanted, strict=True):
                found = accepted(
                    entries,
                    share=share,
                    calibration=replace(fitted, cut=cut),
                    labels=labels,
                )
                spans = {(a, b, entity.type) for entity in found for a, b in entity.spans}
                right, predicted = right + len(spans & gold), predicted + len(spans)
            return 2 * right / max(1, predicted + total)

        cut = best(f1, CUTS)
        chosen = max(chosen, (f1(cut), share, replace(fitted, cut=cut)), key=lambda c: c[0])
    value, component.share, component.calibration = chosen
    _log.info("mentions: F1 %.4f, share %.2f, %s", value, component.share, component.calibration)


def set_whole(component: Any, papers: Sequence[Paper]) -> None:
    """Sets how sure whole results are: how often they are right as the component finds them."""
    component.whole = Calibration()
    answers = []
    for paper in papers:
        component(paper.doc)
        compared = paper.compared
        wanted = {row.fact for row in compared.gold_results}
        answers += [
            Answer(log_odds(found.confidence), str(found.kind), row.fact in wanted)
            for found, row in zip(paper.doc._.results, compared.results, strict=True)
        ]
    component.whole = fit(answers)
    _log.info("whole results: %s", component.whole)


_Given = tuple[list[Answer], int]
"""The answers on a paper, and how many right ones its gold has."""


def _introduction_answers(paper: Paper, component: Any) -> _Given:
    compared = paper.compared
    wanted = set(compared.gold_introduced)
    states = concept_states_of(paper.doc, component.label_set)
    if states is None:
        return [], len(wanted)
    named = zip(paper.doc._.concepts, component.head.probabilities(states).tolist(), strict=True)
    answers = [
        Answer(log_odds(p), "", compared.names.predicted(concept.key) in wanted)
        for concept, p in named
    ]
    return answers, len(wanted)


def _relation_answers(paper: Paper, component: Any) -> _Given:
    compared = paper.compared
    wanted = set(compared.gold_relations)
    states = concept_states_of(paper.doc, component.label_set)
    if states is None:
        return [], len(wanted)
    logits = component.logits(paper.doc, states)
    names = [compared.names.predicted(concept.key) for concept in paper.doc._.concepts]
    rows = [compared.names.predicted(PAPER_HEAD), *names]
    labels: Labels = component.label_set
    answers = [
        Answer(
            float(logits[row, tail, index]),
            labels.relations[index],
            Triple(rows[row], labels.relations[index], names[tail]) in wanted,
        )
        for row, tail, index in np.argwhere(
            relations.possible(paper.doc._.concepts, logits, labels=labels)
        ).tolist()
    ]
    return answers, len(wanted)


def _value_answers(paper: Paper, component: Any) -> _Given:
    wanted = {row.value for row in paper.compared.gold_results}
    text = paper.doc.text
    values = chosen_values(scored_values(paper.doc._.reading, component.head), calibration=_EVERY)
    answers = [
        Answer(value.score, str(value.kind), folded_value(text[value.start : value.end]) in wanted)
        for value in values
    ]
    return answers, len(wanted)
