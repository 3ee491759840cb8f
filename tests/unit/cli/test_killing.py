"""`backissue import`, killed for real at any moment, or running twice at once: the old archive or the new one stands, whole."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from backissue.archive import folder, journal
from backissue.cli import main
from tests.unit.cli.test_importing import ROW, imported, rows, state

pytestmark = pytest.mark.skipif(not hasattr(os, "fork") or sys.platform == "emscripten", reason="needs processes and SIGKILL")


def several(path: Path, length: int) -> Path:
    """A folder of sources that add to the archive and change what is in it, each an issue of that length."""
    path.mkdir()
    for number in range(6):
        rows(path / f"{number}.jsonl", {"issue": str(number), "date": f"202{number}", "summary": f"{number}" * length})
    return path


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """Sources that need several shards."""
    return several(tmp_path / "in", 400_000)


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Sources that need several shards, since shards are small."""
    monkeypatch.setattr("backissue.archive.shards.SHARD_BYTES", 10_000)
    return several(tmp_path / "in", 4_000)


def killed_at(count: int, act: Callable[[], object]) -> bool:
    """Does `act` in a process that is killed before its act number `count` on the disk; says whether it came so far."""
    child = os.fork()
    if not child:
        left = iter(range(count, -1, -1))

        def before(function: Callable[..., Any]) -> Callable[..., Any]:
            def wrapped(*arguments: Any, **named: Any) -> Any:
                if not next(left, 1):
                    os.kill(os.getpid(), signal.SIGKILL)
                return function(*arguments, **named)

            return wrapped

        try:
            for name in ("fsync", "replace", "unlink", "mkdir"):
                setattr(os, name, before(getattr(os, name)))
            act()
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def test_a_kill_at_any_act_on_the_disk(tmp_path: Path, small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Before each sync, renaming and removal of an import that replaces shards, a kill leaves one archive whole."""
    old, new = tmp_path / "old", tmp_path / "new"
    imported(
        capsys, rows(tmp_path / "first.jsonl", {"issue": "0", "date": "2020"}, {"issue": "9", "date": "2027"}), "--into", old
    )
    folder.write(new, folder.read(old))
    imported(capsys, small, "--into", new, "--jobs", "1")
    wanted = (folder.read(old), folder.read(new))
    seen = []
    for count in range(200):
        target = tmp_path / f"target-{count}"
        folder.write(target, wanted[0])
        killed = killed_at(count, lambda target=target: main(["import", str(small), "--into", str(target), "--jobs", "1"]))  # type: ignore[misc]
        capsys.readouterr()
        found = folder.read(target)
        assert found in wanted
        seen.append(found == wanted[1])
        imported(capsys, small, "--into", target, "--jobs", "1")
        assert state(target) == state(new)
        if not killed:
            break
    assert seen == sorted(seen)
    assert seen.count(False) > 5
    assert seen.count(True) > 3


def test_a_kill_at_any_time(tmp_path: Path, sources: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """However long an import with two processes has run when it is killed, one archive stands whole, and no process goes on."""
    first = rows(tmp_path / "first.jsonl", {"date": "2021"})
    targets = [tmp_path / f"archive-{number}" for number in range(4)]
    for target in targets:
        imported(capsys, first, "--into", target)
    before = folder.read(targets[0])
    # side by side, so that they take longer, and are killed at different places
    chance = random.Random(7)
    moments = sorted(chance.uniform(0.1, 1.2) for _ in targets)
    start = [sys.executable, "-m", "backissue", "import", str(sources), "--jobs", "2", "--into"]
    running = [
        subprocess.Popen([*start, target], stderr=subprocess.PIPE, text=True, start_new_session=True) for target in targets
    ]
    began = time.monotonic()
    for each, moment in zip(running, moments, strict=True):
        time.sleep(max(0, began + moment - time.monotonic()))
        each.kill()
    for each, target in zip(running, targets, strict=True):
        said_until_all_ended(each)
        found = folder.read(target)
        assert found == before or len(found.issues) == 6
        imported(capsys, sources, "--into", target, "--jobs", "1")
        assert len(folder.read(target).issues) == 6


def said_until_all_ended(running: subprocess.Popen[str]) -> str:
    """What a program and all processes that it made said on standard error, which is at its end when the last of them is.

    To ask for their number would not do: one that has ended keeps it until the system takes note, a second later or more.
    """
    try:
        return running.communicate(timeout=30)[1]
    except subprocess.TimeoutExpired:
        os.killpg(running.pid, signal.SIGKILL)  # so that only this test fails
        raise


def open_for_reader(pipe: Path) -> int:
    """Waits until somebody reads from a named pipe, and returns its other end."""
    for _ in range(3_000):
        try:
            return os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:
            time.sleep(0.01)
    raise AssertionError("nobody reads the pipe")


def test_ctrl_c_ends_all_processes(tmp_path: Path, sources: Path) -> None:
    """Interrupted while its processes read, an import says so without a traceback, leaves none of them, and changes nothing."""
    endless = tmp_path / "endless"
    os.mkfifo(endless)
    arguments = ["import", str(sources), str(endless), "--into", str(tmp_path / "a"), "--jobs", "2"]
    command = [sys.executable, "-m", "backissue", *arguments]
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # where tests run in the background it is ignored
    try:
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True) as running:
            try:
                other_end = open_for_reader(endless)
                os.killpg(running.pid, signal.SIGINT)
                said = said_until_all_ended(running)
                os.close(other_end)
            finally:
                running.kill()  # if nobody reads, only this test fails
    finally:
        signal.signal(signal.SIGINT, before)
    assert (running.returncode, said) == (1, "backissue: interrupted; nothing was changed\n")
    assert not (tmp_path / "a").exists()


def test_a_second_import_at_the_same_time_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """While one import writes, another ends with a message and exit code 1, and changes nothing."""
    source, target = rows(tmp_path / "a.jsonl", {}), tmp_path / "archive"
    imported(capsys, source, "--into", target)
    before = state(target)
    rows(source, {"title": "Ropes"})
    with journal.locked(target):
        said = imported(capsys, source, "--into", target, code=1)
    assert "another import is writing there; expected one at a time; wait until it has ended" in said
    assert state(target) == before
    assert ROW["title"] in str(folder.read(target))
