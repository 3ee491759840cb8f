"""`import --dask`: the same bytes as without it, whatever becomes of the workers, and readable words where it cannot be."""

from __future__ import annotations

import gc
import os
import shutil
import sys
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("distributed", reason="Dask is not installed")

from distributed import Client

from backissue.cli.cluster import Cluster
from backissue.errors import ClusterError
from tests.unit.cli.cluster import LocalCluster, local_cluster, wait_until
from tests.unit.cli.doomed import act, failed
from tests.unit.cli.nursery import ROOT, Nursery
from tests.unit.cli.sources import folder_with_bad_files, imported, rows, state

SAMPLES = ROOT / "tests" / "samples"
# How long the tests wait for a scheduler that answers, for one that does not, and for workers that do not come back.
PATIENCE_SECONDS, IN_VAIN_SECONDS = 1.0, 0.2


@pytest.fixture(autouse=True)
def looked_at_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """While a result is waited for, the workers are counted five times a second instead of once."""
    monkeypatch.setattr("backissue.cli.cluster._LOOK_SECONDS", IN_VAIN_SECONDS)


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    """What makes the processes of all clusters."""
    with Nursery() as started:
        yield started


@pytest.fixture(scope="module")
def cluster(nursery: Nursery, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCluster]:
    """A cluster of two worker processes that no test harms."""
    with local_cluster(nursery, tmp_path_factory.mktemp("cluster"), 2) as started:
        yield started


@pytest.fixture
def doomed(nursery: Nursery, tmp_path: Path) -> Iterator[LocalCluster]:
    """A cluster of two worker processes that the test may do anything to."""
    folder = tmp_path / "doomed"
    folder.mkdir()
    with local_cluster(nursery, folder, 2) as started:
        yield started


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """Files that make a batch for each of two workers and one more, and bad ones."""
    folder = folder_with_bad_files(tmp_path / "many")
    for number in range(20):
        rows(folder / f"{number:02}.jsonl", *({"issue": f"{number}-{row // 50}", "title": f"Boat {row}"} for row in range(200)))
    return folder


def local(capsys: pytest.CaptureFixture[str], folder: Path, target: Path) -> dict[str, bytes]:
    imported(capsys, folder, "--into", target, "--jobs", "1")
    return state(target)


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
    doomed.know(2)
    with Client(doomed.address, set_as_default=False) as client:
        known = client.scheduler_info()["workers"]
        named = {name: doomed.workers[int(each["name"][1:])] for name, each in known.items()}

        def kill_one_at_work() -> None:
            wait_until(lambda: any(client.processing().values()))
            at_work = next(name for name, keys in client.processing().items() if keys)
            doomed.kill(named[at_work])
            was_there.append(target.exists())

        killer = threading.Thread(target=kill_one_at_work)
        killer.start()
        said = imported(capsys, many, "--into", target, "--dask", doomed.address)
        killer.join()
    assert was_there == [False]
    doomed.know(1)
    assert state(target) == wanted
    assert "ended the process" not in said


def test_a_thing_that_ends_every_worker(nursery: Nursery, tmp_path: Path) -> None:
    """What kills whoever tries it is told as failed, and all the rest is done, in order."""
    things = [*(f"a{n}" for n in range(9)), "die", "b"]
    with local_cluster(nursery, tmp_path, 4, gives_up=True) as started:
        started.know(4)
        with Cluster(started.address, act, failed) as cluster:
            assert list(cluster.map(things, lambda thing: 1)) == [*(f"A{n}" for n in range(9)), "die failed", "B"]


def test_only_a_few_batches_are_under_way(cluster: LocalCluster) -> None:
    """A scheduler never holds more than some batches for each worker, however much there is to do."""
    taken = []

    def things() -> Iterator[str]:
        for n in range(10_000):
            taken.append(n)
            yield f"a{n}"

    with Cluster(cluster.address, act, failed) as connected:
        results = connected.map(things(), lambda thing: 1_000_000)
        assert [next(results) for _ in range(3)] == ["A0", "A1", "A2"]
        assert len(taken) < 20
        results.close()  # type: ignore[attr-defined]


def refused(address: str, patience_seconds: float = PATIENCE_SECONDS) -> str:
    """What is said where the cluster cannot be used."""
    with pytest.raises(ClusterError) as caught:
        Cluster(address, act, failed, patience_seconds)
    said = str(caught.value)
    # Dask's client that reached nobody hangs in a cycle with its error: collected in the thread of the next client, while
    # that one starts, it would wait for a lock that the start holds
    del caught
    gc.collect()
    return said


def test_dask_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Dask the message says what to install, and nothing was written."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    said = imported(capsys, rows(tmp_path / "a.jsonl", {}), "--into", tmp_path / "a", "--dask", "tcp://127.0.0.1:1", code=1)
    assert said.startswith("backissue: --dask: Dask is not installed here")
    assert "pip install 'backissue[dask]'" in said
    assert not (tmp_path / "a").exists()


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nonsense://x", "127.0.0.1:none"])
def test_no_scheduler_there(address: str) -> None:
    """An address where nobody answers, or that is none, is named."""
    said = refused(address, IN_VAIN_SECONDS)
    assert said.startswith(f"{address}: no scheduler can be reached")
    assert "start one (dask scheduler), or look at the address" in said


def test_a_cluster_without_workers(nursery: Nursery, tmp_path: Path) -> None:
    """A scheduler alone does nothing, and the message says what to start."""
    with local_cluster(nursery, tmp_path, 0) as started:
        assert refused(started.address, PATIENCE_SECONDS / 2).startswith(
            f"{started.address}: has no workers; expected at least one, with this Backissue and its libraries; start some"
        )


def other_backissue(folder: Path, *, whole: bool) -> dict[str, str]:
    """An environment in which another Backissue is found, with one line more, or none."""
    folder.mkdir()
    if whole:
        shutil.copytree(ROOT / "app" / "backissue", folder / "backissue", ignore=shutil.ignore_patterns("__pycache__"))
        with (folder / "backissue" / "errors.py").open("a", encoding="utf-8") as file:
            file.write("# otherwise\n")
    else:
        (folder / "backissue.py").write_text("raise ModuleNotFoundError(\"No module named 'backissue'\")\n", encoding="utf-8")
    return {"PYTHONPATH": f"{folder}{os.pathsep}{ROOT}"}


@pytest.mark.parametrize(
    ("whole", "words"),
    [(False, "has no Backissue, or another version of it"), (True, "install the same on every machine")],
)
def test_workers_that_are_not_made_alike(nursery: Nursery, tmp_path: Path, whole: bool, words: str) -> None:
    """A worker without Backissue, or with another one, is named before anything is sent, and what it lacks."""
    with local_cluster(nursery, tmp_path, 1) as started:
        started.start_worker(other_backissue(tmp_path / "other", whole=whole))
        started.know(2)
        said = refused(started.address)
    assert words in said
    assert "worker tcp://127.0.0.1:" in said
    assert not whole or "has Backissue 0.1.0 with the code " in said


@pytest.mark.parametrize(
    ("whole", "words"),
    [(False, "has lost all of its workers; expected at least one, with this Backissue"), (True, "a worker has Backissue")],
)
def test_a_worker_that_comes_later_and_is_not_made_alike(nursery: Nursery, tmp_path: Path, whole: bool, words: str) -> None:
    """A worker that was not there when all were asked is found out by the first thing that it is given, or ends over it."""
    with local_cluster(nursery, tmp_path, 1) as started, Cluster(started.address, act, failed, PATIENCE_SECONDS) as cluster:
        started.start_worker(other_backissue(tmp_path / "other", whole=whole))
        started.know(2)
        started.kill(started.workers[0])
        started.know(1)
        cluster._patience_seconds = IN_VAIN_SECONDS
        with pytest.raises(ClusterError, match=words):
            list(cluster.map(["a"], len))


def test_all_workers_are_lost(doomed: LocalCluster) -> None:
    """Where the last worker is gone and none comes back, the import ends instead of waiting for ever."""
    doomed.know(2)
    with Cluster(doomed.address, act, failed, PATIENCE_SECONDS) as cluster:
        results = cluster.map(["a", "hang", "b"], lambda thing: 1_000_000)
        assert next(results) == "A"
        cluster._patience_seconds = IN_VAIN_SECONDS
        for worker in doomed.workers:
            doomed.kill(worker)
        with pytest.raises(ClusterError, match="has lost all of its workers"):
            list(results)


def test_the_scheduler_is_lost(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], many: Path, doomed: LocalCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The import ends with a message, and the archive is as it was."""
    monkeypatch.setattr("backissue.cli.cluster.PATIENCE_SECONDS", PATIENCE_SECONDS)
    target = tmp_path / "a"
    imported(capsys, rows(tmp_path / "first.jsonl", {}), "--into", target)
    before = state(target)

    with Client(doomed.address, set_as_default=False, timeout=PATIENCE_SECONDS) as client:

        def kill_it_at_work() -> None:
            wait_until(lambda: any(client.processing().values()))
            doomed.kill(doomed.scheduler)

        killer = threading.Thread(target=kill_it_at_work)
        killer.start()
        said = imported(capsys, many, "--into", target, "--dask", doomed.address, code=1)
        killer.join()
    assert f"{doomed.address}: the scheduler was lost" in said
    assert "the archive is as it was" in said
    assert state(target) == before
