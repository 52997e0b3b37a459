"""Where the graph is kept: one file per database behind one protocol.

Reading order: ``protocol``, ``rows``, ``values``, ``ladybug`` (with
``ladybug_loading``), ``neo4j`` (with ``neo4j_login`` and ``neo4j_loading``), ``memory``.
Importing this loads no driver; ``open_store`` loads the one that is asked for.
"""

from graph.stores.opening import open_store, shown_address
from graph.stores.protocol import Rows, Store

__all__ = ["Rows", "Store", "open_store", "shown_address"]
