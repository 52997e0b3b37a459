"""A base to train on, small enough to train in seconds."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.extract.tiny_network import TOKENIZER


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Directory of a BertModel of two thin layers and its tokenizer."""
    torch = pytest.importorskip("torch", reason="torch is needed for training alone")
    transformers = pytest.importorskip("transformers", reason="needed for training alone")
    folder = tmp_path_factory.mktemp("base")
    torch.manual_seed(0)
    config = transformers.BertConfig(
        vocab_size=TOKENIZER.get_vocab_size(),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
    )
    transformers.BertModel(config, add_pooling_layer=False).save_pretrained(folder)
    TOKENIZER.save(str(folder / "tokenizer.json"))
    return folder
