"""Where the graph is kept: one file per database behind one protocol.

Reading order: ``protocol``, ``rows``, ``changed_rows``, ``values``, ``ladybug`` (with
``ladybug_log``, ``ladybug_opening``, ``ladybug_loading``, ``ladybug_updating`` and
``ladybug_rewriting``), ``neo4j`` (with ``neo4j_login``, ``neo4j_vocabulary``,
``neo4j_loading`` and ``neo4j_updating``), ``memory``.
Importing this loads no driver; ``open_store`` loads the one that is asked for.
"""

from graph.stores.opening import open_store, shown_address
from graph.stores.protocol import Rows, Store

__all__ = ["Rows", "Store", "open_store", "shown_address"]
