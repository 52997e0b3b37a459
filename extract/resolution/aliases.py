"""Names that a shipped list gives one thing."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import Final

TABLE: Final = Path(__file__).parent.parent / "data" / "aliases.tsv"


@cache
def known_aliases() -> tuple[tuple[str, str], ...]:
    """Pairs of a name and another name of the same thing."""
    with TABLE.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return tuple((row["name"], row["alias"]) for row in rows)
