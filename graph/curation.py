"""The user's file of curation, read and checked: ``atlas.yaml``, which is never written by us.

    same:                                # names of one thing, two or more a line
      - [MetaWorld v2, Meta-World]
    different:                           # names of several things, which nothing joins
      - [PAE, Proposer-Agent-Evaluator]
    rename:
      benchmark:meta-world: Meta-World
    retype:
      LIBERO: Benchmark
    hide:
      - large language models

Names are taken as they are written: ``on`` and ``1.0`` are no truth and no number. What YAML
can do beyond lists, mappings and words is refused.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, Final, NoReturn

import yaml

from schemas import CuratedName, CuratedPair, Curation, CurationError

FILE: Final = "atlas.yaml"
"""The file that is looked for in the directory of an atlas."""

LARGEST: Final = 1 << 20
"""Bytes that a file may have: room for some ten thousand decisions."""

LONGEST: Final = 300
"""Characters that a name may have."""

SECTIONS: Final = ("same", "different", "rename", "retype", "hide")

_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NO_TEXT: Final = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_SEVERAL: Final = "a list of two or more names, such as [MetaWorld v2, Meta-World]"


def curation_for(
    directory: Path, types: Collection[str], *, chosen: Path | None = None
) -> Curation:
    """The curation of an atlas; an empty one where its directory has none.

    Args:
        directory: Directory of the atlas, which may have an ``atlas.yaml``.
        types: The types that a node may have.
        chosen: Another file, which has to be there.

    Raises:
        CurationError: The file cannot be read or says what nothing can mean.
    """
    path = chosen or directory / FILE
    if chosen is None and not path.exists() and not path.is_symlink():
        return Curation(file=str(path))
    return read_curation(path, types)


def read_curation(path: Path, types: Collection[str]) -> Curation:
    """Reads a file of curation.

    Args:
        path: The file.
        types: The types that a node may have.

    Raises:
        CurationError: It cannot be read, is no YAML, or is not of the shape above; the
            message says where and what would be right.
    """
    return _Reader(str(path), _text(path), tuple(types)).curation()


def _text(path: Path) -> str:
    try:
        if path.exists() and not path.is_file():
            raise CurationError("not a file", file=str(path))
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as problem:
        reason = problem.strerror or problem
        raise CurationError(f"cannot be read: {reason}", file=str(path)) from None
    if len(content) > LARGEST:
        raise CurationError(f"larger than {LARGEST:,} bytes; no curation is", file=str(path))
    try:
        text = content.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as problem:
        before = content[: problem.start].decode("utf-8")
        raise _at(path, before, "not UTF-8; save the file as UTF-8") from None
    strange = _NO_TEXT.search(text)
    if strange is not None:
        raise _at(path, text[: strange.start()], f"{strange[0]!r} is no character of a text")
    return text


def _at(path: Path, before: str, problem: str) -> CurationError:
    """An error at the place that a text leads to."""
    line = before.count("\n") + 1
    column = len(before) - (before.rfind("\n") + 1) + 1
    return CurationError(problem, file=str(path), line=line, column=column)


class _Reader:
    """Goes through the events of the YAML parser, and stops at the first that is not expected."""

    def __init__(self, file: str, text: str, types: tuple[str, ...]) -> None:
        self._file = file
        self._text = text
        self._types = types
        self._events = self._safe(yaml.parse(text, Loader=_LOADER))

    def curation(self) -> Curation:
        next(self._events)  # the stream
        if isinstance(next(self._events), yaml.StreamEndEvent):
            return Curation(file=self._file)
        sections: dict[str, CuratedName] = {}
        found: dict[str, list[object]] = {}
        if self._is_nothing(top := next(self._events)):
            return Curation(file=self._file)
        for key in self._keys(top, f"one of {', '.join(SECTIONS)} and a colon"):
            if key.text not in SECTIONS:
                self._fail(f"{key.text!r} is no section; {', '.join(SECTIONS)} are", key)
            if key.text in sections:
                first = sections[key.text].line
                self._fail(f"{key.text!r} stands in line {first} already; put both together", key)
            sections[key.text] = key
            found[key.text] = list(self._section(key.text))
        next(self._events)  # the end of the document
        if not isinstance(rest := next(self._events), yaml.StreamEndEvent):
            self._fail("a second document; a curation is one", rest)
        return Curation.model_validate({"file": self._file, **found})

    def _section(self, section: str) -> Iterator[object]:
        event = next(self._events)
        if self._is_nothing(event):
            return  # its last line was deleted
        if section in ("rename", "retype"):
            yield from self._pairs(event, section)
        elif section == "hide":
            yield from (self._name(e) for e in self._items(event, "a list of names"))
        else:
            for each in self._items(event, f"a list whose every item is {_SEVERAL}"):
                names = tuple(self._name(e) for e in self._items(each, _SEVERAL))
                if len(names) < 2:
                    self._fail(f"{len(names) or 'no'} name alone; expected {_SEVERAL}", each)
                yield names

    @staticmethod
    def _is_nothing(event: yaml.Event) -> bool:
        return isinstance(event, yaml.ScalarEvent) and not event.value and event.implicit[0]

    def _pairs(self, event: yaml.Event, section: str) -> Iterator[CuratedPair]:
        to = "new name" if section == "rename" else "type"
        seen: dict[str, int] = {}
        for name in self._keys(event, f"a line for each node, name: {to}"):
            if name.text in seen:
                self._fail(f"{name.text!r} stands in line {seen[name.text]} already", name)
            seen[name.text] = name.line
            value = self._name(next(self._events))
            if section == "retype" and value.text not in self._types:
                types = ", ".join(self._types)
                self._fail(f"{value.text!r} is no type; the types are {types}", value)
            yield CuratedPair(name, value)

    def _items(self, event: yaml.Event, expected: str) -> Iterator[yaml.Event]:
        """The events that begin the items of a list; each has to be used up in turn."""
        if not isinstance(event, yaml.SequenceStartEvent):
            self._fail(f"expected {expected}, found {self._found(event)}", event)
        self._plain(event)
        while not isinstance(item := next(self._events), yaml.SequenceEndEvent):
            yield item

    def _keys(self, event: yaml.Event, expected: str) -> Iterator[CuratedName]:
        """The keys of a mapping; the value has to be used up in turn."""
        if not isinstance(event, yaml.MappingStartEvent):
            self._fail(f"expected {expected}; found {self._found(event)}", event)
        self._plain(event)
        while not isinstance(key := next(self._events), yaml.MappingEndEvent):
            yield self._name(key)

    def _name(self, event: yaml.Event) -> CuratedName:
        if not isinstance(event, yaml.ScalarEvent):
            self._fail(f"expected a name, found {self._found(event)}", event)
        self._plain(event)
        text = event.value.strip()
        if not text:
            self._fail("a name is missing", event)
        if len(text) > LONGEST:
            self._fail(f"a name of {len(text):,} characters; {LONGEST} are the most", event)
        if _CONTROL.search(text):
            self._fail(f"{text!r} has a line break or a control character; no name has", event)
        mark: Any = event.start_mark
        return CuratedName(text, mark.line + 1, mark.column + 1)

    def _plain(self, event: yaml.Event) -> None:
        if getattr(event, "anchor", None) is not None:
            self._fail("anchors (&) have no meaning here; write the names out", event)
        if getattr(event, "tag", None) is not None:
            self._fail("tags (!) have no meaning here; quote a name that begins so", event)

    def _found(self, event: yaml.Event) -> str:
        if isinstance(event, yaml.ScalarEvent):
            return repr(event.value[:LONGEST]) if event.value else "nothing"
        if isinstance(event, yaml.AliasEvent):
            return "an alias (*), which has no meaning here"
        if isinstance(event, yaml.MappingStartEvent):
            return "a mapping (a name with a colon in it stands in quotes)"
        return "a list"

    def _safe(self, events: Iterator[yaml.Event]) -> Iterator[yaml.Event]:
        """The events; what the parser dislikes is an error of ours."""
        try:
            yield from events
        except yaml.MarkedYAMLError as problem:
            mark = problem.problem_mark or problem.context_mark
            words = problem.problem or "unreadable"
            if problem.context and problem.context_mark:
                words = (
                    f"{words} {problem.context} that begins in line {problem.context_mark.line + 1}"
                )
            char = self._character(mark)
            if char == "\t":
                words = "a tab; indent with blanks"
            elif char and "cannot start" in words:
                words = f"nothing may begin with {char!r}; quote the name"
            self._stop(f"not YAML: {words}", mark)
        except yaml.YAMLError as problem:
            self._stop(f"not YAML: {problem}", None)

    def _character(self, mark: Any) -> str:
        lines = self._text.splitlines()
        if mark is None or mark.line >= len(lines):
            return ""
        line: str = lines[mark.line]
        return line[mark.column : mark.column + 1]

    def _fail(self, problem: str, at: CuratedName | yaml.Event) -> NoReturn:
        if isinstance(at, CuratedName):
            raise CurationError(problem, file=self._file, line=at.line, column=at.column)
        self._stop(problem, at.start_mark)

    def _stop(self, problem: str, mark: Any) -> NoReturn:
        line, column = (None, None) if mark is None else (mark.line + 1, mark.column + 1)
        raise CurationError(problem, file=self._file, line=line, column=column) from None
