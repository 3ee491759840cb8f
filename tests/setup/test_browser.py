"""The browser for the tests: the system's where there is one, and words where there is none."""

from pathlib import Path

import pytest

from setup.browser import _debian_browser, system_browser
from setup.step import Failure


def test_the_system_browser_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Chromium or Chrome on the path is used."""
    program = tmp_path / "google-chrome"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert system_browser() == str(program)


def test_without_a_browser_it_is_said_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing can be had, the message says why, what to install, and that reading works without."""
    monkeypatch.setenv("PATH", str(tmp_path))
    assert system_browser() is None
    with pytest.raises(Failure, match=r"(?s)disk is full.*install Chromium or Chrome.*`make run` does not"):
        _debian_browser(Failure("the disk is full", ""))
