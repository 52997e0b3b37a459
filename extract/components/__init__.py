"""The components of the pipeline, one a file, each usable alone.

In the order they run: ``sentences``, ``encoder``, ``entities``, ``abbreviations``,
``surfaces``, ``concepts``, ``introductions``, ``relations``, ``results``. The spaCy of an
installed paperatlas knows them by their entry points; ``extract.pipeline`` says the order.
"""
