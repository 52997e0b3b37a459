# ruff: noqa: RUF001  # signs that look alike are what this module is about
"""Numbers that may be results: where they stand and what they say."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.values import quantity, value_spans


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("reaches 96.2% here", ["96.2%"]),
        ("by +3.8 points.", ["+3.8 points"]),
        ("is 5x faster", ["5x"]),
        ("is 5 times faster", ["5 times"]),
        ("an F1 of 0.79±0.07,", ["0.79±0.07"]),
        ("F1 0.79 ± 0.07", ["0.79 ± 0.07"]),
        (r"F1 $0.79 \pm 0.07$", [r"$0.79 \pm 0.07$"]),
        (r"F1 0.79 $\pm$ 0.07", [r"0.79 $\pm$ 0.07"]),
        ("from 27.5% to 31%", ["27.5% to 31%", "27.5%", "31%"]),
        ("5% / 10% better", ["5%", "10%"]),
        ("74.1%/82.3% on A and B", ["74.1%", "82.3%"]),
        ("FID 1.79/1.58/1.96", ["1.79", "1.58", "1.96"]),
        ("in 27/30 runs, 4.92/5.", ["27/30", "27", "30", "4.92/5", "4.92", "5"]),
        ("split 498/50/50 so", ["498", "50", "50"]),
        ("below 9.5e-1 and 1.2e3", ["9.5e-1", "1.2e3"]),
        (r"at $3.6 \times 10^{-4}$ and $10^{-6}$", [r"$3.6 \times 10^{-4}$", "$10^{-6}$"]),
        ("achieves 73,6% or 0,79 F1", ["73,6%", "0,79"]),
        ("in [0,1] and (12,11)", ["0", "1", "12", "11"]),
        ("in [0,90] and [0,10]", ["0", "90", "0", "10"]),
        ("at 10,20,30% and 5,10%", ["10", "20", "30%", "5", "10%"]),
        ("p = 0,003 and 0,795", ["0,003", "0,795"]),
        ("from 0.835/0.560 to 0.920/0.603", ["0.835", "0.560", "0.920", "0.603"]),
        ("from 0/30 to 30/30,", ["0/30 to 30/30", "0/30", "0", "30", "30/30", "30", "30"]),
        ("split 80/20 or 78/74", ["80", "20", "78", "74"]),
        ("of 1200/2,000 and 5/1e10", ["1200", "2,000", "5", "1e10"]),
        ("4.92/5.0 points", ["4.92/5.0 points", "4.92", "5.0 points"]),
        ("in 1.2e-3s, at 1e-4dB and 3x10^{-4}", ["1.2e-3s", "1e-4dB", "3x10^{-4}"]),
        ("Llama 3\npoints out; Gemma 3\nx marks", ["3", "3"]),
        ("1,200 Elo", ["1,200"]),
        ("drops by −2.5%", ["−2.5%"]),
        ("drops by -2.5 pp", ["-2.5 pp"]),
        ("a 2.5-fold gain", ["2.5-fold"]),
        (r"a $3.2\times$ gain", [r"$3.2\times$"]),
        (r"at 91.5\% of", [r"91.5\%"]),
        ("in 12 ms, 30 FPS, 4GB", ["12 ms", "30 FPS", "4GB"]),
        ("by an order of magnitude", ["an order of magnitude"]),
        ("it doubles, halves, or is twice", ["doubles", "twice"]),
        (".5 and 3.", [".5", "3"]),
        ("no number", []),
        ("", []),
    ],
)
def test_values_in_a_text(text: str, values: list[str]) -> None:
    """As written, with sign, spread and unit; a range and both its ends."""
    assert [text[start:end] for start, end in value_spans(text)] == values


@pytest.mark.parametrize("name", ["GPT4", "v2.5", "Q3B", "x1"])
def test_digits_of_a_name_are_no_value(name: str) -> None:
    """A value starts no word in the middle."""
    assert value_spans(f"with {name} it") == []


@pytest.mark.parametrize(
    ("value", "number", "unit"),
    [
        ("96.2%", 96.2, "%"),
        ("+3.8 points", 3.8, "points"),
        ("3.8 percentage points", 3.8, "points"),
        ("3.8 pp", 3.8, "points"),
        ("12 percent", 12.0, "%"),
        ("5x", 5.0, "x"),
        ("5 X", 5.0, "x"),
        ("5×", 5.0, "x"),
        (r"$3.2\times$", 3.2, "x"),
        ("2.5-fold", 2.5, "x"),
        ("5 times", 5.0, "x"),
        ("0.79±0.07", 0.79, None),
        ("0.79 +/- 0.07", 0.79, None),
        (r"0.79 $\pm$ 0.07", 0.79, None),
        (r"$0.79 \pm 0.07$", 0.79, None),
        ("91.5% ± 0.4", 91.5, "%"),
        ("27.5% to 31%", 31.0, "%"),
        ("5–10%", 10.0, "%"),
        ("1,200", 1200.0, None),
        ("1,234,567.5", 1234567.5, None),
        ("-2.5%", -2.5, "%"),
        ("−2.5%", -2.5, "%"),
        ("–2.5%", -2.5, "%"),
        ("~40%", 40.0, "%"),
        (r"91.5\%", 91.5, "%"),
        (".5", 0.5, None),
        ("12 ms", 12.0, "ms"),
        ("12ms", 12.0, "ms"),
        ("3 s", 3.0, "s"),
        ("3 seconds", 3.0, "s"),
        ("30 FPS", 30.0, "FPS"),
        ("50Hz", 50.0, "Hz"),
        ("28.4 dB", 28.4, "dB"),
        ("4GB", 4.0, "GB"),
        ("3.8pp", 3.8, "points"),
        ("30dB", 30.0, "dB"),
        ("1/10", 0.1, None),
        ("27/30", 0.9, None),
        ("-2/3", -2 / 3, None),
        ("1/2x", 0.5, "x"),
        ("0/30 to 30/30", 1.0, None),
        ("1.2e-3s", 0.0012, "s"),
        ("3x10^{-4}", 3e-4, None),
        ("0,795", 0.795, None),
        ("0,003", 0.003, None),
        ("2,000", 2000.0, None),
        ("4.92/5", 0.984, None),
        ("3/0", None, None),
        ("9.5e-1", 0.95, None),
        ("1.2e3", 1200.0, None),
        (r"$3.6 \times 10^{-4}$", 3.6e-4, None),
        ("3.6×10^4", 36000.0, None),
        ("$10^{-6}$", 1e-6, None),
        ("73,6%", 73.6, "%"),
        ("0,79", 0.79, None),
        ("9" * 400, None, None),
        ("1e999", None, None),
        (f"{'9' * 400}/5", None, None),
        (f"5/{'9' * 400}", None, None),
        ("twice", None, None),
        ("an order of magnitude", None, None),
    ],
)
def test_number_and_unit(value: str, number: float | None, unit: str | None) -> None:
    """The sign counts, the spread does not; of a range the last."""
    assert quantity(value) == (pytest.approx(number) if number is not None else None, unit)


written = st.floats(0, 9999).map(lambda x: f"{x:.2f}")
units = st.sampled_from(["", "%", " points", "x", " ms"])


@given(st.sampled_from(["", "-", "−"]), written, units)
def test_what_is_written_is_found_and_read(sign: str, digits: str, unit: str) -> None:
    """Between words, whole; its number is the one that was written."""
    text = f"it is {sign}{digits}{unit}, and"
    ((start, end),) = value_spans(text)
    assert text[start:end] == f"{sign}{digits}{unit}"
    number, _ = quantity(text[start:end])
    assert number == pytest.approx(float(digits) * (-1 if sign else 1))


@given(st.text("01,.%+-−–±x s$\\pmto/\n~e^{}") | st.text())
def test_any_text_is_searched(text: str) -> None:
    """Spans lie within it and are no blanks; what is found can be read."""
    for start, end in value_spans(text):
        assert 0 <= start < end <= len(text)
        assert text[start:end].strip()
        number, _ = quantity(text[start:end])
        assert number is None or math.isfinite(number)


@pytest.mark.parametrize("sign", ["-", "$", "1-", "\\sim ", "1 to ", "1,", "9"])
def test_signs_without_end_take_no_time(sign: str) -> None:
    """Work grows with the length, not with its square: this would take minutes."""
    assert isinstance(value_spans(sign * (100_000 // len(sign))), list)


@pytest.mark.parametrize(
    ("written", "number", "parts"),
    [
        ("5\u201310%", 10.0, ["5", "10%"]),
        ("3-5x", 5.0, ["3", "5x"]),
        ("\u22125% to \u22123%", -3.0, ["\u22125%", "\u22123%"]),
    ],
)
def test_the_dash_of_a_range_is_no_sign(written: str, number: float, parts: list[str]) -> None:
    """A dash right behind a number joins; before a number and behind a blank it is its sign."""
    assert quantity(written).number == number
    assert [written[start:end] for start, end in value_spans(written)] == [written, *parts]


@pytest.mark.parametrize("written", ["7 - 11.5", "7 -- 11.5", "7 \u2013 11.5", "7-11.5"])
def test_a_dash_between_blanks_is_no_sign_either(written: str) -> None:
    """Only a dash that touches the number behind it, and none before, is a sign."""
    assert quantity(written).number == 11.5
