"""Heads, types and tails of the edges of a version, kept so that no reader goes over all lines.

The file holds five arrays: the number of nodes, where lines begin, and heads, types and tails of
edges as ``edge_ends`` numbers them. It says nothing that ``edges.jsonl`` does not: where it is
missing or does not fit, the edges are read. A change renumbers the former arrays and reads
only the lines that it put in.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph.directory import ENDS
from graph.edge_ends import Ends, EndsReader
from graph.files import EDGES
from graph.indexed_lines import IndexedLines
from graph.sorted_lines import Splice


class AmendedEdges(NamedTuple):
    """How the edges of a version came from those of the former one.

    Attributes:
        former: Directory of the former version.
        splices: What stands where in ``edges.jsonl``, from the first to the last.
        gone: Ids of nodes that are no more.
        new: Ids of nodes that there were not.
    """

    former: Path
    splices: Sequence[Splice]
    gone: Collection[str]
    new: Collection[str]


class _Stored(NamedTuple):
    nodes: int
    begins: NDArray[np.int64]
    ends: Ends


def write_ends(directory: Path, lines: IndexedLines, ends: Ends, *, nodes: int) -> None:
    """Keeps the ends of the edges of a version.

    Args:
        directory: The directory of the version.
        lines: Its edges, gone through.
        ends: Their ends.
        nodes: How many nodes there are.
    """
    with (directory / ENDS).open("wb") as out:
        for numbers in (np.array([nodes]), lines.begins, *ends):
            np.save(out, numbers, allow_pickle=False)


def stored_ends(directory: Path, lines: IndexedLines, *, nodes: int, types: int) -> Ends | None:
    """The ends of the edges as they were kept; the lines are known by number then.

    Args:
        directory: The directory of the version.
        lines: Its edges, not gone through yet.
        nodes: How many nodes there are.
        types: How many types edges may have.

    Returns:
        ``None`` where nothing was kept, or nothing that fits.
    """
    stored = _stored(directory, types=types)
    if stored is None or stored.nodes != nodes:
        return None
    lines.known(stored.begins)
    return stored.ends


def amended_ends(
    change: AmendedEdges,
    lines: IndexedLines,
    *,
    ids: Sequence[str],
    number: Mapping[str, int],
    types: tuple[str, ...],
) -> Ends | None:
    """The ends of the edges of a version from those of the former one.

    Args:
        change: How the edges came from those there were.
        lines: The edges of the version, not gone through yet.
        ids: Its nodes, sorted.
        number: The number of each.
        types: The types that edges may have.

    Returns:
        ``None`` where nothing was kept of the former version, or nothing that fits.
    """
    former = _stored(change.former, types=len(types))
    renumbered = _renumbered(ids, gone=sorted(change.gone), new=sorted(change.new))
    if former is None or former.nodes != len(renumbered):
        return None
    places = np.searchsorted(
        former.begins, [(splice.start, splice.end) for splice in change.splices]
    ).reshape(-1, 2)
    lengths = _spliced(
        np.diff(former.begins), places, [_line_lengths(splice.text) for splice in change.splices]
    )
    begins = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    if begins[-1] != lines.size():
        return None
    lines.known(begins)
    reader = EndsReader(lines, number, types)
    shift, read = 0, []
    for (first, end), splice in zip(places.tolist(), change.splices, strict=True):
        read.append(reader.ends(first + shift, splice.text))
        shift += len(read[-1].heads) - (end - first)
    heads, kinds, tails = (
        _spliced(old, places, [one[column] for one in read])
        for column, old in enumerate(
            (renumbered[former.ends.heads], former.ends.types, renumbered[former.ends.tails])
        )
    )
    ends = Ends(heads, kinds, tails)
    return ends if _fit(ends, len(ids), len(types)) else None


def _renumbered(
    ids: Sequence[str], *, gone: Sequence[str], new: Sequence[str]
) -> NDArray[np.int32]:
    """The number now of each node by its former number; -1 for one that is no more."""
    stayed = np.delete(np.arange(len(ids), dtype=np.int32), [bisect_left(ids, k) for k in new])
    return np.insert(stayed, [bisect_left(ids, k) - bisect_left(new, k) for k in gone], -1)


def _spliced(
    old: NDArray[np.int32], places: NDArray[np.intp], put: Sequence[NDArray[np.int32]]
) -> NDArray[np.int32]:
    """An array with other values in some places."""
    parts, done = [], 0
    for (first, end), values in zip(places.tolist(), put, strict=True):
        parts += [old[done:first], values]
        done = end
    return np.concatenate([*parts, old[done:]]).astype(np.int32)


def _line_lengths(text: bytes) -> NDArray[np.int32]:
    return np.array([len(line) + 1 for line in text.split(b"\n")[:-1]], dtype=np.int32)


def _fit(ends: Ends, nodes: int, types: int) -> bool:
    """Whether all numbers are of nodes and types that there are."""
    most = (nodes, types, nodes)
    return all(
        not numbers.size or (numbers.min() >= 0 and numbers.max() < limit)
        for numbers, limit in zip(ends, most, strict=True)
    )


def _stored(directory: Path, *, types: int) -> _Stored | None:
    """What was kept of a version; ``None`` where it is not there, damaged or of other edges."""
    try:
        with (directory / ENDS).open("rb") as file:
            nodes, begins, *ends = (np.load(file, allow_pickle=False) for _ in range(5))
        size = (directory / EDGES).stat().st_size
        whole = begins.dtype == np.int64 and begins[0] == 0 and begins[-1] == size
        if not whole or not (np.diff(begins) > 0).all():
            return None
        if any(one.dtype != np.int32 or one.shape != (len(begins) - 1,) for one in ends):
            return None
        stored = _Stored(int(nodes[0]), begins, Ends(*ends))
        return stored if _fit(stored.ends, stored.nodes, types) else None
    except (OSError, ValueError, EOFError, IndexError):
        return None
