"""What is compiled for the start: pure Python, and a stemmer that stems as the library's does."""

import importlib.util
import sys
from pathlib import Path

import pytest
import snowballstemmer

from setup.bytecode import bundle_sources, site_packages


@pytest.fixture
def english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    """The bundle's own stemmer, imported beside the installed one."""
    folder = tmp_path / "english_only"
    folder.mkdir()
    for name, data in bundle_sources(site_packages()).items():
        if name.startswith("snowballstemmer/"):
            (folder / Path(name).name).write_bytes(data)
    spec = importlib.util.spec_from_file_location(
        "english_only", folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "english_only", module)
    spec.loader.exec_module(module)
    return module.stemmer("english")


def test_only_python_files() -> None:
    """The bundle holds no compiled part of any library."""
    names = bundle_sources(site_packages())
    assert {"jinja2/environment.py", "markupsafe/_native.py", "snowballstemmer/english_stemmer.py"} <= set(names)
    assert all(name.endswith(".py") for name in names)


@pytest.mark.parametrize("word", ["securing", "happiness", "dying", "generously", "skis", "a"])
def test_the_same_stems(english: object, word: str) -> None:
    """English is stemmed in the browser as it is on the command line."""
    assert english.stemWord(word) == snowballstemmer.stemmer("english").stemWord(word)  # type: ignore[attr-defined]
