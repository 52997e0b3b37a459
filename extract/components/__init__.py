"""The components of the pipeline, one a file, each usable alone.

In the order they run: ``sentences``, spaCy's ``ner``, ``gazetteer``, ``abbreviations``,
``surfaces``, ``concepts``, ``introductions``, ``relations``. A component is registered by
importing its module; ``extract.pipeline`` imports all of them and says the order.
"""
