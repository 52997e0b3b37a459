# what needs the libraries of training is imported where they are
"""A pipeline that is calibrated on papers is as sure as it is often right on them."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from spacy.tokens import Doc

pytest.importorskip("sklearn", reason="scikit-learn is needed for training alone")

from extract.components import relations, sentences
from extract.gold import read_gold
from extract.network.calibration import Calibration
from extract.pipeline import empty_pipeline
from extract.training.calibration import Paper, calibrate, set_whole
from schemas import PAPER_HEAD, Result, ResultKind
from tests.extract.record_files import write_lines
from tests.extract.tiny_network import any_weights, column_of, tagger
from tests.extract.tiny_pipeline import tiny_pipeline
from tests.extract.training.made_papers import made_papers

NAMES = {"FoldNet": "Method", "PickNet": "Method", "Bench": "Benchmark", "towel": "Task"}


def related_records(count: int) -> Iterator[dict[str, Any]]:
    """Papers of three of the four names in any order, some of whose relations are true."""
    rng = random.Random(0)
    likely = [
        (0.7, ["FoldNet", "EVALUATED_ON", "Bench"]),
        (0.5, ["PickNet", "ADDRESSES", "towel"]),
        (0.5, ["FoldNet", "OUTPERFORMS", "PickNet"]),
    ]
    for number in range(count):
        named = one, two, three = rng.sample(list(NAMES), 3)
        yield {
            "id": f"made/{number}",
            "title": "Text of one and two",
            "abstract": f"We propose {one} and {two}. It beats {three} with {one}.",
            "entities": [[name, NAMES[name]] for name in named],
            "introduces": ["FoldNet"] if "FoldNet" in named else [],
            "relations": [
                [head, kind, tail]
                for chance, (head, kind, tail) in likely
                if rng.random() < chance and {head, tail} <= set(named)
            ],
            "results": [],
        }


def test_relations_are_as_sure_as_they_are_often_right(tmp_path: Path) -> None:
    """Those that the pipeline says in the end, after what the paper is evaluated on has moved."""
    taught = tagger({name.lower(): kind for name, kind in NAMES.items()})
    weights = any_weights(2, size=0.5) | {
        name: array for name, array in taught.items() if name.startswith(("tags", "surface"))
    }
    for name in ("introduced.0.weight", "introduced.0.bias", "introduced.2.weight"):
        weights[name] = np.zeros_like(weights[name])
    weights["introduced.0.weight"][0, column_of("foldnet")] = 8
    weights["introduced.2.weight"][0, 0], weights["introduced.2.bias"] = 1, np.array([-4.0])
    nlp = tiny_pipeline(weights)
    golds = list(read_gold(write_lines(tmp_path / "related.jsonl", related_records(80))))
    calibrate(nlp, golds)
    component: Any = nlp.get_pipe(relations.FACTORY)
    component.calibration = replace(component.calibration, cut=1e-9)
    said, right, moved = 0.0, 0, 0
    for gold in golds:
        paper = Paper(gold, nlp(gold.paper.text))
        wanted = set(paper.compared.gold_relations)
        right += sum(triple in wanted for triple in paper.compared.relations)
        said += sum(relation.confidence for relation in paper.doc._.relations)
        heads = {r.head for r in paper.doc._.relations if r.type == "EVALUATED_ON"}
        moved += bool(heads) and PAPER_HEAD not in heads
    assert 20 < moved < len(golds) - 20
    assert right > 40
    assert said == pytest.approx(right, abs=1)


class Told:
    """Finds the gain of every paper: the larger it is, the surer and the oftener right."""

    def __init__(self) -> None:
        self.whole = Calibration(slope=9.0, cut=0.9)

    def __call__(self, doc: Doc) -> Doc:
        """Of the paper itself and in words alone, so that nothing hangs on names."""
        (gain,) = re.findall(r"by (\d.\d points)", doc.text)
        size = float(gain.split()[0])
        right = size + 4 * (len(doc.text) % 2) > 7
        result = Result(
            subject=PAPER_HEAD,
            metric="folding speed" if right else "sorting speed",
            value=gain,
            kind=ResultKind.GAIN,
            start_char=0,
            end_char=1,
            confidence=self.whole.confidence(size - 5, ResultKind.GAIN),
        )
        doc._.results = (result,)
        return doc


def test_a_whole_result_is_as_sure_as_it_is_often_right(tmp_path: Path) -> None:
    """Whatever the head says of it, and whatever was set before."""
    nlp = empty_pipeline()
    split = nlp.get_pipe(sentences.FACTORY)
    papers = [
        Paper(gold, split(nlp.make_doc(gold.paper.text))) for gold in made_papers(tmp_path, 300)
    ]
    told = Told()
    set_whole(told, papers)
    compared = [paper.compared for paper in papers]
    right = [c.results[0].fact in {row.fact for row in c.gold_results} for c in compared]
    assert 0.2 < sum(right) / len(right) < 0.8
    said = [told(paper.doc)._.results[0].confidence for paper in papers]
    assert sum(said) / len(said) == pytest.approx(sum(right) / len(right), abs=0.02)
    assert told.whole.confidence(-3.0, "gain") < 0.3 < 0.7 < told.whole.confidence(4.0, "gain")
