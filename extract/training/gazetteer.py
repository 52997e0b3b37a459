"""Curates the shipped gazetteer: ``python -m extract.training.gazetteer --help``.

From a raw list of names (name, type, aliases, source, licence) to one worth trusting. A
spelling stays under these rules; its row keeps its source and licence:

1. It names a benchmark, simulator, dataset or model. Rows of leaderboards are no names;
   metrics, tasks and methods are words more than names, and on the held-out tenth those
   that a list added were more often wrong than right.
2. It is written as papers write names: 3 to 40 characters, at most five words, no file
   names (``some_config_v2``), dated versions, brackets or slashes, no general noun at the
   end (``FooQA dataset``).
3. Where the annotated papers (without the held-out tenth) hold it three times or more,
   they decide: it stays if at least four of five of its occurrences are entities of one
   of those types, and it takes that type.
4. Else it stays only if it cannot be an ordinary word: an inner capital or a digit
   (``FooQA``, ``BAR-100``, ``FOOD101``), four characters or more, and no word of the annotated
   papers in small letters.
5. A spelling that two rows give different types and rule 3 does not decide is dropped.
6. At least two abstracts of the unlabelled corpus hold it, so that the list stays short.
"""

from __future__ import annotations

import argparse
import csv
import json
import lzma
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from extract.gold import GoldPaper, read_gold
from extract.training.split import is_heldout
from schemas import EntityType

KINDS: Final[Mapping[str, EntityType]] = {
    "benchmark": EntityType.BENCHMARK,
    "simulator": EntityType.BENCHMARK,
    "dataset": EntityType.DATASET,
    "robot_dataset": EntityType.DATASET,
    "model": EntityType.MODEL,
}
NAMED: Final = frozenset(KINDS.values())
ENOUGH: Final = 3
PRECISE: Final = 0.8

_FIRST_WORD = re.compile(r"\w+")
_NAME = re.compile(r"[^\W_][\w.+ \-']{1,38}[^\W_]\+*")
_MACHINE = re.compile(
    r"_|\d{4}-\d\d|\d{8}|\b\d{4}\b.*\b(?:preview|version)\b|^[a-z0-9.\-]*-v?\d+[a-z]?$"
    r"|\s-\s|^\d[\d.]*$"
)
_GENERAL = re.compile(
    r"\b(?:datasets?|corpus|corpora|benchmarks?|leaderboard|(?:test|training|validation) sets?"
    r"|images|training|competition|questions|models?|tasks?|metrics?|experiments|data)$"
)
_INNER = re.compile(r"\w[A-Z]|[A-Za-z].*\d|\d.*[A-Za-z]")


class Row(NamedTuple):
    """One spelling of the raw list."""

    name: str
    spelling: str
    type: str
    source: str
    licence: str


class Usage(NamedTuple):
    """How the annotated papers use a spelling."""

    occurrences: int
    types: Counter[str]


def read_rows(path: Path) -> Iterator[Row]:
    """Yields every spelling of the raw list whose kind and form pass rules 1 and 2."""
    with path.open(encoding="utf-8", newline="") as file:
        for record in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            kind = KINDS.get(record["type"])
            if kind is None:
                continue
            name = record["name"].strip()
            for spelling in dict.fromkeys([name, *record["aliases"].split("|")]):
                if is_written_as_a_name(spelling):
                    yield Row(name, spelling, kind, record["source"], record["licence"])


def is_written_as_a_name(spelling: str) -> bool:
    """Rule 2.

    Example:
        >>> [is_written_as_a_name(s) for s in ("FooQA", "foo_qa_test", "foo-1b-v2", "A (2024-01)")]
        [True, False, False, False]
    """
    return (
        _NAME.fullmatch(spelling) is not None
        and _MACHINE.search(spelling) is None
        and _GENERAL.search(spelling) is None
        and len(spelling.split()) <= 5
        and "  " not in spelling
    )


def is_unmistakable(spelling: str, words: frozenset[str]) -> bool:
    """Rule 4, given the words that papers write in small letters.

    Example:
        >>> [is_unmistakable(s, frozenset({"race"})) for s in ("FooQA", "RACE", "Race", "foo")]
        [True, False, False, False]
    """
    return (
        len(spelling) >= 4 and _INNER.search(spelling) is not None and spelling.lower() not in words
    )


def by_first_word(spellings: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """An index of spellings for ``occurrences``."""
    index: defaultdict[str, list[str]] = defaultdict(list)
    for spelling in spellings:
        index[_FIRST_WORD.findall(spelling)[0]].append(spelling)
    return {word: tuple(found) for word, found in index.items()}


def occurrences(text: str, index: Mapping[str, Sequence[str]]) -> Iterator[tuple[int, str]]:
    """Yields where the indexed spellings stand as whole words, overlaps included."""
    for word in _FIRST_WORD.finditer(text):
        for spelling in index.get(word[0], ()):
            if text.startswith(spelling, word.start()):
                following = text[word.start() + len(spelling) :][:1]
                if not (following.isalnum() or following == "_"):
                    yield word.start(), spelling


def usage_of(index: Mapping[str, Sequence[str]], golds: Sequence[GoldPaper]) -> dict[str, Usage]:
    """Counts the occurrences of spellings and which of them are entities of which type.

    An occurrence inside a longer entity counts for neither.
    """
    counts: Counter[str] = Counter()
    types: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for gold in golds:
        spans = {(s.start, s.end): s.type for s in gold.spans}
        inside = {i for s in gold.spans for i in range(s.start, s.end)}
        for start, spelling in occurrences(gold.paper.text, index):
            end = start + len(spelling)
            if (start, end) in spans:
                types[spelling][spans[start, end]] += 1
            elif start in inside or end - 1 in inside:
                continue
            counts[spelling] += 1
    return {s: Usage(n, types[s]) for s, n in counts.items()}


def written_somewhere(index: Mapping[str, Sequence[str]], corpus: Path) -> frozenset[str]:
    """The spellings that at least two abstracts of a corpus hold."""
    papers: Counter[str] = Counter()
    with lzma.open(corpus, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            text = f"{record['title']}\n{record['abstract']}"
            papers.update({spelling for _, spelling in occurrences(text, index)})
    return frozenset(s for s, n in papers.items() if n > 1)


def curated(rows: Iterable[Row], golds: Sequence[GoldPaper]) -> list[Row]:
    """The rows that stay, with the type that rules 3 to 5 give them, sorted."""
    by_spelling: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_spelling[row.spelling].append(row)
    usage = usage_of(by_first_word(by_spelling), golds)
    words = frozenset(w for g in golds for w in re.findall(r"\b[a-z][a-z-]+\b", g.paper.text))
    kept = []
    for spelling, candidates in by_spelling.items():
        times_seen, types = usage.get(spelling, Usage(0, Counter()))
        if times_seen >= ENOUGH:
            type_, times = types.most_common(1)[0] if types else (candidates[0].type, 0)
            if times < PRECISE * times_seen or type_ not in NAMED:
                continue
        elif len({row.type for row in candidates}) == 1:
            type_ = candidates[0].type
            contradicted = types[type_] < times_seen
            if contradicted or not is_unmistakable(spelling, words):
                continue
        else:
            continue
        kept.append(min(candidates)._replace(type=type_))
    return sorted(kept, key=lambda row: (str(row.type), row.name.lower(), row.name, row.spelling))


def write_gazetteer(rows: Iterable[Row], path: Path) -> int:
    """Writes the shipped list, one name and type a line with its further spellings."""
    grouped: dict[tuple[str, str, str, str], list[str]] = {}
    for row in rows:
        grouped.setdefault((row.name, row.type, row.source, row.licence), []).append(row.spelling)
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE)
        out.writerow(["name", "type", "aliases", "source", "licence"])
        for (name, type_, source, licence), spellings in grouped.items():
            head = name if name in spellings else spellings[0]
            aliases = "|".join(s for s in spellings if s != head)
            out.writerow([head, str(type_), aliases, source, licence])
    return len(grouped)


def main(arguments: Sequence[str] | None = None) -> None:
    """Reads the options and writes the list."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--raw", type=Path, required=True, help="raw list of names, TSV")
    parser.add_argument("--data", type=Path, required=True, help="annotated papers, JSONL")
    parser.add_argument("--corpus", type=Path, required=True, help="abstracts, JSONL in xz")
    parser.add_argument("--out", type=Path, required=True, help="the curated list, TSV")
    options = parser.parse_args(arguments)
    golds = [gold for gold in read_gold(options.data) if not is_heldout(gold.paper.id)]
    kept = curated(read_rows(options.raw), golds)
    alive = written_somewhere(by_first_word(row.spelling for row in kept), options.corpus)
    kept = [row for row in kept if row.spelling in alive]
    lines = write_gazetteer(kept, options.out)
    print(f"{len(kept)} spellings of {lines} names")  # noqa: T201  # a command


if __name__ == "__main__":
    main()
