"""Writes the lock files of setup/locks anew: pinned versions with hashes, and no address of any index.

Run by a maintainer (`python3 setup --lock`, with `uv` on the path); setting up only reads what it wrote.
"""

import shutil
import subprocess
from pathlib import Path

from setup.step import LOCKS, ROOT, Failure

COMMON = (
    "--generate-hashes",
    "--no-header",
    "--no-annotate",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--quiet",
    "--upgrade",
)
EVERYWHERE = ("--universal", "--python-version", "3.11")
IN_BROWSER = ("--python-version", "3.14", "--constraint", "python.txt")
PYPROJECT = str(ROOT / "pyproject.toml")

# Lock file -> what it is made from. A later one is held to the versions of python.txt.
RECIPES: dict[str, tuple[str, ...]] = {
    "python.txt": (*EVERYWHERE, "--extra", "publish", PYPROJECT, "build.in"),
    "development.txt": (*EVERYWHERE, "--all-extras", "--constraint", "python.txt", PYPROJECT, "build.in"),
    "node.txt": (*EVERYWHERE, "node.in"),
    "browser.txt": (*IN_BROWSER, "browser.in"),
    "pyodide-tests.txt": (*IN_BROWSER, "pyodide-tests.in"),
}


def write_locks() -> None:
    """Compiles every lock file; raises `Failure` without `uv`."""
    uv = shutil.which("uv")
    if uv is None:
        raise Failure(
            "`uv` is not on the path", "install uv (it resolves for every Python and platform at once) and run this again"
        )
    for name, recipe in RECIPES.items():
        subprocess.run([uv, "pip", "compile", *COMMON, *recipe, "--output-file", name], cwd=LOCKS, check=True)
        print(f"wrote {Path(LOCKS / name).relative_to(ROOT)}")


def pinned(lock: Path) -> dict[str, str]:
    """The version of each package that a lock file names (the first, where versions differ by Python)."""
    pins: dict[str, str] = {}
    for line in lock.read_text(encoding="utf-8").splitlines():
        if "==" in line and not line.startswith((" ", "#")):
            name, _, rest = line.partition("==")
            pins.setdefault(name.strip(), rest.split()[0])
    return pins
