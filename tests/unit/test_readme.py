"""The README tells the truth: its examples run, and it names every command, field and target of make."""

import os
import re
import shlex
import shutil
from pathlib import Path

import pytest

from backissue.cli import main
from backissue.publish import checkout
from backissue.query import FIELDS, parse

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
WASM = "runtime/pyodide/pyodide.asm.wasm"
EXAMPLES = re.findall(r"^\.venv/bin/backissue (.+)$", README, re.MULTILINE)


@pytest.fixture(scope="module")
def scratch(tmp_path_factory):
    """A folder that stands for the one where somebody tries the examples, one after the other."""
    return tmp_path_factory.mktemp("readme")


@pytest.fixture(scope="module")
def published_from(tmp_path_factory):
    """This checkout, but that the largest file of its runtime is cut: most of a publishing would go into compressing it."""
    root = tmp_path_factory.mktemp("checkout")
    for name in ("app", "runtime"):
        shutil.copytree(ROOT / name, root / name, copy_function=os.symlink, ignore=shutil.ignore_patterns("__pycache__"))
    for path in ROOT.iterdir():
        if path.is_file():
            (root / path.name).symlink_to(path)
    (root / WASM).unlink()
    (root / WASM).write_bytes((ROOT / WASM).read_bytes()[:100_000])
    return root


@pytest.mark.parametrize("example", [example for example in EXAMPLES if not example.startswith("serve")])
def test_the_examples_run(example, scratch, monkeypatch, capsys, request):
    """Each command of the README ends well, in the order in which they stand."""
    if example.startswith("publish"):
        if not (ROOT / "runtime").exists():
            pytest.skip("publishing needs the runtime that `make setup` fetches")
        monkeypatch.setattr(checkout, "ROOT", request.getfixturevalue("published_from"))
    monkeypatch.chdir(scratch)
    if not (scratch / "tests").exists():
        (scratch / "tests").symlink_to(ROOT / "tests")
    assert main(shlex.split(example)) == 0, capsys.readouterr().err


def test_every_command_is_described(capsys):
    """The README has a line for each command that `--help` lists."""
    assert main(["--help"]) == 0
    commands = re.findall(r"^    (\w+)  ", capsys.readouterr().out, re.MULTILINE)
    assert len(commands) >= 6
    for command in commands:
        assert f"`backissue {command} " in README, command


def test_every_field_is_described():
    """The README shows every field of the query language, and what it shows can be parsed without a note."""
    for name in FIELDS:
        assert f"`{name}:" in README, name
    table = README.partition("## The query language")[2].partition("## ")[0]
    for written in re.findall(r"`([^`]+)`", table):
        assert not parse(written).notes, written


def test_every_target_of_make_is_there():
    """What the README says to make can be made."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"\bmake ([a-z]+)", README)
    assert {"run", "test"} <= set(targets)
    for target in targets:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_the_example_of_the_engine_is_the_tested_one():
    """What the README shows of the wheel is what a test runs in Pyodide."""
    assert (ROOT / "tests" / "pyodide" / "engine_example.txt").read_text("utf-8") in README
