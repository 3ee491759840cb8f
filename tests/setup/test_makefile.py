"""The Makefile: a menu, and words for a machine without a Python that is new enough."""

import re
import subprocess

from setup.step import ROOT


def make(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["make", "--no-print-directory", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_menu_names_every_target() -> None:
    """Plain `make` prints what can be made, and makes nothing."""
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", text, re.MULTILINE)) - {"menu", "python"}
    assert {"run", "setup", "test", "check", "bench", "data"} <= targets
    assert set(re.findall(r"^make ([a-z]+)", make().stdout, re.MULTILINE)) == targets


def test_without_python_it_is_said_what_to_do() -> None:
    """Without a Python that is new enough, the message says which one is needed and how to name it."""
    done = make("PYTHON=", "run")
    assert done.returncode != 0
    assert "needs Python 3.11 or newer" in done.stderr
    assert "make PYTHON=" in done.stderr
