"""Reading loads nothing heavy."""

import subprocess
import sys


def test_reading_loads_neither_spacy_nor_a_driver():
    """It stands alone."""
    code = "import sys, extract.reading; print({'spacy', 'neo4j', 'ladybug'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
