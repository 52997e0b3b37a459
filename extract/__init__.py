"""From files of abstracts to resolved papers: the stages, in order.

    read        files of papers, checked, as a stream         ``extract.reading``
    annotate    what each paper says, one paper at a time     ``extract.annotation``
    resolve     the mentions of all papers joined to nodes    ``extract.resolution``
    evaluate    annotations scored against gold               ``extract.evaluation``

A stage is loaded when it is asked for: ``from extract import read`` loads no spaCy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extract.annotation import annotate
    from extract.evaluation import evaluate
    from extract.reading import read
    from extract.resolution import resolve

_STAGES = {
    "read": "extract.reading",
    "annotate": "extract.annotation",
    "resolve": "extract.resolution",
    "evaluate": "extract.evaluation",
}

__all__ = ["annotate", "evaluate", "read", "resolve"]


def __getattr__(name: str) -> Any:
    """Loads a stage the first time it is asked for."""
    if name not in _STAGES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_STAGES[name]), name)
