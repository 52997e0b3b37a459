"""Python's garbage collector, held back while millions of objects are made that all stay.

It goes over all of them again and again and finds nothing: half the time of building a graph
of some thousand papers.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def held_back() -> Iterator[Callable[[], None]]:
    """No collection inside, until what is yielded is called: then only of what is made later.

    Example:
        >>> with held_back() as settle:
        ...     made = gc.isenabled()
        ...     settle()
        ...     later = gc.isenabled()
        >>> made, later
        (False, True)
    """
    before = gc.isenabled()
    gc.disable()

    def settle() -> None:
        gc.freeze()
        gc.enable()

    try:
        yield settle
    finally:
        gc.unfreeze()
        if before:
            gc.enable()
        else:
            gc.disable()
