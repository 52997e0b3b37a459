"""The next version of an atlas from the one in force, where few papers are other.

What a paper gives to the graph depends on its own annotation and on the nodes that
resolution gives its mentions, on nothing else. So the papers that are new, gone or resolved in
another way are taken out and put in; all other lines of the canonical files are copied.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import networkx as nx

from graph.build import variant_edge
from graph.decisions import CONFLICTS, MERGES, REFUSED, SUGGESTIONS
from graph.entity_lines import EntityLines
from graph.files import (
    ANNOTATIONS,
    EDGES,
    NODES,
    PAPERS,
    RESULTS,
    VOCABULARY,
    annotation_line,
    edge_record,
    paper_line,
    result_record,
)
from graph.lines import model_line, record_line, write_models
from graph.node_identity import edge_key, entity_attributes
from graph.paper_part import Edge, said_by
from graph.sorted_lines import Key, SortedLines, Splice
from graph.vocabulary import empty_graph
from schemas import (
    VARIANT_OF,
    AnnotatedPaper,
    Annotation,
    Paper,
    ResolutionChange,
    Vocabulary,
)

SORTED_BY: Mapping[str, tuple[str, ...]] = {
    PAPERS: ("id",),
    ANNOTATIONS: ("id",),
    NODES: ("id",),
    RESULTS: ("id",),
    EDGES: ("head", "type", "tail", "paper"),
    MERGES: ("node",),
    CONFLICTS: ("node",),
}
"""The canonical files of which lines are replaced, and what each is sorted by."""

_Lines = dict[str, dict[Key, bytes]]


class Amended(NamedTuple):
    """What became other.

    Attributes:
        before: The part of the former graph that holds all that is gone or other now.
        after: What stands in its place. The two have nodes in common that are as they were,
            where an edge needs them.
        without_entities: How many more papers there are in which nothing was found.
        edges: What stands where in the file of edges.
    """

    before: nx.MultiDiGraph
    after: nx.MultiDiGraph
    without_entities: int
    edges: Sequence[Splice]


def amend(
    former: Path,
    version: Path,
    change: ResolutionChange,
    *,
    gone: Collection[str],
    new: Mapping[str, AnnotatedPaper],
    vocabulary: Vocabulary,
) -> Amended:
    """Writes the canonical files of the next version.

    Args:
        former: Directory of the version in force.
        version: Directory of the next one.
        change: What becomes other in the resolution.
        gone: Ids of papers that are withdrawn or revised.
        new: Papers that are added or revised, by id; their mentions carry no nodes yet.
        vocabulary: The types and relations there may be.

    Raises:
        AtlasError: A file of the former version is damaged where it is read.
        AnnotationError: An annotation breaks the vocabulary.
    """
    with ExitStack() as opened:
        files = {
            name: opened.enter_context(SortedLines(former / name, by=by))
            for name, by in SORTED_BY.items()
        }
        work = _Amendment(files, change, gone, new, vocabulary)
        lines = work.lines()
        splices = {name: file.replaced(lines[name], version / name) for name, file in files.items()}
    write_models(version / REFUSED, change.refused)
    write_models(version / SUGGESTIONS, change.suggestions)
    shutil.copyfile(former / VOCABULARY, version / VOCABULARY)
    return Amended(work.before, work.after, work.without_entities, splices[EDGES])


class _Amendment:
    """Takes the parts of papers and entities out of the former graph and puts new ones in."""

    def __init__(
        self,
        files: Mapping[str, SortedLines],
        change: ResolutionChange,
        gone: Collection[str],
        new: Mapping[str, AnnotatedPaper],
        vocabulary: Vocabulary,
    ) -> None:
        self._files, self._change, self._gone, self._new = files, change, gone, new
        self._vocabulary = vocabulary
        self.before, self.after = empty_graph(vocabulary), empty_graph(vocabulary)
        self.without_entities = 0
        self._old = EntityLines(files[NODES], {}, frozenset())
        self._now = EntityLines(files[NODES], {e.id: e for e in change.entities}, change.gone)

    def lines(self) -> _Lines:
        """By file, what stands where in the place of what stood there."""
        lines: _Lines = {name: {} for name in SORTED_BY}
        self._entities(lines)
        for key in sorted({*self._gone, *self._change.nodes, *self._change.renamed}):
            paper, annotation = self._paper(key)
            lines[PAPERS][(key,)], lines[ANNOTATIONS][(key,)] = paper, annotation
        self._ties()
        for node, merges in self._change.merges.items():
            lines[MERGES][(node,)] = b"".join(model_line(m).encode() for m in merges)
        for node, conflict in self._change.conflicts.items():
            lines[CONFLICTS][(node,)] = model_line(conflict).encode() if conflict else b""
        self._graph_lines(lines)
        return lines

    def _paper(self, key: str) -> tuple[bytes, bytes]:
        """Takes a paper out and puts it in as it is now; its lines, empty where it is gone."""
        old = self._former(key)
        if old is not None:
            self._put(self.before, old, self._old)
        now = self._new.get(key, None if key in self._gone else old)
        self.without_entities += (now is not None and not now.annotation.mentions) - (
            old is not None and not old.annotation.mentions
        )
        if now is None:
            return b"", b""
        nodes = self._change.nodes.get(key)
        if nodes is not None:
            mentions = tuple(
                m.model_copy(update={"node": nodes[m.concept]}) for m in now.annotation.mentions
            )
            now = now._replace(annotation=now.annotation.model_copy(update={"mentions": mentions}))
        self._put(self.after, now, self._now)
        return paper_line(now.paper).encode(), annotation_line(now.annotation).encode()

    def _former(self, key: str) -> AnnotatedPaper | None:
        """A paper as the former version has it."""
        paper = self._files[PAPERS].record((key,), Paper)
        annotation = self._files[ANNOTATIONS].record((key,), Annotation)
        if paper is None or annotation is None:
            return None
        return AnnotatedPaper(paper, annotation)

    def _put(self, graph: nx.MultiDiGraph, annotated: AnnotatedPaper, names: EntityLines) -> None:
        part = said_by(annotated, names, self._vocabulary)
        for node in (part.paper, *part.results):
            graph.add_node(node["id"], **node)
        self._join(graph, part.edges)

    def _join(self, graph: nx.MultiDiGraph, edges: Iterable[Edge]) -> None:
        for head, tail, key, attributes in edges:
            for end in (head, tail):
                if end not in graph:  # an entity that stays as it is
                    for part in (self.before, self.after):
                        part.add_node(end, **entity_attributes(self._old.entity(end)))
            graph.add_edge(head, tail, key, **attributes)

    def _entities(self, lines: _Lines) -> None:
        for key in self._change.gone | {e.id for e in self._change.entities}:
            lines[NODES][(key,)] = b""
            for graph, entities in ((self.before, self._old), (self.after, self._now)):
                if key in entities:
                    graph.add_node(key, **entity_attributes(entities.entity(key)))
        for entity in self._change.entities:
            lines[NODES][(entity.id,)] = model_line(entity).encode()

    def _ties(self) -> None:
        """The ties between names, before and after."""
        for node, variant in sorted(self._change.variants.items()):
            for line in self._files[EDGES].find((node, VARIANT_OF)):
                tie = json.loads(line)
                attributes = {"type": VARIANT_OF, "reason": tie["reason"]}
                edge = (node, tie["tail"], edge_key(VARIANT_OF, None), attributes)
                self._join(self.before, [edge])
            if variant is not None:
                self._join(self.after, [variant_edge(variant, self._now)])

    def _graph_lines(self, lines: _Lines) -> None:
        results, edges = lines[RESULTS], lines[EDGES]
        for graph in (self.before, self.after):
            stays = graph is self.after
            for key, node in graph.nodes(data=True):
                if "value" in node:
                    line = record_line(result_record(node)) if stays else ""
                    results[(key,)] = line.encode()
            for head, tail, attributes in graph.edges(data=True):
                place = (head, attributes["type"], tail, attributes.get("paper", ""))
                line = record_line(edge_record(head, tail, attributes)) if stays else ""
                edges[place] = line.encode()
