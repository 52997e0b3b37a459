"""The tenths of the training papers."""

from collections import Counter

from extract.training.split import HELD_OUT, TENTHS, is_heldout, tenth_of


def test_a_paper_keeps_its_tenth() -> None:
    """Decided by its id alone, whatever else there is; ids of any script have one."""
    assert [tenth_of(name) for name in ("p1", "p2", "p3", "π", "")] == [6, 9, 3, 4, 9]


def test_tenths_are_of_one_size() -> None:
    """As near as chance has it."""
    counts = Counter(tenth_of(f"paper/{number}") for number in range(10_000))
    assert sorted(counts) == list(range(TENTHS))
    assert all(850 < count < 1150 for count in counts.values())


def test_the_held_out_tenth_is_the_first() -> None:
    """Seen by what trains as well."""
    names = [f"p{number}" for number in range(300)]
    assert [n for n in names if is_heldout(n)] == [n for n in names if tenth_of(n) == HELD_OUT]
