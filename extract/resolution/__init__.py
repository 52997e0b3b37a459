"""One thing, one node: the mentions of all papers joined to the nodes of the graph.

Reading order: ``spelling`` and ``dialect`` (what is one word), ``wording`` (what is one
phrase), ``concepts`` (what one paper says), ``usage`` (what all do), ``groups`` (sets of
keys), ``rules`` and ``joins`` (which keys are one), ``meanings`` and ``senses`` (what a short
form stands for), ``nodes`` (name, type and id of each set), ``choices`` (the node of each
concept), ``versions`` (which node is a version of which), ``shared_units``, ``slips`` and
``suggestions`` (what the rules are unsure of), ``curated_units``, ``curated_names``,
``curated_marks``, ``curated_parts`` and ``curated_sets`` (what the user says), ``resolve``, and
``ledger`` (what it was made of, for a change of few papers).
"""

from extract.resolution.resolve import resolve
from extract.resolution.rules import JOIN_RULES
from extract.resolution.senses import SENSE_RULES

RULES = (*JOIN_RULES, *SENSE_RULES)
"""Names of the rules that can be left out, to measure what each gives."""

__all__ = ["RULES", "resolve"]
