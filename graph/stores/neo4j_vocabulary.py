"""What the graph in a Neo4j database is called, and whose names its labels and types are.

A vocabulary is kept as a node ``(:PaperAtlasVocabulary {json: …})``; that of AI research
alone leaves none. While one takes the place of another there is a node for each, so that
a load that was cut is still known to have left names of both.

A graph that was loaded with a fingerprint has a node ``(:PaperAtlasGraph {fingerprint: …,
writer: …})``. Whoever writes puts one with its own writer in its place, which gets a
fingerprint at the end, if it is still there; so a graph has none where a load was cut, or
where two wrote at once.
"""

from __future__ import annotations

from typing import Final

import neo4j

from graph.vocabulary import parsed_vocabulary, vocabulary_json
from schemas import RESEARCH, StoreError, Vocabulary

VOCABULARY_LABEL: Final = "PaperAtlasVocabulary"
"""The label of the node that keeps a vocabulary."""

GRAPH_LABEL: Final = "PaperAtlasGraph"
"""The label of the node that keeps the fingerprint."""


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


def held_fingerprint(transaction: neo4j.ManagedTransaction) -> str:
    """What names the graph in the database, "" where nothing does."""
    found = transaction.run(f"MATCH (g:{GRAPH_LABEL}) RETURN g.fingerprint").values()
    return str(found[0][0] or "") if len(found) == 1 else ""


def begin_change(
    transaction: neo4j.ManagedTransaction, vocabulary: Vocabulary, *, writer: str
) -> tuple[Vocabulary, ...]:
    """Note that a vocabulary comes beside those there are; gives all of them.

    From here on the graph has no fingerprint, until ``end_change`` of the same writer.
    """
    held = stored_vocabularies(transaction)
    transaction.run(f"MATCH (g:{GRAPH_LABEL}) DELETE g").consume()
    transaction.run(f"CREATE (:{GRAPH_LABEL} {{writer: $writer}})", writer=writer).consume()
    if held == (vocabulary,):
        return held
    known = (*held, *([] if vocabulary in held else [vocabulary]))
    for each in known:
        transaction.run(
            f"MERGE (:{VOCABULARY_LABEL} {{json: $json}})", json=vocabulary_json(each)
        ).consume()
    return known


def end_change(
    transaction: neo4j.ManagedTransaction,
    vocabulary: Vocabulary,
    *,
    writer: str,
    fingerprint: str,
) -> None:
    """Note that only this vocabulary's names are left, and what the graph is called."""
    kept = None if vocabulary == RESEARCH else vocabulary_json(vocabulary)
    transaction.run(
        f"MATCH (v:{VOCABULARY_LABEL}) WHERE $kept IS NULL OR v.json <> $kept DELETE v", kept=kept
    ).consume()
    ours = {"writer": writer, "fingerprint": fingerprint}
    graphs = f"MATCH (g:{GRAPH_LABEL})"
    transaction.run(f"{graphs} WHERE coalesce(g.writer, '') <> $writer DELETE g", ours).consume()
    named = "SET g.fingerprint = $fingerprint" if fingerprint else "DELETE g"
    transaction.run(f"{graphs} {named}", ours).consume()
