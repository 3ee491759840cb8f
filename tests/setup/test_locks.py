"""The lock files: everything pinned and hashed, nothing that names a place to download from, one version of each package."""

import json
import re
from pathlib import Path

import pytest

from setup.lock import RECIPES, pinned
from setup.step import LOCKS, ROOT

NPM_LOCK = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
NPM_PACKAGES = {name: package for name, package in NPM_LOCK["packages"].items() if name}


@pytest.mark.parametrize("name", RECIPES)
def test_python_packages_are_pinned_and_hashed(name: str) -> None:
    """Every line is a pinned version or one of its hashes; none is an option that names an index or a place."""
    lines = (LOCKS / name).read_text(encoding="utf-8").splitlines()
    assert lines
    for line in lines:
        assert re.fullmatch(r"[a-z0-9-]+==\S+( ; .+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?", line), line


@pytest.mark.parametrize("name", ["development.txt", "browser.txt", "pyodide-tests.txt"])
def test_one_version_everywhere(name: str) -> None:
    """The browser, the tests and the command line run the same versions."""
    running = pinned(LOCKS / "python.txt") | {"soupsieve": pinned(LOCKS / "browser.txt")["soupsieve"]}
    other = pinned(LOCKS / name) | {"soupsieve": running["soupsieve"]}
    assert {package: version for package, version in other.items() if running.get(package, version) != version} == {}


def test_every_lock_file_has_its_recipe() -> None:
    """No lock file is left over, and none is missing."""
    assert {path.name for path in LOCKS.glob("*.txt")} == set(RECIPES)


def test_npm_packages_are_hashed_and_name_no_address() -> None:
    """The npm lock file holds a hash for each package, and no address."""
    assert NPM_PACKAGES
    assert all(package["integrity"].startswith("sha512-") for package in NPM_PACKAGES.values())
    assert not [name for name, package in NPM_PACKAGES.items() if "resolved" in package]


def test_npm_packages_are_pinned() -> None:
    """package.json names exact versions, and the lock file has just these."""
    stated = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    for name, version in (stated["dependencies"] | stated["devDependencies"]).items():
        assert NPM_PACKAGES[f"node_modules/{name}"]["version"] == version


def test_the_version_is_written_alike() -> None:
    """pyproject.toml, package.json and the package state one version."""
    here = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    package = (ROOT / "app" / "backissue" / "__init__.py").read_text(encoding="utf-8")
    versions = {
        re.search(r'^version = "(.+)"$', here, re.MULTILINE)[1],  # type: ignore[index]
        re.search(r'^__version__ = "(.+)"$', package, re.MULTILINE)[1],  # type: ignore[index]
        json.loads(Path(ROOT / "package.json").read_text(encoding="utf-8"))["version"],
        NPM_LOCK["version"],
    }
    assert len(versions) == 1
