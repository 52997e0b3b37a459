"""The ledger of a resolution: what it was made of, so that a change costs what it changes.

It is a SQLite file beside an atlas. ``filling`` writes it with a resolution of all papers;
``mending`` takes papers out and puts others in, stage by stage as ``resolve`` does:
``ledger_usage`` (what all papers say), ``link_table`` (which keys rules link), ``set_table``
(which are one), ``paper_table`` and ``decisions`` (which node each concept is), ``node_table``
(name, type and id), ``node_variants``, ``node_suggestions``. Each looks again at what the
change may have touched, by the rules of the resolution itself; what comes out is to the byte
what resolving all papers anew would give.
"""

from extract.resolution.ledger.filling import new_ledger
from extract.resolution.ledger.mending import mended

__all__ = ["mended", "new_ledger"]
