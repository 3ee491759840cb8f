"""Makes the peers' pages: a folder each, with the library bundled, and the archive of a site or an index built ahead."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from setup.node import node_program
from setup.step import NODE_MODULES
from tests.benchmarks.material import NotThere, run_program
from tests.benchmarks.peers import PEERS, Peer

HERE = Path(__file__).parent
_ESBUILD = NODE_MODULES / "esbuild" / "bin" / "esbuild"
_WASM = NODE_MODULES / "sql.js-fts5" / "dist" / "sql-wasm.wasm"
# what sql.js asks for where it runs in Node
_ABSENT = ("fs", "path", "crypto")


def make_peers(site: Path, out: Path, peers: Sequence[Peer] = PEERS) -> Path:
    """Makes the pages of peers in `out`, with the same documents as a published site.

    Raises:
        NotThere: if a package is not installed, or an index could not be built.
    """
    absent = [peer.package for peer in peers if not (NODE_MODULES / peer.package).is_dir()]
    if absent or not _ESBUILD.is_file():
        raise NotThere(f"{', '.join(absent) or 'esbuild'} is not in node_modules: run `make setup`")
    for peer in peers:
        for way in peer.ways:
            _make_page(peer, way, site, out / peer.folder(way))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(lambda peer: _build_ahead(peer, site, out / peer.folder("load")), peers))
    return out


def _build_ahead(peer: Peer, site: Path, folder: Path) -> None:
    run_program(node_program(), str(HERE / "prebuild.mjs"), peer.name, str(site / "data"), str(folder))


def _make_page(peer: Peer, way: str, site: Path, folder: Path) -> None:
    shutil.copytree(HERE / "page", folder)
    if way == "build" or not peer.alone:
        shutil.copytree(site / "data", folder / "data", copy_function=os.link)  # no second copy on the disk
    run_program(
        str(_ESBUILD),
        str(HERE / "worker.js"),
        "--bundle",
        "--minify",
        "--format=esm",
        f"--alias:engine={HERE / 'engines' / peer.name}.js",
        *(f"--external:{name}" for name in _ABSENT),
        f"--outfile={folder / 'worker.js'}",
        "--log-level=error",
    )
    if peer.name == "sqlite":
        shutil.copy(_WASM, folder)
