"""Examples for training: out of fold, kept between runs, put into batches."""

from __future__ import annotations

import hashlib
import pickle
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import torch
from tokenizers import Tokenizer
from torch import Tensor

from extract.components.encoder import plain_tokenizer
from extract.gold import GoldPaper, read_gold
from extract.network.labels import Labels
from extract.network.lexicon import Lexicon, Names, Record
from extract.training.examples import IGNORED, Example, example, of_results_alone
from extract.training.records import GAZETTEER, Records, gazetteer_lexicon
from extract.training.split import HELD_OUT, TENTHS, is_heldout, tenth_of
from extract.training.whole_file import whole_file
from schemas import RESEARCH, Vocabulary


class Dataset(NamedTuple):
    """What a run trains on.

    Attributes:
        examples: Of all papers but the held-out tenth.
        held_out: The papers of the held-out tenth.
        lexicon: What the papers that train say of names; ships with the model.
        lexicons: What a paper of a tenth sees of it: what its own tenth says is left out.
        results: Examples that teach their results, and nothing else.
        silver: Examples that a pipeline annotated; they train, and nothing else comes from them.
    """

    examples: list[Example]
    held_out: list[GoldPaper]
    lexicon: dict[str, Record]
    lexicons: Mapping[int, Lexicon]
    results: list[Example]
    silver: list[Example]


class Batch(NamedTuple):
    """Tensors ``(b, l)``, padded to the longest."""

    ids: Tensor
    features: Tensor
    mask: Tensor
    tags: Tensor
    hidden: Tensor


def dataset(
    gold: Iterable[GoldPaper],
    tokenizer: Tokenizer,
    *,
    vocabulary: Vocabulary = RESEARCH,
    results: Iterable[GoldPaper] = (),
    silver: Iterable[GoldPaper] = (),
) -> Dataset:
    """Every paper sees the lexicon of the tenths that are neither its own nor held out.

    A paper trains once: as it is annotated whole, else for its results, else as silver. Of papers
    of the held-out tenth only silver trains.
    """
    papers, labels = list(gold), Labels(vocabulary)
    records = Records(papers, vocabulary)
    known = gazetteer_lexicon() if vocabulary == RESEARCH else {}
    lexicons = {
        tenth: Names(known | records.lexicon(without={HELD_OUT, tenth}))
        for tenth in range(TENTHS)
        if tenth != HELD_OUT
    }
    examples = [
        example(paper, tokenizer=tokenizer, lexicon=lexicons[tenth], labels=labels)
        for paper in papers
        if (tenth := tenth_of(paper.paper.id)) != HELD_OUT
    ]
    whole = Names(known | records.lexicon(without={HELD_OUT}))
    annotated = {paper.paper.id for paper in papers}
    of_results = {
        paper.paper.id: paper
        for paper in results
        if paper.paper.id not in annotated and not is_heldout(paper.paper.id)
    }
    return Dataset(
        examples=sorted(examples, key=lambda x: x.gold.paper.id),
        held_out=[paper for paper in papers if tenth_of(paper.paper.id) == HELD_OUT],
        lexicon=whole,
        lexicons=lexicons,
        results=[
            of_results_alone(
                example(paper, tokenizer=tokenizer, lexicon=lexicons[tenth_of(key)], labels=labels)
            )
            for key, paper in of_results.items()
        ],
        silver=[
            example(paper, tokenizer=tokenizer, lexicon=whole, labels=labels)
            for paper in silver
            if paper.paper.id not in annotated and paper.paper.id not in of_results
        ],
    )


def cached_dataset(
    gold: Sequence[Path],
    tokenizer: Path,
    *,
    cache: Path,
    vocabulary: Vocabulary = RESEARCH,
    results: Sequence[Path] = (),
    silver: Sequence[Path] = (),
) -> Dataset:
    """As ``dataset``, read from ``cache`` where that was made of the same files by the same code.

    The cache is a pickle of our own making: read none that somebody else wrote.
    """
    made_of = digest_of(vocabulary, gold, results, silver, (tokenizer, GAZETTEER, *_makers()))
    file = cache / f"examples-{made_of}.pickle"
    if file.exists():
        found: Dataset = pickle.loads(file.read_bytes())
        return found
    whole, for_results, by_pipeline = (
        list(_read(files, vocabulary)) for files in (gold, results, silver)
    )
    made = dataset(
        whole,
        plain_tokenizer(tokenizer),
        vocabulary=vocabulary,
        results=for_results,
        silver=by_pipeline,
    )
    with whole_file(file) as place:
        pickle.dump(made, place)
    return made


def digest_of(vocabulary: Vocabulary, *groups: Sequence[Path]) -> str:
    """Twelve hexadecimal digits: of which words and files, and of which group each file is."""
    digest = hashlib.sha256(vocabulary.model_dump_json().encode())
    for files in groups:
        digest.update(str(len(files)).encode())
        for path in files:
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _read(files: Iterable[Path], vocabulary: Vocabulary) -> Iterator[GoldPaper]:
    return (paper for path in files for paper in read_gold(path, vocabulary=vocabulary))


def _makers() -> list[Path]:
    """The modules that say what an example is."""
    training = Path(__file__).parent
    package = training.parent
    return [
        *(training / name for name in ("datasets.py", "examples.py", "records.py", "split.py")),
        *(package / name for name in ("gold.py", "surface.py", "values.py")),
        *sorted((package / "network").glob("*.py")),
    ]


def batches(examples: Sequence[Example], size: int, *, seed: int, epoch: int) -> list[list[int]]:
    """The batches of an epoch as indices: near in length within 16 batches of a shuffled order."""
    rng = random.Random(f"{seed}/{epoch}")
    order = list(range(len(examples)))
    rng.shuffle(order)
    found = []
    for start in range(0, len(order), 16 * size):
        chunk = sorted(order[start : start + 16 * size], key=lambda k: len(examples[k].pieces.ids))
        found += [chunk[k : k + size] for k in range(0, len(chunk), size)]
    rng.shuffle(found)
    return found


def padded(examples: Sequence[Example]) -> Batch:
    """A batch as tensors."""
    shape = (len(examples), max(len(x.pieces.ids) for x in examples))
    batch = Batch(
        ids=torch.zeros(shape, dtype=torch.long),
        features=torch.zeros(shape, dtype=torch.long),
        mask=torch.zeros(shape, dtype=torch.long),
        tags=torch.full(shape, IGNORED),
        hidden=torch.full(shape, IGNORED),
    )
    for row, x in enumerate(examples):
        size = len(x.pieces.ids)
        batch.ids[row, :size] = torch.from_numpy(x.pieces.ids)
        batch.features[row, :size] = torch.from_numpy(x.pieces.features)
        batch.mask[row, :size] = 1
        batch.tags[row, :size] = torch.from_numpy(x.tags)
        if x.hidden is not None:
            batch.hidden[row, :size] = torch.from_numpy(x.hidden)
    return batch
