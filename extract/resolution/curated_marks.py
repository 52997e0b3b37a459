"""The user's decisions on names, made before any rule has its say.

Names that differ are marked, so that no rule joins them, also not through a third; names that
are the same are joined.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from extract.resolution.curated_names import CuratedNames
from extract.resolution.curated_units import Named
from extract.resolution.groups import CURATED, Groups
from extract.resolution.spelling import ACRONYM
from schemas import MergeReason


def mark_and_join(groups: Groups, names: CuratedNames) -> None:
    """Marks what differs and joins what is the same, before any rule.

    Acronyms are not joined here: what they stand for is chosen paper by paper.
    """
    for apart in names.different:
        for named in apart:
            for key in names.name_keys(named.unit):
                groups.mark(key, mark_of(apart), "\n".join(named.unit))
    links: set[tuple[str, str]] = set()
    for same in names.same:
        keys = sorted({k for n in same for k in names.name_keys(n.unit)})
        links.update(pairwise(k for k in keys if not k.startswith(ACRONYM)))
    for one, other in sorted(links):
        groups.join(one, other, MergeReason.CURATION)


def mark_of(apart: Iterable[Named]) -> str:
    """The name of the mark that a list of names that differ gets: where it begins."""
    first = min(apart, key=lambda n: (n.at.line, n.at.column)).at
    return f"{CURATED}line {first.line}\n{first.column}"
