"""The meanings of a short form, gathered from what papers bind it to and the shipped table."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from extract.resolution.concepts import CAMEL, kind_of
from extract.resolution.groups import Groups
from extract.resolution.known import known_senses
from extract.resolution.meaning import same_meaning
from extract.resolution.spelling import ACRONYM, spelling_key
from extract.resolution.twins import twins
from extract.resolution.usage import Usage, bound_key


@dataclass
class Meaning:
    """One meaning of a short form.

    Attributes:
        papers: How many papers bind the short form so.
        prior: Share of the shipped table's papers that do.
        types: What types papers give it.
        longs: The keys that they bind it to.
        first_use: The year it was introduced in, where all its papers introduce it.
        introduced: Whether all its papers introduce it.
    """

    papers: int = 0
    prior: float = 0.0
    types: Counter[str] = field(default_factory=Counter)
    longs: list[str] = field(default_factory=list)
    first_use: int | None = None
    introduced: bool = True


class Meanings:
    """The meanings of every short form, each gathered when it is asked for.

    Args:
        usage: What all papers say.
        groups: Which keys are one; long forms of one set are one meaning.
        types: The types that papers give each set of keys, by its representative.
        without: Names of rules to leave out, for ablations.
    """

    def __init__(
        self,
        usage: Usage,
        groups: Groups,
        types: Mapping[str, Counter[str]],
        *,
        without: frozenset[str] = frozenset(),
    ) -> None:
        self._usage, self._groups, self._types, self._without = usage, groups, types, without
        self._meanings: dict[str, dict[str, Meaning]] = {}
        self._beside: dict[str, dict[str, Counter[str]]] = {}
        self._everywhere: dict[str, Counter[str]] = {}
        self._twins: dict[str, dict[str, str]] = {}

    def of(self, short: str) -> Mapping[str, Meaning]:
        """The meanings of a short form by the key of their set."""
        if short not in self._meanings:
            self._meanings[short] = self._gathered(short)
        return self._meanings[short]

    def beside(self, short: str, meaning: str) -> Mapping[str, int]:
        """In how many of the papers that bind a short form to a meaning each other key stands.

        Args:
            short: The short form.
            meaning: The key of the meaning.
        """
        of_short = self._beside.setdefault(short, {})
        if meaning not in of_short:
            of_short[meaning] = Counter()
            for long in self.of(short)[meaning].longs:
                of_short[meaning].update(self._usage.neighbours[bound_key(short, long)])
        return of_short[meaning]

    def beside_any(self, short: str) -> Mapping[str, int]:
        """In how many of the papers that bind a short form each other key stands."""
        if short not in self._everywhere:
            every: Counter[str] = Counter()
            for meaning in self.of(short):
                every.update(self.beside(short, meaning))
            self._everywhere[short] = every
        return self._everywhere[short]

    def twins(self, name: str) -> Mapping[str, str]:
        """The keys of what several papers introduce under a name, by paper."""
        if "introductions" in self._without:
            return {}
        if name not in self._twins:
            owners = self._usage.owners.get(name)
            self._twins[name] = twins(name, owners, self.uses(name)) if owners else {}
        return self._twins[name]

    def uses(self, name: str) -> int:
        """In how many papers a name stands, in one word or two."""
        types = (self._usage.types.get(key) for key in (name, name + CAMEL))
        return sum(of_key.total() for of_key in types if of_key)

    def of_kind(self, key: str, entity_type: str) -> str:
        """The key of a node: an acronym without a long form stays apart by kind."""
        if key.startswith(ACRONYM) and " " not in key and "kinds" not in self._without:
            return f"{key} {kind_of(entity_type)}"
        return key

    def _gathered(self, short: str) -> dict[str, Meaning]:
        meanings: dict[str, Meaning] = {}
        written: dict[str, list[str]] = defaultdict(list)
        for long, binding in sorted((self._usage.bound.get(short) or {}).items()):
            root = self._groups.find(long)
            meaning = meanings.setdefault(root, Meaning())
            meaning.papers += binding.papers
            meaning.types.update(binding.types)
            meaning.longs.append(long)
            meaning.introduced &= binding.introduced
            years = [y for y in (meaning.first_use, binding.first_use) if y is not None]
            meaning.first_use = min(years, default=None)
            written[root].append(min(self._usage.surfaces[long]))
        for _, twin in sorted(self.twins(short).items()):
            meanings.setdefault(twin, Meaning()).papers += 1
        if "table" not in self._without:
            self._add_known(short, meanings, written)
        for root, meaning in meanings.items():
            meaning.types.update(self._types.get(root) or {})
            if not meaning.introduced:
                meaning.first_use = None
        return meanings

    def _add_known(
        self, short: str, meanings: dict[str, Meaning], written: Mapping[str, Sequence[str]]
    ) -> None:
        for sense in known_senses().get(short, ()):
            root = self._groups.find(spelling_key(sense.long))
            if root not in meanings:
                root = next(
                    (
                        r
                        for r, longs in sorted(written.items())
                        if any(same_meaning(long, sense.long) for long in longs)
                    ),
                    root,
                )
            if root not in self._types:  # nobody spells it out: what the acronym is known as
                root = self.of_kind(self._groups.find(short), self._usage.main_type(short))
            meaning = meanings.setdefault(root, Meaning())
            meaning.prior += sense.share
            meaning.introduced = False


def types_of_sets(usage: Usage, groups: Groups) -> Mapping[str, Counter[str]]:
    """The types that papers give each set of keys, by its representative."""
    types: dict[str, Counter[str]] = {}
    for key in usage.surfaces:
        types.setdefault(groups.find(key), Counter()).update(usage.types[key])
    return types
