"""The manifest of an atlas: what made it and what is in it; no times, no paths."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from graph.directory import MANIFEST, MOST_CONNECTED, NAMES
from graph.files import CANONICAL
from graph.hashes import checksum
from graph.version import __version__, code_version
from schemas import AtlasError

_FORMAT = 3
_PARTS = ("versions", "settings", "counts", "run")
_KEPT = (*CANONICAL, NAMES, MOST_CONNECTED)


def write_manifest(
    version: Path,
    *,
    extractor: str,
    settings: dict[str, Any],
    counts: dict[str, Any],
    run: dict[str, int] | None = None,
    graph: str = "",
    curated: bool = False,
) -> None:
    """Writes the manifest of a version, whose files are all there.

    Args:
        version: Directory of the version.
        extractor: Fingerprint of the extractor.
        settings: What was asked for.
        counts: Papers, nodes by type, edges by type, pages: the same however they came here.
        run: What the last run alone read, left out and changed.
        graph: What names the graph that the canonical files hold.
        curated: Whether the user decided on names.
    """
    manifest = {
        "atlas": _FORMAT,
        "versions": {
            "paperatlas": __version__,
            "extractor": extractor,
            "code": code_version(),
        },
        "settings": settings,
        "graph": graph,
        "curated": curated,
        "counts": counts,
        "run": run or {},
        "crc32": {name: checksum(version / name) for name in sorted(_KEPT)},
    }
    (version / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")


def read_manifest(version: Path) -> dict[str, Any]:
    """Reads it back.

    Raises:
        AtlasError: It is missing, damaged, or of another format.
    """
    path = version / MANIFEST
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or "not JSON"
        raise AtlasError(f"{path}: {reason}; build the atlas anew") from None
    if not isinstance(manifest, dict) or manifest.get("atlas") != _FORMAT:
        raise AtlasError(f"{path}: no manifest of format {_FORMAT}; build the atlas anew")
    parts = [*_PARTS, *({"crc32"} & manifest.keys())]
    missing = [part for part in parts if not isinstance(manifest.get(part), dict)]
    if missing:
        raise AtlasError(f"{path}: {missing[0]!r} is missing; build the atlas anew")
    return manifest


def damage(version: Path, manifest: Mapping[str, Any]) -> dict[str, str]:
    """Files of a version that are missing or not as they were written.

    All of them are read. Of a version from before manifests kept their checksums it is only known
    what is missing.

    Returns:
        By the name of the file, what is wrong with it.
    """
    found = {}
    for name, kept in manifest.get("crc32", dict.fromkeys(CANONICAL)).items():
        path = version / name
        if not path.is_file():
            found[name] = f"{path} is missing"
        elif kept is not None and checksum(path) != kept:
            found[name] = f"{path} is not as it was written"
    return found
