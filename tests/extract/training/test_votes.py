"""What most pipelines say of a paper."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from extract.gold import GoldPaper, read_gold
from extract.gold_checks import problems
from extract.training.votes import main, voted_record
from schemas import RESEARCH, AnnotationError
from tests.extract.training.made_papers import made_records

METHOD, TASK, BENCH, MODEL, METRIC = range(5)
"""Where the entities of a made paper stand."""


def readings(folder: Path, records: list[dict[str, Any]]) -> list[GoldPaper]:
    """What some annotators say of a paper."""
    found = []
    for number, record in enumerate(records):
        path = folder / f"{number}.jsonl"
        path.write_text(json.dumps(record) + "\n", encoding="utf-8")
        found += read_gold(path)
    return found


def three(count: int = 3) -> list[dict[str, Any]]:
    """Equal annotations of one paper."""
    return [made_records(1)[0] for _ in range(count)]


def test_of_equals_it_is_any(tmp_path: Path) -> None:
    """Where all say the same, that is what is said."""
    records = three()
    assert voted_record(readings(tmp_path, records), 2) == {**records[0], "aliases": []}


def test_what_one_alone_says_or_leaves_out_counts_for_nothing(tmp_path: Path) -> None:
    """Of names, introductions, relations and results alike."""
    more, less, usual = records = three()
    for record in records:
        record["abstract"] += " It takes 7 hours."
    name, task, bench = (usual["entities"][k][0] for k in (METHOD, TASK, BENCH))
    more["entities"].append(["network", "Method"])
    more["introduces"].append(bench)
    more["relations"].append([name, "USES", "network"])
    more["results"].append([name, None, None, "7", "absolute", None])
    less["entities"] = [row for row in less["entities"] if row[0] != task]
    less["introduces"] = []
    less["relations"] = [row for row in less["relations"] if row[1] == "OUTPERFORMS"]
    less["results"] = less["results"][1:]
    voted = voted_record(readings(tmp_path, [more, less, usual]), 2)
    assert voted["entities"] == usual["entities"]
    assert voted["introduces"] == usual["introduces"]
    assert sorted(voted["relations"]) == sorted(usual["relations"])
    assert sorted(voted["results"], key=str) == sorted(usual["results"], key=str)
    assert problems(voted, RESEARCH) == []


def test_a_number_is_of_what_most_say_at_once(tmp_path: Path) -> None:
    """Two of three for one subject, two for one benchmark, and yet one thing is said twice."""
    one, two, other = three()
    score = one["results"][0]
    one["results"][0] = ["@paper", "success rate", None, *score[3:]]
    two["results"][0] = ["@paper", "success rate", None, *score[3:]]
    voted = voted_record(readings(tmp_path, [other, one, two]), 2)
    assert voted["results"][0][:3] == ["@paper", "success rate", None]


def test_what_a_relation_joins_counts_and_not_how_it_is_called(tmp_path: Path) -> None:
    """A long form and its short one are one end; what is no entity of the vote is none."""
    records = three()
    for record in records:
        record["abstract"] += " OpenFolder (OF) is older."
        record["entities"] += [["OF", "Model"], ["OpenFolder", "Model"]]
        record["aliases"] = [["OF", "OpenFolder"]]
    name = records[0]["entities"][METHOD][0]
    for record, surface in zip(records, ("OF", "OpenFolder", "OpenFolder"), strict=True):
        record["relations"] = [[name, "COMPARED_WITH", surface]]
    voted = voted_record(readings(tmp_path, records), 3)
    assert voted["relations"] == [[name, "COMPARED_WITH", "OF"]]
    assert voted["aliases"] == [["OF", "OpenFolder"]]
    for record in records[:2]:
        record["entities"] = record["entities"][:-2]
        record["aliases"], record["relations"] = [], []
    voted = voted_record(readings(tmp_path, records), 2)
    assert voted["relations"] == voted["aliases"] == []


def test_a_relation_between_types_that_it_may_not_join_is_left_out(tmp_path: Path) -> None:
    """Each reading has types of its own; the vote may have other ones."""
    one, two, three_ = three()
    name, bench = (one["entities"][k][0] for k in (METHOD, BENCH))
    for record in (one, two, three_):
        record["relations"] = [[name, "ADDRESSES", bench]]
        record["entities"][BENCH][1] = "Task"
    for record in (one, two):
        record["entities"][BENCH][1], record["relations"] = "Benchmark", []
    voted = voted_record(readings(tmp_path, [one, two, three_]), 2)
    assert voted["relations"] == []
    assert problems(voted, RESEARCH) == []


@pytest.mark.parametrize("need", [1, 4])
def test_less_than_a_majority_is_refused(tmp_path: Path, need: int) -> None:
    """Two types of one surface could both win."""
    with pytest.raises(AnnotationError, match=f"{need} of 3 readings are no majority"):
        voted_record(readings(tmp_path, three()), need)


def test_papers_with_results_come_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of the papers that stand in all files."""
    records = made_records(4)
    records[0]["results"] = []
    files = []
    for number, some in enumerate((records, records, records[:3])):
        path = tmp_path / f"{number}.jsonl"
        path.write_text("".join(json.dumps(r) + "\n" for r in some), encoding="utf-8")
        files.append(path)
    out = tmp_path / "votes.jsonl"
    main(files, out)
    assert [gold.paper.id for gold in read_gold(out)] == ["made/1", "made/2", "made/0"]
    assert "3 papers, 2 of them with results" in capsys.readouterr().out
    main(files, out, need=3, count=1)
    assert [gold.paper.id for gold in read_gold(out)] == ["made/1"]
