"""The page's scripts, each one file with all that it imports, told under which names the site's files lie."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from backissue.errors import UnreadableSource
from backissue.publish.checkout import own_files, read_own

_FOLDER = "runtime/scripts/"
_DESCRIPTION = f"{_FOLDER}scripts.json"
_SOURCES = ("app/boot", "app/page", "runtime/idiomorph")
# The text in app/boot/site.mjs that the names are written into.
_NAMES = "backissue names: {}"


def check_scripts() -> None:
    """Compares the scripts with their sources.

    Raises:
        UnreadableSource: if they were made of others, or are not there.
    """
    try:
        made_of = json.loads(read_own(_DESCRIPTION))["sources"]
    except (ValueError, KeyError, TypeError):
        made_of = ""
    if made_of != _digest():
        raise UnreadableSource(
            "is not of the scripts that lie in app/page and app/boot now",
            where=_FOLDER.rstrip("/"),
            expected="what the set-up made of them",
            advice="run `make setup` again",
        )


def _digest() -> str:
    """One hash over the names and contents of the sources, as setup/scripts.py makes it."""
    whole = hashlib.sha256()
    for name in (name for folder in _SOURCES for name in own_files(folder) if name.endswith((".js", ".mjs"))):
        whole.update(name.encode() + b"\n" + read_own(name) + b"\n")
    return whole.hexdigest()


def script(name: str, names: Mapping[str, str]) -> bytes:
    """Returns a script of runtime/scripts/ that finds the site's files under their published `names`.

    Raises:
        UnreadableSource: if it is not there, or has no place for the names.
    """
    return told_script(name, _NAMES, dict(sorted(names.items())))


def told_script(name: str, mark: str, told: object) -> bytes:
    """Returns a script of runtime/scripts/ with what it is told, as JSON, in the place of the braces of `mark`.

    Raises:
        UnreadableSource: if it is not there, or has no such place.
    """
    text = read_own(_FOLDER + name).decode()
    if text.count(mark) != 1:
        raise UnreadableSource(
            f"has {mark!r} {text.count(mark)} times",
            where=_FOLDER + name,
            expected="it once",
            advice="run `make setup` again",
        )
    # JSON twice: it stands in a JavaScript string; quotes of each kind must not end that
    listed = json.dumps(json.dumps(told, separators=(",", ":")))[1:-1].replace("'", "\\u0027")
    return text.replace(mark, mark.removesuffix("{}") + listed.replace("`", "\\u0060").replace("${", "\\u0024{")).encode()
