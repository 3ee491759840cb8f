"""What the figures were measured on and with."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from pathlib import Path
from typing import Any

from setup.step import ROOT
from tests.benchmarks.browser import program
from tests.benchmarks.peers import PEERS


def load() -> list[float]:
    """How busy the machine is, over one, five and fifteen minutes; above its number of cores, figures are too high."""
    return [round(each, 1) for each in os.getloadavg()] if hasattr(os, "getloadavg") else []


def describe() -> dict[str, Any]:
    """Returns the machine and the versions of all that takes part."""
    packages = json.loads((ROOT / "package.json").read_text("utf-8"))
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
        "chromium": _say(program(), "--version").split(" built", 1)[0],
        "backissue": f"{packages['version']} {_say('git', 'describe', '--always', '--dirty')}".strip(),
        **{peer.package: peer.version for peer in PEERS},
        **{name.rpartition("/")[2] if name[0] != "@" else name: version for name, version in packages["dependencies"].items()},
    }


def _processor() -> str:
    path = Path("/proc/cpuinfo")
    lines = path.read_text("utf-8").splitlines() if path.is_file() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def _say(*command: str) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, timeout=60).stdout.strip()
    except (OSError, subprocess.TimeoutExpired):
        return ""
