"""Watches how much memory a process and all that it starts have of their own, together, where the system tells (Linux)."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

_EVERY_S = 0.05


def watched(process: subprocess.Popen[bytes]) -> int:
    """Waits for the leader of a session, and returns the most bytes that its processes had together, or 0."""
    peak_bytes = 0
    while process.poll() is None:
        peak_bytes = max(peak_bytes, sum(_own_bytes(path) for path in _members(process.pid)))
        time.sleep(_EVERY_S)
    return peak_bytes


def _members(session: int) -> list[Path]:
    return [path for path in Path("/proc").glob("[0-9]*") if _session(path) == session]


def _session(path: Path) -> int:
    # the name of a program, in brackets, may hold anything
    fields = _read(path / "stat").rpartition(b")")[2].split()
    return int(fields[3]) if len(fields) > 3 else 0


def _own_bytes(path: Path) -> int:
    lines = dict(line.split(b":", 1) for line in _read(path / "status").splitlines() if b":" in line)
    return int(lines.get(b"RssAnon", b"0 kB").split()[0]) * 1024


def _read(path: Path) -> bytes:
    """What a file of a process says; nothing once that is gone."""
    try:
        return path.read_bytes()
    except OSError:
        return b""
