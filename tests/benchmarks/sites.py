"""The sites of a run, made and served: the reader's, the same with a stopwatch, next to empty ones, and the peers' pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks import material, starting
from tests.benchmarks.contestants import OURS
from tests.benchmarks.peers import Peer
from tests.benchmarks.peers.site import make_peers
from tests.benchmarks.queries import Query


@dataclass(frozen=True, slots=True)
class Sites:
    """Addresses: `full` and `empty` begin with the same question, by page, on all items and on next to none.

    `timed` is the reader's site with the stopwatch, `timed_start` begins with that question; `peers` is the folder of the peers,
    `archive` that of the archive on the disk.
    """

    full: dict[str, str]
    empty: dict[str, str]
    timed: str
    timed_start: str
    peers: str
    archive: Path


def serve_sites(servers: material.Servers, site: Path, questions: Sequence[Query], peers: Sequence[Peer]) -> Sites:
    """Makes all sites beside a published one, and serves them. Starts are measured with the first of the middling questions."""
    folder = site.parent
    first = next((query.text for query in questions if query.kind == "middling"), questions[0].text)
    small = material.publish(material.SHIPPED, folder / "small")
    beside = servers.serve(make_peers(site, folder / "peers", peers))
    beside_small = servers.serve(make_peers(small, folder / "small-peers", peers))
    timed = servers.serve(material.add_stopwatch(site, folder / "timed"))
    return Sites(
        full=starting.addresses(servers.serve(site), beside, first, peers),
        empty=starting.addresses(servers.serve(small), beside_small, first, peers),
        timed=timed,
        timed_start=starting.addresses(timed, beside, first)[OURS],
        peers=beside,
        archive=site / "data",
    )
