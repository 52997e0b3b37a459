"""Reading: files of papers to a stream of papers, all checked before the first is given out.

In reading order: ``sources`` opens, decompresses and cuts into lines (``compression``);
``recognition`` tells the format; ``hf_page`` (with ``page_lines``), ``jsonl`` and
``markdown`` read the three formats into ``entries``; ``fields`` checks a paper's fields and
``identity`` makes an id where there is none; ``survey`` is the first pass, ``papers`` the
second.
"""

from extract.reading.entries import Format, SkippedLine
from extract.reading.papers import Reading, read
from extract.reading.survey import ReadingReport, Repeated

__all__ = ["Format", "Reading", "ReadingReport", "Repeated", "SkippedLine", "read"]
