"""Parses JSON that came from outside, without ever going deeper than what somebody wrote."""

from __future__ import annotations

import json
import re
from typing import Any

# Strings, which may hold any bracket, and the brackets between them.
_BRACKET = re.compile(r'"(?:[^"\\]|\\.)*"?|[\[{]|[\]}]')
# An item is three levels deep. In a browser, the parser's own recursion would end the whole interpreter.
_LEVELS = 100


def load_json(text: str) -> Any:
    """Returns the value that `text` holds.

    Raises:
        ValueError: if it is no JSON, or deeper than any item or feed.
    """
    if text.count("[") + text.count("{") > _LEVELS:
        depth = 0
        for match in _BRACKET.finditer(text):
            depth += 1 if match[0] in "[{" else -1 if match[0] in "]}" else 0
            if depth > _LEVELS:
                raise ValueError
    return json.loads(text)
