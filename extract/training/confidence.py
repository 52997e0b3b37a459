"""Measures the confidence table: ``python -m extract.training.confidence --help``.

For every type and source of a mention: the share that the gold of the held-out tenth
holds with the same span and type, as (right + 1) / (all + 2) (Laplace), to two digits.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from spacy.language import Language

from extract.components.gazetteer import Source, source_of
from extract.gold import GoldPaper, read_gold
from extract.pipeline import MODEL, load_pipeline
from extract.training.split import is_heldout
from schemas import EntityType

Table = dict[str, dict[str, float]]


def shares(counts: Counter[tuple[EntityType, Source, bool]]) -> Table:
    """The table from counts of right and wrong mentions.

    Example:
        >>> counted = Counter({(EntityType.TASK, Source.BOTH, True): 8})
        >>> shares(counted)["Task"]["both"], shares(counted)["Task"]["gazetteer"]
        (0.9, 0.5)
    """
    table: Table = {}
    for type_ in EntityType:
        row = table.setdefault(str(type_), {})
        for source in Source:
            right, wrong = counts[type_, source, True], counts[type_, source, False]
            row[str(source)] = round((right + 1) / (right + wrong + 2), 2)
    return table


def counts_of(
    golds: Iterable[GoldPaper], nlp: Language
) -> Counter[tuple[EntityType, Source, bool]]:
    """Right and wrong mentions by type and source."""
    counts: Counter[tuple[EntityType, Source, bool]] = Counter()
    for gold in golds:
        doc = nlp(gold.paper.text)
        for concept in doc._.concepts:
            for start, end in concept.mentions:
                source = source_of(doc.text[start:end], doc._.sources)
                counts[concept.type, source, (start, end, concept.type) in gold.spans] += 1
    return counts


def main(arguments: Sequence[str] | None = None) -> None:
    """Reads the options and writes the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="annotated papers, JSONL")
    parser.add_argument("--model", type=Path, default=MODEL, help="directory of the recogniser")
    parser.add_argument("--out", type=Path, required=True, help="the table, JSON")
    options = parser.parse_args(arguments)
    golds = [gold for gold in read_gold(options.data) if is_heldout(gold.paper.id)]
    counts = counts_of(golds, load_pipeline(model=options.model))
    options.out.write_text(json.dumps(shares(counts), indent=2) + "\n", encoding="utf-8")
    for (type_, source, right), number in sorted(counts.items()):
        print(f"{type_:10s} {source:10s} {'right' if right else 'wrong'} {number}")  # noqa: T201  # a command


if __name__ == "__main__":
    main()
