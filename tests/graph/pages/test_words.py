"""Types can be told apart by every reader, and read well."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from numpy.typing import NDArray

from graph.pages.looks import looks_of
from graph.pages.words import label_lines, relation_words, type_words
from schemas import RESEARCH, Vocabulary

LETTERS = [chr(ord("A") + n // 26) + chr(ord("a") + n % 26) for n in range(60)]
LARGE = Vocabulary(types=tuple(f"Type{letters}" for letters in LETTERS))
"""More types than anyone can tell apart."""

# What a dichromat sees, in linear RGB: Machado, Oliveira and Fernandes (2009), severity 1.
_SIGHT = {
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}


def _linear(colour: str) -> NDArray[np.float64]:
    parts = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def _lab(linear: NDArray[np.float64]) -> NDArray[np.float64]:
    to_xyz = np.array(
        [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    )
    xyz = to_xyz @ np.clip(linear, 0, 1) / [0.9505, 1.0, 1.089]
    x, y, z = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("vocabulary", [RESEARCH, LARGE], ids=["research", "large"])
@pytest.mark.parametrize("sight", _SIGHT)
def test_colours_of_types_differ_for_colour_blind_readers(
    sight: str, vocabulary: Vocabulary
) -> None:
    """Any two colours are well apart in CIELAB as each kind of dichromat sees them."""
    colours = sorted({style.colour for style in looks_of(vocabulary).types.values()})
    seen = [_lab(np.array(_SIGHT[sight]) @ _linear(colour)) for colour in colours]
    distances = [float(np.linalg.norm(a - b)) for a, b in itertools.combinations(seen, 2)]
    assert min(distances) > 15  # 2.3 is just noticeable


def test_headings_speak_from_the_concept() -> None:
    """The same relation reads differently from its two ends."""
    looks = looks_of(RESEARCH)
    assert looks.heading("USES", outgoing=True) == "Uses"
    assert looks.heading("USES", outgoing=False) == "Used by"


def test_the_looks_of_the_shipped_types_stay() -> None:
    """Colour and shape of each type are what readers of older atlases know."""
    assert [(name, *style[:3]) for name, style in looks_of(RESEARCH).types.items()] == [
        ("Method", "#0072B2", "dot", "Methods"),
        ("Model", "#D55E00", "triangle", "Models"),
        ("Benchmark", "#009E73", "square", "Benchmarks"),
        ("Dataset", "#56B4E9", "hexagon", "Datasets"),
        ("Task", "#CC79A7", "diamond", "Tasks"),
        ("Metric", "#E69F00", "triangleDown", "Metrics"),
        ("Paper", "#FFFFFF", "box", "Papers"),
    ]


def test_many_types_have_looks_of_their_own() -> None:
    """Colour and shape together tell forty-nine types apart; the sixtieth has a look too."""
    looks = [style[:2] for name, style in looks_of(LARGE).types.items() if name != "Paper"]
    assert len(looks) == 60
    assert len(set(looks[:49])) == 49


@pytest.mark.parametrize(
    ("name", "edge", "into"),
    [
        ("TREATED_WITH", "treated with", "Treated with: this"),
        ("HAS_SYMPTOM", "has symptom", "Has symptom: this"),
        ("IN", "in", "In: this"),
        ("IS_A_", "is a", "Is a: this"),
        ("Z9__X", "z9 x", "Z9 x: this"),
    ],
)
def test_any_relation_reads_well(name: str, edge: str, into: str) -> None:
    """Nothing is known of a relation but its name, which is a label from either end."""
    words = relation_words(name)
    assert (words.edge, words.into) == (edge, into)
    assert words.out.lower() == edge


@pytest.mark.parametrize(
    ("name", "one", "many"),
    [
        ("Pest", "pest", "pests"),
        ("CropDisease", "crop disease", "crop diseases"),
        ("Study", "study", "studies"),
        ("Assay", "assay", "assays"),
        ("DNA", "DNA", "DNAs"),
        ("DNAProbe", "DNA probe", "DNA probes"),
        ("Type2Soil", "type2 soil", "type2 soils"),
        ("Series", "series", "series"),
    ],
)
def test_types_read_as_words(name: str, one: str, many: str) -> None:
    """A name is cut into words, and its plural made by rule."""
    assert (type_words(name), type_words(name, plural=True)) == (one, many)


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("GPT-4", ["GPT-4"]),
        ("two words", ["two", "words"]),
        ("one two three four", ["one two", "three…"]),
        ("Unbreakable", ["Unbreaka", "ble"]),
        ("", ["(no name)"]),
        (" ", ["(no name)"]),
    ],
)
def test_long_names_are_broken_and_cut(name: str, lines: list[str]) -> None:
    """A label has two lines at most, none longer than asked for, and is never empty."""
    assert label_lines(name, width=8) == lines
