"""Turns a checkpoint into the pipeline that ships: ``python -m extract.training.export --help``.

The encoder becomes an int8 ONNX file, quantized dynamically and per channel, with seven bits
(``reduce_range``): processors without VNNI saturate on eight. The heads stay in fp32.
"""

from __future__ import annotations

import tempfile
import warnings
from pathlib import Path
from typing import Any, Final

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from spacy.language import Language
from torch import Tensor, nn

from extract.components import encoder, entities, introductions, relations, results
from extract.components.encoder import plain_tokenizer
from extract.network.encoder import OUTPUTS, OnnxEncoder, Run
from extract.network.lexicon import Lexicon, Names
from extract.network.numerics import Floats, Integers
from extract.pipeline import empty_pipeline
from extract.training.network import Extractor

WEIGHTS: Final[dict[str, tuple[str, ...]]] = {
    entities.FACTORY: ("tags.", "surface."),
    introductions.FACTORY: ("introduced.", "type_vectors."),
    relations.FACTORY: (
        "head.",
        "tail.",
        "relation.",
        "distance.",
        "order.",
        "apart.",
        "type_vectors.",
    ),
    results.FACTORY: (
        *("kind.", "ask.", "answer.", "near.", "offset.", "value_apart.", "value_rank.", "point."),
        *("otherwise.", "word_ask.", "word_answer.", "word_offset.", "type_vectors."),
    ),
}
"""Which weights belong to which component, by the start of their name."""


def pipeline_of(model: Extractor, *, run: Run, tokenizer: Path, lexicon: Lexicon) -> Language:
    """A pipeline with the weights of a model; calibrations and cuts are still to be set.

    Args:
        model: The trained network.
        run: Runs its encoder.
        tokenizer: ``tokenizer.json`` of the encoder.
        lexicon: What is known of names.
    """
    nlp = empty_pipeline(model.labels.vocabulary)
    reader: Any = nlp.get_pipe(encoder.FACTORY)
    reader.run, reader.tokenizer = run, plain_tokenizer(tokenizer)
    reader.lexicon = Names(lexicon)
    state = model.state_dict()
    for name, starts in WEIGHTS.items():
        component: Any = nlp.get_pipe(name)
        component.load({n: w.numpy().copy() for n, w in state.items() if n.startswith(starts)})
    return nlp


def torch_run(model: Extractor) -> Run:
    """Runs the encoder in torch, in fp32."""

    def run(ids: Integers, features: Integers) -> tuple[Floats, Floats, Floats]:
        with torch.no_grad():
            one, two = torch.from_numpy(ids)[None], torch.from_numpy(features)[None]
            hidden, query, key = model.encode(one, two, torch.ones_like(one))
        return hidden[0].numpy(), query[0].numpy(), key[0].numpy()

    return run


class _OneText(nn.Module):
    """The encoder on one text without padding, as it ships."""

    def __init__(self, model: Extractor) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids: Tensor, features: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        hidden, query, key = self.model.encode(ids, features, torch.ones_like(ids))
        return hidden[0], query[0], key[0]


def write_encoder(model: Extractor, path: Path, *, int8: bool = True) -> OnnxEncoder:
    """Writes the encoder of a model as ONNX, for texts of any length."""
    model.eval()
    for module in model.modules():
        if hasattr(module, "config"):
            module.config._attn_implementation = "eager"
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        whole = Path(folder) / "encoder.onnx" if int8 else path
        given = (torch.ones(1, 24, dtype=torch.long), torch.zeros(1, 24, dtype=torch.long))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of tracing, and of an exporter that is kept for BERT
            torch.onnx.export(
                _OneText(model).eval(),  # or the export leaves the model in training mode
                given,
                str(whole),
                dynamo=False,
                opset_version=17,
                input_names=["ids", "features"],
                output_names=list(OUTPUTS),
                dynamic_axes={
                    "ids": {1: "l"},
                    "features": {1: "l"},
                    "hidden": {0: "l"},
                    "query": {1: "l"},
                    "key": {1: "l"},
                },
            )
        if int8:
            quantize_dynamic(
                str(whole),
                str(path),
                per_channel=True,
                reduce_range=True,
                weight_type=QuantType.QInt8,
            )
    return OnnxEncoder(path)
