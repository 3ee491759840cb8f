"""Tests of the test-run itself: exactly one of these must pass and one must fail, or nothing that it says can be trusted."""

import sys


def test_that_passes() -> None:
    """This is Pyodide."""
    assert sys.platform == "emscripten"


def test_that_fails() -> None:
    """A wrong claim is reported as a failure."""
    assert sys.platform != "emscripten"
