"""The program as it is started: by module and by name, its streams, its exit codes, and what ends it."""

import json
import os
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

ROW = {"newsletter": "Hafen", "issue": "1", "date": "2025-01-06", "title": "Łódź 🎉 机器", "summary": "Lantern \ud83d"}


def program(*arguments: object, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Runs `python -m backissue`."""
    command = [sys.executable, "-m", "backissue", *map(str, arguments)]
    given = {**os.environ, **environment}
    return subprocess.run(command, input=stdin.encode(), capture_output=True, check=False, timeout=60, env=given)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive that was imported from standard input."""
    folder = tmp_path_factory.mktemp("process") / "archive"
    done = program("import", "-", "--into", folder, "--as", "items-jsonl", stdin=json.dumps(ROW))
    assert (done.returncode, done.stdout) == (0, b""), done.stderr
    return folder


def test_any_terminal_can_take_the_output(archive: Path) -> None:
    """Where a terminal knows no Unicode, JSON is escaped and text is replaced; nothing ends in a traceback."""
    done = program("search", archive, "lodz", "--json", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert json.loads(done.stdout.decode("ascii"))["hits"][0]["title"] == ROW["title"]
    done = program("search", archive, "lodz", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr


def test_bytes_that_are_no_text_are_a_query_all_the_same(archive: Path) -> None:
    """A query with stray bytes is answered."""
    command = [sys.executable.encode(), b"-m", b"backissue", b"search", os.fsencode(archive), b"\xff\xfe lantern", b"--json"]
    done = subprocess.run(command, capture_output=True, check=False, timeout=60)
    assert (done.returncode, json.loads(done.stdout)["total"]) == (0, 0), done.stderr


def test_a_closed_pipe_is_no_error_to_show(archive: Path) -> None:
    """Whoever has read enough may go: no traceback comes."""
    command = [sys.executable, "-m", "backissue", "search", str(archive), ""]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout
        assert running.stderr
        running.stdout.close()
        assert b"Traceback" not in running.stderr.read()


def test_a_full_output_is_told(archive: Path) -> None:
    """Output that cannot be written exits with 1 and a message."""
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "backissue", "info", str(archive), "--json"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False, timeout=60)
    assert done.returncode == 1
    assert done.stderr.startswith(b"backissue: ")
    assert b"Traceback" not in done.stderr


def test_serving_tells_the_address_and_ends_on_interrupt(tmp_path: Path) -> None:
    """`serve` prints one line with the address, serves there, and Ctrl+C ends it without noise."""
    (tmp_path / "index.html").write_text("<p>lantern</p>", encoding="utf-8")
    command = [sys.executable, "-m", "backissue", "serve", str(tmp_path), "--port", "0"]
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # where tests run in the background it is ignored
    try:
        running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    finally:
        signal.signal(signal.SIGINT, before)
    with running:
        assert running.stdout
        assert running.stderr
        line = running.stdout.readline()
        address = next(word for word in line.split() if word.startswith("http://127.0.0.1:"))
        with urllib.request.urlopen(address, timeout=10) as answer:
            assert answer.read() == b"<p>lantern</p>"
        running.send_signal(signal.SIGINT)
        try:
            assert running.wait(timeout=10) == 0
        finally:
            running.kill()
        assert running.stderr.read() == ""


def test_the_exit_code_reaches_the_shell(tmp_path: Path) -> None:
    """What `main` returns is what the shell sees: 1 for bad input."""
    done = program("info", tmp_path)
    assert (done.returncode, done.stdout) == (1, b"")
    assert b"holds no archive" in done.stderr


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-"])
def test_closed_streams(archive: Path, tmp_path: Path, closed: str) -> None:
    """Where a stream is closed, as some services start their programs, the program works or says why not."""
    for words in (f"import - --into {tmp_path / 'other'}", f"info {archive}"):
        done = subprocess.run(
            f"{sys.executable} -m backissue {words} {closed}", shell=True, capture_output=True, check=False, timeout=60
        )
        assert done.returncode in (0, 1)
        assert b"Traceback" not in done.stderr + done.stdout


@pytest.mark.parametrize("arguments", [["info", "nowhere"], ["--version"]])
def test_a_command_waits_for_itself_alone(arguments: list[str]) -> None:
    """Counting, as all that needs no importer, starts without importing them, nor what makes sites."""
    look = "import sys; from backissue.cli import main; main(sys.argv[1:]); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", look, *arguments], capture_output=True, text=True, check=True, timeout=60)
    loaded = done.stdout.split()
    assert ("backissue.cli.informing" in loaded) == ("info" in arguments)
    assert not [name for name in loaded if name.startswith(("backissue.importers", "backissue.publish", "backissue.exporters"))]
