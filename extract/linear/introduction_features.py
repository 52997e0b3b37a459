"""Readable features of the question: does this paper introduce this concept?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from extract.linear.units import PaperUnits, Place, Unit, list_lead, stem

_PROPOSING = frozenset(
    "propos present introduc releas develop contribut describ design build built construct creat "  # noqa: SIM905
    "named call dubb termed provid collect curat publish offer formulat defin train".split()
)
_WINDOW = 8


def introduction_features(paper: PaperUnits, concept: int) -> list[str]:
    """The features of one concept, sorted, each once.

    Example:
        >>> from extract.components.concepts import Concept
        >>> from schemas import EntityType
        >>> paper = PaperUnits(
        ...     "FoldNet: Towels", ((0, 15),), (Concept("FoldNet", EntityType.METHOD, ((0, 7),)),)
        ... )
        >>> "title=name:" in introduction_features(paper, 0)
        True
    """
    features = set(_of_concept(paper, concept))
    for n, place in enumerate(paper.places[concept]):
        for feature in mention_features(paper, place):
            features.add(feature)
            if n == 0:
                features.add(f"first {feature}")
    return sorted(features)


def _of_concept(paper: PaperUnits, concept: int) -> Iterator[str]:
    kind = paper.concepts[concept].type
    places = paper.places[concept]
    key = paper.concepts[concept].key
    shape = name_shape(key)
    title = _title_role(paper, places[0])
    surfaces = {paper.text[start:end] for start, end in paper.concepts[concept].mentions}
    yield f"type={kind}"
    yield f"title={title}"
    yield f"title={title} type={kind}"
    yield f"title={title} shape={shape}"
    yield f"shape={shape}"
    yield f"shape={shape} type={kind}"
    yield f"mentions={min(len(places), 5)}"
    yield f"mentions={min(len(places), 5)} shape={shape}"
    yield f"name={key.lower()}"
    yield f"name ends={key.lower().split()[-1]}"
    yield f"words={min(len(key.split()), 4)}"
    if len({s.lower() for s in surfaces}) > 1:
        yield f"several forms shape={shape}"
    first = next((s.sentence for s in places if s.sentence > 0), None)
    proposal = proposing_sentence(paper)
    if first is not None:
        part = 4 * (first - 1) // max(1, len(paper.units) - 1)
        yield f"first quarter={part}"
        yield f"first quarter={part} shape={shape}"
        if proposal is not None:
            order = "before" if first < proposal else "in" if first == proposal else "after"
            yield f"first {order} proposal"
            yield f"first {order} proposal type={kind}"
            yield f"first {order} proposal shape={shape}"


def _title_role(paper: PaperUnits, place: Place) -> str:
    """``name:`` before a colon, ``start``, ``:subtitle`` after one, ``inside``, or ``none``."""
    if place.sentence != 0:
        return "none"
    words = [u.word for u in paper.units[0]]
    if place.position == 0:
        return "name:" if words[1:2] == [":"] else "start"
    if ":" in words[: place.position]:
        return ":subtitle"
    return "before colon" if ":" in words else "inside"


def mention_features(paper: PaperUnits, place: Place) -> Iterator[str]:
    """Yields what the words around one mention say."""
    units = paper.units[place.sentence]
    at = place.position
    where = "title" if place.sentence == 0 else "text"
    left = [u.word for u in units[max(0, at - 3) : at]]
    right = [u.word for u in units[at + 1 : at + 4]]
    yield f"{where} -1={left[-1] if left else '^'}"
    yield f"{where} +1={right[0] if right else '$'}"
    if where == "title":
        return
    yield f"-2={' '.join(left[-2:])}"
    yield f"-3={' '.join(left)}"
    yield f"+2={' '.join(right[:2])}"
    lead = list_lead(units, at)
    yield f"lead={' '.join(u.word for u in units[max(0, lead - 1) : lead + 1])}"
    for unit in units[max(0, at - _WINDOW) : at]:
        yield f"left {stem(unit.word)}"
    for unit in units[at + 1 : at + 1 + _WINDOW // 2]:
        yield f"right {stem(unit.word)}"
    yield from _proposal(units, at)


def _proposal(units: Sequence[Unit], at: int) -> Iterator[str]:
    """How far the last proposing verb before the mention is, and who proposes."""
    words = [u.word for u in units[:at]]
    verb = next((n for n in reversed(range(at)) if stem(words[n]) in _PROPOSING), None)
    if verb is None:
        return
    between = sum(u.concept is not None for u in units[verb + 1 : at])
    who = next((w for w in reversed(words[:verb]) if w in {"we", "paper", "work"}), "?")
    yield f"{who} {stem(words[verb])} +{min(between, 3)} mentions"
    yield f"{who} proposes +{min(between, 3)} mentions"
    yield f"proposed at {min(at - verb, 10)} words"
    inside = set(words[verb + 1 : at]) & {"for", "using", "with", "on", "of", "in", "based"}
    for word in sorted(inside):
        yield f"proposed, then {word}"
    if not inside:
        yield f"proposed as object +{min(between, 2)} mentions"


def proposing_sentence(paper: PaperUnits) -> int | None:
    """The first sentence of the abstract in which "we" or "paper" and a proposing verb meet."""
    for n, units in enumerate(paper.units[1:], 1):
        words = {u.word for u in units}
        if words & {"we", "paper", "work", "our"} and any(
            stem(w) in {"propos", "present", "introduc", "releas", "develop"} for w in words
        ):
            return n
    return None


@lru_cache(maxsize=1 << 12)
def name_shape(name: str) -> str:
    """What a name looks like.

    Example:
        >>> [name_shape(n) for n in ("PSEC", "CycleQD", "GPT-4", "Gato", "Open World", "folding")]
        ['acronym', 'camel', 'digit', 'capital', 'capitals', 'lower']
    """
    words = name.split()
    if any(c.isdigit() for c in name):
        return "digit"
    if len(words) == 1 and sum(c.isupper() for c in name) >= 2:
        return "acronym" if name.rstrip("s").isupper() else "camel"
    capitals = [w for w in words if w[0].isupper()]
    if len(words) == 1:
        return "capital" if capitals else "lower"
    return "capitals" if len(capitals) * 2 > len(words) else "mixed" if capitals else "lower"
