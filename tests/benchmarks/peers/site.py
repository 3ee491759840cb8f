"""Makes the peers' pages: a folder each, with the library bundled, the archive of a published site, and its index built ahead."""

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
        _make_page(peer, site, out / peer.name)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(lambda peer: run_program(node_program(), str(HERE / "prebuild.mjs"), str(out), peer.name), peers))
    return out


def _make_page(peer: Peer, site: Path, folder: Path) -> None:
    shutil.copytree(HERE / "page", folder)
    # an address of its own, so that no peer finds the archive in the browser's cache, and no second copy on the disk
    shutil.copytree(site / "data", folder / "data", copy_function=os.link)
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
