"""What a step of the set-up is: done once, done again when what it is made from changes, one line of progress."""

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ROOT / "setup" / "locks"
VENV = ROOT / ".venv"
NODE_MODULES = ROOT / "node_modules"
RUNTIME = ROOT / "runtime"
BUILD = ROOT / "build"
LOG_NAME = "setup.log"


class Failure(Exception):
    """A step could not be done: what is wrong, and what the person at the keyboard can do about it."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem}\n  What to do: {remedy}")
        self.problem = problem
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that must be there: how to make it, from what, and where it lies then.

    `made_from` gives texts, bytes and files; when any of them changes, or one of `makes` is gone, the step is done again.
    `do` returns a few words on what it found or made, which end the line of progress.
    """

    title: str
    made_from: Callable[[], Iterable[str | bytes | Path]]
    makes: Callable[[], Iterable[Path]]
    do: Callable[[], str]

    def fingerprint(self) -> str:
        """A digest of everything that the step is made from; a missing file counts as empty."""
        digest = hashlib.sha256(self.title.encode())
        for part in self.made_from():
            digest.update(b"\0")
            if isinstance(part, Path):
                digest.update(part.read_bytes() if part.is_file() else b"")
            else:
                digest.update(part if isinstance(part, bytes) else part.encode())
        return digest.hexdigest()

    def stamp(self, build: Path) -> Path:
        """The file that remembers what the step was last made from."""
        return build / "stamps" / self.title.replace(" ", "-").lower()

    def is_done(self, build: Path) -> bool:
        """Whether nothing has changed since the step was last done."""
        stamp = self.stamp(build)
        made = stamp.is_file() and stamp.read_text(encoding="utf-8") == self.fingerprint()
        return made and all(path.exists() for path in self.makes())


def carry_out(steps: Iterable[Step], build: Path = BUILD) -> None:
    """Does the steps in order, each that is not done already; raises the `Failure` of the first that cannot be done."""
    for step in steps:
        print(f"setup: {step.title} ", end="", flush=True)
        if step.is_done(build):
            print("- ready")
            continue
        started = time.monotonic()
        try:
            words = step.do()
        except BaseException:
            print("- failed", flush=True)
            raise
        stamp = step.stamp(build)
        stamp.parent.mkdir(parents=True, exist_ok=True)
        stamp.write_text(step.fingerprint(), encoding="utf-8")
        print(f"- {words} ({time.monotonic() - started:.1f} s)", flush=True)


def run(command: list[str], remedy: str, environment: dict[str, str] | None = None) -> str:
    """Runs a program in the project's root and returns what it printed; its last lines and `remedy` are the `Failure`."""
    shown = " ".join([Path(command[0]).name, *command[1:4]]) + (" ..." if len(command) > 4 else "")
    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env={**os.environ, **(environment or {})},
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
    except OSError as error:
        raise Failure(f"`{shown}` cannot be started: {error}", remedy) from error
    output = done.stdout + done.stderr
    BUILD.mkdir(exist_ok=True)
    with (BUILD / LOG_NAME).open("a", encoding="utf-8") as log:
        log.write(f"$ {' '.join(command)}\n{output}\n")
    if done.returncode:
        tail = "\n".join(f"    {line}" for line in output.strip().splitlines()[-8:])
        raise Failure(f"`{shown}` ended with {done.returncode}:\n{tail}", f"{remedy} The whole output is in build/{LOG_NAME}.")
    return done.stdout


def venv_program(name: str) -> Path:
    """Where a program of the project's own environment lies."""
    windows = sys.platform == "win32"
    return VENV / ("Scripts" if windows else "bin") / (f"{name}.exe" if windows else name)
