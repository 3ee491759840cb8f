"""Makes a static site: the reader's page with an archive, its newest items rendered into the page, and Python itself."""

from __future__ import annotations

import dataclasses
import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from backissue.archive.canonical import encode
from backissue.archive.folder import open_folder
from backissue.archive.manifest import FILE, Manifest
from backissue.publish.checkout import own_files, read_own
from backissue.publish.entry import entry_page
from backissue.publish.naming import Collected, hashed_name
from backissue.publish.offline import PAGE, WORKER, add_installation, service_worker
from backissue.publish.program import CONFIG, MEMORY, MEMORY_DESCRIBED, add_program
from backissue.publish.scripts import check_scripts, script
from backissue.publish.target import write_site
from backissue.reader import prerender

# Where the archive lies in a site.
DATA = "data/"
# What the set-up makes of them, or what they are made of, goes out instead.
_UNPUBLISHED = ("runtime/idiomorph/", "runtime/scripts/", "runtime/pyodide/python_stdlib.zip", MEMORY, MEMORY_DESCRIBED)
# Its scripts name each other, and carry a hash of their content as they come.
_NAMED_ALREADY = "runtime/pyscript/core-", "runtime/pyscript/error-", "runtime/pyscript/py-", "runtime/pyscript/toml-"
_WORKER, _STYLE = "app/worker.py", "app/page/page.css"
_BOOT, _PAGE = ("app/boot/pyodide.mjs", "boot.mjs"), ("app/page/page.js", "page.js")


@dataclass(frozen=True, slots=True)
class Site:
    """What was published: how many files of how many bytes, compressed copies apart, and how many had to be written."""

    files: int
    bytes: int
    written: int


def publish(archive: str | os.PathLike[str], out: str | os.PathLike[str], title: str = "", offline: bool = True) -> Site:
    """Writes the site of `archive` into the folder `out`; what an earlier publishing wrote there and is gone is removed.
    It is made to be kept in the browser, unless `offline` is false.

    Raises:
        NotAnArchive, DamagedArchive, UnsupportedVersion: if the archive cannot be used.
        UnusableTarget: if `out` holds files that no publishing wrote, or cannot be written.
        UnreadableSource: if the runtime is missing.
    """
    written = write_site(Path(out), _site(archive, title, offline))
    return Site(len(written), sum(file.bytes for file in written), sum(file.fresh for file in written))


def _site(archive: str | os.PathLike[str], title: str, offline: bool) -> Iterator[tuple[str, bytes]]:
    """Yields each file of the site by its name; pages come after all that they need."""
    held = _held(archive, title)
    targets, page_title = prerender(held.__getitem__)
    site = _reader_files(hashlib.sha256(held[FILE]).hexdigest(), page_title, offline)
    page = entry_page(read_own("index.html").decode(), site.names, targets, page_title)
    data = {DATA + name: part for name, part in held.items()}
    yield from site.files.items()
    yield from data.items()
    yield "index.html", page
    # by the addresses that they are asked for
    kept = {**site.files, **data, PAGE: page}
    kept[site.names[DATA + FILE]] = kept.pop(DATA + FILE)
    yield WORKER, service_worker(kept if offline else {})


def _held(archive: str | os.PathLike[str], title: str) -> dict[str, bytes]:
    """Reads the archive; its shards get names that carry a hash, and the manifest, which names them, keeps its own."""
    manifest, read_part = open_folder(archive)
    held: dict[str, bytes] = {}
    shards = []
    for shard in manifest.shards:
        data, content = read_part(shard), shard.content
        named = dataclasses.replace(shard, path=hashed_name(shard.path, data))
        held[named.path] = data
        if content:
            posts = read_part(content)
            named = dataclasses.replace(named, content=dataclasses.replace(content, path=hashed_name(content.path, posts)))
            held[named.content.path] = posts  # type: ignore[union-attr] # it was just put there
        shards.append(named)
    published: Manifest = dataclasses.replace(manifest, title=title or manifest.title, shards=tuple(shards))
    return {**held, FILE: encode(published.to_dict())}


def _reader_files(manifest: str, title: str, offline: bool) -> Collected:
    """The reader's own files; `manifest` is the hash of the archive's manifest, whose address carries it."""
    check_scripts()
    site = Collected()
    for name in own_files("runtime"):
        if name.startswith(_NAMED_ALREADY):
            site.keep(name, read_own(name))
        elif not name.startswith(_UNPUBLISHED):
            site.add(name, read_own(name))
    config = add_program(site)
    for name in (_WORKER, _STYLE):
        site.add(name, read_own(name))
    site.names[DATA + FILE] = f"{DATA}{FILE}?v={manifest[:10]}"
    add_installation(site, title)
    if offline:
        site.names[WORKER] = WORKER  # by which the page knows that there is one
    # the scripts need not know each other's names, only these
    names = dict(site.names)
    for own, made in (_BOOT, _PAGE):
        site.add(own, script(made, names))
    site.add(CONFIG, config.replace(f"./{_BOOT[0]}", f"./{site.names[_BOOT[0]]}").encode())
    return site
