import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from extract.components import relations
from extract.components.weighted import WEIGHTS, read_weights, write_weights
from extract.pipeline import MODEL
from graph.directory import UNFINISHED
from graph.spool import papers_kept
from tests.graph.cli.conftest import Run

COMMAND = [sys.executable, "-c", "from graph.cli import main; main()"]
GOOD = {
    "id": "a/1",
    "title": "KitchenBot: Cooking with Robots",
    "abstract": "We present KitchenBot, a robot policy. KitchenBot is evaluated on LIBERO.",
    "year": 2024,
}
EMPTY = {"id": "a/2", "title": "Hm", "abstract": "It is what it is."}


def lines(*records: object) -> str:
    """Records as JSONL."""
    return "".join(json.dumps(r) + "\n" for r in records)


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """A file of two papers, one of them twice."""
    path = tmp_path / "papers.jsonl"
    path.write_text(lines(GOOD, EMPTY, GOOD), encoding="utf-8")
    return path


@pytest.mark.model
def test_build_counts_what_went_in_and_out(run: Run, papers: Path, tmp_path: Path) -> None:
    """Papers in are built, failed and repeated; what gave nothing is said."""
    code, out, err = run("build", papers, "-o", tmp_path / "atlas")
    assert (code, out) == (0, "")
    assert "3 papers in = 2 built + 0 failed + 1 repeated; 1 gave no entity" in err
    manifest = json.loads((tmp_path / "atlas" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["counts"]["papers"] == 2
    assert manifest["run"] == {"papers": 3, "failed": 0, "repeated": 1}
    assert str(tmp_path) not in json.dumps(manifest)
    rows = json.loads(
        run("query", "evaluated-on", "LIBERO", "--atlas", tmp_path / "atlas", "--json").out
    )
    assert [row["subject"] for row in rows] == ["KitchenBot"]


@pytest.mark.model
def test_a_cut_leaves_out_and_is_said_in_the_manifest(
    run: Run, papers: Path, tmp_path: Path
) -> None:
    """Built and extracted with the highest cut, hardly anything stays; the manifest has it."""
    settings = {}
    for name, options in (("all", ()), ("sure", ("--min-confidence", "1"))):
        assert run("build", papers, "-o", tmp_path / name, *options).code == 0
        manifest = json.loads((tmp_path / name / "manifest.json").read_text(encoding="utf-8"))
        settings[name] = manifest["settings"]["min_confidence"]
    assert settings == {"all": 0.0, "sure": 1.0}
    edges = [
        len((tmp_path / name / "edges.jsonl").read_text(encoding="utf-8").splitlines())
        for name in ("all", "sure")
    ]
    assert edges[0] > edges[1]
    out = run("extract", papers, "--min-confidence", "1").out
    mentions = [m for line in out.splitlines() for m in json.loads(line)["mentions"]]
    assert all(m["confidence"] == 1 for m in mentions)


@pytest.mark.model
def test_keep_going_leaves_out_what_cannot_be_read(run: Run, tmp_path: Path) -> None:
    """The bad line is reported and counted, the good paper is built."""
    path = tmp_path / "papers.jsonl"
    path.write_text(lines(GOOD) + "{oops\n" + lines({"id": "x", "title": "T"}), encoding="utf-8")
    code, _, err = run("build", path, "-o", tmp_path / "atlas", "--keep-going")
    assert code == 0
    assert "3 papers in = 1 built + 2 failed + 0 repeated" in err
    assert f"{path}:2" in err.replace("\n", "")
    assert f"{path}:3" in err.replace("\n", "")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.jsonl", b"", "empty"),
        ("binary.jsonl", b"\x00\x01\x02\xff" * 50, "binary"),
        ("latin.jsonl", '{"id": "é"}'.encode("latin-1"), "UTF-8"),
        ("line.jsonl", b'{"id": "a", "title": "T", "abstract": "A."}\n{oops\n', "line.jsonl:2"),
        ("bare.jsonl", b'{"id": "a", "title": "T"}\n', "abstract"),
        ("cut.jsonl.gz", b"\x1f\x8b\x08\x00cut", "gz"),
    ],
)
def test_bad_input_is_one_clear_error_and_nothing_is_written(
    run: Run, tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    """Exit code 1, file named, no traceback, no directory."""
    path = tmp_path / name
    path.write_bytes(content)
    code, out, err = run("build", path, "-o", tmp_path / "atlas")
    assert (code, out) == (1, "")
    assert name in err
    assert words in err
    assert "Traceback" not in err
    assert not (tmp_path / "atlas").exists()


def test_a_directory_and_a_missing_file_are_named(run: Run, tmp_path: Path) -> None:
    """Neither is a file of papers."""
    assert "directory" in run("build", tmp_path, "-o", tmp_path / "a").err
    code, _, err = run("build", tmp_path / "none.txt", "-o", tmp_path / "a")
    assert code == 1
    assert "none.txt" in err.replace("\n", "")


def test_one_id_with_two_texts_is_an_error(run: Run, tmp_path: Path) -> None:
    """Both places are named and neither is built."""
    path = tmp_path / "papers.jsonl"
    path.write_text(lines(GOOD, {**GOOD, "abstract": "Something else."}), encoding="utf-8")
    code, _, err = run("build", path, "-o", tmp_path / "atlas")
    assert code == 1
    assert "a/1" in err
    assert f"{path}:2" in err.replace("\n", "")


def test_a_directory_of_other_things_is_not_written_into(
    run: Run, papers: Path, tmp_path: Path
) -> None:
    """The refusal comes before any work."""
    thesis = tmp_path / "thesis"
    thesis.mkdir()
    (thesis / "chapter.tex").write_text("precious", encoding="utf-8")
    code, _, err = run("build", papers, "-o", thesis)
    assert code == 1
    assert "no atlas" in err
    assert [p.name for p in thesis.iterdir()] == ["chapter.tex"]


@pytest.mark.model
def test_a_failed_rebuild_keeps_the_former_atlas(run: Run, papers: Path, tmp_path: Path) -> None:
    """Bad input the second time leaves the first atlas as it was."""
    atlas = tmp_path / "atlas"
    assert run("build", papers, "-o", atlas).code == 0
    before = (atlas / "edges.jsonl").read_bytes()
    papers.write_text("{oops\n", encoding="utf-8")
    assert run("build", papers, "-o", atlas, "--format", "jsonl").code == 1
    assert (atlas / "edges.jsonl").read_bytes() == before


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("bolt://127.0.0.1:1", "127.0.0.1:1"),
        ("bolt://neo4j:hunter2@127.0.0.1:1", "password"),
        ("mysql://localhost", "bolt://"),
    ],
)
def test_a_store_that_cannot_be_used_stops_the_build_before_it_starts(
    run: Run, papers: Path, tmp_path: Path, url: str, words: str
) -> None:
    """One line, no secret in it, nothing written."""
    code, _, err = run("build", papers, "-o", tmp_path / "atlas", "--store", url)
    assert code == 1
    assert words in err
    assert "hunter2" not in err
    assert not (tmp_path / "atlas").exists()


@pytest.mark.model
@pytest.mark.parametrize("workers", ["1", "2"])
def test_extract_prints_a_line_a_paper_in_input_order(run: Run, papers: Path, workers: str) -> None:
    """Annotations on stdout, as scorers read them; spans are those of the text."""
    code, out, _ = run("extract", papers, "--workers", workers)
    assert code == 0
    records = [json.loads(line) for line in out.splitlines()]
    assert [r["id"] for r in records] == ["a/1", "a/2"]
    text = f"{GOOD['title']}\n{GOOD['abstract']}"
    assert records[0]["mentions"]
    for mention in records[0]["mentions"]:
        assert text[mention["start"] : mention["end"]] == mention["text"]
        assert "node" not in mention


@pytest.mark.model
@pytest.mark.parametrize("workers", ["1", "2"])
@pytest.mark.parametrize(
    ("damaged", "content"),
    [
        ("paperatlas_relations/weights.npz", None),
        ("paperatlas_encoder/encoder.onnx", "x"),
        ("meta.json", None),
        ("meta.json", "{"),
        ("config.cfg", "[nlp"),
    ],
)
def test_a_damaged_model_is_one_clear_line(
    run: Run, papers: Path, tmp_path: Path, workers: str, damaged: str, content: str | None
) -> None:
    """Whatever is wrong and however many processes find it so."""
    model = tmp_path / "model"
    shutil.copytree(MODEL, model)
    (model / damaged).unlink()
    if content is not None:
        (model / damaged).write_text(content, encoding="utf-8")
    code, out, err = run("extract", papers, "--model", model, "--workers", workers)
    assert (code, out) == (1, "")
    assert err.startswith("error: ")
    assert err.count("\n") == 1
    assert str(model) in err
    assert "Traceback" not in err


@pytest.mark.model
@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_model_without_one_of_its_arrays_is_one_clear_line(
    run: Run, papers: Path, tmp_path: Path, workers: str
) -> None:
    """It loads, and then a component finds the array missing."""
    model = tmp_path / "model"
    shutil.copytree(MODEL, model)
    weights = model / relations.FACTORY / WEIGHTS
    write_weights(weights, {n: w for n, w in read_weights(weights).items() if n != "apart.weight"})
    code, out, err = run("extract", papers, "--model", model, "--workers", workers)
    assert (code, out) == (1, "")
    assert err == (
        "error: the weights of a head lack 'apart.weight': "
        "the model is damaged or of another version\n"
    )


@pytest.mark.model
def test_stdin_is_an_input(papers: Path, tmp_path: Path) -> None:
    """- reads what is piped in."""
    done = subprocess.run(
        [*COMMAND, "extract", "-"],
        input=papers.read_bytes(),
        capture_output=True,
        check=True,
    )
    assert len(done.stdout.splitlines()) == 2


def test_a_place_that_cannot_be_written_is_one_clear_line(
    run: Run, papers: Path, tmp_path: Path
) -> None:
    """A directory cannot be made under a file, and the message says which was wanted."""
    code, _, err = run("build", papers, "-o", papers / "atlas")
    assert code == 1
    assert "cannot be written: Not a directory" in err


@pytest.mark.neo4j
def test_load_and_ask_the_server(run: Run, sample_atlas: Path, neo4j_url: str) -> None:
    """What was loaded is answered by the server as by the atlas."""
    code, _, err = run("load", neo4j_url, "--atlas", sample_atlas)
    assert code == 0
    assert "loaded 14 nodes and 30 edges" in err
    served = run("query", "evaluated-on", "Meta-World", "--store", neo4j_url, "--json")
    local = run("query", "evaluated-on", "Meta-World", "--atlas", sample_atlas, "--json")
    assert json.loads(served.out) == json.loads(local.out)


@pytest.mark.neo4j
def test_a_wrong_password_is_one_line_without_it(
    run: Run, sample_atlas: Path, neo4j_url: str, tmp_path: Path
) -> None:
    """The password file is read, the server refuses, the password is not shown."""
    secret = tmp_path / "password"
    secret.write_text("hunter2\n", encoding="utf-8")
    code, out, err = run("load", neo4j_url, "--atlas", sample_atlas, "--password-file", secret)
    assert (code, out) == (1, "")
    assert err.startswith("error: ")
    assert "hunter2" not in err


@pytest.mark.model
@pytest.mark.slow
@pytest.mark.parametrize(("workers", "presses"), [("1", 1), ("2", 1), ("2", 2)])
def test_ctrl_c_keeps_what_is_annotated_and_a_rerun_goes_on(
    tmp_path: Path, workers: str, presses: int
) -> None:
    """A build that is interrupted says what it keeps; the same command finishes it."""
    path = tmp_path / "papers.jsonl"
    many = [{**GOOD, "id": str(i), "abstract": f"{GOOD['abstract']} {i}"} for i in range(600)]
    path.write_text(lines(*many), encoding="utf-8")
    atlas = tmp_path / "atlas"
    command = [*COMMAND, "build", str(path), "-o", str(atlas), "--workers", workers]
    command += ["--pages", "none"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    deadline = time.monotonic() + 240
    while papers_kept(atlas / UNFINISHED) < 20:
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.1)
    for _ in range(presses):
        os.killpg(process.pid, signal.SIGINT)
        time.sleep(0.1)  # in which the processes are waited for
    _, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "stopped" in err
    assert "Traceback" not in err
    kept = papers_kept(atlas / UNFINISHED)
    assert f"{kept} annotated papers kept" in err
    assert not (atlas / "manifest.json").exists()
    done = subprocess.run(command, stderr=subprocess.PIPE, text=True, check=True)
    assert f"{kept} annotations known from before" in done.stderr
    assert "600 papers in = 600 built" in done.stderr
    assert not (atlas / UNFINISHED).exists()


@pytest.mark.model
@pytest.mark.slow
def test_processes_end_with_a_build_that_is_killed(tmp_path: Path) -> None:
    """Nobody tells them, and they end all the same."""
    path = tmp_path / "papers.jsonl"
    many = [{**GOOD, "id": str(i), "abstract": f"{GOOD['abstract']} {i}"} for i in range(2000)]
    path.write_text(lines(*many), encoding="utf-8")
    atlas = tmp_path / "atlas"
    command = [*COMMAND, "build", str(path), "-o", str(atlas), "--workers", "2"]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)
    deadline = time.monotonic() + 240
    while papers_kept(atlas / UNFINISHED) < 20:
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.1)
    process.kill()
    process.wait()
    deadline = time.monotonic() + 60
    while True:
        try:
            os.killpg(process.pid, 0)
        except ProcessLookupError:
            return
        assert time.monotonic() < deadline, "a process of the build goes on without it"
        time.sleep(0.2)


@pytest.mark.parametrize("args", [["-v", "stats"], ["stats", "-v"], ["stats"]])
def test_v_may_stand_anywhere(tmp_path: Path, args: list[str]) -> None:
    """-v before or after the command says where an error came from."""
    done = subprocess.run(
        [*COMMAND, *args, "--atlas", str(tmp_path / "none")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert ("Traceback" in done.stderr) == ("-v" in args)


def test_a_damaged_manifest_is_one_clear_line(run: Run, sample_atlas: Path, tmp_path: Path) -> None:
    """Not JSON, no object, no counts: each says to build anew."""
    copy = tmp_path / "copy"
    shutil.copytree(sample_atlas, copy, symlinks=True)
    for damage in ("{oops", "[]", '{"atlas": 1}'):
        (copy / "manifest.json").write_text(damage, encoding="utf-8")
        code, out, err = run("stats", "--atlas", copy)
        assert (code, out) == (1, "")
        assert "build the atlas anew" in err
        assert "Traceback" not in err


def test_stdout_that_takes_nothing_is_one_clear_line(sample_atlas: Path) -> None:
    """A full disk behind stdout ends with 1 and no traceback."""
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [*COMMAND, "stats", "--atlas", str(sample_atlas), "--json"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.startswith("error: No space left")
    assert "Traceback" not in done.stderr
