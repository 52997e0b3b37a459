"""What the components with weights share: settings, weights, and how both are kept."""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import Any, ClassVar, Final, Generic, TypeVar

import numpy as np
import srsly
from pydantic import ValidationError
from spacy import util

from extract.components.extensions import set_extensions
from extract.network.calibration import Calibration
from extract.network.heads import Head, Weights
from extract.network.labels import Labels
from schemas import RESEARCH, AnnotationError, Vocabulary, first_problem

WEIGHTS: Final = "weights.npz"
SETTINGS: Final = "settings.json"

HeadT = TypeVar("HeadT", bound=Head)


class WeightedComponent(Generic[HeadT]):
    """A component whose answers come from a head.

    It is made empty; ``from_disk``, ``from_bytes`` or ``load`` fills it.

    Args:
        name: Name of the component in the pipeline.

    Attributes:
        calibration: From the head's score to a confidence, and the cut.
        label_set: What the head chooses from.
    """

    HEAD: ClassVar[Any]
    """Makes the head from its weights."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.calibration = Calibration()
        self.label_set = Labels(RESEARCH)
        self._head: HeadT | None = None
        set_extensions()

    @property
    def head(self) -> HeadT:
        """The head.

        Raises:
            AnnotationError: The component has no weights yet.
        """
        if self._head is None:
            raise AnnotationError(
                f"the component {self.name!r} has no weights: read a trained pipeline from disk "
                "(spacy.load, nlp.from_disk) instead of adding an empty one"
            )
        return self._head

    def load(self, weights: Weights) -> None:
        """Takes the weights of a head."""
        self._head = self.HEAD(weights)

    def settings(self) -> dict[str, Any]:
        """What is kept beside the weights, as JSON has it."""
        vocabulary = self.label_set.vocabulary.model_dump(mode="json")
        return {"calibration": vars(self.calibration), "vocabulary": vocabulary}

    def set(self, settings: dict[str, Any]) -> None:
        """Takes settings as ``settings`` gives them; without a vocabulary it is ``RESEARCH``."""
        self.calibration = Calibration(**settings["calibration"])
        if "vocabulary" in settings:
            self.label_set = Labels(Vocabulary.model_validate(settings["vocabulary"]))

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Writes weights and settings into a directory."""
        folder = util.ensure_path(path)
        folder.mkdir(parents=True, exist_ok=True)
        write_weights(folder / WEIGHTS, self.head.weights)
        text = json.dumps(self.settings(), indent=2) + "\n"  # a vocabulary has an order
        (folder / SETTINGS).write_text(text, encoding="utf-8", newline="")

    def from_disk(
        self, path: str | Path, *, exclude: Iterable[str] = ()
    ) -> WeightedComponent[HeadT]:
        """Reads weights and settings from a directory."""
        folder = util.ensure_path(path)
        self.load(read_weights(folder / WEIGHTS))
        try:
            self.set(json.loads((folder / SETTINGS).read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError) as problem:
            raise AnnotationError(
                f"{folder / SETTINGS}: cannot be read as settings: {_said(problem)}; they hold "
                "a calibration and a vocabulary"
            ) from None
        return self

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """Weights and settings as bytes."""
        parts = {"weights": self.head.weights, "settings": self.settings()}
        content: bytes = srsly.msgpack_dumps(parts)
        return content

    def from_bytes(
        self, content: bytes, *, exclude: Iterable[str] = ()
    ) -> WeightedComponent[HeadT]:
        """Takes weights and settings as ``to_bytes`` gives them.

        Raises:
            AnnotationError: The bytes are something else; names the component.
        """
        try:
            parts = srsly.msgpack_loads(content)
            self.load(parts["weights"])
            self.set(parts["settings"])
        except AnnotationError:
            raise
        except Exception as problem:  # of many classes
            raise AnnotationError(
                f"the component {self.name!r} cannot be read from bytes that are not what its "
                "to_bytes gives"
            ) from problem
        return self


def _said(problem: Exception) -> str:
    """What was wrong with settings, in one line."""
    if isinstance(problem, ValidationError):
        return first_problem(problem, whole="vocabulary")
    if isinstance(problem, OSError):
        return problem.strerror or str(problem)
    if isinstance(problem, KeyError):
        return f"{problem} is missing"
    return "they are not as to_disk writes them" if isinstance(problem, TypeError) else str(problem)


def write_weights(path: Path, weights: Weights) -> None:
    """Writes arrays by name; the same arrays give the same bytes."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(weights):
            content = BytesIO()
            np.save(content, weights[name])
            entry = zipfile.ZipInfo(f"{name}.npy", date_time=(1980, 1, 1, 0, 0, 0))
            archive.writestr(entry, content.getvalue(), zipfile.ZIP_DEFLATED)


def read_weights(path: Path) -> dict[str, Any]:
    """Reads arrays by name.

    Raises:
        AnnotationError: The file is missing or holds no arrays; names it.
    """
    try:
        arrays = np.load(path, allow_pickle=False)
        if not isinstance(arrays, np.lib.npyio.NpzFile):
            raise ValueError("one array without a name")
        with arrays:
            return {name: arrays[name].astype(np.float32) for name in arrays.files}
    except (OSError, ValueError, EOFError, zipfile.BadZipFile, zlib.error) as problem:
        raise AnnotationError(f"{path}: cannot be read as weights: {problem}") from None
