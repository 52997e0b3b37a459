"""How the shipped model and the shipped lists are made; nothing here runs at extraction time.

The model: ``train`` (stages and command), ``settings``, ``records`` (the lexicon), ``examples``
(a paper as arrays), ``datasets``, ``network`` (torch), ``losses``, ``run``, ``workers``,
``checkpoints``, ``export`` (to what ships), ``calibration`` (confidences and cuts), ``scoring``,
``split`` (the held-out tenth). The lists: ``gazetteer``, ``abbreviations``. The annotations:
``standoff``, ``standoff_records``.
"""
