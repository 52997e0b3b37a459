"""What the heads choose from: tags, and which relations may join which types."""

from extract.network.labels import ALLOWED, BEGIN, INSIDE, LAST, RELATIONS, TAGS, TYPES, UNIT
from schemas import RelationType, allows


def test_every_type_has_its_four_tags() -> None:
    """Outside is the first; the rest are by place."""
    assert TAGS[0] == "O"
    assert sorted([0, *BEGIN, *INSIDE, *LAST, *UNIT]) == list(range(len(TAGS)))
    for place, columns in (("B", BEGIN), ("I", INSIDE), ("L", LAST), ("U", UNIT)):
        assert [TAGS[k] for k in columns] == [f"{place}-{kind}" for kind in TYPES]


def test_the_table_of_rules_is_that_of_the_vocabulary() -> None:
    """The last row is the paper, which is part of nothing."""
    for row, head in enumerate((*TYPES, None)):
        for column, tail in enumerate(TYPES):
            for index, kind in enumerate(RELATIONS):
                assert ALLOWED[row, column, index] == allows(head, kind, tail)
    assert not ALLOWED[-1, :, RELATIONS.index(RelationType.PART_OF)].any()
