"""The steps that make `.venv`: pinned, hash-checked packages, and the project itself installed from where it lies."""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

from setup.step import LOCKS, ROOT, VENV, Failure, Step, run, venv_program

NETWORK = "check the network (a proxy is read from HTTPS_PROXY) and run the same command again."
PIP = ("-m", "pip", "--disable-pip-version-check", "--no-input")


def pip(*arguments: str) -> str:
    """Runs the environment's own pip."""
    return run([str(venv_program("python")), *PIP, *arguments], NETWORK)


def is_root_on_debian() -> bool:
    """Whether packages of the system may be installed without asking anybody."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def install_system_package(name: str) -> None:
    """Installs a Debian package, where `is_root_on_debian`."""
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    run(["apt-get", "update", "-q"], NETWORK, quiet)
    run(["apt-get", "install", "-y", "-q", "--no-install-recommends", name], NETWORK, quiet)


def _runs(python: Path) -> bool:
    asked = [str(python), "-m", "pip", "--version"]
    return python.exists() and subprocess.run(asked, capture_output=True, check=False).returncode == 0


def make_venv() -> None:
    """Makes `.venv` with this Python, unless one that runs is there."""
    if _runs(venv_program("python")):
        return
    if importlib.util.find_spec("ensurepip") is None:
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        if not is_root_on_debian():
            raise Failure(
                "this Python was installed without `venv`",
                f"install it (on Debian and Ubuntu: apt install {package}) or name another Python: make PYTHON=python3.12 ...",
            )
        install_system_package(package)
    run([sys.executable, "-m", "venv", "--clear", str(VENV)], "see whether the disk is full or the folder is read-only.")


def _install(lock: str) -> str:
    make_venv()
    pip("install", "--quiet", "--require-hashes", "--requirement", str(LOCKS / lock))
    pip("install", "--quiet", "--no-deps", "--no-build-isolation", "--editable", str(ROOT))
    return "installed"


def _made_from(lock: str) -> list[str | bytes | Path]:
    stated = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    installed_by = json.dumps([stated["project"], stated["build-system"], stated["tool"]["setuptools"]])
    # The folder's own place is part of it: programs in a moved or copied .venv still name the old one.
    return [LOCKS / lock, installed_by, str(ROOT), VENV / "pyvenv.cfg"]


def _environment(title: str, lock: str, programs: tuple[str, ...]) -> Step:
    return Step(
        title=title,
        made_from=lambda: _made_from(lock),
        makes=lambda: [venv_program(name) for name in programs],
        do=lambda: _install(lock),
    )


RUNNING = _environment("Python packages", "python.txt", ("python", "backissue"))
DEVELOPING = _environment("Python packages for tests and checks", "development.txt", ("backissue", "pytest", "ruff", "mypy"))
