"""The report: order, counts, and text of papers that stays text."""

from __future__ import annotations

import random

from extract.scoring.disagreements import Disagreement, Group
from extract.scoring.disagreements.report import TITLE, disagreement_report


def one(
    paper: str, kind: str, confidence: float | None, *, sentence: str = "We fold.", times: int = 1
) -> Disagreement:
    """A mention in dispute."""
    gold = None if kind == "spurious" else "FoldNet (Method)"
    predicted = None if kind == "missed" else "FoldNet (Model)"
    return Disagreement(
        paper, Group.MENTIONS, kind, sentence, gold, predicted, confidence, times=times
    )


MANY = [
    one("p1", "spurious", 0.6),
    one("p2", "spurious", 0.9),
    one("p3", "spurious", 0.7),
    one("p1", "missed", None, times=2),
    one("p2", "missed", None),
    one("p3", "missed", None),
    one("p4", "wrong type", 0.8),
    Disagreement("p9", Group.RESULTS, "missed", "It is 9%.", "9%; absolute", None, None),
]


def test_frequent_kinds_and_sure_predictions_come_first() -> None:
    """Kinds by how often they stand, results after mentions whatever their number."""
    text = disagreement_report(MANY, papers=4)
    assert text.startswith(TITLE + "\n")
    heads = [line[3:] for line in text.splitlines() if line.startswith("## ")]
    assert heads == [
        "mentions: missed (4)",
        "mentions: spurious (3)",
        "mentions: wrong type (1)",
        "results: missed (1)",
    ]
    spurious = text.split("## mentions: spurious")[1].split("##")[0]
    papers = [line.split()[-1] for line in spurious.splitlines() if line.startswith("    0.")]
    assert papers == ["p2", "p3", "p1"]
    missed = text.split("## mentions: missed")[1].split("##")[0]
    assert [line.strip() for line in missed.splitlines() if line.startswith("    p")] == [
        *("p1  x2", "p2", "p3")
    ]
    assert "| mentions | missed | 4 | 3 |" in text


def test_the_order_in_which_they_come_plays_no_part() -> None:
    """Byte for byte."""
    shuffled = list(MANY)
    random.Random(5).shuffle(shuffled)
    assert disagreement_report(shuffled, papers=4) == disagreement_report(MANY, papers=4)


def test_what_is_not_shown_is_counted() -> None:
    """The surest are shown."""
    text = disagreement_report(MANY, papers=4, listed=2)
    assert "0.90  p2" in text
    assert "0.60  p1" not in text
    assert text.count("1 more of this kind are not shown.") == 2


def test_nothing_to_tell() -> None:
    """A report all the same."""
    assert "There is none." in disagreement_report([], papers=4)


def test_text_of_papers_stays_text() -> None:
    """Nothing that it says begins a line, and no control character gets through."""
    hostile = "# Head\n\n<script>x</script>\r\n```\u2028## Two\x1b[31m \u202egnp \ud800 end"
    text = disagreement_report([one("p\n# 1", "wrong type", 0.5, sentence=hostile)], papers=1)
    lines = text.splitlines()
    assert all(
        line.startswith("    ")
        for line in lines
        if "script" in line or "Two" in line or "# 1" in line
    )
    assert "# Head <script>x</script> ``` ## Two\ufffd[31m \ufffdgnp \ufffd end" in text
    text.encode("utf-8")
