"""Pages: the atlas in a browser, offline and from ``file://``.

Reading order: ``words`` (how types and relations look and read), ``naming`` (which
concepts get a page and what its file is called), ``boxes``, ``spots`` and
``layout`` (where nodes stand),
``network`` (the drawing, by pyvis), ``page_data`` and ``page`` (one concept), ``index``
(the way in).
"""

from graph.pages.index import PagesWritten, write_pages
from graph.pages.naming import page_filename
from graph.pages.page import single_page

__all__ = ["PagesWritten", "page_filename", "single_page", "write_pages"]
