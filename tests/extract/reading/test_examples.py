"""The examples in the docstrings hold, and reading loads nothing heavy."""

import doctest
import importlib
import pkgutil
import subprocess
import sys

import pytest

import extract.reading

MODULES = sorted(module.name for module in pkgutil.iter_modules(extract.reading.__path__))


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module(name):
    """As they are printed."""
    result = doctest.testmod(importlib.import_module(f"extract.reading.{name}"))
    assert result.failed == 0


def test_reading_loads_neither_spacy_nor_a_driver():
    """It stands alone."""
    code = "import sys, extract.reading; print({'spacy', 'neo4j', 'ladybug'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
