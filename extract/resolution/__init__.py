"""One thing, one node: the mentions of all papers joined to the nodes of the graph.

Reading order: ``spelling`` (what is one word), ``senses`` (what a short form stands
for), ``groups`` (sets of keys), ``nodes`` (name, type and id of each set), ``resolve``.
"""

from extract.resolution.resolve import resolve

__all__ = ["resolve"]
