"""Where sentences start and where they do not."""

from __future__ import annotations

import pytest
from spacy.language import Language

from extract.components.sentences import FACTORY, sentence_spans
from extract.tokenization import blank_pipeline


@pytest.fixture(scope="module")
def nlp() -> Language:
    """The tokenizer and the sentences alone."""
    nlp = blank_pipeline()
    nlp.add_pipe(FACTORY)
    return nlp


def sentences(nlp: Language, text: str) -> list[str]:
    """The sentences as text."""
    doc = nlp(text)
    return [doc.text[span.start : span.end] for span in sentence_spans(doc)]


@pytest.mark.parametrize(
    ("abstract", "expected"),
    [
        ("We plan. It works.", ["We plan.", "It works."]),
        ("Does it plan? It does! Well.", ["Does it plan?", "It does!", "Well."]),
        ("Tools (e.g., FooTool) help, i.e. they act. Fine.", 2),
        ("Smith et al. (2020) and Lee et al. Show it. We win.", 2),
        ("See Fig. 2 and Eq. 3 vs. Sec. 4. We win.", 2),
        ("As D. Silver said, games help. J. Doe agrees.", 2),
        ("We call it plan B. We then act.", ["We call it plan B.", "We then act."]),
        ("It runs on .NET and v1.0 at 3.5 points. Good.", 2),
        ("Three steps: 1. Plan 2. Act. Then rest.", 3),
        ("It gains approx. 3 points w.r.t. FooNet, cf. Tab. 2. Good.", 2),
        ("Images, text, etc. We show more.", ["Images, text, etc.", "We show more."]),
        ("Images, text, etc. are used.", 1),
        ("It ended.Then it began.", ["It ended.", "Then it began."]),
        ('He said "it works." Then (He left.) Now.', 3),
        ("It ends. (Code is free.) Bye.", ["It ends.", "(Code is free.)", "Bye."]),
        ("One.  Two.", ["One.", "Two."]),
        ("A line\nthat wraps. Next.", ["A line\nthat wraps.", "Next."]),
        ("First part\n\nSecond part", ["First part", "Second part"]),
        ("We use π0.5. GPT-3.5 is worse.", 2),
        ("Code at https://example.org/a.b?c. Enjoy.", 2),
        ("It uses Qwen3-32B. Further gains follow.", 2),
        ("... and so on", 1),
        (".", 1),
    ],
)
def test_abstracts(nlp: Language, abstract: str, expected: list[str] | int) -> None:
    """Each rule, by example; a number where only the count matters."""
    found = sentences(nlp, f"FooNet: Seeing Foo\n{abstract}")
    assert found[0] == "FooNet: Seeing Foo"
    if isinstance(expected, int):
        assert len(found) - 1 == expected, found
    else:
        assert found[1:] == expected


@pytest.mark.parametrize(
    "title", ["Why? Because. It is", "FooNet v2.0: A. B. C", "What is it?", "On A.I. and so on ..."]
)
def test_the_title_is_one_sentence(nlp: Language, title: str) -> None:
    """Whatever it holds."""
    assert sentences(nlp, f"{title}\nWe act.") == [title, "We act."]


@pytest.mark.parametrize("text", ["", "\n", "A\n", "\nA", " \n \n A.  \n\n\n B"])
def test_odd_texts_survive(nlp: Language, text: str) -> None:
    """Nothing but white space, no title, no abstract: every word is in one sentence."""
    assert "".join("".join(sentences(nlp, text)).split()) == "".join(text.split())
