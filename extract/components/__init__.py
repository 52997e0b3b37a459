"""The components of the pipeline, one a file, each usable alone.

In the order they run: ``sentences``, ``encoder``, ``entities``, ``abbreviations``,
``surfaces``, ``concepts``, ``introductions``, ``relations``, ``results``. The spaCy of an
installed paperatlas knows them by their entry points; ``extract.pipeline`` says the order,
``doc_bytes`` how what they say is written and read, whichever of them are there.
"""

from extract.components import doc_bytes  # noqa: F401  # registers how
