"""From files of abstracts to annotated and resolved papers: read, annotate, resolve, evaluate."""
