"""Comparison with the literature: our recipe on the data sets that others report on.

    python -m extract.training.literature scierc DIRECTORY --out RUN

``benchmarks`` (the data sets and what is published on them), ``documents`` (their files),
``passages`` (their texts as our papers), ``conversion`` (their annotation as our gold),
``pairs`` (our annotation as theirs), ``measures`` (their measures), ``scoring`` (splits, scored),
``comparison`` (trains and scores). Nothing that is trained here ships.
"""
