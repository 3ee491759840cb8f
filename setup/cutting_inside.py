"""Runs in Pyodide: imports the app, and leaves of the standard library what that needs."""

import dis
import importlib
import marshal
import sys
import zipfile
from collections.abc import Iterator
from types import CodeType

# Before a compiled module's code stand a magic number, flags, and the hash of its source.
_HEAD_BYTES = 16

# What modules import only to be programs at a command line, or to help and debug at a terminal.
_OF_TERMINALS = frozenset(
    ("_pyrepl", "argparse", "doctest", "getopt", "pdb", "py_compile", "pydoc", "rlcompleter", "tracemalloc")
)


def import_all(app: str, modules: list[str]) -> None:
    """Imports all that the page's Python imports at its start, and what it does first."""
    with zipfile.ZipFile(app) as sources:
        sources.extractall()
    for name in modules:
        importlib.import_module(name)
    importlib.import_module("backissue.reader.render").compile_templates()
    importlib.import_module("backissue.text.stems").stem("searching")


def cut(whole: str, target: str) -> int:
    """Writes the modules of the zip `whole` that are in use, and those that they may import, and returns how many they are."""
    with zipfile.ZipFile(whole) as library:
        names = set(library.namelist())
        used = {file for name in sys.modules for file in _files_of(name, names)}
        later = {
            file
            for name in used
            for imported in _imports(marshal.loads(library.read(name)[_HEAD_BYTES:]), name)
            if imported.partition(".")[0] not in _OF_TERMINALS
            for file in _files_of(imported, names)
        }
        kept = sorted(used | later)
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as out:
            for name in kept:
                entry = zipfile.ZipInfo(name, library.getinfo(name).date_time)
                entry.compress_type = zipfile.ZIP_DEFLATED
                out.writestr(entry, library.read(name))
    return len(kept)


def _files_of(module: str, names: set[str]) -> Iterator[str]:
    """The files that importing a dotted name runs: the packages on the way, and the module."""
    parts = module.split(".")
    for end in range(1, len(parts) + 1):
        place = "/".join(parts[:end])
        yield from (file for file in (f"{place}/__init__.pyc", f"{place}.pyc") if file in names)


def _imports(code: CodeType, file: str) -> Iterator[str]:
    """The dotted names that a module imports, early or late."""
    package = file.removesuffix("/__init__.pyc").split("/") if file.endswith("/__init__.pyc") else file.split("/")[:-1]
    pending = [code]
    while pending:
        current = pending.pop()
        pending += [each for each in current.co_consts if isinstance(each, CodeType)]
        steps = [each for each in dis.get_instructions(current) if each.opname != "EXTENDED_ARG"]
        for at, step in enumerate(steps):
            if step.opname != "IMPORT_NAME":
                continue
            # the two constants before it: how many packages up, and the names that are taken
            up, taken = steps[at - 2].argval, steps[at - 1].argval
            above = package[: len(package) - up + 1] if up else []
            base = ".".join([*above, *filter(None, [step.argval])])
            yield base
            yield from (f"{base}.{name}" for name in taken or ())
