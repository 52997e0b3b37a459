"""Trains the entity recogniser that ships: ``python -m extract.training.ner --help``.

spaCy's own convolutional recogniser: hashed embeddings of the word and its affixes and
shape (MultiHashEmbed), a window encoder, and a transition parser over it. It learns from
nine tenths of the annotated papers; the fixed tenth says which epoch is kept. The
weights kept are averages over the steps. Same data, seed and thread count give the same
weights.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from spacy.training.batchers import minibatch_by_words
from thinc.api import Adam, NumpyOps, Optimizer, fix_random_seed, set_current_ops
from thinc.schedules import warmup_linear

from extract.gold import GoldPaper, read_gold
from extract.tokenization import blank_pipeline
from extract.training.split import is_heldout

WIDTH: Final = 96
WORDS_PER_BATCH: Final = 1000
LEARN_RATE: Final = 0.002
REPORT_EVERY: Final = 200_000


def recogniser_config(
    *, width: int = WIDTH, depth: int = 4, rows: int = 10000, vectors: bool = False
) -> dict[str, Any]:
    """The network, in spaCy's configuration."""
    return {
        "moves": None,
        "update_with_oracle_cut_size": 50,
        "model": {
            "@architectures": "spacy.TransitionBasedParser.v2",
            "state_type": "ner",
            "extra_state_tokens": False,
            "hidden_width": 64,
            "maxout_pieces": 2,
            "use_upper": True,
            "nO": None,
            "tok2vec": {
                "@architectures": "spacy.Tok2Vec.v2",
                "embed": {
                    "@architectures": "spacy.MultiHashEmbed.v2",
                    "width": width,
                    "attrs": ["NORM", "ORTH", "PREFIX", "SUFFIX", "SHAPE"],
                    "rows": [rows, rows // 2, rows // 10, rows // 4, rows // 4],
                    "include_static_vectors": vectors,
                },
                "encode": {
                    "@architectures": "spacy.MaxoutWindowEncoder.v2",
                    "width": width,
                    "depth": depth,
                    "window_size": 1,
                    "maxout_pieces": 3,
                },
            },
        },
    }


def gold_document(nlp: Language, gold: GoldPaper) -> Doc:
    """A document whose entities are the gold mentions, but for those off its token borders."""
    doc = nlp.make_doc(gold.paper.text)
    spans = (doc.char_span(s.start, s.end, label=str(s.type)) for s in sorted(gold.spans))
    doc.set_ents([span for span in spans if span is not None])
    return doc


def training_examples(nlp: Language, golds: Iterable[GoldPaper]) -> list[Example]:
    """What the recogniser sees beside what it should say."""
    return [Example(nlp.make_doc(gold.paper.text), gold_document(nlp, gold)) for gold in golds]


def f1_of_mentions(nlp: Language, examples: Sequence[Example]) -> float:
    """F1 of exact spans with their types."""
    right = predicted = wanted = 0
    for example in examples:
        doc = nlp(example.reference.text)
        found = {(e.start_char, e.end_char, e.label_) for e in doc.ents}
        gold = {(e.start_char, e.end_char, e.label_) for e in example.reference.ents}
        right, predicted, wanted = (
            right + len(found & gold),
            predicted + len(found),
            wanted + len(gold),
        )
    return 2 * right / max(1, predicted + wanted)


def train(
    nlp: Language,
    training: Sequence[Example],
    heldout: Sequence[Example],
    *,
    config: dict[str, Any],
    epochs: int,
    dropout: float,
    seed: int,
    report: Callable[[str], None],
) -> Iterator[tuple[int, float, float]]:
    """Adds ``ner`` to a pipeline and trains it.

    Yields:
        After each epoch its number, the loss and the held-out F1. While the consumer
        holds one, the pipeline carries the averaged weights.
    """
    fix_random_seed(seed)
    shuffler = random.Random(seed)
    nlp.add_pipe("ner", config=config)
    nlp.initialize(lambda: training)
    words = sum(len(example.reference) for example in training)
    steps = epochs * words // WORDS_PER_BATCH
    optimizer: Optimizer = Adam(
        learn_rate=_warmed_up(steps),  # type: ignore[arg-type]  # thinc means its own Generator
        L2=0.01,
        grad_clip=1.0,
        use_averages=True,
        L2_is_weight_decay=True,
    )
    order = list(training)
    seen = reported = 0
    for epoch in range(1, epochs + 1):
        shuffler.shuffle(order)
        losses: dict[str, float] = {}
        for batch in minibatch_by_words(order, WORDS_PER_BATCH):
            nlp.update(batch, drop=dropout, sgd=optimizer, losses=losses)
            optimizer.step_schedules()  # type: ignore[no-untyped-call]  # thinc types in part
            seen += sum(len(example.reference) for example in batch)
            if seen // REPORT_EVERY > reported:
                reported = seen // REPORT_EVERY
                report(f"  {seen:,} of {epochs * words:,} words, loss {losses['ner']:,.0f}")
        with nlp.use_params(optimizer.averages):
            yield epoch, losses["ner"], f1_of_mentions(nlp, heldout)


def _warmed_up(steps: int) -> Generator[float]:
    """A learning rate that rises for a twentieth of the steps and then falls to almost none."""
    yield from warmup_linear(LEARN_RATE, steps // 20, int(steps * 1.05))


def main(arguments: Sequence[str] | None = None) -> None:
    """Reads the options, trains, keeps the best epoch on disk."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="annotated papers, JSONL")
    parser.add_argument("--out", type=Path, required=True, help="directory of the pipeline")
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--depth", type=int, default=4, help="layers of the window encoder")
    parser.add_argument("--rows", type=int, default=10000, help="rows of the word embedding")
    parser.add_argument("--dropout", type=float, default=0.15)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)

    started = time.monotonic()
    set_current_ops(NumpyOps(use_blis=False))  # numpy's matrix products are the faster ones
    nlp = blank_pipeline()
    golds = list(read_gold(options.data))
    training = training_examples(nlp, (g for g in golds if not is_heldout(g.paper.id)))
    heldout = training_examples(nlp, (g for g in golds if is_heldout(g.paper.id)))

    def report(line: str) -> None:
        minutes = (time.monotonic() - started) / 60
        print(f"{minutes:6.1f} min  {line}", flush=True)  # noqa: T201  # a command's progress

    report(f"{len(training)} papers to learn from, {len(heldout)} held out")
    best = 0.0
    for epoch, loss, f1 in train(
        nlp,
        training,
        heldout,
        config=recogniser_config(depth=options.depth, rows=options.rows),
        epochs=options.epochs,
        dropout=options.dropout,
        seed=options.seed,
        report=report,
    ):
        kept = f1 > best
        if kept:
            best = f1
            nlp.to_disk(options.out, exclude=["tokenizer", "vocab"])
        report(f"epoch {epoch} loss {loss:,.0f} held-out F1 {f1:.4f}{' kept' if kept else ''}")


if __name__ == "__main__":
    main()
