"""What all papers together say: the surfaces of each key, its types, and what is bound."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from extract.resolution.concepts import CAMEL, LocalConcept, local_concepts, name_key
from schemas import AnnotatedPaper


class Owner(NamedTuple):
    """A paper that introduces something under a short form or a name.

    Attributes:
        paper: Its id.
        long: Key of the long form that it gives, "" where it gives none.
        type: The type that it gives.
        neighbours: Keys of all else that it mentions.
    """

    paper: str
    long: str
    type: str
    neighbours: frozenset[str]


@dataclass
class Binding:
    """The papers that bind one short form to one long form.

    Attributes:
        papers: How many.
        types: What types they give.
        neighbours: In how many of them each other key stands.
        first_use: The year before which nobody can mean it: that of the earliest paper that
            introduces it; ``None`` where some paper binds it and introduces nothing.
        introduced: Whether all of the papers introduce it.
    """

    papers: int = 0
    types: Counter[str] = field(default_factory=Counter)
    neighbours: Counter[str] = field(default_factory=Counter)
    first_use: int | None = None
    introduced: bool = True


class Usage:
    """The sums over all papers that joining needs.

    Attributes:
        surfaces: The surfaces of each name key.
        types: How many papers give each key which type, shorts under their spelling key.
        spaced: Types of the keys that some paper writes in several words.
        synonyms: How many papers use two keys for one concept.
        bound: By short form and long form, what the papers say that bind the two.
        owners: By short form or name, the papers that introduce it.
        first_years: By key, the earliest year in which a paper has it without a long form.
    """

    def __init__(self) -> None:
        self.surfaces: defaultdict[str, set[str]] = defaultdict(set)
        self.types: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self.spaced: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self.synonyms: Counter[tuple[str, str]] = Counter()
        self.bound: defaultdict[str, dict[str, Binding]] = defaultdict(dict)
        self.owners: defaultdict[str, list[Owner]] = defaultdict(list)
        self.first_years: dict[str, int] = {}

    @classmethod
    def of(cls, papers: Iterable[AnnotatedPaper]) -> Usage:
        """The usage of papers, whatever their order."""
        usage = cls()
        for paper in papers:
            usage._add(paper)
        for owners in usage.owners.values():
            owners.sort(key=lambda o: (o.paper, o.long, o.type))
        return usage

    def main_type(self, key: str) -> str:
        """The type that most papers give a key; of equals the first by name."""
        types = self.types.get(key)
        return min(types, key=lambda t: (-types[t], t)) if types else ""

    def _add(self, paper: AnnotatedPaper) -> None:
        concepts = local_concepts(paper)
        mains = [main_key(c) for c in concepts]
        for concept, main in zip(concepts, mains, strict=True):
            self._add_surfaces(concept)
            for key in concept.long_keys[1:]:
                low, high = sorted((concept.long_keys[0], key))
                self.synonyms[low, high] += 1
            year = paper.paper.year
            if not concept.short_keys and year is not None:
                name = main.removesuffix(CAMEL)
                self.first_years[name] = min(year, self.first_years.get(name, year))
            neighbours = frozenset(m for m in mains if m != main)
            long = concept.long_keys[0] if concept.short_keys else ""
            for short in concept.short_keys:
                self._bind(short, long, concept, paper, neighbours)
            if concept.introduced:
                for name in concept.short_keys or (concept.long_keys[0].removesuffix(CAMEL),):
                    owner = Owner(paper.paper.id, long, concept.type, neighbours)
                    self.owners[name].append(owner)

    def _add_surfaces(self, concept: LocalConcept) -> None:
        for key in {*concept.long_keys, *concept.short_keys}:
            self.types[key][concept.type] += 1
        for surface in concept.surfaces:
            key = name_key(surface)
            self.surfaces[key].add(surface)
            if " " in surface:
                self.spaced[key][concept.type] += 1

    def _bind(
        self,
        short: str,
        long: str,
        concept: LocalConcept,
        paper: AnnotatedPaper,
        neighbours: Iterable[str],
    ) -> None:
        binding = self.bound[short].setdefault(long, Binding())
        binding.papers += 1
        binding.types[concept.type] += 1
        binding.neighbours.update(neighbours)
        year = paper.paper.year
        if not concept.introduced:
            binding.introduced = False
        elif year is not None and (binding.first_use is None or year < binding.first_use):
            binding.first_use = year


def main_key(concept: LocalConcept) -> str:
    """The key that stands for a concept among its neighbours."""
    return concept.long_keys[0] if concept.long_keys else concept.short_keys[0]
