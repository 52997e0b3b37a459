"""Curates the shipped list of other names: ``python -m extract.training.aliases RAW OUT``.

From a raw list of names (name, type, aliases, source, licence) to the aliases worth trusting.
An alias of a model, benchmark, simulator or dataset stays where

1. both are written as papers write names, and their spelling keys differ;
2. it is the alias of one name alone, and neither is a part of the other (no splits, no levels);
3. both hold the same numbers;
4. the capitals of one are the initials of the other's words. What texts merely happened to call
   a thing by, and lists that name a thing after its host, are too often something else.

Each row keeps its source and licence. What no such rule finds and every reader of the field
knows (COCO is MS COCO) stands in ``common_aliases.tsv`` and is taken as it is.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from extract.resolution.spelling import spelling_key, written_words
from extract.training.abbreviations import write_table
from extract.training.gazetteer import KINDS, is_written_as_a_name

COMMON: Final = Path(__file__).parent / "common_aliases.tsv"
"""Names that every reader of the field knows to be one."""

_NUMBER = re.compile(r"\d+")


class Alias(NamedTuple):
    """Another name of a thing."""

    name: str
    alias: str
    source: str
    licence: str


def aliases(raw: Path) -> Iterator[Alias]:
    """Yields the aliases of a raw list that pass all rules, in order of name."""
    names: defaultdict[str, set[str]] = defaultdict(set)
    rows = []
    with raw.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["type"] not in KINDS:
                continue
            for alias in row["aliases"].split("|"):
                if alias.strip():
                    found = Alias(row["name"], alias.strip(), row["source"], row["licence"])
                    names[spelling_key(found.alias)].add(spelling_key(found.name))
                    rows.append(found)
    seen = set()
    for found in sorted(rows):
        pair = spelling_key(found.name), spelling_key(found.alias)
        if pair not in seen and len(names[pair[1]]) == 1 and is_another_name(found):
            seen.add(pair)
            yield found


def common_aliases() -> Iterator[Alias]:
    """Yields the names that every reader of the field knows to be one."""
    with COMMON.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield Alias(row["name"], row["alias"], "common knowledge", "Apache-2.0")


def is_another_name(found: Alias) -> bool:
    """Rules 1, 3 and 4, and the second half of rule 2.

    Example:
        >>> def kept(name, alias):
        ...     return is_another_name(Alias(name, alias, "", ""))
        >>> kept("VFR", "Visual Fold Reasoning"), kept("FoldBench", "FoldBench-Lite")
        (True, False)
    """
    name, alias = found.name, found.alias
    keys = [spelling_key(s).lstrip("^") for s in (name, alias)]
    if not all(is_written_as_a_name(s) and any(c.isupper() for c in s) for s in (name, alias)):
        return False
    if keys[0] in keys[1] or keys[1] in keys[0]:
        return False
    if _NUMBER.findall(name) != _NUMBER.findall(alias):
        return False
    short, long = sorted((name, alias), key=len)
    return _spells(short, written_words(long))


def _spells(short: str, words: list[str]) -> bool:
    """Whether the capitals of one word are the initials of several, small words aside or not.

    Example:
        >>> _spells("AitF", ["Art", "in", "the", "Fold"]), _spells("FoldNet", ["Fold", "Sense"])
        (True, False)
    """
    capitals = [c for c in short if c.isupper()]
    large = [w[0] for w in words if w[0].isupper()]
    return (
        len(capitals) > 1 < len(words)
        and " " not in short
        and capitals
        in (
            large,
            [w[0].upper() for w in words],
        )
    )


def main() -> None:
    """Reads a raw list, writes the curated one."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("raw", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    write_table(sorted([*aliases(options.raw), *common_aliases()]), Alias._fields, options.out)


if __name__ == "__main__":
    main()
