"""Does the same to many things on a Dask cluster, in order, as `workers` does on the cores of one machine.

Things and results pass through the cluster's scheduler, which never holds more than a few batches for each worker. A batch
whose worker is lost is done again by another one. All machines must have the same Python, the same Backissue and the same
libraries, or the result would depend on who read what: whatever differs is refused.
"""

from __future__ import annotations

import contextlib
import logging
import platform
import threading
import time
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from backissue import __version__
from backissue.cli.setting import differing, setting
from backissue.cli.workers import AHEAD, batches
from backissue.errors import ClusterError

if TYPE_CHECKING:
    from distributed import Client, Future

_T = TypeVar("_T")
_R = TypeVar("_R")
# How long a scheduler may take to answer, and a cluster may be without any worker.
PATIENCE_SECONDS = 30.0
_LOOK_SECONDS = 1.0
# A worker has several threads; in pure Python they would only get in each other's way.
_ONE_AT_A_TIME = threading.Lock()
_UNCHANGED = "the archive is as it was"


class Cluster(Generic[_T, _R]):
    """The workers of a cluster, that do `act` to things; where each that tries ends over a thing, `failed` makes its result.

    Raises:
        ClusterError: if Dask is not installed here, or there is no cluster at `address`, or none that can do the same.
    """

    def __init__(
        self,
        address: str,
        act: Callable[[_T], _R],
        failed: Callable[[_T], _R],
        patience_seconds: float | None = None,
    ) -> None:
        self._address = address
        self._act = act
        self._failed = failed
        self._patience_seconds = PATIENCE_SECONDS if patience_seconds is None else patience_seconds
        self._client = _connected(address, self._patience_seconds)
        try:
            self._wait_for_workers()
            _assert_same(address, self._client)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Cluster[_T, _R]:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Leaves the cluster, which drops what it was still to do."""
        with _quiet(), contextlib.suppress(Exception):
            self._client.close(timeout=_LOOK_SECONDS)

    def map(self, things: Iterable[_T], weigh: Callable[[_T], int]) -> Iterator[_R]:
        """Yields the result for each thing, in the order of the things, whoever did it.

        Raises:
            ClusterError: if the scheduler is lost, or all workers are.
        """
        from distributed.scheduler import KilledWorker

        pending: deque[tuple[list[_T], Future[list[_R]]]] = deque()
        waiting = batches(things, weigh)
        while True:
            room = AHEAD * max(1, self._workers())
            while len(pending) < room and (batch := next(waiting, None)):
                pending.append((batch, self._submit(batch)))
            if not pending:
                return
            batch, future = pending.popleft()
            try:
                yield from self._result(future)
            except KilledWorker:
                yield from self._one_by_one(batch)

    def _one_by_one(self, batch: list[_T]) -> Iterator[_R]:
        from distributed.scheduler import KilledWorker

        for thing in batch:
            try:
                yield from self._result(self._submit([thing]))
            except KilledWorker:
                yield self._failed(thing)

    def _submit(self, batch: list[_T]) -> Future[list[_R]]:
        with self._told_as_lost():
            return self._client.submit(_do, self._act, batch, setting(), pure=False)

    def _workers(self) -> int:
        with self._told_as_lost():
            return len(self._client.nthreads())

    def _result(self, future: Future[list[_R]]) -> list[_R]:
        since = time.monotonic()
        while True:
            with self._told_as_lost():
                try:
                    results: list[_R] = future.result(timeout=_LOOK_SECONDS)
                    return results
                except TimeoutError:
                    if self._client.status != "running":
                        raise OSError("the connection is closed") from None
            if self._workers():
                since = time.monotonic()
            elif time.monotonic() - since > self._patience_seconds:
                raise self._without_workers("has lost all of its workers")

    def _wait_for_workers(self) -> None:
        with self._told_as_lost():
            try:
                self._client.wait_for_workers(1, timeout=self._patience_seconds)
            except TimeoutError:
                raise self._without_workers("has no workers") from None

    def _without_workers(self, problem: str) -> ClusterError:
        return ClusterError(
            problem,
            where=self._address,
            expected="at least one, with this Backissue and its libraries",
            advice=f"start some (dask worker {self._address}), then try again; {_UNCHANGED}",
        )

    @contextlib.contextmanager
    def _told_as_lost(self) -> Iterator[None]:
        from distributed.client import CancelledError, ClosedClientError, FutureCancelledError
        from distributed.comm import CommClosedError
        from distributed.scheduler import KilledWorker

        try:
            yield
        except (CommClosedError, CancelledError, FutureCancelledError, ClosedClientError, OSError, TimeoutError) as error:
            raise ClusterError(
                f"the scheduler was lost ({_short(error)})",
                where=self._address,
                expected="it to stay until the import has ended",
                advice=f"start the cluster again, then try again; {_UNCHANGED}",
            ) from None
        except (ClusterError, KilledWorker):
            raise
        except Exception as error:  # of a worker that came later and has not what it takes
            raise ClusterError(
                f"a worker cannot do its part ({_short(error)})",
                where=self._address,
                expected="workers with this Backissue and its libraries",
                advice=f"install on every machine what is installed here; {_UNCHANGED}",
            ) from None


def _do(act: Callable[[_T], _R], batch: list[_T], theirs: Mapping[str, str]) -> list[_R]:
    """Runs on a worker, which may have come only after all others were asked what they have."""
    if theirs != setting():
        raise differing("a worker", platform.node(), theirs, setting())
    with _ONE_AT_A_TIME:
        return [act(thing) for thing in batch]


def _connected(address: str, patience_seconds: float) -> Client:
    try:
        import dask
        import distributed
    except ImportError as error:
        raise ClusterError(
            f"Dask is not installed here ({error})",
            where="--dask",
            expected="the package distributed",
            advice="install it with: pip install 'backissue[dask]'",
        ) from None
    # what its libraries log is about their own inside; what matters is told as an error
    for name in ("distributed", "tornado.application"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    dask.config.set({"distributed.admin.large-graph-warning-threshold": "1 GiB"})
    try:
        with _quiet():
            return distributed.Client(address, timeout=patience_seconds, set_as_default=False)
    except (OSError, TimeoutError, ValueError, TypeError, RuntimeError) as error:
        raise ClusterError(
            f"no scheduler can be reached ({_short(error)})",
            where=address,
            expected="the address of a running Dask scheduler, such as tcp://192.0.2.7:8786",
            advice="start one (dask scheduler), or look at the address and the network",
        ) from None


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _assert_same(address: str, client: Client) -> None:
    """Refuses a cluster that is not made alike, before anything is sent to it."""
    versions: dict[str, Any] = client.get_versions()
    ours = versions["client"]["packages"]
    others = {"the scheduler": versions["scheduler"], **{f"worker {name}": found for name, found in versions["workers"].items()}}
    for name, found in others.items():
        theirs = found["packages"] if found else {}
        for package in ("distributed", "python"):
            if theirs.get(package) != ours[package]:
                raise differing(name, address, {package: ours[package]}, {package: str(theirs.get(package, "unknown"))})
    for worker, found in client.run(setting, on_error="return").items():
        if isinstance(found, Exception):
            raise ClusterError(
                f"worker {worker} has no Backissue, or another version of it ({_short(found)})",
                where=address,
                expected=f"Backissue {__version__} on every worker",
                advice="install there what is installed here; it is not sent, since its libraries are needed as well",
            )
        if found != setting():
            raise differing(f"worker {worker}", address, setting(), found)


def _short(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}".replace("\n", " ")[:200]
