"""What all papers together say: the surfaces of each key, its types, and what is bound.

All of it is sums, so that what a paper says can be taken out again.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from extract.resolution.concepts import CAMEL, LocalConcept, PaperConcepts, name_key
from schemas import AnnotatedPaper

_Key = TypeVar("_Key")


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
        years: The years of those that introduce it, where they are known.
        introducing: How many of them introduce it.
    """

    papers: int = 0
    types: Counter[str] = field(default_factory=Counter)
    years: Counter[int] = field(default_factory=Counter)
    introducing: int = 0

    @property
    def first_use(self) -> int | None:
        """The year of the earliest paper that introduces it."""
        return min(self.years, default=None)

    @property
    def introduced(self) -> bool:
        """Whether all of the papers introduce it."""
        return self.introducing == self.papers


class Usage:
    """The sums over all papers that joining needs.

    Attributes:
        surfaces: The surfaces of each name key, and how many concepts have them.
        types: How many papers give each key which type, shorts under their spelling key.
        spaced: Types of the keys that some paper writes in several words.
        synonyms: How many papers use two keys for one concept.
        bound: By short form and long form, what the papers say that bind the two.
        neighbours: By both in one (``bound_key``), in how many of those papers each other
            key stands.
        owners: By short form or name, the papers that introduce it.
        years: By name, how many papers of which year have it without a long form.
    """

    def __init__(self) -> None:
        self.surfaces: dict[str, Counter[str]] = defaultdict(Counter)
        self.types: dict[str, Counter[str]] = defaultdict(Counter)
        self.spaced: dict[str, Counter[str]] = defaultdict(Counter)
        self.synonyms: Counter[tuple[str, str]] = Counter()
        self.bound: dict[str, dict[str, Binding]] = defaultdict(dict)
        self.neighbours: dict[str, Counter[str]] = defaultdict(Counter)
        self.owners: dict[str, list[Owner]] = defaultdict(list)
        self.years: dict[str, Counter[int]] = defaultdict(Counter)

    @classmethod
    def of(cls, papers: Iterable[AnnotatedPaper]) -> Usage:
        """The usage of papers, whatever their order."""
        usage = cls()
        for paper in papers:
            usage.count(PaperConcepts.of(paper))
        for name in usage.owners:
            usage.sort_owners(name)
        return usage

    def main_type(self, key: str) -> str:
        """The type that most papers give a key; of equals the first by name."""
        types = self.types.get(key)
        return min(types, key=lambda t: (-types[t], t)) if types else ""

    def first_year(self, name: str) -> int | None:
        """The earliest year in which a paper has a name without a long form."""
        return min(self.years.get(name, ()), default=None)

    def sort_owners(self, name: str) -> None:
        """Puts the papers that introduce a name in their order."""
        self.owners[name].sort(key=lambda o: (o.paper, o.long, o.type))

    def count(self, paper: PaperConcepts, by: int = 1) -> None:
        """Adds what a paper says.

        Args:
            paper: Its concepts.
            by: 1; -1 takes out what was added.
        """
        mains = paper.mains
        for concept, main in zip(paper.concepts, mains, strict=True):
            self._count_surfaces(concept, by)
            for key in concept.long_keys[1:]:
                low, high = sorted((concept.long_keys[0], key))
                add(self.synonyms, (low, high), by)
            if not concept.short_keys and paper.year is not None:
                add(self.years[main.removesuffix(CAMEL)], paper.year, by)
            neighbours = frozenset(m for m in mains if m != main)
            long = concept.long_keys[0] if concept.short_keys else ""
            for short in concept.short_keys:
                self._bind(short, long, concept, paper.year, by)
                add_all(self.neighbours[bound_key(short, long)], neighbours, by)
            if concept.introduced:
                for name in concept.short_keys or (concept.long_keys[0].removesuffix(CAMEL),):
                    owner = Owner(paper.paper, long, concept.type, neighbours)
                    if by > 0:
                        self.owners[name].append(owner)
                    else:
                        self.owners[name].remove(owner)

    def _count_surfaces(self, concept: LocalConcept, by: int) -> None:
        for key in {*concept.long_keys, *concept.short_keys}:
            add(self.types[key], concept.type, by)
        for surface in (*concept.surfaces, *filter(None, [concept.unmarked])):
            key = name_key(surface)
            add(self.surfaces[key], surface, by)
            if " " in surface:
                add(self.spaced[key], concept.type, by)

    def _bind(
        self, short: str, long: str, concept: LocalConcept, year: int | None, by: int
    ) -> None:
        binding = self.bound[short].setdefault(long, Binding())
        binding.papers += by
        add(binding.types, concept.type, by)
        if concept.introduced:
            binding.introducing += by
            if year is not None:
                add(binding.years, year, by)
        if not binding.papers:
            del self.bound[short][long]


def bound_key(short: str, long: str) -> str:
    """A short form and a long form in one."""
    return f"{short}\n{long}"


def add(counter: Counter[_Key], key: _Key, by: int) -> None:
    """Adds to a count; what is counted no more is not in it."""
    left = counter[key] + by
    if left:
        counter[key] = left
    else:
        del counter[key]


def add_all(counter: Counter[_Key], keys: Iterable[_Key] | Mapping[_Key, int], by: int) -> None:
    """Adds keys, or counts of keys, to counts.

    Example:
        >>> counts = Counter(a=2, b=1)
        >>> add_all(counts, "ab", -1)
        >>> counts
        Counter({'a': 1})
    """
    for key, number in keys.items() if isinstance(keys, Mapping) else ((k, 1) for k in keys):
        add(counter, key, by * number)
