"""The command ``paperatlas``.

Reading order: ``app`` (options for all, exit codes), then the commands: ``building``
(build, extract, load), ``asking`` (cypher, query, stats), ``viewing`` (page),
``scoring`` (evaluate); ``console`` and ``tables`` say how things are printed.
"""

from graph.cli.app import main

__all__ = ["main"]
