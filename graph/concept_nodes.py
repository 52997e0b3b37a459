"""The node of each concept of a paper, read off its mentions."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from schemas import Mention


def concept_nodes(mentions: Iterable[Mention]) -> dict[str, str | None]:
    """The node that most mentions of a concept have; of equals that of the first.

    They differ where the user says that two ways to write a concept are two things. A
    concept without a node is hidden: neither it nor what is said of it is in the graph.

    Args:
        mentions: The mentions of one paper.

    Example:
        >>> short, long, again = (
        ...     Mention(start=i, end=i + 1, type="Method", text="X", concept="x", node=node)
        ...     for i, node in enumerate(("method:pae", "method:proposer", "method:proposer"))
        ... )
        >>> concept_nodes([short, long]), concept_nodes([short, long, again])
        ({'x': 'method:pae'}, {'x': 'method:proposer'})
        >>> concept_nodes([long.model_copy(update={"node": None})])
        {'x': None}
    """
    counts: defaultdict[str, Counter[str | None]] = defaultdict(Counter)
    for mention in sorted(mentions, key=lambda m: m.start):
        counts[mention.concept][mention.node] += 1
    return {concept: nodes.most_common(1)[0][0] for concept, nodes in counts.items()}
