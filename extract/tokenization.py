# ruff: noqa: RUF001  # the look-alikes of quotes and dashes are what this module is about
r"""Tokens for technical prose: every border at which a name may begin or end is a token border.

spaCy's tokenizer with rules of its own. What differs from its English defaults, by example:

- ``GPT-3.5-TURBO``, ``LLaMA-2``, ``R@5``, ``π0.5`` keep their digits together: a hyphen
  parts two letters (``LLM-based``, ``3.5-TURBO``), never a letter from a digit.
- ``(RL)-based`` is ``( RL ) - based``: brackets, quotes, slashes and dashes always part.
- ``\textbf{BenchX}`` and ``name~(short)``: the marks of LaTeX part as well.
- ``Qwen3-32B.`` ends in a full stop of its own, ``e.g.`` and ``et al.`` do not.
- An address (``https://…``, ``name@host.org``) is one token.

Nothing is normalised: the text of a document is the text it was made from.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

import spacy
from spacy.language import Language
from spacy.symbols import NORM, ORTH  # type: ignore[import-not-found]  # compiled, untyped
from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found]  # compiled, untyped
from spacy.util import registry
from spacy.vocab import Vocab

TOKENIZER: Final = "paperatlas.technical_tokenizer.v1"
"""Name of the tokenizer in spaCy's registry."""

ABBREVIATIONS: Final[tuple[str, ...]] = (
    *("e.g.", "i.e.", "E.g.", "I.e.", "eg.", "ie.", "cf.", "Cf.", "vs.", "Vs.", "viz.", "al."),
    *("etc.", "approx.", "w.r.t.", "W.r.t.", "s.t.", "resp.", "incl.", "ca.", "a.k.a.", "i.i.d."),
    *("Fig.", "Figs.", "fig.", "figs.", "Eq.", "Eqs.", "eq.", "eqs.", "Sec.", "Secs.", "Tab."),
    *("Ref.", "Refs.", "Ch.", "App.", "Alg.", "Thm.", "Prop.", "Def.", "Vol.", "Nos.", "pp."),
    *("Dr.", "Mr.", "Mrs.", "Ms.", "Prof.", "St.", "Jr.", "Sr.", "Ph.D.", "U.S.", "U.K."),
)
"""Words whose full stop belongs to them."""

_OPEN: Final = r"""[(\[{<"'“”‘’«‹`´„]"""
_CLOSE: Final = r"""[)\]}>"'“”‘’»›`´]"""
_MARK: Final = r"[,;:!?…*~$\\^|=+/#%&–—−‐‑•·→←↑↓±×≈≤≥™®§†‡]"
_HYPHENS: Final = r"-‐‑"

_PREFIXES: Final = (
    _OPEN,
    _CLOSE,
    _MARK,
    r"\.(?!\w)",
    rf"[{_HYPHENS}]",
    r"@(?=\W)",
    r"_(?=[^\w])",
)
_SUFFIXES: Final = (
    _OPEN,
    _CLOSE,
    _MARK,
    r"['’]s(?=$)",
    r"\.\.+",
    r"\.",
    rf"[{_HYPHENS}]",
    r"@",
)
_INFIXES: Final = (
    # brackets, quotes, dashes and the marks of LaTeX part wherever they stand
    r"""[()\[\]{}<>"“”«»`~$\\^|;!?…–—→←↑↓±×≈≤≥•·*=+/#&§†‡™®]""",
    # an apostrophe before anything but a letter
    r"['‘’´](?=[^\W\d])|['‘’´](?=\W)|(?<=\W)['‘’´]",
    # a comma or a colon, but not inside a number or a ratio
    r",(?!\d)|(?<!\d),|:(?!\d)|(?<!\d):|%",
    # a full stop without its space between sentences
    r"(?<=[a-z)\]}])\.(?=[A-Z(\[\\$])|(?<=[A-Z0-9]{2})\.(?=[A-Z][a-z])|(?<=\w)\.(?=[\W])|(?<=\W)\.(?=[^\W\d])",
    # a hyphen between letters, or next to what is no word
    rf"(?<=[^\W\d_])[{_HYPHENS}](?=[^\W\d_])",
    rf"(?<=\d)[{_HYPHENS}](?=[^\W\d_]{{2}})",
    rf"(?<=\W)[{_HYPHENS}]|[{_HYPHENS}](?=\W)",
)
_ADDRESS: Final = re.compile(
    r"(?:https?://|ftp://|www\.)\S+"
    r"|[\w.+-]+@[\w-]+(?:\.[A-Za-z][\w-]*)+"
    r"|(?:[\w-]+\.)+(?:com|org|net|io|ai|edu|dev|gov|co)(?:/\S*)?"
)


def _exceptions() -> dict[str, list[dict[int, str]]]:
    """Abbreviations stay one token; contractions part as they do in spaCy's English."""
    inherited = spacy.blank("en").Defaults.tokenizer_exceptions or {}
    rules = {
        word: parts
        for word, parts in inherited.items()
        if ("'" in word or "’" in word) and word[0].isalpha() and len(parts) > 1
    }
    rules.update({word: [{ORTH: word, NORM: word.lower()}] for word in ABBREVIATIONS})
    return rules


@registry.tokenizers(TOKENIZER)  # type: ignore[untyped-decorator]  # catalogue has no types
def technical_tokenizer() -> Callable[[Language], Tokenizer]:
    """A maker of the tokenizer, as spaCy's configuration wants it.

    Example:
        >>> [token.text for token in blank_pipeline()("An (RL)-based π0.5 beats GPT-3.5-TURBO.")]
        ['An', '(', 'RL', ')', '-', 'based', 'π0.5', 'beats', 'GPT-3.5', '-', 'TURBO', '.']
    """

    def make(nlp: Language) -> Tokenizer:
        return Tokenizer(
            nlp.vocab,
            rules=_exceptions(),
            prefix_search=re.compile("|".join(rf"^(?:{p})" for p in _PREFIXES)).search,
            suffix_search=re.compile("|".join(rf"(?:{s})$" for s in _SUFFIXES)).search,
            infix_finditer=re.compile("|".join(f"(?:{i})" for i in _INFIXES)).finditer,
            url_match=_ADDRESS.fullmatch,
        )

    return make


def blank_pipeline(*, vocab: Vocab | None = None) -> Language:
    """An English pipeline of the technical tokenizer alone.

    Args:
        vocab: A vocabulary to share; a new one unless given.

    Example:
        >>> [token.text for token in blank_pipeline()("R@5, e.g. on LLaMA-2 70B.")]
        ['R@5', ',', 'e.g.', 'on', 'LLaMA-2', '70B', '.']
    """
    return spacy.blank(
        "en",
        vocab=True if vocab is None else vocab,
        config={"nlp": {"tokenizer": {"@tokenizers": TOKENIZER}}},
    )
