"""Whose names our labels and edge types in a Neo4j database are.

A vocabulary is kept as a node ``(:PaperAtlasVocabulary {json: …})``; that of AI research
alone leaves none. While one takes the place of another there is a node for each, so that
a load that was cut is still known to have left names of both.
"""

from __future__ import annotations

from typing import Final

import neo4j

from graph.vocabulary import parsed_vocabulary, vocabulary_json
from schemas import RESEARCH, StoreError, Vocabulary

VOCABULARY_LABEL: Final = "PaperAtlasVocabulary"
"""The label of the node that keeps a vocabulary."""


def stored_vocabularies(transaction: neo4j.ManagedTransaction) -> tuple[Vocabulary, ...]:
    """The vocabularies whose names may be in the database: one, two after a cut load.

    Raises:
        StoreError: A node that should keep one keeps something else.
    """
    found = transaction.run(f"MATCH (v:{VOCABULARY_LABEL}) RETURN DISTINCT v.json AS j ORDER BY j")
    try:
        held = tuple(parsed_vocabulary(str(text)) for (text,) in found.values())
    except ValueError as problem:
        raise StoreError(
            f"a node of label {VOCABULARY_LABEL} keeps no vocabulary ({problem}); "
            "delete it and load the atlas again"
        ) from None
    return held or (RESEARCH,)


def begin_change(
    transaction: neo4j.ManagedTransaction, vocabulary: Vocabulary
) -> tuple[Vocabulary, ...]:
    """Note that a vocabulary comes beside those there are; gives all of them."""
    held = stored_vocabularies(transaction)
    if held == (vocabulary,):
        return held
    known = (*held, *([] if vocabulary in held else [vocabulary]))
    for each in known:
        transaction.run(
            f"MERGE (:{VOCABULARY_LABEL} {{json: $json}})", json=vocabulary_json(each)
        ).consume()
    return known


def end_change(transaction: neo4j.ManagedTransaction, vocabulary: Vocabulary) -> None:
    """Note that only this vocabulary's names are left."""
    kept = None if vocabulary == RESEARCH else vocabulary_json(vocabulary)
    transaction.run(
        f"MATCH (v:{VOCABULARY_LABEL}) WHERE $kept IS NULL OR v.json <> $kept DELETE v", kept=kept
    ).consume()
