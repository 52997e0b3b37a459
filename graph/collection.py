"""Python's garbage collector, held back while millions of objects are made that all stay.

It goes over all of them again and again and finds nothing: half the time of building a graph
of some thousand papers, a third of opening one that is read from files.
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
    before, settled = gc.isenabled(), False
    gc.disable()

    def settle() -> None:
        nonlocal settled
        settled = True
        gc.freeze()
        gc.enable()

    try:
        yield settle
    finally:
        if settled:
            gc.unfreeze()
        if before:
            gc.enable()
        else:
            gc.disable()
