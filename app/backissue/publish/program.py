"""The Python files of the browser, each table of them as one zip, and the kept memory of a Python that has imported them."""

from __future__ import annotations

import hashlib
import json
import re

from backissue.archive.canonical import encode
from backissue.errors import UnreadableSource
from backissue.publish.checkout import read_own
from backissue.publish.naming import Collected
from backissue.publish.packing import zipped

PROGRAM, CONFIG = "app/backissue.zip", "pyscript.toml"
# What the worker gets when somebody first imports or exports something, and the list of it.
_LATER, _LATER_LISTED = "app/later.zip", "app/later.toml"
_ENTRY = re.compile(r'^"\./(app/[^"]+)" *= *"\./([^"]+)"\n', re.MULTILINE)
_TABLE = "[files]\n"
# A Python that has imported the program, kept by the set-up, and what is to be known of it.
MEMORY, MEMORY_DESCRIBED = "runtime/snapshot.bin", "runtime/snapshot.json"


def add_program(site: Collected) -> str:
    """Adds the zips, the list of the later one, and the memory; returns PyScript's configuration, which names the first zip."""
    files, bundle = _bundled(CONFIG)
    program = site.add(PROGRAM, bundle)
    _add_memory(site, files, program)
    later = site.add(_LATER, _bundled(_LATER_LISTED)[1])
    site.add(_LATER_LISTED, _naming(_LATER_LISTED, later).encode())
    return _naming(CONFIG, program)


def _add_memory(site: Collected, program: list[tuple[str, bytes]], bundle: str) -> None:
    """Adds the memory of the started program, tied to the bundle; one of other files than these is left out."""
    described, memory = _kept_memory()
    fits = described.get("program") == digest(program) and described.get("sha256") == hashlib.sha256(memory).hexdigest()
    if fits:
        site.add(MEMORY, memory)
    site.add(MEMORY_DESCRIBED, encode({**described, "program": digest([(bundle, site.files[bundle])])} if fits else {}))


def _kept_memory() -> tuple[dict[str, object], bytes]:
    try:
        described, memory = json.loads(read_own(MEMORY_DESCRIBED)), read_own(MEMORY)
    except (UnreadableSource, ValueError):
        return {}, b""
    return described if isinstance(described, dict) else {}, memory


def digest(files: list[tuple[str, bytes]]) -> str:
    """One hash over names and contents, in their order, as setup/snapshot.py and app/boot/snapshot.mjs make it."""
    return hashlib.sha256(b"".join(f"{name}\n{len(data)}\n".encode() + data for name, data in files)).hexdigest()


def listed_files(listed: str) -> list[tuple[str, bytes]]:
    """Returns the names and contents of the Python files that a table names."""
    return [(source, read_own(source)) for source, _ in _ENTRY.findall(read_own(listed).decode())]


def _bundled(listed: str) -> tuple[list[tuple[str, bytes]], bytes]:
    """The Python files that a table names, and the same in one zip: a host is asked once and not a hundred times."""
    files = listed_files(listed)
    names = (name for _, name in _ENTRY.findall(read_own(listed).decode()))
    return files, zipped(tuple((name, data) for name, (_, data) in zip(names, files, strict=True)))


def _naming(listed: str, bundle: str) -> str:
    """The table's file, naming one zip instead of what is in it."""
    return _ENTRY.sub("", read_own(listed).decode()).replace(_TABLE, f'{_TABLE}"./{bundle}" = "./*"\n')
