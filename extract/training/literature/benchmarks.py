"""The data sets of the literature: files, labels, and what others reached on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from extract.training.literature.conversion import relation_name
from schemas import RelationRule, Vocabulary


class Published(NamedTuple):
    """What somebody reports on a test set: F1 by measure, where they do.

    Attributes:
        system: Name of the system, with the encoder it stands on.
        scores: F1 in percent, by measure.
        source: Where it is published.
    """

    system: str
    scores: Mapping[str, float]
    source: str


@dataclass(frozen=True)
class Benchmark:
    """A data set.

    Attributes:
        name: Its name.
        train: Name of the file that trains.
        dev: That sets cuts, calibration and the pairing.
        tests: That are scored, by name of the test.
        types: Of entities.
        relations: Their names in the files.
        symmetric: Those that hold both ways where this data set is scored.
        words: The most words of a passage; a document is one if not given. Chosen so that a
            passage fits one run of the encoder and has about the length of an abstract.
        published: What is published, by name of the test.
    """

    name: str
    train: str
    dev: str
    tests: Mapping[str, str]
    types: tuple[str, ...]
    relations: tuple[str, ...]
    symmetric: frozenset[str] = frozenset()
    words: int | None = None
    published: Mapping[str, tuple[Published, ...]] = field(default_factory=dict)

    @property
    def vocabulary(self) -> Vocabulary:
        """Types and relations as a vocabulary of ours; every relation may join every type.

        Example:
            >>> list(BENCHMARKS["scierc"].vocabulary.relations)[:2]
            ['USED_FOR', 'FEATURE_OF']
        """
        anything = frozenset(self.types)
        return Vocabulary(
            types=self.types,
            relations={
                relation_name(name): RelationRule(heads=anything, tails=anything)
                for name in self.relations
            },
        )

    @property
    def names(self) -> Mapping[str, str]:
        """Their names of relations by ours."""
        return {relation_name(name): name for name in self.relations}


_PL_MARKER = "Ye et al., Packed Levitated Marker, ACL 2022"
_SCIIE = "Luan et al., Multi-Task Identification, EMNLP 2018"
_SCIER = "Zhang et al., SciER, EMNLP 2024"

BENCHMARKS: Final[Mapping[str, Benchmark]] = {
    "scierc": Benchmark(
        name="SciERC",
        train="train.json",
        dev="dev.json",
        tests={"test": "test.json"},
        types=("Task", "Method", "Metric", "Material", "OtherScientificTerm", "Generic"),
        relations=(
            *("USED-FOR", "FEATURE-OF", "HYPONYM-OF", "PART-OF", "EVALUATE-FOR"),
            *("COMPARE", "CONJUNCTION"),
        ),
        symmetric=frozenset({"COMPARE", "CONJUNCTION"}),
        published={
            "test": (
                Published(
                    "PL-Marker, SciBERT", {"NER": 69.9, "Rel": 53.2, "Rel+": 41.6}, _PL_MARKER
                ),
                Published("SciIE, no transformer", {"NER": 64.2, "Rel": 39.3}, _SCIIE),
            )
        },
    ),
    "scier": Benchmark(
        name="SciER",
        train="train_aligned.jsonl",
        dev="PLM_dev.jsonl",
        tests={"test": "PLM_test.jsonl", "other fields": "PLM_test_ood.jsonl"},
        types=("Dataset", "Method", "Task"),
        relations=(
            *("Used-For", "Part-Of", "Synonym-Of", "Compare-With", "Evaluated-With"),
            *("SubClass-Of", "Benchmark-For", "Trained-With", "SubTask-Of"),
        ),
        words=120,
        published={"test": (Published("HGERE", {"NER": 86.9, "Rel+": 61.1}, _SCIER),)},
    ),
}
"""By the name that the command takes."""
