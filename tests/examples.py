"""How many random examples a property is tried on: inside Pyodide, several times slower, only some, since CPython tries all."""

import sys
from typing import Any

from hypothesis import settings

INSIDE_PYODIDE = 20
USUAL = 50


def examples(most: int = USUAL, **others: Any) -> settings:
    """Settings for up to `most` examples, whose time is not limited, since a busy machine is no fault of the code."""
    return settings(max_examples=min(most, INSIDE_PYODIDE) if sys.platform == "emscripten" else most, deadline=None, **others)
