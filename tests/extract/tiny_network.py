"""A network small enough to make by hand: a vocabulary, an encoder that looks pieces up, heads.

Its hidden states are one-hot, a column for each piece of the vocabulary, so that the weights of a
head read as a table: ``weight[answer, column_of("foldnet")]``.
"""

from __future__ import annotations

import numpy as np
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer
from tokenizers.processors import TemplateProcessing

from extract.network.encoder import Reading, read_pieces
from extract.network.heads import BLOCK, WORD, Weights
from extract.network.labels import FIRST_CONCEPT, KINDS, ROLES, Labels
from extract.network.lexicon import Lexicon
from extract.network.numerics import Floats, Integers
from extract.network.word_pieces import word_pieces
from schemas import RESEARCH

LABELS = Labels(RESEARCH)
TYPES, RELATIONS, TAGS = LABELS.types, LABELS.relations, LABELS.tags

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")
WORDS = (
    *("fold", "net", "foldnet", "pick", "picknet", "towel", "bench", "##bench", "##net", "folding"),
    *("we", "propose", "on", "at", "and", "beats", "reaches", "success", "rate", "the", "of", "a"),
    *("it", "with", "paper", "transformer", "##s", "one", "two", "fast", "text"),
)
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789.,:;!?%+-/()\\${}_~±"
VOCABULARY = (*SPECIAL, *WORDS, *LETTERS, *(f"##{letter}" for letter in LETTERS))
WIDTH = len(set(VOCABULARY))
"""Columns of the hidden states."""
PAIR = 2 * BLOCK
SIDE = 8


def tiny_tokenizer() -> Tokenizer:
    """A WordPiece tokenizer like the encoder's; letters are pieces, so that little is unknown."""
    vocabulary = {piece: k for k, piece in enumerate(dict.fromkeys(VOCABULARY))}
    tokenizer = Tokenizer(WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = BertNormalizer()
    tokenizer.pre_tokenizer = BertPreTokenizer()
    markers = [("[CLS]", vocabulary["[CLS]"]), ("[SEP]", vocabulary["[SEP]"])]
    tokenizer.post_processor = TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=markers)
    return tokenizer


TOKENIZER = tiny_tokenizer()


def column_of(piece: str) -> int:
    """The column of the hidden states that is 1 where a piece stands."""
    column = TOKENIZER.token_to_id(piece)
    assert isinstance(column, int), piece
    return column


class LookUp:
    """An encoder whose states are functions of the ids and features, one by one."""

    def __call__(self, ids: Integers, features: Integers) -> tuple[Floats, Floats, Floats]:
        """One-hot states; queries and keys of two heads."""
        hidden = np.eye(WIDTH, dtype=np.float32)[ids]
        steps = np.stack([ids, features, ids % 7], -1).astype(np.float32) / 10
        return hidden, np.stack([steps, -steps]), np.stack([np.cos(steps), np.sin(steps)])


def read(text: str, *, lexicon: Lexicon | None = None) -> Reading:
    """A text as the tiny encoder reads it; its title ends at the first line break."""
    end = text.find("\n")
    pieces = word_pieces(
        text,
        len(text) if end < 0 else end,
        tokenizer=TOKENIZER,
        lexicon=lexicon or {},
        labels=LABELS,
    )
    return read_pieces(pieces, LookUp())


def shapes(width: int = WIDTH) -> dict[str, tuple[int, ...]]:
    """Shapes of the weights of all heads over states of a width."""
    types, labels = len(TYPES), 1 + len(RELATIONS)
    entity = width + types + 2
    layers = {
        "tags": (len(TAGS), width),
        "surface.0": (16, 3 * width + 3),
        "surface.3": (1 + types, 16),
        "introduced.0": (16, width + types + 1 + 3),
        "introduced.2": (1, 16),
        "head": (PAIR, entity + width),
        "tail": (PAIR, entity + width),
        "relation": (labels, PAIR * BLOCK),
        "kind.0": (16, 3 * width),
        "kind.2": (len(KINDS), 16),
        "ask": (SIDE, 2 * width),
        "answer": (SIDE, entity),
        "near": (SIDE, width),
        "point": (len(ROLES), SIDE),
        "otherwise": (FIRST_CONCEPT * len(ROLES), 3 * width),
        "word_ask": (len(ROLES) * 2 * WORD, 2 * width),
        "word_answer": (2 * WORD, width),
    }
    tables = {
        "type_vectors": (types + 1, types + 1),
        "distance": (10, labels),
        "order": (3, labels),
        "apart": (4, labels),
        "offset": (20, SIDE),
        "value_apart": (4, SIDE),
        "value_rank": (4, SIDE),
        "word_offset": (20, 2 * len(ROLES)),
    }
    found = {f"{name}.weight": shape for name, shape in (layers | tables).items()}
    return found | {f"{name}.bias": shape[:1] for name, shape in layers.items()}


def no_weights() -> dict[str, Floats]:
    """Weights of all heads, all nought."""
    return {name: np.zeros(shape, dtype=np.float32) for name, shape in shapes().items()}


def any_weights(seed: int, *, size: float = 1.0) -> Weights:
    """Weights of all heads, drawn at random."""
    rng = np.random.default_rng(seed)
    return {name: rng.normal(0, size, shape).astype(np.float32) for name, shape in shapes().items()}


def tagger(names: dict[str, str]) -> dict[str, Floats]:
    """Weights under which words of one piece are names of a type, and nothing else is."""
    weights = no_weights()
    weights["tags.bias"][0] = 8
    for word, kind in names.items():
        weights["tags.weight"][TAGS.index(f"U-{kind}"), column_of(word)] = 16
    return weights
