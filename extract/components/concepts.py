"""Concepts: the mentions of one paper that name one thing.

Mentions meet where their surfaces are one word written in several ways, or where the paper
binds one as the abbreviation of the other. A concept has one type and a readable key.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from extract.components.concept import Concept
from extract.components.extensions import set_extensions
from extract.resolution.groups import Groups
from extract.resolution.spelling import spelling_key
from extract.surface import fold_surface
from schemas import PAPER_HEAD, Abbreviation, Span

FACTORY: Final = "paperatlas_concepts"

_RESERVED = (PAPER_HEAD, "@paper")


def group_mentions(
    text: str,
    mentions: Iterable[tuple[int, int, str]],
    *,
    abbreviations: Iterable[Abbreviation] = (),
) -> tuple[Concept, ...]:
    """Groups mentions into concepts, in the order of their first mention.

    Args:
        text: What the offsets count in.
        mentions: Start, end and type of each.
        abbreviations: Short and long forms that the paper binds.

    Example:
        >>> text = "Fold-Net (FN) folds. FN and fold nets are one."
        >>> spans = [(0, 8), (10, 12), (21, 23), (28, 37)]
        >>> group_mentions(
        ...     text,
        ...     [(start, end, "Method") for start, end in spans],
        ...     abbreviations=[Abbreviation(short="FN", long="Fold-Net")],
        ... )[0].key
        'FN'
    """
    ordered = sorted(mentions)
    surfaces = [text[start:end] for start, end, _ in ordered]
    groups = _joined(surfaces, abbreviations)
    members: defaultdict[str, list[int]] = defaultdict(list)
    for index, surface in enumerate(surfaces):
        members[groups.find(fold_surface(surface))].append(index)
    taken: set[str] = set()
    concepts = []
    for indices in members.values():
        key = _unique(_running_name([surfaces[i] for i in indices]), taken)
        concepts.append(
            Concept(
                key=key,
                type=_most_common([ordered[i][2] for i in indices]),
                mentions=tuple(Span(*ordered[i][:2]) for i in indices),
            )
        )
    return tuple(concepts)


def _joined(surfaces: Sequence[str], abbreviations: Iterable[Abbreviation]) -> Groups:
    groups = Groups()
    keys = {fold_surface(s) for s in surfaces}
    for pair in abbreviations:
        short, long = fold_surface(pair.short), fold_surface(pair.long)
        if short in keys and long in keys:
            groups.join(short, long)
    return groups


def _running_name(surfaces: Sequence[str]) -> str:
    """The most frequent spelling family, a short form before its long one, as first written.

    Example:
        >>> _running_name(["large language models", "LLMs", "LLM", "large language model"])
        'LLMs'
    """
    counts = Counter(map(spelling_key, surfaces))
    best = min(counts, key=lambda key: (-counts[key], len(key), key))
    return next(s for s in surfaces if spelling_key(s) == best)


def _most_common(types: Sequence[str]) -> str:
    """The most frequent; of several, the first in the paper."""
    return Counter(types).most_common(1)[0][0]


def _unique(name: str, taken: set[str]) -> str:
    """A key that no other concept of the paper has and that does not name the paper."""
    key = " ".join(name.split())
    while key in taken or key in _RESERVED:
        key += " (concept)"
    taken.add(key)
    return key


@Language.factory(FACTORY, requires=["doc.ents", "doc._.abbreviations"], assigns=["doc._.concepts"])
class Concepts:
    """Sets ``doc._.concepts`` from the entities and abbreviations of a document.

    Args:
        nlp: The pipeline, as spaCy hands it to a factory.
        name: Name of the component.
    """

    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name
        set_extensions()

    def __call__(self, doc: Doc) -> Doc:
        """Groups the mentions of one document."""
        doc._.concepts = group_mentions(
            doc.text,
            [(ent.start_char, ent.end_char, ent.label_) for ent in doc.ents],
            abbreviations=doc._.abbreviations,
        )
        return doc
