"""How an atlas is made, and one making of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from graph.former import Former
from graph.pipeline.extractor import Annotator
from graph.pipeline.gathering import Wanted
from graph.progress import Forecast, Progress, silent, unforeseen
from graph.spool import Spool
from graph.stores import Store, open_store
from schemas import Curation

LOG_LIMIT: Final = 2 << 20
"""Bytes of changes that may wait beside the database: folding them in costs what the graph
costs, and every reader goes over them, a fifth of a second for so many."""

_LOG_SHARE: Final = 128
"""One part in so many of a large database may wait beside it: folding in takes 20 s there."""


def embedded_database(path: Path) -> Store:
    """The database that stands in an atlas directory."""
    size = path.stat().st_size if path.is_file() else 0
    return open_store(path, log_limit=max(LOG_LIMIT, size // _LOG_SHARE))


@dataclass(frozen=True)
class Making:
    """How an atlas is made.

    Attributes:
        annotator: What reads its papers.
        database: Opens the store that stands in the directory.
        server: A second store that gets the graph, once the directory is in place.
        progress: Told how far each stage is.
        forecast: Told, after a few seconds, how long the rest will take.
        curation: The user's decisions on names; ``atlas.yaml`` in the directory unless said.
        most_changed: Share of the papers up to which a change takes the former version and
            mends it; beyond, all is made anew.
    """

    annotator: Annotator
    database: Callable[[Path], Store] = embedded_database
    server: Store | None = None
    progress: Progress = silent
    forecast: Forecast = unforeseen
    curation: Path | None = None
    most_changed: float = 0.2


@dataclass(frozen=True)
class Job:
    """The making of one version.

    Attributes:
        version: Its directory, empty.
        former: The version in force, if any.
        want: What it is to hold.
        spool: Where annotated papers go.
        making: How.
        asked: The settings: ``pages`` and ``min_confidence``.
        curation: The user's decisions on names.
        clock: Measures the stages.
    """

    version: Path
    former: Former | None
    want: Wanted
    spool: Spool
    making: Making
    asked: Mapping[str, Any]
    curation: Curation | None
    clock: Clock

    @property
    def least(self) -> float:
        """The least confidence that stays."""
        return float(self.asked["min_confidence"])

    @property
    def is_curated(self) -> bool:
        """Whether the user decides anything."""
        return self.curation is not None and not self.curation.is_empty


@dataclass(frozen=True)
class Written:
    """What a version holds.

    Attributes:
        nodes: Nodes of each type.
        edges: Edges of each type.
        pages: Concept pages.
        fingerprint: What names the graph.
        without_entities: Papers in which nothing was found.
        reused: Papers whose annotation was there from before.
        load: Brings a second store to this version.
        warnings: What the user's decisions say of names that are gone.
    """

    nodes: dict[str, int]
    edges: dict[str, int]
    pages: int
    fingerprint: str
    without_entities: int
    reused: int
    load: Callable[[Store, Progress], None]
    warnings: tuple[str, ...] = ()


class Clock:
    """Seconds spent in each stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, stage: str) -> None:
        """Ends a stage."""
        now = time.perf_counter()
        self.seconds[stage] = round(self.seconds.get(stage, 0.0) + now - self._last, 3)
        self._last = now
