"""Documents in bytes: what components say of one comes through, typed, and nothing fails."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import subprocess
import sys
import tomllib
import weakref
from collections.abc import Callable
from pathlib import Path

import pytest
import srsly
from spacy.language import Language
from spacy.tokens import Doc, DocBin

from extract.annotation import annotation_of
from extract.components.concept import Concept
from extract.pipeline import load_pipeline
from schemas import Abbreviation, Introduction, Relation, Result, ResultKind, Span
from tests.extract.tiny_pipeline import wild

TEXTS = (
    "FoldNet folds\nFoldNet folds (FF) at 5% on towel net. We propose FoldNet at 3x.",
    "A title\nFold net (FN) beats the towel bench by 3.5%.",
    "",
)
TUPLES = {
    "abbreviations": Abbreviation,
    "concepts": Concept,
    "introductions": Introduction,
    "relations": Relation,
    "results": Result,
}

ROOT = Path(__file__).parents[2]
READ = """
import sys
from spacy.tokens import Doc
from spacy.vocab import Vocab
doc = Doc(Vocab()).from_disk(sys.argv[1])
print(*(type(doc.user_data["._.", name, None, None][0]).__name__ for name in sys.argv[2:]))
"""
"""Says of what types the attributes of a document are, the first value of each."""


def check_same(found: Doc, expected: Doc) -> None:
    """That two documents say the same, in values of the same types."""
    assert annotation_of(found, paper_id="p") == annotation_of(expected, paper_id="p")
    assert [(e.text, e.label_) for e in found.ents] == [(e.text, e.label_) for e in expected.ents]
    assert found._.surface_confidences == expected._.surface_confidences
    assert found._.introduced.tolist() == expected._.introduced.tolist()
    for name, kind in TUPLES.items():
        values = getattr(found._, name)
        assert values == getattr(expected._, name)
        assert isinstance(values, tuple)
        assert all(type(value) is kind for value in values)
    assert all(type(result.kind) is ResultKind for result in found._.results)
    spans = [span for concept in found._.concepts for span in concept.mentions]
    assert all(type(span) is Span for span in spans)


def by_bytes(doc: Doc) -> Doc:
    """Written as bytes and read."""
    return Doc(wild.vocab).from_bytes(doc.to_bytes())


def by_doc_bin(doc: Doc) -> Doc:
    """Through spaCy's own format of files."""
    written = DocBin(store_user_data=True, docs=[doc]).to_bytes()
    (found,) = DocBin().from_bytes(written).get_docs(wild.vocab)
    return found


def by_pickle(doc: Doc) -> Doc:
    """Through pickle, as between processes."""
    found: Doc = pickle.loads(pickle.dumps(doc))
    return found


@pytest.mark.parametrize("way", [by_bytes, by_doc_bin, by_pickle, Doc.copy])
@pytest.mark.parametrize("text", TEXTS)
def test_what_is_said_of_a_document_comes_through(way: Callable[[Doc], Doc], text: str) -> None:
    """Also twice; also where nothing is said."""
    doc = wild(text)
    check_same(way(doc), doc)
    check_same(way(way(doc)), doc)


def test_the_documents_say_something() -> None:
    """So that what comes through is not nothing."""
    doc = wild(TEXTS[0])
    assert all(getattr(doc._, name) for name in TUPLES)


def test_a_document_survives_the_disk(tmp_path: Path) -> None:
    """As a file of spaCy's."""
    doc = wild(TEXTS[0])
    doc.to_disk(tmp_path / "doc")
    check_same(Doc(wild.vocab).from_disk(tmp_path / "doc"), doc)


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_several_processes_say_the_same(method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Under either way of starting them."""
    monkeypatch.setattr(multiprocessing.context._default_context, "_actual_context", None)
    multiprocessing.set_start_method(method, force=True)
    found = list(wild.pipe(TEXTS, n_process=2, batch_size=1))
    for one, other in zip(found, map(wild, TEXTS), strict=True):
        check_same(one, other)


def test_the_states_of_the_network_stay_behind() -> None:
    """They are neither copied nor written, and go with their document."""
    doc = wild(TEXTS[0])
    assert doc._.reading is not None
    assert by_bytes(doc)._.reading is None
    assert doc.copy()._.reading is None
    assert not {"reading", "concept_states"} & {key[1] for key in doc.user_data}
    reading = weakref.ref(doc._.reading)
    del doc
    assert reading() is None


def test_values_of_others_are_left_alone() -> None:
    """A mapping stays one, and what msgpack cannot take still fails."""
    for name in ("Poem", "Result", 1):
        value = {"paperatlas": 1, "type": "Result", "paperatlas_type": name}
        assert srsly.msgpack_loads(srsly.msgpack_dumps(value)) == value
    with pytest.raises(TypeError, match="can not serialize 'object'"):
        srsly.msgpack_dumps(object())


def test_documents_are_typed_where_nothing_of_ours_was_imported(tmp_path: Path) -> None:
    """As long as paperatlas is installed, here as its metadata alone."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    metadata = tmp_path / "paperatlas-0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: paperatlas\nVersion: 0\n")
    (metadata / "entry_points.txt").write_text(
        "".join(
            f"[{group}]\n" + "".join(f"{name} = {place}\n" for name, place in entries.items())
            for group, entries in project["entry-points"].items()
        )
    )
    wild(TEXTS[0]).to_disk(tmp_path / "doc")
    done = subprocess.run(
        [sys.executable, "-c", READ, str(tmp_path / "doc"), *TUPLES],
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)])},
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout.split() == [kind.__name__ for kind in TUPLES.values()]


@pytest.fixture(scope="module")
def nlp() -> Language:
    """The shipped pipeline."""
    return load_pipeline()


@pytest.mark.model
def test_the_shipped_pipeline_in_several_processes(nlp: Language) -> None:
    """With its encoder, on a text in which it finds everything."""
    text = (
        "FoldNet: Folding\nWe propose FoldNet. FoldNet uses large language models (LLMs). "
        "On LIBERO, FoldNet outperforms PPO by 3.5% in success rate."
    )
    (found,) = nlp.pipe([text], n_process=2)
    assert found._.results
    check_same(found, nlp(text))
