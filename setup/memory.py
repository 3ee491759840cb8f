"""Runs in Pyodide: gets a Python ready whose memory is then kept, and wakes it where that memory is used.

A kept memory holds imported modules, but no files. The libraries are fetched only when an import asks for them, which
in the reader none does: all that it imports is in memory.
"""

import gc
import importlib
import linecache
import random
import sys
import zipfile
import zipimport
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path


class Libraries:
    """The last resort of every import: where nothing is found, the libraries are fetched first, once."""

    here = True

    @classmethod
    def find_spec(cls, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        """Looks for a module again, once the libraries are here."""
        if cls.here:
            return None
        import js  # type: ignore[import-not-found] # there is none while the memory is made

        cls.here = True
        js.backissue.bringLibraries()
        forget_files()
        return PathFinder.find_spec(name, path, target)  # type: ignore[arg-type]


def fall_asleep(app: str, modules: list[str]) -> None:
    """Imports the app from a zip, and forgets what is known of files: they will not be there, or be others."""
    with zipfile.ZipFile(app) as sources:
        sources.extractall()
    Path(app).unlink()
    for name in modules:
        importlib.import_module(name)
    importlib.import_module("backissue.reader.render").compile_templates()
    importlib.import_module("backissue.text.stems").stem("searching")  # brings its library, which is imported late
    sys.meta_path.append(Libraries)
    Libraries.here = False
    sys.path.remove("")  # Pyodide puts it there at each start
    linecache.clearcache()
    gc.collect()


def forget_files() -> None:
    """Lets every import look at the files that are there now."""
    sys.path_importer_cache.clear()
    zipimport._zip_directory_cache.clear()  # type: ignore[attr-defined]


def wake() -> None:
    """Gives each reader another random state, for the memory has one for all; its hash seed stays the same for all."""
    forget_files()  # Pyodide has looked at some since
    random.seed()
