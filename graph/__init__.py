"""The knowledge graph: built, stored, asked, shown.

Reading order: ``build`` (facts to graph), ``files`` and ``directory`` (on disk),
``stores`` (databases), ``names`` and ``questions`` (asking), ``view`` and ``pages``
(showing), ``atlas`` (all of it from Python), ``pipeline`` (from papers to an atlas).
"""

from graph.atlas import Atlas

__all__ = ["Atlas"]
