"""`import --dask`: the same bytes as without it, whatever becomes of the workers, and readable words where it cannot be."""

from __future__ import annotations

import shutil
import signal
import subprocess
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("distributed", reason="Dask is not installed")

from distributed import Client

from backissue.cli.cluster import Cluster
from tests.unit.cli.cluster import ROOT, LocalCluster, local_cluster, wait_until
from tests.unit.cli.doomed import act, failed
from tests.unit.cli.sources import folder_with_bad_files, imported, rows, state

SAMPLES = ROOT / "tests" / "samples"
PATIENCE_SECONDS = 2.0


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCluster]:
    """A cluster of two worker processes that no test harms."""
    with local_cluster(tmp_path_factory.mktemp("cluster"), 2) as started:
        yield started


@pytest.fixture
def doomed(tmp_path: Path) -> Iterator[LocalCluster]:
    """A cluster of two worker processes that the test may do anything to."""
    folder = tmp_path / "doomed"
    folder.mkdir()
    with local_cluster(folder, 2) as started:
        yield started


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """Two dozen files that take some seconds to read, among them a mailbox, a bundle with an archive in it, and bad ones."""
    folder = folder_with_bad_files(tmp_path / "many")
    for number in range(24):
        rows(folder / f"{number:02}.jsonl", *({"issue": f"{number}-{row // 50}", "title": f"Boat {row}"} for row in range(2_000)))
    return folder


def local(capsys: pytest.CaptureFixture[str], folder: Path, target: Path) -> dict[str, bytes]:
    imported(capsys, folder, "--into", target, "--jobs", "1")
    return state(target)


def kill(worker: subprocess.Popen[bytes]) -> None:
    worker.send_signal(signal.SIGKILL)
    worker.wait()


def test_the_same_bytes_and_the_same_words(tmp_path: Path, capsys: pytest.CaptureFixture[str], cluster: LocalCluster) -> None:
    """All samples, a mailbox, a zip file with an archive in it, and bad files make the same archive and the same report."""
    sources = folder_with_bad_files(tmp_path / "in")
    shutil.copytree(SAMPLES, sources / "samples")
    imported(capsys, rows(tmp_path / "r.jsonl", {"newsletter": "Pier Post"}), "--into", tmp_path / "other")
    with zipfile.ZipFile(sources / "packed.zip", "w") as packed:
        packed.write(sources / "good.jsonl", "good.jsonl")
        for path in (tmp_path / "other").iterdir():
            packed.write(path, f"archive/{path.name}")
    shutil.copytree(tmp_path / "other", sources / "archive")
    said = []
    said.append(imported(capsys, sources, "--into", tmp_path / "a", "--verbose", "--jobs", "1"))
    wanted = state(tmp_path / "a")
    shutil.rmtree(tmp_path / "a")
    said.append(imported(capsys, sources, "--into", tmp_path / "a", "--verbose", "--dask", cluster.address))
    assert state(tmp_path / "a") == wanted
    assert said[0] == said[1]
    assert "pier-post" in str(wanted)


def test_a_worker_killed_in_the_middle(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], many: Path, doomed: LocalCluster
) -> None:
    """One of two workers dies over its work: the other one does it again, and the archive is the same."""
    wanted = local(capsys, many, tmp_path / "local")
    target = tmp_path / "a"
    was_there: list[bool] = []

    def kill_one_at_work() -> None:
        with Client(doomed.address, set_as_default=False) as client:
            wait_until(lambda: len(client.nthreads()) == 2)
            busy = client.scheduler_info()["workers"]
            named = {name: doomed.workers[int(each["name"][1:])] for name, each in busy.items()}
            wait_until(lambda: any(client.processing().values()))
            at_work = next(name for name, keys in client.processing().items() if keys)
            kill(named[at_work])
            was_there.append(target.exists())

    killer = threading.Thread(target=kill_one_at_work)
    killer.start()
    said = imported(capsys, many, "--into", target, "--dask", doomed.address)
    killer.join()
    assert was_there == [False]
    assert [worker.poll() for worker in doomed.workers].count(None) == 1
    assert state(target) == wanted
    assert "ended the process" not in said


def test_a_thing_that_ends_every_worker(tmp_path: Path, doomed: LocalCluster) -> None:
    """What kills whoever tries it is told as failed, and all the rest is done, in order."""
    for _ in range(10):
        doomed.start_worker()
    with Client(doomed.address, set_as_default=False) as client:
        wait_until(lambda: len(client.nthreads()) == 12)
    things = [*(f"a{n}" for n in range(9)), "die", "b"]
    with Cluster(doomed.address, act, failed) as cluster:
        assert list(cluster.map(things, lambda thing: 1)) == [*(f"A{n}" for n in range(9)), "die failed", "B"]
