"""How the types and relations of a vocabulary look and read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from graph.pages.words import RelationWords, capital, relation_words, type_words
from schemas import INTRODUCES, MENTIONS, PAPER_LABEL, VARIANT_OF, RelationType, Vocabulary


class TypeStyle(NamedTuple):
    """How nodes of one type are drawn.

    Attributes:
        colour: One that colour-blind readers can tell from the others.
        shape: Name of a vis-network shape, so that colour is never the only difference.
        plural: The type in a heading.
        path: The same shape as the path of an SVG icon of 16 by 16.
    """

    colour: str
    shape: str
    plural: str
    path: str


_COLOURS: Final = ("#0072B2", "#D55E00", "#009E73", "#56B4E9", "#CC79A7", "#E69F00", "#882255")
"""Six of the palette of Okabe and Ito (2008), and the wine of Tol's (2021)."""

_SHAPES: Final = (
    ("dot", "M8 2a6 6 0 1 0 0 12a6 6 0 1 0 0-12z"),
    ("triangle", "M8 1.5L15 14H1z"),
    ("square", "M2.5 2.5h11v11h-11z"),
    ("hexagon", "M4.5 2h7L15 8l-3.5 6h-7L1 8z"),
    ("diamond", "M8 .8L15.2 8 8 15.2.8 8z"),
    ("triangleDown", "M8 14.5L1 2h14z"),
    (
        "star",
        "M8 1.2L9.8 6.1L15 6.3L10.9 9.6L12.3 14.6L8 11.7L3.7 14.6L5.1 9.6L1 6.3L6.2 6.1z",
    ),
)
_PAPER: Final = TypeStyle("#FFFFFF", "box", "Papers", "M3.5 1.5h6l3 3v10h-9z")


_KNOWN_WORDS: Final[dict[str, RelationWords]] = {
    RelationType.EVALUATED_ON: RelationWords("evaluated on", "Evaluated on", "Evaluated on it"),
    RelationType.OUTPERFORMS: RelationWords("outperforms", "Outperforms", "Outperformed by"),
    RelationType.COMPARED_WITH: RelationWords("compared with", "Compared with", "Compared with"),
    RelationType.USES: RelationWords("uses", "Uses", "Used by"),
    RelationType.EXTENDS: RelationWords("extends", "Extends", "Extended by"),
    RelationType.TRAINED_ON: RelationWords("trained on", "Trained on", "Trained on it"),
    RelationType.ADDRESSES: RelationWords("addresses", "Addresses", "Addressed by"),
    RelationType.MEASURED_BY: RelationWords("measured by", "Measured by", "Measures"),
    RelationType.PART_OF: RelationWords("part of", "Part of", "Includes"),
}
"""Of relations that have a passive of their own, the most telling first."""

SYMMETRIC: Final = frozenset({str(RelationType.COMPARED_WITH)})
"""Relations that read the same from either end."""


@dataclass(frozen=True)
class Looks:
    """How everything of one vocabulary looks and reads.

    Attributes:
        types: By type, in the order of the legend.
        relations: By type of edge, the most telling first: the order of headings and of the
            drawing.
    """

    types: Mapping[str, TypeStyle]
    relations: Mapping[str, RelationWords]

    def heading(self, relation: str, *, outgoing: bool) -> str:
        """The words over what a concept is joined to.

        Example:
            >>> from schemas import RESEARCH
            >>> looks_of(RESEARCH).heading("EVALUATED_ON", outgoing=False)
            'Evaluated on it'
        """
        words = self.relations[relation]
        return words.out if outgoing else words.into


def looks_of(vocabulary: Vocabulary) -> Looks:
    """The looks of a vocabulary: colours and shapes in the order of its types.

    Forty-nine types have a look of their own. Of the relations those that ``RESEARCH`` has
    as well come first, in its order; then the others by name.

    Example:
        >>> field = Vocabulary(types=("Pest", "CropDisease"), relations={
        ...     "DAMAGES": {"heads": ["Pest"], "tails": ["CropDisease"]}})
        >>> looks = looks_of(field)
        >>> looks.types["CropDisease"].shape, looks.types["CropDisease"].plural
        ('triangle', 'Crop diseases')
        >>> list(looks.relations)
        ['INTRODUCES', 'DAMAGES', 'VARIANT_OF', 'MENTIONS']
    """
    types = {str(name): _style(place, name) for place, name in enumerate(vocabulary.types)}
    own = sorted(name for name in vocabulary.relations if name not in _KNOWN_WORDS)
    return Looks(
        types={**types, PAPER_LABEL: _PAPER},
        relations={
            INTRODUCES: RelationWords("introduces", "Introduces", "Introduced by"),
            **{name: w for name, w in _KNOWN_WORDS.items() if name in vocabulary.relations},
            **{str(name): relation_words(name) for name in own},
            VARIANT_OF: RelationWords("variant of", "Variant of", "Has variant"),
            MENTIONS: RelationWords("mentions", "Mentions", "Mentioned in"),
        },
    )


def _style(place: int, name: str) -> TypeStyle:
    turn, colour = divmod(place, len(_COLOURS))
    shape, path = _SHAPES[(colour + turn) % len(_SHAPES)]
    return TypeStyle(_COLOURS[colour], shape, capital(type_words(name, plural=True)), path)
