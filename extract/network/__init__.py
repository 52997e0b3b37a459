"""The network that reads: one encoder pass over a text, and heads on what comes out of it.

Numpy and onnxruntime; how it is trained is in ``extract.training``. Reading order:
``labels`` (what the heads choose from), ``lexicon`` (how annotators treated a name before),
``word_pieces`` (a text as arrays), ``encoder`` (the pass), ``candidates`` (spans that may name
something), ``geometry`` (where things stand to each other), ``concept_states``
(concepts as the heads see them), ``heads`` (the small networks), ``numerics`` (what numpy lacks).
"""
