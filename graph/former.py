"""The atlas in force as a source: its papers, their annotations, how it was made.

Whatever is built next from the same text by the same extractor takes the annotation from
here, so that only new text is read by the extractor.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Any

from graph.directory import current_version
from graph.files import ANNOTATIONS, VOCABULARY, read_papers, record_at
from graph.manifest import read_manifest
from graph.spool import text_hash
from graph.vocabulary import read_vocabulary
from schemas import AmbiguousNameError, Annotation, AtlasError, Paper, UnknownNameError, Vocabulary

_PREFIX = "paper:"


class Former:
    """An atlas directory as it stands before a change.

    Args:
        directory: The atlas directory.

    Raises:
        AtlasError: There is no atlas, or its manifest is damaged.
    """

    def __init__(self, directory: Path) -> None:
        self._version = current_version(directory)
        self.manifest = read_manifest(self._version)

    @classmethod
    def find(cls, directory: Path) -> Former | None:
        """The atlas of a directory, where there is one that this version can read."""
        try:
            return cls(directory)
        except AtlasError:
            return None

    @property
    def extractor(self) -> str:
        """Which extractor annotated its papers."""
        return str(self.manifest["versions"].get("extractor"))

    @property
    def settings(self) -> dict[str, Any]:
        """What was asked for when it was made."""
        return dict(self.manifest["settings"])

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The types and relations it may have."""
        return read_vocabulary(self._version / VOCABULARY)

    def papers(self) -> Iterator[Paper]:
        """Its papers, by id."""
        return read_papers(self._version)

    @cached_property
    def titles(self) -> dict[str, str]:
        """The title of each of its papers, by paper id."""
        return {paper.id: paper.title for paper in self.papers()}

    def annotation(self, paper: Paper) -> Annotation | None:
        """The annotation of a paper of the same text."""
        offset = self._offsets.get(text_hash(paper))
        if offset is None:
            return None
        annotation = record_at(self._version / ANNOTATIONS, offset, Annotation)
        return annotation.model_copy(update={"id": paper.id})

    def ids(self, names: Sequence[str]) -> set[str]:
        """The ids of papers that are named by id, by node id or by title.

        Raises:
            NameLookupError: A name is that of no paper, or of several.
        """
        known = self.titles
        titles: dict[str, set[str]] = {}
        for key, title in known.items():
            titles.setdefault(_folded(title), set()).add(key)
        found: set[str] = set()
        for name in names:
            if name in known:
                found.add(name)
            elif name.removeprefix(_PREFIX) in known:
                found.add(name.removeprefix(_PREFIX))
            elif len(of_title := sorted(titles.get(_folded(name), ()))) == 1:
                found.update(of_title)
            elif of_title:
                raise AmbiguousNameError(name, ids=of_title)
            else:
                nearest = get_close_matches(name, [*known, *known.values()], n=3)
                raise UnknownNameError(name, nearest=nearest)
        return found

    @cached_property
    def _offsets(self) -> dict[bytes, int]:
        """Where the annotation of each text stands; the two files have one order."""
        offsets, at = {}, 0
        with (self._version / ANNOTATIONS).open("rb") as lines:
            for paper, line in zip(self.papers(), lines, strict=False):
                offsets[text_hash(paper)] = at
                at += len(line)
        return offsets


def _folded(title: str) -> str:
    return " ".join(title.casefold().split())
