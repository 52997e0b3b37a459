import pytest

from extract.resolution.spelling import is_acronym, spelling_key, spelling_reason
from schemas import MergeReason

_SAME = [
    ("Meta-World", "MetaWorld", MergeReason.HYPHEN),
    ("Meta-World", "Meta World", MergeReason.HYPHEN),
    ("Reinforcement Learning", "reinforcement learning", MergeReason.CASE),
    ("large language model", "Large Language Models", MergeReason.PLURAL),
    ("LLM", "LLMs", MergeReason.PLURAL),
    ("vision-language policy", "vision language policies", MergeReason.PLURAL),
    ("multi-modal search", "multimodal searches", MergeReason.PLURAL),
    ("GPT\u20114", "GPT-4", MergeReason.HYPHEN),
    (r"PATIENT-{\Psi}", "PATIENT-\u03a8", MergeReason.LATEX),
    (r"$\pi_{0.5}$", "\u03c00.5", MergeReason.LATEX),
    (r"Adapt-$\infty$", "Adapt-infty", MergeReason.LATEX),
    (r"\textsc{KitchenBot}", "KitchenBot", MergeReason.LATEX),
    ("Libero", "LIBERO", MergeReason.CASE),
    ("\u03c0\u2080", "\u03c00", MergeReason.SPELLING),
    ("\ufb01ne tune", "fine tune", MergeReason.SPELLING),
    ("Caf\u00e9", "Cafe\u0301", MergeReason.SPELLING),
    ("\ufb01ne tune", "Fine Tune", MergeReason.CASE),
    ("\ufb01ne-tune", "fine tune", MergeReason.HYPHEN),
    ("\ufb01ne tunes", "fine tune", MergeReason.PLURAL),
    (r"$\pi_0$", "\u03c0\u2080", MergeReason.LATEX),
]

_DIFFERENT = [
    ("GPT-4", "GPT-4o"),
    ("CIFAR-10", "CIFAR-100"),
    ("GPT-3.5", "GPT-35"),
    ("SELF", "self"),
    ("SELF", "Self"),
    ("C", "C++"),
    (r"$\pi_0$", r"$\pi_{0.5}$"),
    ("LIBERO", "LIBERO-Long"),
    ("regress", "regres"),
    ("analysis", "analysi"),
]


@pytest.mark.parametrize(("one", "other", "reason"), _SAME)
def test_spellings_of_one_word_meet(one: str, other: str, reason: MergeReason) -> None:
    """No difference in the writing tells two surfaces apart, and the reason says which it is."""
    assert spelling_key(one) == spelling_key(other)
    assert spelling_reason(one, other) is reason


@pytest.mark.parametrize(("one", "other"), _DIFFERENT)
def test_different_words_stay_apart(one: str, other: str) -> None:
    """Versions, sizes, acronyms of words and look-alikes have keys of their own."""
    assert spelling_key(one) != spelling_key(other)
    assert spelling_reason(one, other) is None


@pytest.mark.parametrize("surface", ["-", " ", "_", "—"])
def test_a_key_is_never_empty_unless_the_surface_is(surface: str) -> None:
    """A surface of separators alone is its own key."""
    assert spelling_key(surface) == surface.strip()


def test_acronyms() -> None:
    """Short words in capitals, with or without a plural s."""
    assert [s for s in ("PAE", "VLAs", "SAC", "LIBERO", "Gato", "A", "As") if is_acronym(s)] == [
        "PAE",
        "VLAs",
        "SAC",
    ]
