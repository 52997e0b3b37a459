"""From the reported numbers of one paper to nodes labelled Result and their edges."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from graph.concept_nodes import concept_nodes
from graph.hashes import short_hash
from schemas import (
    ARGUMENT_EDGES,
    PAPER_HEAD,
    RESEARCH,
    RESULT_LABEL,
    AnnotatedPaper,
    Argument,
    Mention,
    Result,
    ResultKind,
    Vocabulary,
)

_FONT: Final = re.compile(
    r"\\(?:text(?:bf|it)?|math(?:bf|rm)|boldsymbol)\{([^{}]*)(?:\}|$)|\{(\\[a-z]+)\}"
)
_LATEX: Final = re.compile(r"\\(times|pm)(?![a-z])|\\(sim|approx)(?![a-z])\s*|\\([%$&#_{}])|[$]")
_SIGNS: Final = {"times": "x", "pm": "±", "sim": "~", "approx": "≈"}


@dataclass(frozen=True)
class ResultFacts:
    """A result as the graph holds it.

    Attributes:
        node: The properties of its node.
        edges: Type of each edge, and the id of the entity it leads to; the paper's REPORTS
            is not among them.
    """

    node: dict[str, Any]
    edges: tuple[tuple[str, str], ...]


def results_of(
    annotated: AnnotatedPaper, names: Mapping[str, str], vocabulary: Vocabulary = RESEARCH
) -> Iterator[ResultFacts]:
    """The results of one paper, one for each id, the surest where one is given twice.

    An argument that is a concept of the paper, of a type that the vocabulary allows
    there, becomes an edge; any other stays as words. A subject that is the paper itself is
    neither: the paper reports it.

    Args:
        annotated: A paper whose mentions carry a node; an argument that is hidden stays as
            words.
        names: Readable name of each node, by id.
        vocabulary: What types each argument may have.

    Example:
        "We report 67.3% success rate on LIBERO", where LIBERO alone is an entity: a node
        named "67.3% success rate on LIBERO" with ``metric_words`` "success rate" and the
        edge ``("RESULT_ON", "benchmark:libero")``.
    """
    paper, annotation = annotated
    first: dict[str, Mention] = {}
    node_of = concept_nodes(annotation.mentions)
    for mention in sorted(annotation.mentions, key=lambda m: m.start):
        if mention.node == node_of[mention.concept]:
            first.setdefault(mention.concept, mention)
    found: dict[str, Result] = {}
    for result in annotation.results:
        key = result_id(paper.id, result)
        if key not in found or result.confidence > found[key].confidence:
            found[key] = result
    for key, result in sorted(found.items()):
        arguments = {
            a: _argument(result, a, first, names, vocabulary.argument_types(a))
            for a in ARGUMENT_EDGES
        }
        shown = {a: argument.shown for a, argument in arguments.items() if argument}
        node = {
            "id": key,
            "type": RESULT_LABEL,
            "name": result_name(
                result.value,
                result.kind,
                metric=shown.get("metric"),
                on=shown.get("on"),
                versus=shown.get("versus"),
            ),
            "value": result.value,
            "number": result.number,
            "unit": result.unit,
            "kind": str(result.kind),
            **{f"{a}_words": x.shown if x and not x.node else None for a, x in arguments.items()},
            "paper": paper.id,
            "sentence": paper.text[result.start_char : result.end_char],
            "start_char": result.start_char,
            "end_char": result.end_char,
            "confidence": result.confidence,
        }
        edges = ((str(ARGUMENT_EDGES[a]), x.node) for a, x in arguments.items() if x and x.node)
        yield ResultFacts(node, tuple(edges))


class _Argument(NamedTuple):
    """What a result says of one of its arguments: a readable name, and the entity if it is one."""

    shown: str
    node: str | None


def _argument(
    result: Result,
    name: Argument,
    concepts: Mapping[str, Mention],
    names: Mapping[str, str],
    types: Collection[str],
) -> _Argument | None:
    given: str | None = getattr(result, name)
    if not given or (name == "subject" and given == PAPER_HEAD):
        return None
    mention = concepts.get(given)
    if mention is None:
        return _Argument(given, None)
    if mention.node is None or mention.type not in types:
        return _Argument(mention.text, None)
    return _Argument(names.get(mention.node, mention.text), mention.node)


def result_id(paper_id: str, result: Result) -> str:
    """The id of a result: its paper, and a hash of where it stands and what it says.

    Nothing else counts, so it stays as it is whatever other papers say.

    Example:
        >>> sure = Result(value="50%", kind="absolute", start_char=0, end_char=9)
        >>> result_id("p1", sure), result_id("p1", sure.model_copy(update={"confidence": 0.2}))
        ('result:p1:58d09337', 'result:p1:58d09337')
    """
    said = (result.value, result.kind, *(getattr(result, argument) for argument in ARGUMENT_EDGES))
    place = f"{result.start_char}:{result.end_char}"
    text = "\0".join([place, *(part or "" for part in said)])
    return f"result:{paper_id}:{short_hash(text)}"


def result_name(
    value: str,
    kind: ResultKind,
    *,
    metric: str | None = None,
    on: str | None = None,
    versus: str | None = None,
) -> str:
    r"""What a person reads in place of a result.

    Example:
        >>> result_name("67.3%", ResultKind.ABSOLUTE, metric="success rate", on="LIBERO")
        '67.3% success rate on LIBERO'
        >>> result_name("+3.8 points", ResultKind.GAIN, metric="accuracy", versus="SAC")
        '+3.8 points gain in accuracy over SAC'
        >>> result_name(r"2.4$\times$", ResultKind.RATIO, metric="training speed")
        '2.4x training speed'
    """
    parts = [readable_value(value)]
    if kind is ResultKind.GAIN:
        parts.append("gain")
    if metric:
        parts.append(f"in {metric}" if kind is ResultKind.GAIN else metric)
    if on:
        parts.append(f"on {on}")
    if versus:
        parts.append(f"{'over' if kind is ResultKind.GAIN else 'versus'} {versus}")
    return " ".join(parts)


def readable_value(value: str) -> str:
    r"""A value without the marks of LaTeX.

    Example:
        >>> readable_value(r"80$\%$"), readable_value(r"\$0.23 per image")
        ('80%', '$0.23 per image')
        >>> readable_value(r"\textbf{2.4$\times$"), readable_value(r"$\sim$ 15 $\pm$ 2\%")
        ('2.4x', '~ 15 ± 2%')
    """

    def plain(mark: re.Match[str]) -> str:
        return _SIGNS.get(mark[1] or mark[2], mark[3] or "")

    marked = 1
    while marked:  # from the inside out
        value, marked = _FONT.subn(r"\1\2", value)
    return _LATEX.sub(plain, value).strip()
