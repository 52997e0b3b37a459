# ruff: noqa: RUF001  # dashes and quotes of all kinds are meant
"""Tokens of technical prose."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from extract.gold import read_gold
from extract.tokenization import blank_pipeline

TRAINING = Path(__file__).parents[3] / "shared" / "data" / "annotated" / "train.jsonl"
COVERAGE = 0.998


@pytest.fixture(scope="module")
def nlp() -> Language:
    """The tokenizer alone."""
    return blank_pipeline()


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("GPT-3.5-TURBO wins", ["GPT-3.5", "-", "TURBO", "wins"]),
        ("LLaMA-2 70B.", ["LLaMA-2", "70B", "."]),
        ("π0.5 and R@5,", ["π0.5", "and", "R@5", ","]),
        ("(RL)-based", ["(", "RL", ")", "-", "based"]),
        ("an LLM-based agent", ["an", "LLM", "-", "based", "agent"]),
        ("GPT-4-based", ["GPT-4", "-", "based"]),
        ("RLHF/DPO", ["RLHF", "/", "DPO"]),
        ("e.g., i.e., et al. vs.", ["e.g.", ",", "i.e.", ",", "et", "al.", "vs."]),
        (r"\textbf{FooBench}, a", ["\\", "textbf", "{", "FooBench", "}", ",", "a"]),
        (r"$\pi_0$~(Foo)", ["$", "\\", "pi_0", "$", "~", "(", "Foo", ")"]),
        ("FooNet's aim", ["FooNet", "'s", "aim"]),
        ("we don't", ["we", "do", "n't"]),
        ("on FooQA.We", ["on", "FooQA", ".", "We"]),
        ("it ended.Then", ["it", "ended", ".", "Then"]),
        ("1,024 of 12:30", ["1,024", "of", "12:30"]),
        ("by 3.5% (+2)", ["by", "3.5", "%", "(", "+", "2", ")"]),
        ("at https://foo.org/a-b.", ["at", "https://foo.org/a-b", "."]),
        ("to a.b@foo.org now", ["to", "a.b@foo.org", "now"]),
        ("“Foo”–bar", ["“", "Foo", "”", "–", "bar"]),
        ("C++ and .NET", ["C", "+", "+", "and", ".NET"]),
    ],
)
def test_tokens(nlp: Language, text: str, tokens: list[str]) -> None:
    """Names stay readable, and part from what is glued to them."""
    assert [t.text for t in nlp.make_doc(text)] == tokens


@given(st.text())
def test_the_text_survives(text: str) -> None:
    """A document's text is the text it was made from, whatever it is."""
    assert blank.make_doc(text).text == text


blank = blank_pipeline()


@pytest.mark.parametrize("name", ["FooNet", "Foo-Net", "FN-2", "π0.5", "R@5", "F1", "Foo Net 7B"])
@pytest.mark.parametrize(
    "frame",
    ["({})", "{}-based", "the{{{}}}", "{}.", "{},", "{}/x", "“{}”", "\\emph{{{}}}", "{}'s", "~{}:"],
)
def test_a_framed_name_has_its_borders(nlp: Language, name: str, frame: str) -> None:
    """A name in brackets, LaTeX, quotes or a compound begins and ends a token."""
    text = f"Our {frame.format(name)} works"
    start = text.index(name)
    assert nlp.make_doc(text).char_span(start, start + len(name)) is not None


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.skipif(not TRAINING.is_file(), reason=f"no annotated papers at {TRAINING}")
def test_gold_mentions_fall_on_token_borders(
    nlp: Language, capsys: pytest.CaptureFixture[str]
) -> None:
    """At least 99.8% of the gold mentions of the training papers; the figure is printed."""
    inside = total = 0
    for gold in read_gold(TRAINING):
        doc = nlp.make_doc(gold.paper.text)
        starts = {token.idx for token in doc}
        ends = {token.idx + len(token) for token in doc}
        total += len(gold.spans)
        inside += sum(span.start in starts and span.end in ends for span in gold.spans)
    with capsys.disabled():
        print(f"\n{inside} of {total} gold mentions on token borders: {inside / total:.4%}")  # noqa: T201  # the figure is wanted
    assert inside >= COVERAGE * total
