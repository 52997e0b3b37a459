"""An annotator that needs no model, papers made up for it, and what an atlas holds."""

from __future__ import annotations

import copy
import itertools
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import networkx as nx

from graph import directory as places
from graph.build_report import BuildReport
from graph.directory import DATABASE, MANIFEST, current_version
from graph.files import CANONICAL
from graph.manifest import read_manifest
from graph.pipeline.building import make
from graph.pipeline.gathering import Wanted
from graph.pipeline.job import Making
from graph.stores import Store, open_store
from graph.stores.memory import MemoryStore
from schemas import (
    RESEARCH,
    Abbreviation,
    AnnotatedPaper,
    Annotation,
    AtlasError,
    EntityType,
    Introduction,
    Mention,
    Paper,
    Relation,
    RelationType,
    Result,
    ResultKind,
    Span,
)
from tests.graph.stores.contents import stored_graph

NAMES = {
    "GripNet": EntityType.MODEL,
    "Grip-Net": EntityType.METHOD,
    "grip net": EntityType.METHOD,
    "GripNet 7B": EntityType.MODEL,
    "Proposer-Agent-Evaluator": EntityType.METHOD,
    "Position Attention Error": EntityType.METRIC,
    "PAE": EntityType.METHOD,
    "KitchenQA": EntityType.BENCHMARK,
    "KitchenQA benchmark": EntityType.BENCHMARK,
    "kitchen-QA": EntityType.DATASET,
    "success rate": EntityType.METRIC,
    "success rates": EntityType.METRIC,
    "meal planning": EntityType.TASK,
}
"""What the annotator knows; spellings, senses, heads and types that resolution joins or not."""

_NAME = re.compile("|".join(rf"\b{re.escape(n)}\b" for n in sorted(NAMES, key=len, reverse=True)))
_SHORT = re.compile(r"([A-Z][\w-]+(?: [A-Z][\w-]+)*) \((PAE)\)")
_NUMBER = re.compile(r"\d+\.\d%")


class PreparedAnnotator:
    """Annotates by a list of names; counts what it was asked to.

    Attributes:
        version: Its fingerprint.
        asked: Ids of the papers it annotated, in order.
    """

    vocabulary = RESEARCH

    def __init__(self, version: str = "prepared") -> None:
        self.version = version
        self.asked: list[str] = []

    def annotate(self, papers: Iterable[Paper], *, expected: int) -> Iterator[AnnotatedPaper]:
        """Yields the papers with their annotations."""
        for paper in papers:
            self.asked.append(paper.id)
            yield AnnotatedPaper(paper, annotation_of(paper))


def annotation_of(paper: Paper) -> Annotation:
    """A function of the text: names are mentions, the first of a sentence uses the next."""
    text = paper.text
    borders = [0, *(m.end() for m in re.finditer(r"\n|(?<=\.) ", text)), len(text)]
    sentences = tuple(
        Span(a, a + len(text[a:b].rstrip())) for a, b in itertools.pairwise(borders) if a < b
    )
    concepts = {m[2]: m[1].lower() for m in _SHORT.finditer(text)}
    mentions = tuple(
        Mention(
            start=m.start(),
            end=m.end(),
            type=NAMES[m[0]],
            text=m[0],
            concept=concepts.get(m[0], m[0].lower()),
            confidence=0.5 + (len(m[0]) % 5) / 10,
        )
        for m in _NAME.finditer(text)
    )
    of_concept = {m.concept: m.type for m in reversed(mentions)}
    mentions = tuple(m.model_copy(update={"type": of_concept[m.concept]}) for m in mentions)
    relations: dict[tuple[str, str, str], Relation] = {}
    introductions: dict[str, Introduction] = {}
    for start, end in sentences:
        inside = [m for m in mentions if start <= m.start < end]
        if inside and "introduce" in text[start:end]:
            introductions.setdefault(
                inside[0].concept,
                Introduction(concept=inside[0].concept, start_char=start, end_char=end),
            )
        for one, other in itertools.pairwise(inside):
            key = one.concept, RelationType.USES, other.concept
            if one.concept != other.concept and RESEARCH.allows(one.type, key[1], other.type):
                relations.setdefault(
                    key,
                    Relation(head=key[0], type=key[1], tail=key[2], start_char=start, end_char=end),
                )
    return Annotation(
        id=paper.id,
        sentences=sentences,
        mentions=mentions,
        introductions=tuple(introductions[k] for k in sorted(introductions)),
        relations=tuple(relations[k] for k in sorted(relations)),
        results=tuple(_results(text, sentences, mentions)),
        abbreviations=tuple(Abbreviation(short=m[2], long=m[1]) for m in _SHORT.finditer(text)),
    )


def _results(text: str, sentences: Iterable[Span], mentions: Iterable[Mention]) -> Iterator[Result]:
    for start, end in sentences:
        first = next((m.concept for m in mentions if start <= m.start < end), None)
        for number in _NUMBER.finditer(text, start, end):
            yield Result(
                value=number[0],
                number=float(number[0][:-1]),
                unit="%",
                kind=ResultKind.ABSOLUTE,
                subject=first,
                start_char=start,
                end_char=end,
            )


SENTENCES = (
    "We introduce GripNet for meal planning.",
    "Grip-Net reaches 71.5% success rate on KitchenQA.",
    "Proposer-Agent-Evaluator (PAE) uses the KitchenQA benchmark.",
    "We report Position Attention Error (PAE) and success rates.",
    "PAE and grip net meet kitchen-QA.",
    "GripNet 7B is larger.",
    "Nothing is named here.",
)
"""What the made-up papers say."""


def made_up_paper(number: int, sentences: Iterable[int], *, year: int | None = None) -> Paper:
    """A paper of some of the sentences; the same number is the same id."""
    return Paper(
        id=f"p/{number}",
        title=f"Paper {number}",
        abstract=" ".join(SENTENCES[s] for s in sentences),
        year=year,
    )


class Held(NamedTuple):
    """What an atlas holds: bytes by file name, manifest without its run, and the graph."""

    files: dict[str, bytes]
    manifest: dict[str, object]
    graph: nx.MultiDiGraph


class Engine:
    """The memory store in the place of the database; keeps what each directory has."""

    def __init__(self) -> None:
        self.stores: dict[Path, MemoryStore] = {}

    def __call__(self, path: Path) -> Store:
        """The store of a new version's directory: a copy of that of the version in force."""
        version = path.parent
        try:
            former = self.stores.get(current_version(version.parents[1]))
        except AtlasError:
            former = None
        self.stores[version] = copy.deepcopy(former) if former else MemoryStore()
        return self.stores[version]

    def held(self, directory: Path) -> Held:
        """What an atlas holds."""
        version = current_version(directory)
        return Held(*files_of(directory), self.stores[version].graph)


def files_of(directory: Path) -> tuple[dict[str, bytes], dict[str, object]]:
    """Canonical and derived files and pages by name, and the manifest without its run."""
    version = current_version(directory)
    paths = [
        version / name for name in (*CANONICAL, places.NAMES, places.MOST_CONNECTED, places.ENDS)
    ]
    paths += [p for p in (version / "pages").rglob("*") if p.is_file()]
    files = {p.relative_to(version).as_posix(): p.read_bytes() for p in paths}
    manifest = read_manifest(version)
    del manifest["run"]
    assert MANIFEST not in files
    return files, manifest


ALWAYS = 1e9
"""A share of the papers that no change exceeds: the former version is always mended."""


def making(
    engine: Engine, annotator: PreparedAnnotator | None = None, *, most_changed: float = ALWAYS
) -> Making:
    """A way to make atlases without model and database."""
    return Making(annotator or PreparedAnnotator(), database=engine, most_changed=most_changed)


def build_from(papers: list[Paper], directory: Path, way: Making) -> BuildReport:
    """One build of papers."""
    few = {"pages": 6, "min_confidence": 0.0}
    return make(directory, lambda _: Wanted(papers, len(papers), len(papers)), way, settings=few)


def database_holds(directory: Path) -> nx.MultiDiGraph:
    """What the embedded database of an atlas holds."""
    with open_store(directory / DATABASE, read_only=True) as store:
        return stored_graph(store)
