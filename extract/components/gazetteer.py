"""The gazetteer: known names that the recogniser passed over or typed wrongly.

The list (``extract/data/gazetteer.tsv``) holds a name, its type, further spellings, and
where it was taken from under which licence. Names match whole tokens in exact case.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Final, NamedTuple

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span

from schemas import EntityType

FACTORY: Final = "paperatlas_gazetteer"
SHIPPED: Final = Path(__file__).parents[1] / "data" / "gazetteer.tsv"
FILE: Final = "gazetteer.tsv"


class Source(StrEnum):
    """Who found an entity."""

    RECOGNISER = "recogniser"
    GAZETTEER = "gazetteer"
    BOTH = "both"


class Name(NamedTuple):
    """A known name with its further spellings.

    Attributes:
        name: The name as its makers write it.
        type: What it is.
        aliases: Other spellings.
        source: Where it was taken from.
        licence: Under which licence.
    """

    name: str
    type: EntityType
    aliases: tuple[str, ...] = ()
    source: str = ""
    licence: str = ""


def read_names(path: Path) -> Iterator[Name]:
    """Yields the names of a gazetteer file: tab-separated, with a header, no quoting."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            aliases = tuple(a for a in row["aliases"].split("|") if a)
            yield Name(row["name"], EntityType(row["type"]), aliases, row["source"], row["licence"])


def write_names(names: Iterable[Name], path: Path) -> None:
    """Writes a gazetteer file in the order given."""
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE)
        out.writerow(Name._fields)
        for name in names:
            out.writerow([*name[:2], "|".join(name.aliases), *name[3:]])


@Language.factory(
    FACTORY,
    requires=["doc.ents"],
    assigns=["doc.ents", "doc._.sources"],
    default_config={"correct_types": True},
)
class Gazetteer:
    """Adds known names to ``doc.ents`` and says in ``doc._.sources`` who found what.

    A name takes the place of the entities that lie inside it, and gives way to an entity
    that reaches beyond it. An entity that is a name takes the type of the list.

    Args:
        nlp: The pipeline; its tokenizer reads the names.
        name: Name of the component.
        correct_types: Whether the list decides the type of what both found.
        names: The list; the shipped one unless given.

    Example:
        >>> from extract.tokenization import blank_pipeline
        >>> nlp = blank_pipeline()
        >>> known = Gazetteer(nlp, names=[Name("FooBench", EntityType.BENCHMARK)])
        >>> [(e.text, e.label_) for e in known(nlp("We win on FooBench.")).ents]
        [('FooBench', 'Benchmark')]
    """

    def __init__(
        self,
        nlp: Language,
        name: str = FACTORY,
        correct_types: bool = True,
        *,
        names: Iterable[Name] | None = None,
    ) -> None:
        self.name = name
        self.correct_types = correct_types
        self._nlp = nlp
        if not Doc.has_extension("sources"):
            Doc.set_extension("sources", default={})
        self._load(read_names(SHIPPED) if names is None else names)

    def _load(self, names: Iterable[Name]) -> None:
        self.names = tuple(names)
        self._matcher = PhraseMatcher(self._nlp.vocab, attr="ORTH")
        for entry in self.names:
            patterns = [self._nlp.make_doc(s) for s in (entry.name, *entry.aliases)]
            self._matcher.add(str(entry.type), patterns)

    def __call__(self, doc: Doc) -> Doc:
        """Joins the entities of the recogniser with the names of the list."""
        found = {(ent.start, ent.end): ent for ent in doc.ents}
        sources = {ent.text: Source.RECOGNISER for ent in doc.ents}
        for span in _longest_first(self._matcher(doc, as_spans=True)):
            key = (span.start, span.end)
            if key in found:
                sources[span.text] = Source.BOTH
                if self.correct_types:
                    found[key] = span
                continue
            overlapping = [k for k in found if k[0] < span.end and span.start < k[1]]
            if all(span.start <= a and b <= span.end for a, b in overlapping):
                for inner in overlapping:
                    del found[inner]
                found[key] = span
                sources[span.text] = Source.GAZETTEER
        doc.set_ents([found[key] for key in sorted(found)])
        doc._.sources = sources
        return doc

    def to_disk(self, path: Path | str, *, exclude: Iterable[str] = ()) -> None:
        """Writes the list into a directory."""
        directory = Path(path)
        directory.mkdir(parents=True, exist_ok=True)
        write_names(self.names, directory / FILE)

    def from_disk(self, path: Path | str, *, exclude: Iterable[str] = ()) -> Gazetteer:
        """Reads the list that ``to_disk`` wrote."""
        self._load(read_names(Path(path) / FILE))
        return self


def _longest_first(spans: Iterable[Span]) -> list[Span]:
    return sorted(spans, key=lambda span: (span.start - span.end, span.start))


def source_of(surface: str, sources: Mapping[str, Source]) -> Source:
    """Who found a surface; what the gazetteer did not see came from the recogniser."""
    return sources.get(surface, Source.RECOGNISER)
