"""Wheels for the browser: their index says where each project is, and what it needs."""

import hashlib
import json
import zipfile
from pathlib import Path

from setup.wheels import INDEX, canonical_name, describe_wheel, write_index

METADATA = """Metadata-Version: 2.1
Name: Lantern_Oil
Version: 1.0
Requires-Dist: wick>=2
Requires-Dist: typing.Extensions; python_version < "3.20"
Requires-Dist: torch; extra == 'bright'

A lamp's oil.
Requires-Dist: nothing
"""


def put_wheel(folder: Path) -> Path:
    wheel = folder / "lantern_oil-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("lantern_oil.py", "")
        archive.writestr("lantern_oil-1.0.dist-info/METADATA", METADATA)
    return wheel


def test_a_wheel_described(tmp_path: Path) -> None:
    """A wheel's name and needs come from its own metadata, extras left out, names in their one form."""
    wheel = put_wheel(tmp_path)
    name, facts = describe_wheel(wheel)
    assert name == "lantern-oil"
    assert facts["requires"] == ["typing-extensions", "wick"]
    assert facts["sha256"] == hashlib.sha256(wheel.read_bytes()).hexdigest()


def test_the_index(tmp_path: Path) -> None:
    """The folder's index finds a wheel's file by its project's name."""
    wheel = put_wheel(tmp_path)
    assert write_index(tmp_path) == 1
    assert json.loads((tmp_path / INDEX).read_text())["lantern-oil"]["file"] == wheel.name


def test_names_are_compared_in_one_form() -> None:
    """Case and separators do not tell two projects apart."""
    assert canonical_name("Typing_Extensions") == canonical_name("typing.extensions") == "typing-extensions"
