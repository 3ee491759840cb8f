"""The programs that go out inside a single file, and their licences, some of which must go with every copy."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution

from backissue.errors import UnreadableSource
from backissue.publish.checkout import read_own

_LOCK = "package-lock.json"
_OF_LIBRARIES = "BSD-3-Clause"
_LIBRARIES = (("jinja2", "Jinja2"), ("markupsafe", "MarkupSafe"), ("snowballstemmer", "Snowball"))
_LICENCE_FILES = ("LICENSE", "LICENSE.txt", "COPYING")


@dataclass(frozen=True, slots=True)
class Program:
    """A program, its licence, where it and the licence are to be had, and the licence's text where that must go with it."""

    name: str
    version: str
    licence: str
    home: str = ""
    text: str = ""


def programs() -> tuple[Program, ...]:
    """Returns all programs of a single file.

    Raises:
        UnreadableSource: if a file that tells of them is not there.
    """
    return (
        Program("Backissue", "", "MIT", text=read_own("LICENSE").decode()),
        Program("Pyodide", _locked_version("pyodide"), "MPL-2.0", home="https://github.com/pyodide/pyodide"),
        Program("CPython", "", "PSF-2.0", home="https://docs.python.org/3/license.html"),
        Program("SQLite", "", "public domain", home="https://sqlite.org/copyright.html"),
        *(_library(*each) for each in _LIBRARIES),
        Program("idiomorph", _locked_version("idiomorph"), "0BSD", home="https://github.com/bigskysoftware/idiomorph"),
    )


def _locked_version(package: str) -> str:
    """The version that the set-up installs."""
    try:
        return str(json.loads(read_own(_LOCK))["packages"][f"node_modules/{package}"]["version"])
    except (ValueError, KeyError, TypeError):
        raise UnreadableSource(
            f"names no version of {package}", where=_LOCK, expected="what the set-up installs", advice="take the file as it came"
        ) from None


def _library(name: str, title: str) -> Program:
    """A Python library, as it is installed here: the set-up compiles the runtime's from the same."""
    try:
        found = distribution(name)
    except PackageNotFoundError:
        raise UnreadableSource(
            "is not installed", where=name, expected="the library of the reader", advice="run `make setup`"
        ) from None
    texts = [file.read_text() for file in found.files or () if file.name in _LICENCE_FILES and "dist-info" in file.parts[0]]
    return Program(title, found.version, _OF_LIBRARIES, text="\n\n".join(texts))
