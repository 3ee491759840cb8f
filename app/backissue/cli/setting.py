"""What must be the same on all machines that read sources together, and what is said where it is not."""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
import platform
from collections.abc import Mapping
from pathlib import Path

from backissue import __version__
from backissue.errors import ClusterError

# What importing uses, or would use if it were there, and could read a source otherwise in another version.
_LIBRARIES = (
    "beautifulsoup4", "cchardet", "chardet", "charset-normalizer", "faust-cchardet", "feedparser", "markdown-it-py",
    "python-dateutil", "tzdata",
)  # fmt: skip


@functools.cache
def setting() -> Mapping[str, str]:
    """Returns what must be the same on all machines, so that each of them would read a source alike."""
    code = hashlib.sha256()
    package = Path(__file__).parents[1]
    for path in sorted(package.rglob("*.py")):
        code.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    found = {"Python": platform.python_version(), "Backissue": f"{__version__} with the code {code.hexdigest()[:12]}"}
    return found | {name: _version(name) for name in _LIBRARIES}


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "missing"


def differing(who: str, where: str, ours: Mapping[str, str], theirs: Mapping[str, str]) -> ClusterError:
    """Returns the error about a machine that has other versions than this one: `theirs` and not `ours`."""
    names = sorted(name for name in {**ours, **theirs} if ours.get(name) != theirs.get(name))
    return ClusterError(
        f"{who} has " + ", ".join(f"{name} {theirs.get(name, 'missing')}" for name in names),
        where=where,
        expected=", ".join(f"{name} {ours.get(name, 'missing')}" for name in names) + ", as here",
        advice="install the same on every machine: else the archive would depend on which of them read what",
    )
