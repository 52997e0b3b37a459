"""What happens to an atlas on a disk that fills up or may only be read; run on such a disk.

    python -m tests.graph.crash.small_disk full DISK
    python -m tests.graph.crash.small_disk read-only DISK

Prints one JSON object for each thing that was tried.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from graph.directory import UNFINISHED
from schemas import PaperAtlasError
from tests.graph.crash.writing import in_force, leftovers, visible, write
from tests.neo4j_server import ROOT

FREE = (0, *(1 << bits for bits in (12, 14, 16, 18, 20)), *(n << 18 for n in (8, 9, 10, 12)))
"""Bytes that are left for a second atlas, which takes more."""


def main(mode: str, disk: Path) -> None:
    """Builds an atlas on a disk, then tries what the mode says."""
    directory = disk / "atlas"
    write(directory, "one")
    before = visible(directory)
    if mode == "read-only":
        subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
        for place in (directory, disk / "new"):
            tell(directory, before, **command("build", papers(), "-o", place))
        tell(directory, before, **command("stats", "--json", "--atlas", directory))
        return
    for free in FREE:
        filler = fill(disk, leave=free)
        tell(directory, before, free=free, **attempt(directory))
        filler.unlink()
    filler = fill(disk, leave=0)
    for place in (directory, disk / "new"):
        tell(directory, before, **command("build", papers(), "-o", place))
    tell(directory, before, **command("stats", "--json", "--atlas", directory))
    filler.unlink()
    write(disk / "wanted", "two")
    write(directory, "two")
    tell(directory, visible(disk / "wanted"), rerun=True, leftovers=leftovers(directory))


def tell(directory: Path, wanted: dict[str, bytes], **what: object) -> None:
    """Prints what came of something, and whether the atlas is as it should be."""
    intact = in_force(directory) == visible(directory) == wanted
    strange = [name for name in leftovers(directory) if name != UNFINISHED]
    print(json.dumps({**what, "intact": intact, "strange": strange}), flush=True)  # noqa: T201  # it is a script


def fill(disk: Path, *, leave: int) -> Path:
    """Fills a disk up."""
    state = os.statvfs(disk)
    filler = disk / "filler"
    filler.write_bytes(bytes(max(0, state.f_bavail * state.f_frsize - leave)))
    return filler


def attempt(directory: Path) -> dict[str, object]:
    """Builds the second atlas in a process of its own; what it raised, or how it died."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        failure = "none"
        try:
            write(directory, "two")
        except PaperAtlasError as error:
            failure = str(error)
        except BaseException as error:
            failure = f"unclear: {error!r}"
        os.write(writing, failure.encode())
        os._exit(0)
    os.close(writing)
    _, status = os.waitpid(child, 0)
    with os.fdopen(reading) as told:
        return {"code": status, "said": told.read()}


def command(*words: str | Path) -> dict[str, object]:
    """Runs paperatlas."""
    done = subprocess.run(
        [sys.executable, "-c", "from graph.cli import main; main()", *map(str, words)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return {"command": words[0], "code": done.returncode, "said": done.stderr.strip()}


def papers() -> Path:
    """A file of papers."""
    return next((ROOT / "examples").glob("*-skills.md"))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
