"""Makes a static site: the reader's page with an archive, its newest items rendered into the page, and Python itself."""

from __future__ import annotations

import dataclasses
import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from backissue.archive.canonical import encode
from backissue.archive.manifest import FILE
from backissue.publish.built import INDEX, index_file
from backissue.publish.checkout import own_files, read_own
from backissue.publish.embed import embed_files
from backissue.publish.entry import entry_page
from backissue.publish.naming import Collected, hashed_name
from backissue.publish.offline import PAGE, WORKER, add_installation, service_worker
from backissue.publish.options import Options
from backissue.publish.pages import reader_head, site_pages
from backissue.publish.program import CONFIG, MEMORY, MEMORY_DESCRIBED, PROGRAM, add_program, digest
from backissue.publish.scripts import check_scripts, script
from backissue.publish.selection import Selected, open_selected
from backissue.publish.summary import Group, summed_up
from backissue.publish.target import write_site
from backissue.publish.theme import themed
from backissue.publish.wheel import engine_wheel
from backissue.reader import Reader, opened, prerender

# Where the archive lies in a site.
DATA = "data/"
# What the set-up makes of them, or what they are made of, goes out instead.
_UNPUBLISHED = (
    *("runtime/idiomorph/", "runtime/scripts/", "runtime/pyodide/python_stdlib.zip", "runtime/stdlib_small_pyc.zip"),
    *(MEMORY, MEMORY_DESCRIBED),
)
# Its scripts name each other, and carry a hash of their content as they come.
_NAMED_ALREADY = "runtime/pyscript/core-", "runtime/pyscript/error-", "runtime/pyscript/py-", "runtime/pyscript/toml-"
_WORKER, _STYLE, _THEME = "app/worker.py", "app/page/page.css", "theme.css"
_BOOT, _PAGE = ("app/boot/pyodide.mjs", "boot.mjs"), ("app/page/page.js", "page.js")
# The picture that all pages share, and what the reader's page tells those who have no scripts.
_ICON = re.compile(r'<link rel="icon"[^>]* href="([^"]*)"')
_PAGES = {"#pages": ', and so can <a href="issues/index.html">all issues</a>'}


@dataclass(frozen=True, slots=True)
class Site:
    """What was published: how many files of how many bytes, compressed copies apart, how many had to be written, and the
    same by what they are for."""

    files: int
    bytes: int
    written: int
    groups: tuple[Group, ...]


def publish(archive: str | os.PathLike[str], out: str | os.PathLike[str], options: Options | None = None) -> Site:
    """Writes the site of `archive` into the folder `out`; what an earlier publishing wrote there and is gone is removed.

    Raises:
        NotAnArchive, DamagedArchive, UnsupportedVersion: if the archive cannot be used.
        NothingFound: if `options` name a publication that it has not.
        UnusableTarget: if `out` holds files that no publishing wrote, or cannot be written.
        UnreadableSource: if the runtime is missing.
    """
    written = write_site(Path(out), _site(archive, options or Options()))
    sizes = {file.name: file.bytes for file in written}
    fresh = {file.name for file in written if file.fresh}
    return Site(len(written), sum(sizes.values()), len(fresh), summed_up(sizes, fresh))


def _site(archive: str | os.PathLike[str], options: Options) -> Iterator[tuple[str, bytes]]:
    """Yields each file of the site by its name; pages come after all that they need."""
    selected = open_selected(archive, options)
    held = held_files(selected)
    reader = opened(held.__getitem__)
    targets, page_title = prerender(reader)
    site = _reader_files(hashlib.sha256(held[FILE]).hexdigest(), reader, page_title, options.offline)
    page = read_own("index.html").decode()
    styles = [site.names[_STYLE]]
    if options.theme is not None:
        styles.append(site.add(_THEME, options.theme))
        page = themed(page, _STYLE, styles[-1])
    yield from site.files.items()
    data = {DATA + name: part for name, part in held.items()}
    yield from data.items()
    icon = _ICON.search(page)
    yield from site_pages(selected.archive, options, tuple(styles), icon[1] if icon else "")
    yield from embed_files(selected.manifest, lambda part: selected.parts[part.path], read_own, site.names.get(_THEME, ""))
    yield engine_wheel(read_own)
    page = page.replace("</head>", f"{reader_head(selected.archive, options)}\n</head>", 1)
    entry = entry_page(page, site.names, targets | _PAGES, page_title)
    yield "index.html", entry
    # by the addresses that they are asked for; the plain pages are kept as they are visited
    kept = {**site.files, **data, PAGE: entry}
    kept[site.names[DATA + FILE]] = kept.pop(DATA + FILE)
    kept.pop(site.names.get(INDEX, ""), None)  # the shards do as well
    yield WORKER, service_worker(kept if options.offline else {})


def held_files(selected: Selected) -> dict[str, bytes]:
    """Returns the archive's files; its shards get names that carry a hash, and the manifest, which names them, keeps its own."""
    held: dict[str, bytes] = {}
    shards = []
    for shard in selected.manifest.shards:
        data, content = selected.parts[shard.path], shard.content
        named = dataclasses.replace(shard, path=hashed_name(shard.path, data))
        held[named.path] = data
        if content:
            posts = selected.parts[content.path]
            content = dataclasses.replace(content, path=hashed_name(content.path, posts))
            named = dataclasses.replace(named, content=content)
            held[content.path] = posts
        shards.append(named)
    stretches = []
    for stretch in selected.manifest.stretches:
        data = selected.parts[stretch.words.path]
        words = dataclasses.replace(stretch.words, path=hashed_name(stretch.words.path, data))
        held[words.path] = data
        stretches.append(dataclasses.replace(stretch, words=words))
    manifest = dataclasses.replace(selected.manifest, shards=tuple(shards), stretches=tuple(stretches))
    return {**held, FILE: encode(manifest.to_dict())}


def _reader_files(manifest: str, reader: Reader, title: str, offline: bool) -> Collected:
    """The reader's own files, and the index that `reader` has of the archive; `manifest` is the hash of its manifest."""
    check_scripts()
    site = Collected()
    for name in own_files("runtime"):
        if name.startswith(_NAMED_ALREADY):
            site.keep(name, read_own(name))
        elif not name.startswith(_UNPUBLISHED):
            site.add(name, read_own(name))
    config = add_program(site)
    program = site.names[PROGRAM]
    index = index_file(reader.built(), digest([(program, site.files[program])]), manifest)
    if index is not None:
        site.add(INDEX, index)
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
