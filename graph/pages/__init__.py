"""Pages: the atlas in a browser, offline and from ``file://``.

Reading order: ``words`` (how types and relations look and read), ``naming`` (which
concepts get a page and what its file is called), ``boxes``, ``spots`` and
``layout`` (where nodes stand),
``network`` (the drawing, by pyvis), ``page_data`` and ``page`` (one concept), ``index``
(the way in), ``touched`` and ``former_pages`` (what a change leaves as it is).
"""

from graph.pages.former_pages import FormerPages
from graph.pages.index import PagesWritten, write_pages
from graph.pages.naming import page_filename
from graph.pages.page import single_page

__all__ = ["FormerPages", "PagesWritten", "page_filename", "single_page", "write_pages"]
