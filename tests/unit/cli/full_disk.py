"""Runs a command as on a disk that runs full: in a process that can write no file longer than so many bytes."""

import os
import subprocess
import sys
from pathlib import Path

PROGRAM = """
import resource, signal, sys
from pathlib import Path
from backissue.cli import main
from backissue.publish import checkout
size, root = int(sys.argv[1]), sys.argv[2]
checkout.ROOT = Path(root) if root else checkout.ROOT
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
sys.exit(main(sys.argv[3:]))
"""


def run_limited(size: int, *arguments: object, root: Path | str = "") -> subprocess.CompletedProcess[str]:
    """Runs a command with `size` bytes of room a file; `root` is the checkout that it publishes from."""
    command = [sys.executable, "-c", PROGRAM, str(size), str(root), *map(str, arguments)]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, env=environment)
