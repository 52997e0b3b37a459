"""What a short form or a name stands for where its paper does not say.

A paper that writes "Proposer-Agent-Evaluator (PAE)" binds its PAE to that long form. A paper
that writes PAE alone takes one of the meanings that other papers give, and that the shipped
table knows, if one is clear:

1. Only meanings of its kind (a metric is no method), and only such as were there: what a
   paper of 2025 introduces is not meant by a paper of 2022. What hardly any of its papers
   gives, and the table does not know, is not meant either: one slip does not rename GPT-4.
2. A meaning that the paper itself names in full is it, unless it is a rare one.
3. Else the meaning that most papers give, if nearly all do; but not one that was introduced
   under a name which others had used before.
4. Else the one that its type and the paper's other concepts speak for.
5. Else it stays apart, as a node of its kind.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from extract.resolution.concepts import CAMEL, LocalConcept, kind_of
from extract.resolution.groups import CURATED, Groups
from extract.resolution.meanings import Meaning, Meanings, types_of_sets
from extract.resolution.spelling import ACRONYM
from extract.resolution.usage import Usage

CLEAR: Final = 0.8
"""Share of the weight that a meaning must have to be taken."""

NAMED: Final = 0.1
"""Share of the weight that a meaning must have to be taken where the paper names it."""

PRIOR_PAPERS: Final = 5
"""How many papers the shipped table weighs as."""

RARE: Final = 0.05
"""Share of the papers with a name that have to give a meaning for others to mean it too."""

UNHEARD: Final = 0.1
"""How far a meaning of the table counts that no paper at hand speaks of."""

SENSE_RULES: Final = ("kinds", "years", "rare", "neighbours", "table", "introductions")
"""What can be left out, for ablations."""


class Choice(NamedTuple):
    """The key of what is meant, whether a meaning was found, and how sure that is."""

    key: str
    found: bool
    score: float


class Senses:
    """The meanings of every short form, over all papers.

    Args:
        usage: What all papers say.
        groups: Which keys are one; long forms of one set are one meaning.
        types: The types that papers give each set of keys, by its representative; summed up
            from the usage unless said.
        without: Names of rules to leave out, for ablations.
    """

    def __init__(
        self,
        usage: Usage,
        groups: Groups,
        *,
        types: Mapping[str, Counter[str]] | None = None,
        without: frozenset[str] = frozenset(),
    ) -> None:
        self._usage = usage
        self._groups = groups
        self._without = without
        types = types_of_sets(usage, groups) if types is None else types
        self._meanings = Meanings(usage, groups, types, without=without)
        self._fitting: dict[tuple[str, str, str, int | None, bool], Mapping[str, Meaning]] = {}

    def choice(
        self, concept: LocalConcept, *, paper: str, year: int | None, others: Iterable[str]
    ) -> Choice:
        """What a concept is that its paper binds to no long form.

        Args:
            concept: The concept.
            paper: Id of its paper.
            year: Year of its paper.
            others: Keys of the other concepts of the paper.
        """
        key = concept.long_keys[0]
        short = key.removesuffix(CAMEL)
        own = self._meanings.twins(short).get(paper) if concept.introduced else None
        if own is not None:
            return Choice(own, found=False, score=1.0)
        meanings = self._meanings.of(short)
        if not meanings and self._groups.find(key) == ACRONYM + short:  # Clip is what CLIP is
            short = ACRONYM + short
            meanings = self._meanings.of(short)
        if not meanings:
            return Choice(self._apart(key, concept.type), found=False, score=1.0)
        asked = key, short, concept.type, year, concept.introduced
        if asked not in self._fitting:
            self._fitting[asked] = {
                k: m
                for k, m in meanings.items()
                if self._fits(m, concept.type, year, introduced=concept.introduced)
                and not self._is_rare(m, short)
                and self._groups.clash(key, k, named=CURATED) is None
            }
        others = {self._groups.find(o) for o in others}
        found = self._clearest(self._fitting[asked], concept.type, others, short=short)
        if found is None:
            return Choice(self._apart(key, concept.type), found=False, score=1.0)
        return found._replace(key=self.of_kind(found.key, concept.type))

    def apart_keys(self, short: str) -> Sequence[str]:
        """The keys of the nodes that a short form makes where no meaning is found for it."""
        keys = dict.fromkeys(self._groups.find(k) for k in (short, short + CAMEL))
        kinds = sorted({kind_of(t) for t in self._usage.types.get(short) or ()})
        return [
            key
            for root in keys
            if root not in self._meanings.of(short)
            for key in ([f"{root} {k}" for k in kinds] if root.startswith(ACRONYM) else [root])
        ]

    def likeliest(self, short: str, entity_type: str) -> Choice | None:
        """The meaning that most papers give a short form of a type.

        Its score is the share of the papers that give it, one more counted as against it:
        what one paper says is no certainty.
        """
        weights = self._weights(
            {
                key: meaning
                for key, meaning in self._meanings.of(short).items()
                if self._fits(meaning, entity_type, None, introduced=False)
                and not self._is_rare(meaning, short)
            }
        )
        total = sum(weights.values())
        if not total:
            return None
        best = min(weights, key=lambda k: (-weights[k], k))
        return Choice(best, found=True, score=round(weights[best] / (total + 1), 3))

    def _fits(
        self, meaning: Meaning, entity_type: str, year: int | None, *, introduced: bool
    ) -> bool:
        total = meaning.types.total()
        alike = sum(n for t, n in meaning.types.items() if kind_of(t) == kind_of(entity_type))
        if total and alike < 0.1 * total and "kinds" not in self._without:
            return False
        if introduced and meaning.introduced and "introductions" not in self._without:
            return False
        early = year is not None and meaning.first_use is not None and year < meaning.first_use
        return not early or "years" in self._without

    def _is_rare(self, meaning: Meaning, short: str) -> bool:
        """Whether a slip of few papers would name what many others write."""
        uses = self._meanings.uses(short)
        return not meaning.prior and meaning.papers < RARE * uses and "rare" not in self._without

    def _clearest(
        self,
        fitting: Mapping[str, Meaning],
        entity_type: str,
        others: set[str],
        *,
        short: str,
    ) -> Choice | None:
        weights = self._weights(fitting)
        total = sum(weights.values())
        named = [k for k in sorted(weights) if k in others and weights[k] >= NAMED * total]
        if len(named) == 1:
            return Choice(named[0], found=True, score=0.97)
        choice = _most(weights)
        if choice is not None and _was_used_before(
            fitting[choice.key], self._usage.first_year(short)
        ):
            return None
        if choice is None and "neighbours" not in self._without:
            spoken = {
                k: w * self._support(fitting[k], entity_type, others, short=short, key=k)
                for k, w in weights.items()
            }
            choice = _most(spoken)
        return choice

    @staticmethod
    def _weights(meanings: Mapping[str, Meaning]) -> dict[str, float]:
        """What papers and table speak for each meaning."""
        return {
            k: m.papers + PRIOR_PAPERS * m.prior * (1 if m.types else UNHEARD)
            for k, m in meanings.items()
        }

    def _support(
        self, meaning: Meaning, entity_type: str, others: set[str], *, short: str, key: str
    ) -> float:
        """How far the type and the other concepts of a paper are those of a meaning.

        A neighbour counts the less the more papers of all meanings of the short form have it:
        what stands beside every meaning tells none from another.
        """
        alike = 0.15 + meaning.types[entity_type] / max(1, meaning.types.total())
        if not meaning.papers:
            return 0.1 * alike
        beside = self._meanings.beside(short, key)
        everywhere = self._meanings.beside_any(short)
        known = ((k, n) for k, n in beside.items() if self._groups.find(k) in others)
        shared = sum(n / (meaning.papers * everywhere[k] ** 0.5) for k, n in sorted(known))
        return float((0.1 + shared) * alike)

    def _apart(self, key: str, entity_type: str) -> str:
        """The key of a short form that no meaning was found for."""
        return self.of_kind(self._groups.find(key), entity_type)

    def of_kind(self, key: str, entity_type: str) -> str:
        """The key of a node: an acronym without a long form stays apart by kind."""
        return self._meanings.of_kind(key, entity_type)


def _was_used_before(meaning: Meaning, first_year: int | None) -> bool:
    """Whether a name stood for something else before the thing was introduced under it."""
    return (
        first_year is not None and meaning.first_use is not None and first_year < meaning.first_use
    )


def _most(weights: Mapping[str, float]) -> Choice | None:
    """The key with nearly all the weight."""
    total = sum(weights.values())
    if not total:
        return None
    best = min(weights, key=lambda k: (-weights[k], k))
    share = weights[best] / total
    return Choice(best, found=True, score=round(0.95 * share, 3)) if share >= CLEAR else None
