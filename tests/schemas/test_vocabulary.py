from pathlib import Path

import pytest

from schemas import RESEARCH, EntityType, RelationType

_RULES = Path(__file__).parents[3] / "shared" / "data" / "validate_annotations.py"


def test_every_relation_has_a_rule() -> None:
    """No relation type is without a rule, and no rule without heads and tails."""
    assert tuple(RESEARCH.relations) == tuple(RelationType)
    assert all(rule.heads and rule.tails for rule in RESEARCH.relations.values())


def test_direction_matters() -> None:
    """A method is evaluated on a benchmark, not the other way round."""
    assert RESEARCH.allows(EntityType.METHOD, RelationType.EVALUATED_ON, EntityType.BENCHMARK)
    assert not RESEARCH.allows(EntityType.BENCHMARK, RelationType.EVALUATED_ON, EntityType.METHOD)


@pytest.mark.shared
@pytest.mark.skipif(not _RULES.exists(), reason="the annotation checker is not beside the checkout")
def test_rules_are_those_of_the_annotation_checker() -> None:
    """Our table says of every triple of types what the checker's table says."""
    source = _RULES.read_text(encoding="utf-8").split("inp=")[0]
    theirs: dict[str, object] = {}
    exec(source, theirs)
    rules = theirs["R"]
    assert isinstance(rules, dict)
    for relation in RelationType:
        heads, tails = rules[relation]
        for tail in EntityType:
            assert RESEARCH.allows(None, relation, tail) == ("@paper" in heads and tail in tails)
            for head in EntityType:
                assert RESEARCH.allows(head, relation, tail) == (head in heads and tail in tails)
