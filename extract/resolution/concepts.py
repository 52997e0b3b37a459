"""The concepts of one paper, reduced to what resolution looks at."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from extract.resolution.spelling import spelling_key
from schemas import AnnotatedPaper, Annotation, EntityType

CAMEL: Final = "*"
"""What the key of a name in one word with inner capitals ends with."""

_CAMEL = re.compile(r"(?=.*[a-z][A-Z])[A-Za-z]+")
_KINDS: Final[dict[str, str]] = {
    EntityType.METHOD: "method",
    EntityType.MODEL: "method",
    EntityType.TASK: "method",
    EntityType.BENCHMARK: "data",
    EntityType.DATASET: "data",
}


class LocalConcept(NamedTuple):
    """A concept of one paper.

    Attributes:
        concept: Its key within the paper.
        type: Its type within the paper.
        surfaces: How often each surface stands in the paper.
        short_keys: Spelling keys of surfaces that the paper binds to a long form.
        long_keys: Name keys of all other surfaces, the most used first; where there are short
            keys, what these are short for before all.
        introduced: Whether the paper proposes it.
        unmarked: The long form of which there is no mention, where the paper binds a name to one.
    """

    concept: str
    type: str
    surfaces: Counter[str]
    short_keys: tuple[str, ...]
    long_keys: tuple[str, ...]
    introduced: bool
    unmarked: str | None = None


class PaperConcepts(NamedTuple):
    """What resolution looks at in one paper.

    Attributes:
        paper: Its id.
        year: Its year, where it is known.
        concepts: Its concepts, in order of first mention.
    """

    paper: str
    year: int | None
    concepts: Sequence[LocalConcept]

    @classmethod
    def of(cls, paper: AnnotatedPaper) -> PaperConcepts:
        """Those of a paper."""
        return cls(paper.paper.id, paper.paper.year, local_concepts(paper))

    @property
    def mains(self) -> list[str]:
        """The key of each concept that stands for it among its neighbours."""
        return [c.long_keys[0] if c.long_keys else c.short_keys[0] for c in self.concepts]


def kind_of(entity_type: str) -> str:
    """What papers of one thing do not disagree about: Method or Model, Benchmark or Dataset.

    Example:
        >>> kind_of("Method") == kind_of("Model"), kind_of("Method") == kind_of("Metric")
        (True, False)
    """
    return _KINDS.get(entity_type, entity_type)


@lru_cache(maxsize=1 << 18)
def name_key(surface: str) -> str:
    """The spelling key, with a star for a name like FoldNet: "Fold Net" may be a phrase.

    Example:
        >>> name_key("FoldNet"), name_key("fold net"), name_key("Fold-Net")
        ('foldnet*', 'foldnet', 'foldnet')
    """
    key = spelling_key(surface)
    return key + CAMEL if _CAMEL.fullmatch(surface) else key


def local_concepts(paper: AnnotatedPaper) -> list[LocalConcept]:
    """The concepts of one paper, in order of first mention.

    Where the long form that a paper binds a name to is no mention of its own, it counts as one:
    what the paper says of its PAE holds whether the extractor marks the words or not.
    """
    annotation = paper.annotation
    shorts = {spelling_key(a.short) for a in annotation.abbreviations}
    longs = {spelling_key(a.long) for a in annotation.abbreviations}
    unmarked = _unmarked_long_forms(annotation)
    introduced = {i.concept for i in annotation.introductions}
    surfaces: dict[str, Counter[str]] = defaultdict(Counter)
    types: dict[str, str] = {}
    for mention in annotation.mentions:
        surfaces[mention.concept][mention.text] += 1
        types[mention.concept] = mention.type
    concepts = []
    for concept, counts in surfaces.items():
        names: Counter[str] = Counter()
        for surface, count in counts.items():
            names[name_key(surface)] += count
        ranked = sorted(names, key=lambda k: (-names[k], k))
        plain = {k: k.removesuffix(CAMEL) for k in ranked}
        said = {unmarked[plain[k]] for k in ranked if plain[k] in unmarked}
        long = said.pop() if len(said) == 1 and longs.isdisjoint(plain.values()) else None
        if long is not None:
            ranked.append(name_key(long))
            plain[ranked[-1]] = spelling_key(long)
        bound = any(plain[k] in longs for k in ranked)
        is_short = {k: bound and plain[k] in shorts and plain[k] not in longs for k in ranked}
        if any(is_short.values()):  # what it is short for comes first
            ranked.sort(key=lambda k: plain[k] not in longs)
        concepts.append(
            LocalConcept(
                concept,
                types[concept],
                counts,
                short_keys=tuple(dict.fromkeys(plain[k] for k in ranked if is_short[k])),
                long_keys=tuple(k for k in ranked if not is_short[k]),
                introduced=concept in introduced,
                unmarked=long,
            )
        )
    return concepts


def _unmarked_long_forms(annotation: Annotation) -> dict[str, str]:
    """By the key of a short form its one long form, where no mention is called so.

    Its words have to begin with all the letters of the short form: nobody else says how much
    of the text belongs to it.
    """
    marked = {spelling_key(mention.text) for mention in annotation.mentions}
    bound: dict[str, dict[str, str]] = defaultdict(dict)
    for pair in annotation.abbreviations:
        if not are_initials(pair.short, pair.long):
            continue
        bound[spelling_key(pair.short)].setdefault(spelling_key(pair.long), pair.long)
    return {
        short: long
        for short, longs in bound.items()
        for key, long in longs.items()
        if len(longs) == 1 and key not in marked and key not in bound
    }


def are_initials(short: str, long: str) -> bool:
    """Whether the words of a long form begin, in order, with all that a short form is made of.

    Example:
        >>> are_initials("OoD", "out-of-distribution"), are_initials("LLMs", "large language model")
        (True, True)
        >>> are_initials("AUROC", "area under the curve"), are_initials("RRL", "representation RL")
        (False, False)
    """
    letters = [c.lower() for c in re.sub(r"(?<=[A-Z0-9])s$", "", short) if c.isalnum()]
    initials = iter(word[0].lower() for word in re.findall(r"[^\W_]+", long))
    return all(letter in initials for letter in letters)
