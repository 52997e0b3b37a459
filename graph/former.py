"""The atlas in force as a source: its papers, their annotations, how it was made.

Whatever is built next from the same text by the same extractor takes the annotation from
here, so that only new text is read by the extractor.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, KeysView, Sequence
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from graph.directory import current_version
from graph.files import ANNOTATIONS, PAPERS, VOCABULARY, paper_line, read_papers, record_at
from graph.manifest import damage, read_manifest
from graph.node_identity import PAPER_PREFIX
from graph.sorted_lines import SortedLines
from graph.vocabulary import read_vocabulary
from schemas import AmbiguousNameError, Annotation, AtlasError, Paper, UnknownNameError, Vocabulary

_ID = re.compile(rb'\{"id":("(?:[^"\\]|\\.)*")')


class Former:
    """An atlas directory as it stands before a change.

    Args:
        directory: The atlas directory.

    Attributes:
        version: The directory of the version in force.
        manifest: What made it and what is in it.

    Raises:
        AtlasError: There is no atlas, or its manifest is damaged.
    """

    def __init__(self, directory: Path) -> None:
        self.version = current_version(directory)
        self.manifest = read_manifest(self.version)

    @classmethod
    def find(cls, directory: Path) -> Former | None:
        """The atlas of a directory, where there is one that this version can read."""
        try:
            return cls(directory)
        except AtlasError:
            return None

    @property
    def count(self) -> int:
        """How many papers it has."""
        return int(self.manifest["counts"]["papers"])

    @cached_property
    def damage(self) -> dict[str, str]:
        """What is wrong with files that are missing or not as they were written, by name."""
        return damage(self.version, self.manifest)

    @property
    def has_annotations(self) -> bool:
        """Whether its papers and their annotations are as they were written."""
        return not self.damage.keys() & {PAPERS, ANNOTATIONS}

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
        return read_vocabulary(self.version / VOCABULARY)

    def papers(self) -> Iterator[Paper]:
        """Its papers, by id."""
        return read_papers(self.version)

    def known(self, ids: Iterable[str]) -> dict[str, Paper]:
        """Those of some papers that it has, by id."""
        with SortedLines(self.version / PAPERS, by=("id",)) as lines:
            found = ((key, lines.record((key,), Paper)) for key in ids)
            return {key: paper for key, paper in found if paper is not None}

    def holds(self, paper: Paper) -> bool | None:
        """Whether it has a paper just so; ``None`` where it has none of this id."""
        line = self._papers.get(paper.id)
        return None if line is None else line == _hash(paper_line(paper).encode())

    @property
    def every_id(self) -> KeysView[str]:
        """The ids of its papers."""
        return self._papers.keys()

    def annotation(self, paper: Paper) -> Annotation | None:
        """The annotation of a paper of the same text; ``None`` where it cannot be read."""
        offset = self._offsets.get(_text_in(paper_line(paper).encode()))
        if offset is None:
            return None
        try:
            annotation = record_at(self.version / ANNOTATIONS, offset, Annotation)
        except ValidationError:
            return None
        return annotation.model_copy(update={"id": paper.id})

    def ids(self, names: Sequence[str]) -> set[str]:
        """The ids of papers that are named by id, by node id or by title.

        Raises:
            NameLookupError: A name is that of no paper, or of several.
        """
        own = {name: name.removeprefix(PAPER_PREFIX) for name in names}
        known = self.known([*own, *own.values()])
        found = {name if name in known else bare for name, bare in own.items()} & known.keys()
        rest = [name for name, bare in own.items() if not {name, bare} & known.keys()]
        return found | self._of_titles(rest) if rest else found

    def _of_titles(self, names: Iterable[str]) -> set[str]:
        known = {paper.id: paper.title for paper in self.papers()}
        titles: dict[str, set[str]] = {}
        for key, title in known.items():
            titles.setdefault(_folded(title), set()).add(key)
        found: set[str] = set()
        for name in names:
            of_title = sorted(titles.get(_folded(name), ()))
            if len(of_title) > 1:
                raise AmbiguousNameError(name, ids=of_title)
            if not of_title:
                nearest = get_close_matches(name, [*known, *known.values()], n=3)
                raise UnknownNameError(name, nearest=nearest)
            found.update(of_title)
        return found

    @cached_property
    def _papers(self) -> dict[str, bytes]:
        """The line of each paper, as a hash."""
        with (self.version / PAPERS).open("rb") as lines:
            found = ((_ID.match(line), line) for line in lines)
            return {json.loads(start[1]): _hash(line) for start, line in found if start}

    @cached_property
    def _offsets(self) -> dict[bytes, int]:
        """Where the annotation of each text stands; the two files have one order."""
        offsets, at = {}, 0
        with (
            (self.version / PAPERS).open("rb") as papers,
            (self.version / ANNOTATIONS).open("rb") as lines,
        ):
            for paper, line in zip(papers, lines, strict=False):
                ids = _ID.match(paper), _ID.match(line)
                if ids[0] and ids[1] and ids[0][1] == ids[1][1]:
                    offsets[_text_in(paper)] = at
                at += len(line)
        return offsets


def _text_in(line: bytes) -> bytes:
    """What stands for the text in the line of a paper: a hash of its title and abstract."""
    return _hash(line[line.find(b',"title":') : line.find(b',"year":')])


def _hash(line: bytes) -> bytes:
    return hashlib.sha256(line).digest()[:16]


def _folded(title: str) -> str:
    return " ".join(title.casefold().split())
