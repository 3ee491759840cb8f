"""Which node is used: the machine's when it is new enough, else the one of .venv."""

from pathlib import Path

import pytest

from setup.node import machine_node, major_version, node_program
from setup.step import venv_program


def put_node(folder: Path, version: str, *others: str) -> Path:
    """Puts a program into `folder` that answers as a node of this version."""
    for name in ("node", *others):
        (folder / name).write_text(f"#!/bin/sh\necho {version}\n")
        (folder / name).chmod(0o755)
    return folder / "node"


@pytest.mark.parametrize(("stated", "major"), [("v20.11.1", 20), ("v9.0.0", 9), ("hello", 0)])
def test_version(tmp_path: Path, stated: str, major: int) -> None:
    """The major version is read from what node states, and nothing is read from anything else."""
    assert major_version(str(put_node(tmp_path, stated))) == major


def test_no_node_has_no_version(tmp_path: Path) -> None:
    """A node that is not there counts as older than all."""
    assert major_version(str(tmp_path / "node")) == 0


def test_a_new_node_serves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine's node and npm are used when they are new enough."""
    node = put_node(tmp_path, "v22.1.0", "npm")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert machine_node() == node
    assert node_program() == str(node)


@pytest.mark.parametrize(("version", "others"), [("v18.20.0", ("npm",)), ("v22.1.0", ())])
def test_an_old_node_or_one_without_npm_does_not_serve(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str, others: tuple[str, ...]
) -> None:
    """An old node, or one without npm, is left alone, and .venv's is used."""
    put_node(tmp_path, version, *others)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert machine_node() is None
    assert node_program() == str(venv_program("node"))
