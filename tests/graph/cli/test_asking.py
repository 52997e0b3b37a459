import csv
import io
import json
import shutil
from pathlib import Path

import pytest

from graph.name_file import write_names
from graph.names import named_nodes
from graph.questions import QUESTIONS
from graph.questions.most_connected import write_most_connected
from graph.stores import open_store
from tests.graph.cli.conftest import Run
from tests.graph.random_graph import random_graph
from tests.graph.sample import HOSTILE
from tests.graph.sample_results import HOSTILE_WORDS
from tests.graph.test_name_file import write_canonical


def test_cypher_prints_an_array_of_objects(run: Run, sample_atlas: Path) -> None:
    """--json gives one object a row, keyed by column; parameters are JSON where they parse."""
    code, out, _ = run(
        "cypher",
        "MATCH (p:Paper) WHERE p.year >= $year OR p.name = $name RETURN p.id AS id ORDER BY id",
        "--atlas",
        sample_atlas,
        "--param",
        "year=2025",
        "--param",
        "name=GripNet: Grasping with Little Data",
        "--json",
    )
    assert code == 0
    assert json.loads(out) == [{"id": "paper:arxiv/2401.00001"}, {"id": "paper:p two: 2"}]


def test_cypher_prints_csv(run: Run, sample_atlas: Path) -> None:
    """--csv gives a header and rows that a reader of CSV gets back whole."""
    _, out, _ = run(
        "cypher",
        "MATCH (p:Paper) RETURN p.name AS title, p.year AS year ORDER BY year",
        "--atlas",
        sample_atlas,
        "--csv",
    )
    rows = list(csv.DictReader(io.StringIO(out)))
    assert {r["title"] for r in rows} >= {HOSTILE}
    assert sorted(r["year"] for r in rows) == ["", "2024", "2025"]


def test_no_rows_are_said_or_an_empty_array(run: Run, sample_atlas: Path) -> None:
    """Nothing found is an answer, not an error."""
    statement = "MATCH (p:Paper) WHERE p.year = 1900 RETURN p.id"
    assert run("cypher", statement, "--atlas", sample_atlas)[:2] == (0, "nothing found\n")
    assert run("cypher", statement, "--atlas", sample_atlas, "--json")[:2] == (0, "[]\n")
    assert run("cypher", statement, "--atlas", sample_atlas, "--csv")[:2] == (0, "p.id\n")


def test_markup_in_a_title_is_shown_as_text(run: Run, sample_atlas: Path) -> None:
    """Square brackets in a paper's title are no style for the terminal."""
    code, out, _ = run("cypher", "MATCH (p:Paper) RETURN p.name AS title", "--atlas", sample_atlas)
    assert code == 0
    assert HOSTILE in out


@pytest.mark.parametrize(
    ("statement", "clause"),
    [
        ("MATCH (n) SET n.name = 'x' RETURN n", "SET"),
        ("MATCH (n) DETACH DELETE n", "DETACH"),
        ("COPY (MATCH (n) RETURN n.id) TO 'stolen.csv'", "COPY"),
        ("CALL db.labels()", "CALL"),
    ],
)
def test_more_than_reading_is_refused(
    run: Run, sample_atlas: Path, statement: str, clause: str
) -> None:
    """Exit code 1, the clause named, nothing on stdout."""
    code, out, err = run("cypher", statement, "--atlas", sample_atlas)
    assert (code, out) == (1, "")
    assert clause in err


def test_a_wrong_statement_is_one_line(run: Run, sample_atlas: Path) -> None:
    """What the database says of a syntax error reaches the user without a traceback."""
    code, _, err = run("cypher", "MATCH (n RETURN n", "--atlas", sample_atlas)
    assert code == 1
    assert err.startswith("error: ")
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("args", "column", "values"),
    [
        (("evaluated-on", "metaworld"), "subject", {"GripNet", "PlanBot"}),
        (("evaluated-on", "benchmark:meta-world"), "subject", {"GripNet", "PlanBot"}),
        (("uses", "planbot"), "used", {"GPT-4"}),
        (("outperforms", "BC"), "winner", {"GripNet"}),
        (("mentions", "gpt 4"), "paper", {"p3", "p two: 2"}),
        (("introduces", "PlanBot"), "paper", {"p two: 2"}),
        (("shares-benchmarks", "GripNet"), "other", {"PlanBot"}),
        (("path", "LIBERO", "KitchenQA"), "to", {"GripNet", "PlanBot", "GPT-4", "KitchenQA"}),
        (("top", "Benchmark"), "name", {"LIBERO", "Meta-World"}),
    ],
)
def test_named_questions(
    run: Run, sample_atlas: Path, args: tuple[str, ...], column: str, values: set[str]
) -> None:
    """Each question finds what the sample says; names match without case and hyphens."""
    code, out, _ = run("query", *args, "--atlas", sample_atlas, "--json")
    assert code == 0
    assert {row[column] for row in json.loads(out)} == values


def test_a_leaderboard_for_scripts(run: Run, result_atlas: Path) -> None:
    """--json and --csv give the same rows; hostile words come back whole."""
    as_json = run("query", "leaderboard", "LIBERO", "--atlas", result_atlas, "--json")
    assert as_json.code == 0
    rows = json.loads(as_json.out)
    assert [(r["metric"], r["rank"], r["value"]) for r in rows[:3]] == [
        ("success rate", 1, "81%"),
        ("success rate", 2, "67.3%"),
        ("success rate", 2, "67.3%"),
    ]
    as_csv = run("query", "leaderboard", "LIBERO", "--atlas", result_atlas, "--csv").out
    flat = [{k: "" if v is None else str(v) for k, v in row.items()} for row in rows]
    assert list(csv.DictReader(io.StringIO(as_csv))) == flat
    assert HOSTILE_WORDS in {row["subject"] for row in rows}


def test_a_leaderboard_for_people(run: Run, result_atlas: Path) -> None:
    """The table has every column, and markup in the words is shown as text."""
    code, out, _ = run("query", "leaderboard", "LIBERO", "--atlas", result_atlas)
    assert code == 0
    header = out.strip().splitlines()[0].split()
    assert header == list(QUESTIONS["leaderboard"].columns)
    assert "9 rows" in out
    help_text = run("query", "--help").out
    assert "paperatlas query leaderboard Minecraft" in help_text


def test_results_are_counted(run: Run, result_atlas: Path) -> None:
    """The manifest counts results among the nodes and their edges among the edges."""
    counts = json.loads(run("stats", "--atlas", result_atlas, "--json").out)["counts"]
    assert counts["nodes"]["Result"] == counts["edges"]["REPORTS"] == 10


def test_an_older_atlas_is_one_clear_line(run: Run, result_atlas: Path, tmp_path: Path) -> None:
    """An atlas from before there were results says so and what to do; it is not called damaged."""
    older = tmp_path / "older"
    shutil.copytree(result_atlas / ".current" / "", older)
    (older / "results.jsonl").unlink()
    manifest = json.loads((older / "manifest.json").read_text(encoding="utf-8"))
    (older / "manifest.json").write_text(json.dumps(manifest | {"atlas": 1}), encoding="utf-8")
    for command in (["stats"], ["page", "LIBERO"]):
        code, out, err = run(*command, "--atlas", older)
        assert (code, out) == (1, "")
        assert "build the atlas anew" in err
        assert len(err.splitlines()) <= 2


def test_generic_classes_only_when_asked_for(run: Run, sample_atlas: Path) -> None:
    """Imitation learning is a class of methods; --generic brings it in."""
    usual = run("query", "top", "--atlas", sample_atlas, "--json").out
    generic = run("query", "top", "--atlas", sample_atlas, "--json", "--generic").out
    assert "imitation learning" not in usual
    assert "imitation learning" in generic


def test_a_limit_says_how_many_rows_there_are(run: Run, sample_atlas: Path) -> None:
    """The first rows on stdout, in every style; the number of all on stderr."""
    asked = ("query", "mentions", "GPT-4", "--atlas", sample_atlas)
    every = json.loads(run(*asked, "--json").out)
    code, out, err = run(*asked, "--json", "--limit", "1")
    assert (code, json.loads(out)) == (0, every[:1])
    assert err == "the first 1 of 2 rows; --limit 0 gives all\n"
    table = run(*asked, "--limit", "1")
    assert "1 row\n" in table.out
    assert "of 2 rows" in table.err
    whole = run(*asked, "--limit", "0", "--csv")
    assert len(list(csv.DictReader(io.StringIO(whole.out)))) == 2
    assert whole.err == ""
    assert run(*asked, "--limit", "-1").code == 2


def test_a_limit_of_top_is_for_each_type(run: Run, sample_atlas: Path) -> None:
    """One of each type, the most connected."""
    ten = json.loads(run("query", "top", "--atlas", sample_atlas, "--json").out)
    one = json.loads(run("query", "top", "--atlas", sample_atlas, "--json", "--limit", "1").out)
    firsts = {row["type"]: row for row in reversed(ten)}
    assert one == sorted(firsts.values(), key=ten.index)


def test_a_table_ends_after_a_hundred_rows_and_a_script_gets_all(run: Run, tmp_path: Path) -> None:
    """What is left out is said; with the files of names and without them."""
    graph = random_graph(3, papers=130, entities=8)
    node = min(n for n, t in graph.nodes(data="type") if t == "Method")
    (tmp_path / "manifest.json").write_text('{"atlas": 2}', encoding="utf-8")
    with open_store(tmp_path / "atlas.lbug") as store:
        store.save(graph)
        asked = ("query", "mentions", node, "--atlas", tmp_path)
        slow = run(*asked)
        write_canonical(tmp_path, list(named_nodes(graph)))
        write_names(tmp_path)
        write_most_connected(graph, tmp_path)
    quick = run(*asked)
    assert quick == slow
    assert "100 rows\n" in quick.out
    assert quick.err == "the first 100 of 130 rows; --limit 0 gives all\n"
    assert len(json.loads(run(*asked, "--json").out)) == 130
    assert run("query", "top", "--atlas", tmp_path).code == 0


def test_questions_are_listed_without_a_name(run: Run) -> None:
    """No atlas is needed to see what can be asked."""
    _, out, _ = run("query", "--json")
    asked = [row["question"].split()[0] for row in json.loads(out)]
    assert asked == [
        "evaluated-on",
        "uses",
        "outperforms",
        "mentions",
        "introduces",
        "shares-benchmarks",
        "leaderboard",
        "path",
        "top",
    ]


def test_an_unknown_name_offers_the_nearest(run: Run, sample_atlas: Path) -> None:
    """A slip of the pen is named with what was meant."""
    code, _, err = run("query", "uses", "Planbott", "--atlas", sample_atlas)
    assert code == 1
    assert "'Planbott'" in err
    assert "PlanBot" in err


def test_an_unknown_question_lists_the_choices(run: Run, sample_atlas: Path) -> None:
    """The message has every question there is."""
    code, _, err = run("query", "who-knows", "X", "--atlas", sample_atlas)
    assert code == 2
    assert "evaluated-on" in err
    assert "shares-benchmarks" in err


def test_stats(run: Run, sample_atlas: Path) -> None:
    """Counts by type, as a table and as the manifest."""
    assert "KitchenQA" not in run("stats", "--atlas", sample_atlas).out
    manifest = json.loads(run("stats", "--atlas", sample_atlas, "--json").out)
    assert manifest["counts"]["nodes"]["Paper"] == 3
    assert manifest["counts"]["edges"]["MENTIONS"] == 15


@pytest.mark.parametrize(
    "args",
    [
        ("stats",),
        ("cypher", "RETURN 1"),
        ("query", "top"),
        ("page", "X"),
        ("load", "bolt://127.0.0.1:1"),
    ],
)
def test_without_an_atlas_every_command_says_how_to_make_one(
    run: Run, tmp_path: Path, args: tuple[str, ...]
) -> None:
    """Exit code 1 and the command to type."""
    code, out, err = run(*args, "--atlas", tmp_path / "none")
    assert (code, out) == (1, "")
    assert "paperatlas build" in err


def test_page_writes_one_file(run: Run, sample_atlas: Path, tmp_path: Path) -> None:
    """The file is where -o says, holds the concept and refers to no other file."""
    target = tmp_path / "libero.html"
    code, _, err = run("page", "libero", "--atlas", sample_atlas, "-o", target)
    assert code == 0
    assert str(target) in err.replace("\n", "")
    html = target.read_text(encoding="utf-8")
    assert "<title>LIBERO" in html
    assert 'src="' not in html.replace('src="data:', "")


def test_page_says_where_it_cannot_write(run: Run, sample_atlas: Path, tmp_path: Path) -> None:
    """A target in a directory that does not exist is one clear line."""
    code, _, err = run("page", "LIBERO", "--atlas", sample_atlas, "-o", tmp_path / "no" / "x.html")
    assert code == 1
    assert "cannot be written" in err


def test_two_styles_at_once_are_wrong_usage(run: Run, sample_atlas: Path) -> None:
    """--json and --csv cannot both be meant."""
    code, out, err = run("query", "top", "--atlas", sample_atlas, "--json", "--csv")
    assert (code, out) == (2, "")
    assert "--csv" in err
