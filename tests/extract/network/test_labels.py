"""What the heads choose from: tags, features, and which relations may join which types."""

from extract.network.labels import STRENGTHS, Labels
from schemas import RESEARCH, RelationType, Vocabulary
from tests.extract.tiny_network import LABELS, RELATIONS, TAGS, TYPES

CROPS = Vocabulary(
    types=("Pest", "Crop"), relations={"DAMAGES": {"heads": {"Pest"}, "tails": {"Crop"}}}
)


def test_every_type_has_its_four_tags() -> None:
    """Outside is the first; the rest are by place."""
    assert TAGS[0] == "O"
    assert sorted([0, *LABELS.places.ravel().tolist()]) == list(range(len(TAGS)))
    for place, columns in zip("BILU", LABELS.places, strict=True):
        assert [TAGS[k] for k in columns] == [f"{place}-{kind}" for kind in TYPES]


def test_the_table_of_rules_is_that_of_the_vocabulary() -> None:
    """The last row is the paper, which is part of nothing."""
    for row, head in enumerate((*TYPES, None)):
        for column, tail in enumerate(TYPES):
            for index, kind in enumerate(RELATIONS):
                assert LABELS.allowed[row, column, index] == RESEARCH.allows(head, kind, tail)
    assert not LABELS.allowed[-1, :, RELATIONS.index(RelationType.PART_OF)].any()


def test_every_record_has_two_features_of_its_own() -> None:
    """Begin and inside of each type and strength; nought is nothing, a title's name the last."""
    for labels in (LABELS, Labels(CROPS)):
        firsts = [labels.feature(kind, strength) for strength in STRENGTHS for kind in labels.types]
        title = labels.title_feature
        used = [0, *firsts, *(first + 1 for first in firsts), title, title + 1]
        assert sorted(used) == list(range(labels.features))


def test_another_vocabulary_has_labels_of_its_own() -> None:
    """A table of the shape of its types and relations, also where there is no relation."""
    labels = Labels(CROPS)
    assert labels.tags == ("O", *(f"{p}-Pest" for p in "BILU"), *(f"{p}-Crop" for p in "BILU"))
    assert labels.allowed.shape == (3, 2, 1)
    assert labels.allowed.nonzero()[0].tolist() == [0]
    assert Labels(Vocabulary(types=("Crop",))).allowed.shape == (2, 1, 0)
