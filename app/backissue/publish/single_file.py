"""Makes one HTML file of an archive: the reader, Python and the archive in it, opened from a disk without any network."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass

from backissue.archive.manifest import FILE
from backissue.errors import UnreadableSource, UnusableTarget
from backissue.publish.checkout import read_own
from backissue.publish.naming import Collected
from backissue.publish.options import Options
from backissue.publish.parts import part
from backissue.publish.program import MEMORY, MEMORY_DESCRIBED, PROGRAM, add_program
from backissue.publish.scripts import check_scripts, script
from backissue.publish.selection import open_selected
from backissue.publish.single_page import SIGN, SIGN_WITHIN, single_page
from backissue.publish.site import DATA, held_files
from backissue.reader import opened, prerender

# A browser holds such a page twice while it starts, as text and as bytes; larger ones fail on small machines.
MOST_BYTES = 64_000_000
_WORKER, _SHEET = "app/worker.py", "app/page/page.css"
_RUNTIME = ("runtime/pyodide/pyodide.asm.wasm", "runtime/packages_pyc.zip", "runtime/app_pyc.bin")
# The library that the reader asks for, and the cut-down one that it gets.
_LIBRARY, _SMALL = "runtime/stdlib_pyc.zip", "runtime/stdlib_small_pyc.zip"
# Which the worker's script must come behind (app/boot/standalone.js).
_LAST = "worker.js"


@dataclass(frozen=True, slots=True)
class SingleFile:
    """The file's text, how many bytes it has, and how many of them are the archive's."""

    text: str
    bytes: int
    archive: int


def is_single_file(head: bytes) -> bool:
    """Says whether a file that begins so is one that was made here."""
    return SIGN.encode() in head[:SIGN_WITHIN]


def single_file(archive: str | os.PathLike[str], options: Options | None = None, snapshot: bool = False) -> SingleFile:
    """Returns the file of what `options` take of `archive`.

    With `snapshot` it holds Python's memory, starts sooner, and is twice as large.

    Raises:
        NotAnArchive, DamagedArchive, UnsupportedVersion: if the archive cannot be used.
        NothingFound: if `options` name a publication that it has not.
        UnusableTarget: if it is too large.
        UnreadableSource: if the runtime is missing, or is not of the program as it is.
    """
    check_scripts()
    options = options or Options()
    selected = open_selected(archive, options)
    held = held_files(selected)
    site = _reader_files(held, snapshot)
    inner = {name: data for name, data in site.files.items() if not name.startswith(DATA)}
    of_archive = "".join(part(DATA + name, data) for name, data in held.items())
    of_reader = "".join(part(name, data) for name, data in inner.items())
    _assert_fits(len(of_archive) + len(of_reader))
    targets, page_title = prerender(opened(held.__getitem__))
    sheets = {_SHEET: read_own(_SHEET).decode()}
    if options.theme is not None:
        sheets[options.theme_name] = options.theme.decode("utf-8-sig")
    head, tail = single_page(
        read_own("index.html").decode(),
        targets,
        page_title,
        selected.manifest,
        sheets,
        script("single_page.js", {}).decode(),
    )
    text = f"{head}{of_archive}{of_reader}{part(_LAST, script('single_worker.js', site.names))}{tail}"
    size = len(text.encode())
    _assert_fits(size)
    return SingleFile(text, size, len(of_archive))


def _reader_files(held: Mapping[str, bytes], snapshot: bool) -> Collected:
    """What the worker finds, by the names that it is told."""
    site = Collected()
    for name in (*_RUNTIME, _WORKER):
        site.add(name, read_own(name))
    site.files[site.add(_LIBRARY, read_own(_LIBRARY))] = read_own(_SMALL)
    add_program(site)
    inside = {*_RUNTIME, _WORKER, _LIBRARY, PROGRAM, *((MEMORY, MEMORY_DESCRIBED) if snapshot else ())}
    if snapshot and MEMORY not in site.names:
        raise UnreadableSource(
            "is not of the program as it lies here",
            where=MEMORY,
            expected="the memory of a Python that has imported it",
            advice="run `make setup` again, or leave --snapshot out",
        )
    small = Collected()
    for name in sorted(inside):
        small.names[name] = site.names[name]
        small.keep(site.names[name], site.files[site.names[name]])
    small.names[DATA + FILE] = f"{DATA}{FILE}?v={hashlib.sha256(held[FILE]).hexdigest()[:10]}"
    return small


def _assert_fits(size: int) -> None:
    if size > MOST_BYTES:
        raise UnusableTarget(
            f"would have {size / 1e6:,.1f} MB",
            where="the single file",
            expected=f"at most {MOST_BYTES / 1e6:,.0f} MB, which browsers open from a disk",
            advice="publish a site with --out, or a part of the archive with --publication or --links-only",
        )
