"""What happens to a page on its way through a browser, a clipboard and an editor."""

from hypothesis import strategies as st

ANYWHERE = (
    ["42"],
    ["Upvote", "1.2k", "+15"],
    ["· 12 authors", "3 comments"],
    ["May 9"],
    ["byAK and the research community"],
)
"""Furniture that may stand between any two lines."""

BY_A_TITLE = (
    *ANYWHERE,
    ["Submitted by", "ada"],
    ["Submitted by", "Ada Lovelace", "117"],
    ["#1 Paper of the day", "Submitted by", "a-da_99"],
)
"""Furniture that stands above or below a title."""


@st.composite
def mangled(draw, papers):
    """The bytes of a page of these papers, with furniture and blank lines put in.

    Each paper is a title and its paragraphs.
    """
    newline = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    blank = st.sampled_from(["", "", "\n", "\n\n", "\n \t\n\n"])
    trail = st.sampled_from(["", "", " ", "  \t", "\u00a0", "\u200b"])
    page = []
    for title, paragraphs in papers:
        for place, line in enumerate((title, *paragraphs)):
            blocks = BY_A_TITLE if place < 2 else ANYWHERE
            injected = draw(st.one_of(st.just(()), st.sampled_from(blocks)))
            for text in (*injected, line):
                page.append(text + draw(trail) + "\n" + draw(blank))
    text = draw(blank) + "".join(page)
    if draw(st.booleans()):
        text = text.rstrip("\n")
    bom = draw(st.sampled_from([b"", b"\xef\xbb\xbf"]))
    return bom + text.replace("\n", newline).encode()
