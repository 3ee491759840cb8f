"""Makes a static site: the reader's page with an archive, its newest items rendered into the page, and Python itself."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import io
import json
import os
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from backissue.archive.canonical import encode
from backissue.archive.folder import open_folder
from backissue.archive.manifest import FILE
from backissue.errors import UnreadableSource, UnusableTarget
from backissue.publish.embed import embed_files
from backissue.publish.wheel import engine_wheel
from backissue.reader import fill_page, prerender

# Where the page, its configuration and its runtime lie: the checkout that this package belongs to.
ROOT = Path(__file__).resolve().parents[3]
LIST = "published.json"
_PROGRAM = "app/backissue.zip"
# What the worker gets when somebody first imports or exports something, and the list of it.
_LATER, _LATER_LISTED = "app/later.zip", "app/later.toml"
_ENTRY = re.compile(r'^"\./(app/[^"]+)" *= *"\./([^"]+)"\n', re.MULTILINE)
_TABLE = "[files]\n"
# A Python that has imported the program, kept by the set-up, and what is to be known of it.
_MEMORY, _MEMORY_DESCRIBED = "runtime/snapshot.bin", "runtime/snapshot.json"
# What the page and the worker load besides the Python files that pyscript.toml names.
_PARTS = ("app/worker.py", "app/boot", "app/page", "runtime")
_EPOCH = (2026, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Site:
    """What was published: how many files of how many bytes, and how many had to be written."""

    files: int
    bytes: int
    written: int


def publish(archive: str | os.PathLike[str], out: str | os.PathLike[str], title: str = "") -> Site:
    """Writes the site of `archive` into the folder `out`; what an earlier publishing wrote there and is gone is removed.

    Raises:
        NotAnArchive, DamagedArchive, UnsupportedVersion: if the archive cannot be used.
        UnusableTarget: if `out` holds files that no publishing wrote, or cannot be written.
        UnreadableSource: if the runtime is missing.
    """
    target = Path(out)
    before = _published_before(target)
    files = dict(_site(archive, title))
    listed = {**files, LIST: encode({"format": "backissue-site", "files": sorted(files)})}
    changed = {name: data for name, data in listed.items() if not _holds(target / name, data)}
    if foreign := sorted(name for name in changed.keys() & files.keys() if name not in before and (target / name).exists()):
        raise UnusableTarget(
            f"{foreign[0]} is there and was not published from here",
            where=str(target),
            expected="a folder where this name is free",
            advice="move the file, or name another folder: nothing in this one was touched",
        )
    try:
        _put(target, changed)
        for name in before.difference(files):
            (target / name).unlink(missing_ok=True)
    except OSError as error:
        raise UnusableTarget(
            f"cannot be written ({error.strerror})",
            where=str(error.filename or target),
            expected="a folder with room that you may write",
            advice="make room or name another folder, then publish again",
        ) from None
    return Site(len(files), sum(map(len, files.values())), len(changed.keys() & files.keys()))


def _site(archive: str | os.PathLike[str], title: str) -> Iterator[tuple[str, bytes]]:
    """Yields each file of the site by its name."""
    manifest, read_part = open_folder(archive)
    if title:
        manifest = dataclasses.replace(manifest, title=title)
    held = {FILE: encode(manifest.to_dict())}
    for entry in manifest.shards:
        held[entry.path] = read_part(entry)
        if entry.content:
            held[entry.content.path] = read_part(entry.content)
    targets, page_title = prerender(held.__getitem__)
    yield "index.html", fill_page(_read("index.html").decode(), targets, page_title).encode()
    yield from ((f"data/{name}", data) for name, data in held.items())
    yield from embed_files(manifest, lambda part: held[part.path], _read)
    yield engine_wheel(_read)
    program, bundle, config = _bundled("pyscript.toml", _PROGRAM)
    yield _PROGRAM, bundle
    yield from _memory(program, bundle)
    yield "pyscript.toml", config
    _, later, listed = _bundled(_LATER_LISTED, _LATER)
    yield from ((_LATER, later), (_LATER_LISTED, listed))
    for part in _PARTS:
        path = ROOT / part
        if not path.exists():
            raise UnreadableSource("is missing", where=part, expected="the reader's runtime", advice="run `make setup` first")
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            name = file.relative_to(ROOT).as_posix()
            if file.is_file() and "__pycache__" not in file.parts and name not in (_MEMORY, _MEMORY_DESCRIBED):
                yield name, _read(name)


def _memory(program: list[tuple[str, bytes]], bundle: bytes) -> Iterator[tuple[str, bytes]]:
    """Yields the memory of the started program, tied to the bundle; one of other files than these is left out."""
    try:
        described = json.loads((ROOT / _MEMORY_DESCRIBED).read_bytes())
        memory = (ROOT / _MEMORY).read_bytes()
        fits = described["program"] == _digest(program) and described["sha256"] == hashlib.sha256(memory).hexdigest()
    except (OSError, ValueError, KeyError, TypeError):
        fits = False
    if fits:
        yield _MEMORY, memory
        yield _MEMORY_DESCRIBED, encode({**described, "program": _digest([(_PROGRAM, bundle)])})
    else:
        yield _MEMORY_DESCRIBED, encode({})


def _digest(files: list[tuple[str, bytes]]) -> str:
    """One hash over names and contents, in their order, as setup/snapshot.py and app/boot/snapshot.mjs make it."""
    return hashlib.sha256(b"".join(f"{name}\n{len(data)}\n".encode() + data for name, data in files)).hexdigest()


def _bundled(listed: str, zipped: str) -> tuple[list[tuple[str, bytes]], bytes, bytes]:
    """The Python files that the table `listed` names, the same in one, and the table naming that as `zipped`.

    So a host is asked once and not a hundred times.
    """
    config = _read(listed).decode()
    files = [(source, _read(source)) for source, _ in _ENTRY.findall(config)]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as bundle:
        for (_, name), (_, data) in zip(_ENTRY.findall(config), files, strict=True):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            bundle.writestr(entry, data)
    named = _ENTRY.sub("", config).replace(_TABLE, f'{_TABLE}"./{zipped}" = "./*"\n')
    return files, packed.getvalue(), named.encode()


def _read(name: str) -> bytes:
    try:
        return (ROOT / name).read_bytes()
    except OSError as error:
        raise UnreadableSource(
            f"cannot be read: {error.strerror}", where=name, expected="the reader's own file", advice="publish from a checkout"
        ) from None


def _published_before(target: Path) -> set[str]:
    """The names of the files that an earlier publishing wrote; refuses a folder of somebody else's."""
    if not target.exists():
        return set()
    if not target.is_dir():
        raise UnusableTarget("is a file", where=str(target), expected="a folder", advice="name another place")
    # a checkout that a host serves from holds `.git` before anything is published into it
    if all(path.name.startswith(".") for path in target.iterdir()):
        return set()
    try:
        listed = json.loads((target / LIST).read_bytes())
        names = set(map(str, listed["files"])) if listed["format"] == "backissue-site" else None
    except (OSError, ValueError, KeyError, TypeError):
        names = None
    if names is None:
        raise UnusableTarget(
            "holds files that were not published from here",
            where=str(target),
            expected="an empty folder, or one published before",
            advice="name another folder: nothing in this one was touched",
        )
    return {name for name in names if not name.startswith("/") and ".." not in Path(name).parts}


def _holds(path: Path, data: bytes) -> bool:
    return path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data


def _put(target: Path, files: dict[str, bytes]) -> None:
    """Writes `files` into `target`: first all of them beside their places, so that a full disk changes nothing, then moves
    them there; a host that serves the folder never sees half a file."""
    beside: list[tuple[Path, Path]] = []
    made: list[Path] = []
    try:
        for name, data in files.items():
            path = target / name
            made += [each for each in (path.parent, *path.parent.parents) if not each.exists()]
            path.parent.mkdir(parents=True, exist_ok=True)
            part = path.with_name(path.name + ".part")
            beside.append((part, path))
            part.write_bytes(data)
    except BaseException:
        for part, _ in beside:
            part.unlink(missing_ok=True)
        for folder in sorted(made, key=lambda each: -len(each.parts)):
            with contextlib.suppress(OSError):
                folder.rmdir()
        raise
    for part, path in beside:
        part.replace(path)
