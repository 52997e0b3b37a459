"""What short forms mean where no paper at hand says so: shipped, with counts.

The table is mined from the definitions in a large corpus of abstracts by
``extract.training.abbreviations``; only short forms that nearly all papers bind to one
thing are in it (RL, not SAM).
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from extract.resolution.spelling import spelling_key

TABLE: Final = Path(__file__).parent.parent / "data" / "abbreviations.tsv"


@cache
def known_long_forms() -> Mapping[str, str]:
    """Spelling key of the long form, by that of the short form.

    Example:
        >>> known_long_forms()[spelling_key("RL")] == spelling_key("reinforcement learning")
        True
    """
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return {
            spelling_key(row["short"]): spelling_key(row["long"])
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        }
