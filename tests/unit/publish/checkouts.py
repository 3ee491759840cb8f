"""A checkout to publish from: the real page and program with a runtime of a few small files; and what was published."""

from __future__ import annotations

import functools
import json
import re
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

import pytest

from backissue.publish import checkout, packing, program, scripts, wheel

CHECKOUT = checkout.ROOT
# Most tests publish the same program: it is zipped once.
ZIPPED = functools.cache(packing.zipped)
NAMES = "export const names = 'backissue names: {}';"


@functools.cache
def _program() -> tempfile.TemporaryDirectory[str]:
    """A copy of the program for all checkouts of this process, which goes with it: hundreds of files take long to make."""
    folder = tempfile.TemporaryDirectory()
    shutil.copytree(CHECKOUT / "app" / "backissue", folder.name, ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True)
    return folder


def make_checkout(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes the checkout and publishes from it until the test ends. A test that edits the program makes it its own before."""
    shutil.copytree(CHECKOUT / "app", root / "app", ignore=shutil.ignore_patterns("__pycache__", "backissue"))
    (root / "app" / "backissue").symlink_to(_program().name, target_is_directory=True)
    for name in ("index.html", "pyscript.toml", "LICENSE"):
        shutil.copy(CHECKOUT / name, root / name)
    files = {
        "pyodide/pyodide.asm.wasm": b"\0asm" + bytes(9000),
        "pyscript/core.js": b"export {}",
        "pyscript/core-C9KDLldu.js": b"export {}",
        "wheels/small-1.0-py3-none-any.whl": b"wheel",
        "idiomorph/idiomorph.esm.js": b"export const Idiomorph = null;",
        "scripts/page.js": NAMES.encode(),
        "scripts/boot.mjs": NAMES.encode(),
        "scripts/sw.js": b"const files = 'backissue files: {}';",
        "scripts/embed.js": b"customElements;",
        "scripts/titles.js": b"document;",
    }
    for name, data in files.items():
        (root / "runtime" / name).parent.mkdir(parents=True, exist_ok=True)
        (root / "runtime" / name).write_bytes(data)
    monkeypatch.setattr(checkout, "ROOT", root)
    for module in (program, wheel):
        monkeypatch.setattr(module, "zipped", ZIPPED)
    note_scripts(root)


def own_program(root: Path) -> None:
    """Gives a checkout a program that may be edited."""
    (root / "app" / "backissue").unlink()
    shutil.copytree(_program().name, root / "app" / "backissue")


def make_single_checkout(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes a checkout that a single file can be made from as well."""
    make_checkout(root, monkeypatch)
    for name in ("LICENSE", "package-lock.json"):
        shutil.copy(CHECKOUT / name, root / name)
    for name in ("packages_pyc.zip", "app_pyc.bin", "stdlib_pyc.zip", "stdlib_small_pyc.zip"):
        (root / "runtime" / name).write_bytes(name.encode())
    for name in ("single_page.js", "single_worker.js"):
        (root / "runtime" / "scripts" / name).write_text(NAMES, "utf-8")
    note_scripts(root)


def note_scripts(root: Path) -> None:
    """Says that the scripts were made of what lies there now."""
    (root / "runtime/scripts/scripts.json").write_text(json.dumps({"sources": scripts._digest()}), encoding="utf-8")


def published_name(names: Iterable[str], own: str) -> str:
    """Returns the name under which one of the reader's own files was published, or ""."""
    path = PurePosixPath(own)
    form = re.compile(rf"{re.escape(str(path.with_suffix('')))}\.[0-9a-f]{{10}}{re.escape(path.suffix)}")
    return next(filter(form.fullmatch, names), "")


def state(path: Path) -> dict[str, tuple[bytes, int]]:
    """Every file below `path` with its bytes and the time it was written."""
    return {
        each.relative_to(path).as_posix(): (each.read_bytes(), each.stat().st_mtime_ns)
        for each in path.rglob("*")
        if each.is_file()
    }
