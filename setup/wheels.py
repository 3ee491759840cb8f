"""The steps that fetch pure-Python wheels: those a reader's browser may ask for, and those that run the tests inside Pyodide."""

import hashlib
import json
import re
import shutil
import zipfile
from email.parser import HeaderParser
from pathlib import Path

from setup.environment import pip
from setup.step import BUILD, LOCKS, RUNTIME, Step

WHEELS = RUNTIME / "wheels"
TEST_WHEELS = BUILD / "pyodide-tests" / "wheels"
INDEX = "wheels.json"


def canonical_name(name: str) -> str:
    """A project's name as it is compared: `typing_extensions` and `Typing.Extensions` are one."""
    return re.sub(r"[-_.]+", "-", name).lower()


def describe_wheel(wheel: Path) -> tuple[str, dict[str, object]]:
    """A wheel's project name, and its file, hash and the names that it requires (extras and their markers left out)."""
    with zipfile.ZipFile(wheel) as archive:
        metadata = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        headers = HeaderParser().parsestr(archive.read(metadata).decode("utf-8"))
    required = [line for line in headers.get_all("Requires-Dist", []) if "extra ==" not in line]
    names = [canonical_name(re.split(r"[^A-Za-z0-9._-]", line, maxsplit=1)[0]) for line in required]
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    return canonical_name(str(headers["Name"])), {"file": wheel.name, "sha256": digest, "requires": sorted(names)}


def write_index(folder: Path) -> int:
    """Writes the folder's index by project name, which the reader looks wheels up in; returns how many there are."""
    described = dict(describe_wheel(wheel) for wheel in sorted(folder.glob("*.whl")))
    (folder / INDEX).write_text(json.dumps(described, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return len(described)


def _fetch(lock: str, folder: Path) -> str:
    fresh = folder.with_name(folder.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    # Python 3.14 and no platform: what Pyodide runs, whatever Python this is.
    pure = ("--only-binary=:all:", "--platform", "any", "--python-version", "3.14", "--no-deps", "--require-hashes")
    pip("download", "--quiet", *pure, "--dest", str(fresh), "--requirement", str(LOCKS / lock))
    count = write_index(fresh)
    shutil.rmtree(folder, ignore_errors=True)
    fresh.replace(folder)
    return f"{count} fetched"


def _wheels(title: str, lock: str, folder: Path) -> Step:
    return Step(
        title=title,
        made_from=lambda: [LOCKS / lock, Path(__file__)],
        makes=lambda: [folder / INDEX],
        do=lambda: _fetch(lock, folder),
    )


FOR_READERS = _wheels("wheels for the browser", "browser.txt", WHEELS)
FOR_TESTS = _wheels("wheels for the tests inside Pyodide", "pyodide-tests.txt", TEST_WHEELS)
