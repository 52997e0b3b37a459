"""A real Neo4j Community server for the tests: fetched once, started on free ports, stopped.

The server's jars come from Maven Central through ``tests/neo4j/pom.xml`` into
``.cache/neo4j/``, which Git ignores. It runs with a password, as a user's does.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import neo4j

ROOT = Path(__file__).resolve().parent.parent
POM = ROOT / "tests" / "neo4j" / "pom.xml"
START_TIMEOUT = 120.0
_JVM = ("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
"""Small, and quick to start rather than fast in the long run."""
_CONFIGURATION = """\
server.bolt.listen_address=127.0.0.1:{bolt}
server.bolt.advertised_address=127.0.0.1:{bolt}
server.http.enabled=false
server.https.enabled=false
server.memory.pagecache.size=64m
db.tx_log.preallocate=false
dbms.usage_report.enabled=false
"""


class ServerError(RuntimeError):
    """The server cannot be fetched or started; the message is one line."""


class Login(NamedTuple):
    """Where a server is and how to log in."""

    url: str
    user: str
    password: str


def version() -> str:
    """The version of the server that the pom names."""
    found = re.search(r"<neo4j\.version>([^<]+)<", POM.read_text("utf-8"))
    assert found, POM
    return found[1]


def fetch() -> Path:
    """The folder with the server's jars, filled by Maven the first time, by one process alone.

    Raises:
        ServerError: There is no Java or no Maven, or Maven fails.
    """
    for tool, package in (("java", "a JDK 17 or newer"), ("mvn", "Maven")):
        if shutil.which(tool) is None:
            raise ServerError(f"the tests of Neo4j need {package}: there is no `{tool}` on PATH")
    jars = ROOT / ".cache" / "neo4j" / f"lib-{version()}"
    jars.parent.mkdir(parents=True, exist_ok=True)
    with (jars.parent / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (jars / ".complete").exists():
            _fill(jars)
    return jars


def _fill(jars: Path) -> None:
    command = ["mvn", "-q", "-B", "-f", str(POM), "dependency:copy-dependencies"]
    command += ["-DincludeScope=runtime", f"-DoutputDirectory={jars}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        lines = [line for line in (done.stdout + done.stderr).splitlines() if "ERROR" in line]
        raise ServerError(f"Maven cannot fetch Neo4j {version()}: {(lines or ['no message'])[0]}")
    (jars / ".complete").touch()


@contextlib.contextmanager
def running(password: str = "a password, of tests") -> Iterator[Login]:
    """A fresh, empty server for the length of the block.

    Raises:
        ServerError: It cannot be fetched, or does not answer in time.
    """
    jars = fetch()
    home = Path(tempfile.mkdtemp(prefix="neo4j-test-"))
    bolt = free_port()
    process = None
    try:
        (home / "conf").mkdir()
        (home / "logs").mkdir()
        (home / "conf" / "neo4j.conf").write_text(_CONFIGURATION.format(bolt=bolt))
        _set_password(jars, home, password)
        login = Login(f"bolt://127.0.0.1:{bolt}", "neo4j", password)
        places = [f"--home-dir={home}", f"--config-dir={home / 'conf'}"]
        with (home / "logs" / "console.log").open("wb") as log:
            process = subprocess.Popen(
                [*_java(jars), "org.neo4j.server.CommunityEntryPoint", *places],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                preexec_fn=_die_with_parent if sys.platform == "linux" else None,
            )
        _wait(process, login, home)
        yield login
    finally:
        if process is not None:
            process.kill()  # its data is thrown away: no need for a slow, tidy end
            process.wait()
        shutil.rmtree(home, ignore_errors=True)


def _java(jars: Path) -> list[str]:
    return ["java", *_JVM, "-cp", f"{jars}/*"]


def _set_password(jars: Path, home: Path, password: str) -> None:
    done = subprocess.run(
        [*_java(jars), "org.neo4j.cli.AdminTool", "dbms", "set-initial-password", password],
        env={**os.environ, "NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise ServerError(f"cannot set the server's password: {done.stderr.strip()[-300:]}")


def _wait(process: subprocess.Popen[bytes], login: Login, home: Path) -> None:
    deadline = time.monotonic() + START_TIMEOUT
    auth = (login.user, login.password)
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        with (
            contextlib.suppress(neo4j.exceptions.DriverError, neo4j.exceptions.Neo4jError),
            neo4j.GraphDatabase.driver(login.url, auth=auth) as driver,
        ):
            driver.verify_connectivity()
            return
        time.sleep(0.2)
    tail = (home / "logs" / "console.log").read_text("utf-8", "replace").strip()[-300:]
    raise ServerError(f"Neo4j {version()} does not answer at {login.url}: {tail}")


def free_port() -> int:
    """A port that nothing listens at, as far as can be known."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _die_with_parent() -> None:
    """Have Linux end the server when the tests are killed and can clean up nothing."""
    pr_set_pdeathsig = 1
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL)
