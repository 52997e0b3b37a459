"""The named questions: each a Cypher text, the same for every store.

Reading order: ``catalog``, ``asking``, ``paths``, ``most_connected``.
"""

from graph.questions.asking import Answer, ask
from graph.questions.catalog import QUESTIONS, Question

__all__ = ["QUESTIONS", "Answer", "Question", "ask"]
