"""Rules left out: what each gives can be measured."""

from __future__ import annotations

from extract.judged_pairs import Pair, PairSide
from extract.merge_ablation import ablations
from extract.resolution import RULES
from schemas import EntityType
from tests.extract.resolution.papers import paper


def test_a_rule_left_out_joins_nothing() -> None:
    """Without word forms, visual and vision folding are two; with all rules they are one."""
    papers = [
        paper("a", ("visual folding", EntityType.TASK, "x")),
        paper("b", ("vision folding", EntityType.TASK, "x")),
    ]
    sides = [PairSide(id=p.id, surface=a.mentions[0].text) for p, a in papers]
    pair = Pair(cat="phrase", a=sides[0], b=sides[1], label="same")
    groups = ((), ("word forms", "form of the last word"), RULES)
    found = {a.without: a.score.recall for a in ablations([pair], papers, groups=groups)}
    assert found == {groups[0]: 1.0, groups[1]: 0.0, RULES: 0.0}


def test_every_rule_has_a_name_of_its_own() -> None:
    """No two rules share a name, so leaving one out leaves out one."""
    assert len(set(RULES)) == len(RULES)
