"""How an atlas grows with its papers: ``python -m graph.pipeline.benchmark --help``.

For each number of papers, in a process of its own: a build with the time of each stage and
the most memory it took, ten papers added, one withdrawn, and the named questions.
"""

from __future__ import annotations

import itertools
import json
import resource
import sys
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter
from typing import Annotated, Any, Final

import typer

from extract.reading import read
from graph.directory import DATABASE, current_version
from graph.name_file import NameFile
from graph.names import Names
from graph.pipeline.building import build_atlas
from graph.pipeline.changing import add_papers, remove_papers
from graph.questions import ask
from graph.questions.most_connected import read_most_connected
from graph.stores import open_store
from schemas import Paper, PaperAtlasError, UsageError

ADDED: Final = 10
"""Papers that are added to the built atlas."""

ASKED: Final = 5
"""How often each question is asked; the middle time counts."""

_TYPED: Final = ("Benchmark", "Method", "Model")


def measured(papers: Path, size: int, folder: Path) -> dict[str, Any]:
    """Builds an atlas of the first papers of a file, changes it, asks it.

    Args:
        papers: A file of papers, more of them than are built.
        size: How many are built.
        folder: Where the atlas may stand; a build that was stopped there goes on.

    Returns:
        Seconds by stage for ``build``, ``add`` and ``remove``, milliseconds by question,
        nodes, edges, how many papers were annotated, and the most memory in megabytes, up to
        the end of annotating and of the whole build.

    Raises:
        UsageError: The file holds too few papers.
    """
    first, more = folder / "first.jsonl", folder / "more.jsonl"
    found = iter(read(papers, keep_going=True))
    count = _written(first, itertools.islice(found, size))
    count += _written(more, itertools.islice(found, ADDED))
    if count < size + ADDED:
        raise UsageError(f"{papers} holds {count} papers; {size + ADDED} are needed")
    withdrawn = next(iter(read(first))).id
    atlas = folder / "atlas"
    peaks: dict[str, int] = {}

    def note(stage: str, done: int, total: int | None) -> None:
        if stage == "resolve":
            peaks.setdefault("annotate", _most_memory())

    built = build_atlas(first, directory=atlas, progress=note)
    peaks["whole"] = _most_memory()
    return {
        "papers": size,
        "annotated": built.built - built.reused,
        "nodes": sum(built.nodes.values()),
        "edges": sum(built.edges.values()),
        "build": built.seconds,
        "megabytes": peaks,
        "add": add_papers(more, directory=atlas).seconds,
        "remove": remove_papers(withdrawn, directory=atlas).seconds,
        "questions": questions(atlas),
    }


def _written(path: Path, papers: Iterable[Paper]) -> int:
    """Writes papers one by one, so that it is not they who take the memory; how many."""
    with path.open("w", encoding="utf-8") as out:
        return sum(bool(out.write(paper.model_dump_json() + "\n")) for paper in papers)


def questions(atlas: Path) -> dict[str, float]:
    """Milliseconds for each named question, about the most connected nodes of an atlas."""
    times: dict[str, float] = {}
    version = current_version(atlas)
    with ExitStack() as opened:
        store = opened.enter_context(open_store(version / DATABASE, read_only=True))
        names = opened.enter_context(NameFile(version))
        known = read_most_connected(version)
        most = {kind: ask(store, "top", [kind], names=names, generic=True).rows for kind in _TYPED}
        ids = {kind: _id_of(rows, kind, names) for kind, rows in most.items()}
        asked = [
            *(("top", [kind]) for kind in _TYPED),
            ("top", []),
            ("evaluated-on", [ids["Benchmark"]]),
            ("leaderboard", [ids["Benchmark"]]),
            ("introduces", [ids["Benchmark"]]),
            ("uses", [ids["Method"]]),
            ("mentions", [ids["Model"]]),
            ("outperforms", [ids["Model"]]),
            ("shares-benchmarks", [ids["Model"]]),
            ("path", [ids["Benchmark"], ids["Model"]]),
            ("path", [ids["Benchmark"], ids["Method"]]),
        ]
        for name, args in asked:
            each = []
            for _ in range(ASKED):
                began = perf_counter()
                ask(store, name, args, names=names, most_connected=known)
                each.append(_ms(began))
            times[" ".join([name, *args])] = sorted(each)[ASKED // 2]
    return times


def _id_of(rows: list[dict[str, Any]], kind: str, names: Names) -> str:
    """The first of these nodes whose name is that of one node alone."""
    for row in rows:
        try:
            return names.find(row["name"])
        except PaperAtlasError:
            continue
    raise UsageError(f"no {kind} in these papers; give more of them")


def _ms(began: float) -> float:
    return round(1000 * (perf_counter() - began), 1)


def _most_memory() -> int:
    """Megabytes that this process and those it started took at most, each at its worst."""
    kilo = 1 if sys.platform != "darwin" else 1024
    each = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(resource.getrusage(who).ru_maxrss // kilo for who in each) // 1024


def main(
    papers: Annotated[Path, typer.Argument(help="A file of papers.")],
    size: Annotated[
        list[int] | None, typer.Option(help="How many of them; may be given several times.")
    ] = None,
    keep: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Leave the atlases in DIR, by size; a build that was stopped there goes on.",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Measures builds, changes and questions at several sizes.

    Example: python -m graph.pipeline.benchmark abstracts.jsonl.xz --size 1000 --size 20000
    """
    results = []
    for number in size or [1000]:
        try:
            # a process of its own that may have processes of its own, as a pool's may not
            with (
                _folder(keep, number) as folder,
                ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone,
            ):
                results.append(alone.submit(measured, papers, number, folder).result())
                if not as_json:
                    typer.echo(_shown(results[-1]))  # now: the next size may take an hour
        except PaperAtlasError as problem:
            typer.echo(f"error: {problem}", err=True)
            raise typer.Exit(1) from None
    if as_json:
        typer.echo(json.dumps(results, indent=2))


@contextmanager
def _folder(keep: Path | None, size: int) -> Iterator[Path]:
    """Where the atlas of a size stands: removed afterwards unless it is to be kept."""
    if keep is None:
        with tempfile.TemporaryDirectory(prefix="paperatlas-bench-") as passing:
            yield Path(passing)
        return
    folder = keep / str(size)
    folder.mkdir(parents=True, exist_ok=True)
    yield folder


def _shown(result: dict[str, Any]) -> str:
    lines = [
        f"{result['papers']:,} papers: {result['nodes']:,} nodes, {result['edges']:,} edges, "
        f"at most {result['megabytes']['annotate']:,} MB while annotating, "
        f"{result['megabytes']['whole']:,} MB in all"
    ]
    for what in ("build", "add", "remove"):
        stages = ", ".join(f"{name} {seconds:.1f}" for name, seconds in result[what].items())
        lines.append(f"  {what:7} {sum(result[what].values()):8.1f} s ({stages})")
    if result["annotated"]:
        each = result["build"]["annotate"] / result["annotated"]
        lines.append(f"  {1000 * each:.1f} ms a paper to annotate, {result['annotated']:,} of them")
    lines += [f"  {ms:8.1f} ms  {question}" for question, ms in result["questions"].items()]
    return "\n".join(lines)


if __name__ == "__main__":
    typer.run(main)
