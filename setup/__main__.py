"""`python3 setup [run|check|all]`: makes this machine ready, or ready enough for what is named."""

import sys
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 -- an older Python is just what this line is for
    sys.exit(
        f"Backissue needs Python 3.11 or newer; this is {sys.version.split()[0]}. Name a newer one: make PYTHON=python3.12 ..."
    )

# `python3 setup` puts this folder on the path, not the one above it, where the package lies.
sys.path[0] = str(Path(__file__).resolve().parent.parent)

import argparse  # noqa: E402 -- only now is this Python known to be new enough

from setup import browser, bytecode, cutting, environment, files, lock, node, packages, runtime, scripts, snapshot, wheels  # noqa: E402
from setup.step import Failure, Step, carry_out  # noqa: E402

COMPILED = [bytecode.LIBRARIES, bytecode.PYSCRIPT, bytecode.APPLICATION, snapshot.STEP, cutting.STEP]
READER = [node.STEP, packages.STEP, runtime.STEP, wheels.FOR_READERS, scripts.STEP, *COMPILED]
PROFILES: dict[str, list[Step]] = {
    "run": [environment.RUNNING, *READER],
    "check": [environment.DEVELOPING],
    "all": [environment.DEVELOPING, *READER, wheels.FOR_TESTS, browser.STEP],
}


def main() -> int:
    """Does what the command line asks for; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python3 setup", description=__doc__)
    parser.add_argument("profile", nargs="?", choices=PROFILES, default="all", help="what to be ready for (default: everything)")
    parser.add_argument("--files", action="store_true", help="only write the tables of files for the browser anew")
    parser.add_argument("--lock", action="store_true", help="only resolve setup/locks anew (needs uv)")
    wish = parser.parse_args()
    try:
        if wish.files:
            files.write_tables()
        elif wish.lock:
            lock.write_locks()
        else:
            carry_out(PROFILES[wish.profile])
    except Failure as failure:
        print(f"setup: {failure}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("setup: stopped; run it again to go on.", file=sys.stderr)
        return 1
    return 0


sys.exit(main())
