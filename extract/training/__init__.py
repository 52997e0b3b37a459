"""How the shipped model and the shipped lists are made; nothing here runs at extraction time.

The model: ``train`` (stages and command), ``settings``, ``records`` (the lexicon), ``examples``
(a paper as arrays), ``datasets``, ``network`` (torch), ``losses``, ``run``, ``workers``,
``checkpoints``, ``export`` (to what ships), ``calibration`` (confidences and cuts), ``scoring``,
``split`` (the held-out tenth), ``variants`` (papers with other names in them), ``silver`` (what a
pipeline annotated). A field of one's own: ``own_field``, ``fields``. The lists: ``gazetteer``,
``abbreviations``, ``aliases``. The annotations: ``standoff``, ``standoff_records``. Benchmarks of
others: ``literature``.
"""
