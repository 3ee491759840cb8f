"""The cut-down standard library of single files: all that is in use is left, and what it may import later."""

import marshal
import zipfile
from pathlib import Path

import pytest

from setup import cutting_inside


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A library of compiled modules, of which `json` and the package `email` are in use here."""
    sources = {
        "json/__init__.pyc": "from . import tool\nfrom .scanner import make\ndef late():\n    import wave\n    import pydoc",
        "json/tool.pyc": "",
        "json/scanner.pyc": "import email.nowhere",
        "wave.pyc": "import chunk",
        "chunk.pyc": "",
        "pydoc.pyc": "",
        "this.pyc": "",
    }
    path = tmp_path / "whole.zip"
    with zipfile.ZipFile(path, "w") as whole:
        for name, source in sources.items():
            whole.writestr(name, bytes(16) + marshal.dumps(compile(source, name, "exec")))
    return path


def test_what_is_in_use_is_left(library: Path, tmp_path: Path) -> None:
    """What is imported is left, and what that may import, one step; a terminal's help and what nobody names are not."""
    assert cutting_inside.cut(str(library), str(tmp_path / "cut.zip")) == 4
    with zipfile.ZipFile(tmp_path / "cut.zip") as cut, zipfile.ZipFile(library) as whole:
        assert cut.namelist() == ["json/__init__.pyc", "json/scanner.pyc", "json/tool.pyc", "wave.pyc"]
        assert cut.read("wave.pyc") == whole.read("wave.pyc")


def test_the_same_library_gives_the_same_bytes(library: Path, tmp_path: Path) -> None:
    """A single file that is made again of the same is the same."""
    cut = [tmp_path / name for name in ("one.zip", "two.zip")]
    for each in cut:
        cutting_inside.cut(str(library), str(each))
    assert cut[0].read_bytes() == cut[1].read_bytes()
