"""The spine from end to end, and what else needs the extractor.

The only package of ``graph`` that imports ``extract``; asking and viewing never load it.
"""

from extract.training.own_field import train_pipeline
from graph.pipeline.annotating import annotations_of
from graph.pipeline.building import build_atlas
from graph.pipeline.changing import add_papers, remove_papers
from graph.pipeline.evaluating import evaluate_files, evaluate_merge_files
from graph.pipeline.previewing import preview_build

__all__ = [
    "add_papers",
    "annotations_of",
    "build_atlas",
    "evaluate_files",
    "evaluate_merge_files",
    "preview_build",
    "remove_papers",
    "train_pipeline",
]
