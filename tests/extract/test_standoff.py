"""Annotations without texts: what goes in comes back, and what does not fit is named."""

from __future__ import annotations

import json
import lzma
import re
import subprocess
import sys
from pathlib import Path

import pytest

from extract.gold import read_gold
from extract.training.standoff import join, packed, read_standoff, split
from extract.training.standoff_records import Split, StandoffPaper, gold_record
from schemas import AnnotationError
from tests.extract.record_files import write_lines

FOLDING = {
    "id": "p/1",
    "title": "FoldNet: Folding Towels by the Dozen",
    "abstract": "We present FoldNet (FN) for towel folding. Code at https://FoldNet.io now.\n\n"
    "FN folds 91.5% of the towels of TowelBench, 3x as many as PickNet (π₀).",
    "entities": [
        ["FoldNet", "Method"],
        ["FN", "Method"],
        ["PickNet", "Method"],
        ["π₀", "Model"],
        ["TowelBench", "Benchmark"],
        ["towel folding", "Task"],
    ],
    "introduces": ["FoldNet", "FN"],
    "aliases": [["FN", "FoldNet"]],
    "relations": [["FN", "OUTPERFORMS", "PickNet"], ["@paper", "ADDRESSES", "towel folding"]],
    "results": [
        ["FN", "share of the towels folded", "TowelBench", "91.5%", "absolute", None],
        ["@paper", None, "TowelBench", "3x", "ratio", "PickNet"],
    ],
}
BARE = {"id": "p2", "title": "Nothing", "abstract": "To see.", "entities": []}
TEXT_WORDS = ("FoldNet", "towel", "TowelBench", "PickNet", "π₀", "folds", "91.5", "present")


@pytest.fixture
def files(tmp_path: Path) -> tuple[tuple[Split, Path], tuple[Split, Path]]:
    """A split of one paper each."""
    train = write_lines(tmp_path / "train.jsonl", [FOLDING])
    dev = write_lines(tmp_path / "dev.jsonl", [BARE])
    return (Split.TRAIN, train), (Split.DEV, dev)


def command(*args: str | Path) -> subprocess.CompletedProcess[str]:
    """Runs the command as a user does."""
    return subprocess.run(
        [sys.executable, "-m", "extract.training.standoff", *map(str, args)],
        capture_output=True,
        text=True,
        check=False,
    )


def test_what_goes_in_comes_back(files: tuple[tuple[Split, Path], ...], tmp_path: Path) -> None:
    """Through the file, byte by byte the same each time, order included."""
    content = packed(split(files))
    assert content == packed(split(files))
    place = tmp_path / "annotations.jsonl.xz"
    place.write_bytes(content)
    papers = list(read_standoff(place))
    assert [(p.id, p.split) for p in papers] == [("p/1", "train"), ("p2", "dev")]
    golds = [gold for _, path in files for gold in read_gold(path)]
    joined = join(papers, reversed([g.paper for g in golds]))
    assert joined == (tuple(golds), (), ())
    assert gold_record(joined.gold[0]) == FOLDING


def test_the_file_holds_no_word_of_the_text(files: tuple[tuple[Split, Path], ...]) -> None:
    """Words that are not in the text are spelled out; those that are stand by place."""
    text = lzma.decompress(packed(split(files))).decode("utf-8")
    assert [word for word in TEXT_WORDS if word in text] == []
    assert '"share"' in text
    first = json.loads(text.splitlines()[0])
    words = first["results"][0][1]
    start, end = words[1]
    whole = f"{FOLDING['title']}\n{FOLDING['abstract']}"
    assert (words[0], whole[start:end]) == ("share", "of the towels")
    assert words[2] == "folded"


def test_a_surface_in_an_address_alone_comes_back(tmp_path: Path) -> None:
    """It is no mention there, but a listed entity all the same."""
    record = {
        "id": "p3",
        "title": "A Page",
        "abstract": "See https://ours.io now.",
        "entities": [["ours", "Method"]],
    }
    file = write_lines(tmp_path / "gold.jsonl", [record])
    (gold,) = read_gold(file)
    assert join(split([(Split.DEV, file)]), [gold.paper]).gold == (gold,)


def test_other_texts_and_missing_ones_are_named(files: tuple[tuple[Split, Path], ...]) -> None:
    """What fits is joined all the same."""
    papers = split(files)
    golds = [gold for _, path in files for gold in read_gold(path)]
    changed = golds[0].paper.model_copy(update={"abstract": "We present FoldNet."})
    gold, missing, (unfit,) = join(papers, [changed])
    assert gold == ()
    assert re.fullmatch(r"paper 'p/1': its title and abstract hash to .*; the texts differ", unfit)
    assert missing == ("paper 'p2': its text is not among those given",)
    assert len(join(papers, [changed, golds[1].paper]).gold) == 1


def test_annotations_that_point_nowhere_are_named(files: tuple[tuple[Split, Path], ...]) -> None:
    """Beyond the text, beyond the entities, or against the rules."""
    (paper, _) = split(files)
    (gold,) = read_gold(files[0][1])
    for change, words in (
        ({"entities": ((0, 999, "Method"),)}, "0 to 999 is no place in its"),
        ({"introduces": (6,)}, "there is no entity 6 among its 6"),
        ({"relations": ((5, "USES", 0),)}, "USES may not join 'towel folding'"),
    ):
        broken = StandoffPaper.model_validate({**paper.model_dump(), **change})
        (wrong,) = join([broken], [gold.paper]).unfit
        assert wrong.startswith("paper 'p/1': ")
        assert words in wrong


def test_an_id_stands_in_one_split(files: tuple[tuple[Split, Path], ...]) -> None:
    """Train and dev are apart."""
    with pytest.raises(AnnotationError, match="'p/1' stands in another split too"):
        split([files[0], (Split.DEV, files[0][1])])


def test_damaged_files_are_named(files: tuple[tuple[Split, Path], ...], tmp_path: Path) -> None:
    """Missing, cut short, or another thing in a line."""
    place = tmp_path / "a.xz"
    with pytest.raises(AnnotationError, match=r"a\.xz: No such file"):
        list(read_standoff(place))
    place.write_bytes(packed(split(files))[:-20])
    with pytest.raises(AnnotationError, match=r"a\.xz: damaged or cut short"):
        list(read_standoff(place))
    place.write_text('{"id": "p", "split": "dev", "sha256": "0", "entities": [[0]]}\n')
    with pytest.raises(AnnotationError, match=r"a\.xz:1: entities\.0"):
        list(read_standoff(place))


def test_the_command_joins_all_or_says_what_is_missing(tmp_path: Path) -> None:
    """Counted, named, and nothing written but with --keep-going."""
    apart, out = tmp_path / "apart.xz", tmp_path / "gold.jsonl"
    train = write_lines(tmp_path / "train.jsonl", [FOLDING, BARE])
    dev = write_lines(tmp_path / "dev.jsonl", [{**BARE, "id": "p3"}])
    done = command("split", "--train", train, "--dev", dev, "-o", apart)
    assert (done.returncode, done.stdout) == (0, "")
    texts = ({k: r[k] for k in ("id", "title", "abstract")} for r in (FOLDING, BARE))
    mine = write_lines(tmp_path / "mine.jsonl", texts)
    join_mine = ("join", mine, "-o", out, "--annotations", apart, "--split", "train")
    done = command(*join_mine)
    assert done.returncode == 0, done.stderr
    assert "2 annotated papers = 2 joined + 0 without their text" in done.stderr
    assert list(read_gold(out)) == list(read_gold(train))
    out.unlink()
    write_lines(mine, [BARE])
    done = command(*join_mine)
    assert done.returncode == 1
    assert "paper 'p/1': its text is not among those given" in done.stderr
    assert "2 annotated papers = 1 joined + 1 without their text" in done.stderr
    assert "Traceback" not in done.stderr
    assert not out.exists()
    assert command(*join_mine, "--keep-going").returncode == 0
    assert [g.paper.id for g in read_gold(out)] == ["p2"]


def test_each_split_is_joined_apart(files: tuple[tuple[Split, Path], ...], tmp_path: Path) -> None:
    """Nobody trains on dev, or names on papers corrected for their results alone, unaware."""
    apart, out = tmp_path / "apart.xz", tmp_path / "gold.jsonl"
    (_, train), (_, dev) = files
    whole = write_lines(tmp_path / "whole.jsonl", [{**FOLDING, "id": "p4"}])
    more = write_lines(tmp_path / "more.jsonl", [{**FOLDING, "id": "p3"}])
    given = ("split", "--train", train, "--dev", dev, "--corrected", whole)
    assert command(*given, "--results", more, "-o", apart).returncode == 0
    join_all = ("join", train, dev, whole, more, "-o", out, "--annotations", apart)
    for asked, key in (("results", "p3"), ("corrected", "p4"), ("train", "p/1"), ("dev", "p2")):
        done = command(*join_all, "--split", asked)
        assert done.returncode == 0, done.stderr
        assert [g.paper.id for g in read_gold(out)] == [key]
    out.unlink()
    for wrong in ((), ("--split", "test")):
        assert command(*join_all, *wrong).returncode == 2
    assert command(*given, "-o", apart).returncode == 0
    done = command(*join_all, "--split", "results")
    assert done.returncode == 1
    assert f"error: {apart} has no paper of the split 'results'" in done.stderr
    assert not out.exists()


def test_where_nothing_is_joined_no_file_is_written(tmp_path: Path) -> None:
    """Not even with --keep-going; a text that was altered is not one that is missing."""
    apart, out = tmp_path / "apart.xz", tmp_path / "gold.jsonl"
    train = write_lines(tmp_path / "train.jsonl", [FOLDING, BARE])
    apart.write_bytes(packed(split([(Split.TRAIN, train)])))
    altered = write_lines(tmp_path / "altered.jsonl", [{**BARE, "abstract": "To hear."}])
    for texts, said in (
        (altered, "0 joined + 1 without their text + 1 that do not fit theirs; 0 files or lines"),
        (tmp_path / "none.jsonl", "0 joined + 2 without their text + 0 that do not fit theirs; 1"),
    ):
        done = command(
            *("join", texts, "-o", out, "--annotations", apart, "--keep-going"),
            *("--split", "train"),
        )
        assert done.returncode == 1
        assert f"2 annotated papers = {said}" in done.stderr
        assert "error: nothing was joined, so nothing was written; right are" in done.stderr
        assert not out.exists()
