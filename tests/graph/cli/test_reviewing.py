"""``paperatlas merges``: what was joined, what was not, and why."""

import json
from pathlib import Path
from typing import Any

import pytest

from extract.resolution import resolve
from graph.decisions import CONFLICTS, MERGES, REFUSED, SUGGESTIONS
from graph.directory import current_version
from schemas import EntityType
from tests.extract.resolution.papers import paper
from tests.graph.cli.conftest import Run
from tests.graph.merge_sample import MANY, write_merge_atlas
from tests.graph.sample_atlas import write_atlas


@pytest.fixture(scope="session")
def atlas(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An atlas with joins of several kinds; only read from."""
    return write_merge_atlas(tmp_path_factory.mktemp("merges") / "atlas")


def _json(run: Run, atlas: Path, *args: str) -> Any:
    code, out, err = run("merges", "--atlas", atlas, "--json", *args)
    assert code == 0, err
    return json.loads(out)


def test_every_join_is_listed_with_its_reason(run: Run, atlas: Path) -> None:
    """The lines of merges.jsonl, in their order."""
    listed = _json(run, atlas)
    lines = (current_version(atlas) / MERGES).read_text(encoding="utf-8").splitlines()
    assert listed == [json.loads(line) for line in lines]
    assert {
        "node": "model:napkin-net",
        "surface": "napkin net",
        "into": "Napkin-Net",
        "reason": "hyphen",
        "papers": 1,
        "score": 0.99,
        "mentions": 1,
    } in listed


def test_people_read_the_joins_of_each_node_below_its_id(run: Run, atlas: Path) -> None:
    """A line for each join."""
    code, out, _ = run("merges", "--atlas", atlas)
    assert code == 0
    lines = out.splitlines()
    assert len([line for line in lines if line.startswith("  ")]) == len(_json(run, atlas))
    assert lines[lines.index("model:napkin-net") + 1] == (
        "  napkin net → Napkin-Net: hyphen 0.99, 1 paper, 1 mention"
    )


def test_suggestions_are_listed_and_how_to_accept_one_is_said(run: Run, atlas: Path) -> None:
    """Nothing of it is joined."""
    (one,) = _json(run, atlas, "--suggestions")
    assert one == {
        "node": "task:napkin-foldng",
        "into": "task:napkin-folding",
        "surface": "napkin foldng",
        "into_surface": "napkin folding",
        "reason": "letter",
        "score": 0.8,
        "papers": 1,
        "into_papers": MANY - 1,
    }
    code, out, err = run("merges", "--atlas", atlas, "--suggestions")
    assert code == 0
    assert out == (
        "letter 0.8: napkin foldng (task:napkin-foldng, 1 paper) "
        "and napkin folding (task:napkin-folding, 6 papers)\n"
    )
    said = " ".join(err.split())
    assert "write it under same in" in said
    assert said.endswith('same: - ["task:napkin-foldng", "task:napkin-folding"]')


def test_refused_joins_and_type_conflicts_are_said(run: Run, atlas: Path) -> None:
    """With what is known to differ, and the papers of each type."""
    assert _json(run, atlas, "--refused") == [
        {
            "surface": "TowelQA",
            "into": "TowelQA 2",
            "reason": "synonym",
            "score": 0.97,
            "known": "numbers",
        }
    ]
    assert _json(run, atlas, "--conflicts") == [
        {"node": "model:napkin-net", "types": {"Model": 2, "Method": 1}}
    ]
    code, out, _ = run("merges", "--atlas", atlas, "--conflicts")
    assert (code, out) == (0, "model:napkin-net: Model 2, Method 1\n")
    code, out, _ = run("merges", "--atlas", atlas, "--refused")
    assert code == 0
    assert out == "TowelQA and TowelQA 2: synonym 0.97, known to differ: numbers\n"


def test_a_node_is_explained_whole(run: Run, atlas: Path) -> None:
    """Surfaces with papers and mentions, its types, and its variants."""
    found = _json(run, atlas, "--explain", "napkinnet")
    assert found["node"]["id"] == "model:napkin-net"
    assert found["surfaces"] == [
        {
            "surface": "Napkin-Net",
            "into": None,
            "reason": None,
            "score": None,
            "mentions": 3,
            "papers": ["a", "b"],
        },
        {
            "surface": "napkin net",
            "into": "Napkin-Net",
            "reason": "hyphen",
            "score": 0.99,
            "mentions": 1,
            "papers": ["c"],
        },
    ]
    assert found["types"] == {"Model": 2, "Method": 1}
    assert found["variants"] == [
        {"node": "model:napkin-net-7b", "of": "model:napkin-net", "reason": "size"}
    ]
    assert found["variant_of"] == found["refused"] == found["suggestions"] == []


def test_surfaces_stand_below_what_they_were_joined_to(run: Run, atlas: Path) -> None:
    """The short form and the capitals below the name, each with its papers."""
    code, out, _ = run("merges", "--atlas", atlas, "--explain", "QZF")
    assert code == 0
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert lines[0] == "quilted zone folding (method:quilted-zone-folding, 3 papers)"
    assert "quilted zone folding - - - 2 2 d, e" in lines
    assert "└ QZF quilted zone folding abbreviation 0.965 2 2 c, d" in lines
    assert "└ Quilted Zone Folding quilted zone folding case 0.99 1 1 e" in lines


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Napkin-Net", "Papers disagree on its type: Model 2, Method 1."),
        ("Napkin-Net", "A variant (size) of it is Napkin-Net 7B (model:napkin-net-7b)."),
        ("model:napkin-net-7b", "It is a variant (size) of Napkin-Net (model:napkin-net)."),
        (
            "TowelQA 2",
            "Not joined: TowelQA and TowelQA 2: synonym 0.97, known to differ: numbers.",
        ),
        (
            "napkin folding",
            "It may be one with napkin foldng (task:napkin-foldng): napkin foldng and napkin "
            "folding (letter 0.8); not joined.",
        ),
    ],
)
def test_what_else_is_known_is_said(run: Run, atlas: Path, name: str, words: str) -> None:
    """A sentence each, below the surfaces."""
    code, out, _ = run("merges", "--atlas", atlas, "--explain", name)
    assert code == 0
    assert words in out


def test_of_many_papers_the_first_are_named(run: Run, atlas: Path) -> None:
    """The table counts the rest; JSON names all."""
    code, out, _ = run("merges", "--atlas", atlas, "--explain", "napkin folding")
    assert code == 0
    assert "h0, h1, h2, h3, h4 and 1 more" in out
    (use,) = _json(run, atlas, "--explain", "napkin folding")["surfaces"]
    assert use["papers"] == [f"h{n}" for n in range(MANY - 1)]


def test_a_name_of_none_says_the_nearest(run: Run, atlas: Path) -> None:
    """As everywhere."""
    code, out, err = run("merges", "--atlas", atlas, "--explain", "napkin fold")
    assert (code, out) == (1, "")
    assert "nothing is called 'napkin fold' here; the nearest are: napkin fold" in err


def test_a_name_of_several_lists_the_ids(run: Run, tmp_path: Path) -> None:
    """An atlas where one name has two nodes."""
    papers = [
        paper("a", ("PAE", EntityType.METRIC, "x")),
        paper("b", ("PAE", EntityType.TASK, "x")),
    ]
    atlas = write_atlas(tmp_path / "two", resolve(papers), papers=2, pages="none")
    code, _, err = run("merges", "--atlas", atlas, "--explain", "PAE")
    assert code == 1
    assert "ask by id: metric:pae, task:pae" in err


@pytest.mark.parametrize("other", ["--suggestions", "--refused", "--conflicts"])
def test_one_question_at_a_time(run: Run, atlas: Path, other: str) -> None:
    """Two of them are wrong usage."""
    code, out, err = run("merges", "--atlas", atlas, "--explain", "QZF", other)
    assert (code, out) == (2, "")
    assert f"--explain and {other} exclude each other" in err


@pytest.mark.parametrize(
    ("args", "name"),
    [
        ((), MERGES),
        (("--refused",), REFUSED),
        (("--conflicts",), CONFLICTS),
        (("--suggestions",), SUGGESTIONS),
    ],
)
def test_an_atlas_of_an_older_version_is_to_be_built_anew(
    run: Run, tmp_path: Path, args: tuple[str, ...], name: str
) -> None:
    """The missing file is named."""
    atlas = write_merge_atlas(tmp_path / "old")
    (current_version(atlas) / name).unlink()
    code, out, err = run("merges", "--atlas", atlas, *args)
    assert (code, out) == (1, "")
    said = " ".join(err.split())
    assert f"{name} is missing; build the atlas anew" in said


def test_control_characters_of_a_paper_reach_no_terminal_and_stay_json(
    run: Run, tmp_path: Path
) -> None:
    """What a stranger wrote is shown, not obeyed."""
    hostile = "[bold]Napkin\x1b[31mNet"
    papers = [
        *(paper(f"a{n}", ("[bold]napkin\x1b[31mnet", EntityType.TASK, "x")) for n in range(2)),
        paper("b", (hostile, EntityType.TASK, "x")),
    ]
    atlas = write_atlas(tmp_path / "atlas", resolve(papers), papers=3, pages="none")
    for args in ((), ("--explain", hostile)):
        code, out, _ = run("merges", "--atlas", atlas, *args)
        assert code == 0
        assert "\x1b" not in out
        assert "[bold]Napkin" in out
    assert any(m["surface"] == hostile for m in _json(run, atlas))


def test_an_atlas_without_joins_says_so(run: Run, tmp_path: Path) -> None:
    """An empty list, or words."""
    atlas = write_atlas(tmp_path / "empty", resolve([]), papers=0, pages="none")
    for args in ((), ("--suggestions",), ("--refused",), ("--conflicts",)):
        assert _json(run, atlas, *args) == []
        assert run("merges", "--atlas", atlas, *args)[:2] == (0, "nothing found\n")
