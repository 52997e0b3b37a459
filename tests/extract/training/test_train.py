# what needs the libraries of training is imported where they are
"""Training on a field of one's own, with an encoder small enough for seconds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("torch", reason="torch is needed for training alone")
pytest.importorskip("onnx", reason="onnx is needed for training alone")
pytest.importorskip("sklearn", reason="scikit-learn is needed for training alone")

from extract.annotation import annotate
from extract.gold import read_gold
from extract.pipeline import load_pipeline, read_vocabulary, vocabulary_of
from extract.training import train as module
from extract.training.fields import field_of
from extract.training.settings import Settings
from extract.training.train import main, train
from schemas import AnnotationError
from tests.extract.training.made_papers import write_papers
from tests.file_limit import files_of_at_most

CROPS = Path(__file__).parents[3] / "examples" / "own-field" / "train.jsonl"


@pytest.fixture(scope="module")
def settings(base: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Two passes over the made-up field, by two processes."""
    return Settings(
        gold=(CROPS,),
        base=base,
        out=tmp_path_factory.mktemp("run"),
        vocabulary=field_of([CROPS]).vocabulary,
        epochs=2,
        rate=2e-3,
        head_rate=1e-2,
    )


@pytest.mark.slow
def test_a_pipeline_of_another_field_finds_its_types_alone(settings: Settings) -> None:
    """It says what it finds without being loaded, in this process and in others."""
    told: list[str] = []
    folder = train(settings, progress=lambda what, done, total: told.append(what))
    assert told[:1] == ["read"]
    assert told[-1:] == ["calibrate"]
    assert read_vocabulary(folder) == settings.vocabulary
    nlp = load_pipeline(model=folder)
    assert vocabulary_of(nlp) == settings.vocabulary
    nlp.to_disk(settings.out / "again")
    assert read_vocabulary(settings.out / "again") == settings.vocabulary
    papers = [gold.paper for gold in read_gold(CROPS, vocabulary=settings.vocabulary)][:20]
    here = list(annotate(papers, model=folder))
    found = {mention.type for paper in here for mention in paper.annotation.mentions}
    assert found
    assert found <= set(settings.vocabulary.types)
    assert list(annotate(papers, model=folder, workers=2)) == here
    for paper in here:
        types = {mention.concept: mention.type for mention in paper.annotation.mentions}
        for relation in paper.annotation.relations:
            head = types.get(relation.head)
            assert settings.vocabulary.allows(head, relation.type, types[relation.tail])


@pytest.mark.slow
def test_a_run_goes_on_with_its_own_papers_alone(settings: Settings, tmp_path: Path) -> None:
    """Not with others, nor with another seed."""
    fewer = tmp_path / "gold.jsonl"
    fewer.write_text("".join(CROPS.read_text(encoding="utf-8").splitlines(keepends=True)[:-1]))
    other = replace(settings, gold=(fewer,))
    (settings.out / "last.pt").touch()
    for changed in (
        *(other, replace(settings, seed=3)),
        *(replace(settings, results=(fewer,)), replace(settings, silver=(fewer,))),
    ):
        with pytest.raises(AnnotationError, match="a run on other papers"):
            train(changed)


@pytest.mark.slow
def test_a_full_disk_is_said_as_the_system_has_it(settings: Settings, tmp_path: Path) -> None:
    """Not in a worker's words; with room again the run goes on."""
    short = replace(settings, out=tmp_path / "run", epochs=1, save_seconds=0.0)
    module.load_data(short)
    (examples,) = (short.out / "cache").iterdir()
    largest = examples.stat().st_size
    with files_of_at_most(largest), pytest.raises(OSError, match=r"File too large: .*last\.pt"):
        train(short)
    assert {path.name for path in short.out.iterdir()} == {"cache", "run.json"}
    (short.out / "log.jsonl").write_text('{"step": 2, "o', encoding="utf-8")
    assert (train(short) / "config.cfg").is_file()


@pytest.mark.parametrize("more", ["results", "silver"])
def test_a_file_that_is_not_there_is_said_first(
    settings: Settings, tmp_path: Path, more: str
) -> None:
    """In the words that it has for annotated papers."""
    given: dict[str, Any] = {more: (tmp_path / "gone.jsonl",), "out": tmp_path / "run"}
    with pytest.raises(AnnotationError, match=r"gone\.jsonl: there is no such file"):
        train(replace(settings, **given))
    assert not (tmp_path / "run").exists()


def test_too_few_papers_are_refused(
    base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With how many there have to be; the directory stays free for a run on others."""
    few, enough = (write_papers(tmp_path / f"{count}.jsonl", count) for count in (12, 60))
    settings = Settings(gold=(few,), base=base, out=tmp_path / "run")
    said = r"12 annotated papers are too few: \d of them.*4 or more have to; annotate more"
    with pytest.raises(AnnotationError, match=said):
        train(settings)
    assert not settings.out.exists()
    monkeypatch.setattr(module, "_train_together", lambda *_: None)
    monkeypatch.setattr(module, "finish", lambda *_: settings.out)
    assert train(replace(settings, gold=(enough,))) == settings.out
    with pytest.raises(AnnotationError, match="a run on other papers"):
        train(replace(settings, gold=(write_papers(tmp_path / "other.jsonl", 60, seed=1),)))


def test_what_is_wrong_with_a_checkpoint_to_start_from_is_said_first(
    base: Path, tmp_path: Path
) -> None:
    """Before the directory is the run's."""
    gold = write_papers(tmp_path / "gold.jsonl", 60)
    (tmp_path / "notes.pt").write_text("notes of mine\n", encoding="utf-8")
    for name, said in (("none.pt", "no such checkpoint"), ("notes.pt", "no checkpoint")):
        with pytest.raises(AnnotationError, match=rf"{name}: {said}"):
            main([gold], tmp_path / "run", base=base, start=tmp_path / name)
    assert not (tmp_path / "run").exists()


def test_what_is_wrong_with_the_papers_to_report_on_is_said_first(
    base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before hours of training."""
    gold = write_papers(tmp_path / "gold.jsonl", 60)
    monkeypatch.setattr(module, "train", lambda *_, **__: pytest.fail("trained"))
    with pytest.raises(AnnotationError, match=r"none\.jsonl: there is no such file"):
        main([gold], tmp_path / "run", base=base, dev=tmp_path / "none.jsonl")
    (tmp_path / "dev.jsonl").write_text("{\n", encoding="utf-8")
    with pytest.raises(AnnotationError, match=r"dev\.jsonl:1: not JSON"):
        main([gold], tmp_path / "run", base=base, dev=tmp_path / "dev.jsonl")
    assert not (tmp_path / "run").exists()
