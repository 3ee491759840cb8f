"""Writes and reads JSON so that the same value is always the same bytes."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

from backissue.errors import NotAnArchive

_HALF_PAIR = re.compile("[\ud800-\udfff]")

# An archive has about ten; what is hostile may have any number.
MAX_LEVELS = 500
_USUAL_LEVELS = 10
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_STRING_OR_BRACKET = re.compile(rb'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)


def encode(value: Any) -> bytes:
    """Returns `value` as canonical JSON: UTF-8, sorted keys, no spaces, a final newline.

    >>> encode({"b": 1, "a": "ø"})
    b'{"a":"\\xc3\\xb8","b":1}\\n'
    """
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    try:
        return (text + "\n").encode()
    except UnicodeEncodeError:  # half a surrogate pair has no UTF-8, and must not cost the text that it stands in
        return (_HALF_PAIR.sub("\ufffd", text) + "\n").encode()


def decode(data: bytes, where: str) -> Any:
    """Parses JSON bytes.

    Raises:
        NotAnArchive: if `data` is cut off or no JSON; the message names `where` and the place in it.
    """
    if _levels(data) > MAX_LEVELS:
        problem = f"is no whole JSON: more than {MAX_LEVELS} brackets within each other"
        raise NotAnArchive(problem, where=where, expected="JSON", advice="fetch or make it again")
    try:
        return json.loads(data.decode(), parse_constant=_refuse)
    except UnicodeDecodeError as error:
        raise NotAnArchive(
            f"is no UTF-8 at byte {error.start}", where=where, expected="JSON in UTF-8", advice="fetch or make it again"
        ) from None
    except (ValueError, RecursionError) as error:  # also a number of thousands of digits, or brackets beyond all measure
        place = f" at line {error.lineno} column {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        raise NotAnArchive(f"is no whole JSON{place}", where=where, expected="JSON", advice="fetch or make it again") from None


def _levels(data: bytes) -> int:
    """How deep the brackets of `data` go, or 0 where they cannot go deep.

    In a browser, JSON of some thousand levels ends the interpreter itself instead of raising RecursionError.
    """
    brackets = data.translate(None, _NO_BRACKETS)
    for _ in range(_USUAL_LEVELS):
        brackets = brackets.replace(b"[]", b"").replace(b"{}", b"")
    if len(brackets) <= MAX_LEVELS:
        return 0
    depth = deepest = 0
    for token in _STRING_OR_BRACKET.findall(data):
        depth += 1 if token in b"[{" else -1 if token in b"]}" else 0
        deepest = max(deepest, depth)
    return deepest


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")


def sha256(data: bytes) -> str:
    """Returns the SHA-256 of `data` in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()
