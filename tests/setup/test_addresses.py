"""No file of the project names a place to download from, or a place on the machine of whoever wrote it."""

import re
import subprocess
from pathlib import Path

from setup.step import ROOT

# Put together here, so that this file does not match itself.
HOSTS = [
    "registry\\.npm" + "js",
    "py" + "pi\\.org",
    "python" + "hosted\\.org",
    "deb\\.deb" + "ian\\.org",
    "js" + "delivr",
    "un" + "pkg\\.com",
]
PLACES = ["(?<![\\w.-])/(?:wo" + "rk|fa" + "rm|ro" + "ot)/", "/tmp/" + "x/", "pyscript\\.net/(?:rel" + "eases|lat" + "est)"]
FORBIDDEN = re.compile("|".join([*HOSTS, *PLACES]))


def tracked_files() -> list[Path]:
    """The files that git tracks or would track, or all but the ignored folders where this is no checkout."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode == 0:
        return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]
    ignored = {".git", ".hypothesis", ".mypy_cache", ".venv", "__pycache__", "build", "node_modules", "runtime"}
    return [path for path in ROOT.rglob("*") if path.is_file() and not ignored & set(path.relative_to(ROOT).parts)]


def faults(path: Path) -> list[str]:
    """The lines of a text file that name what they must not."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return []
    return [f"{path.name}: {line.strip()[:100]}" for line in text.splitlines() if FORBIDDEN.search(line)]


def test_no_forbidden_address_stands_in_any_file() -> None:
    """Registries, CDNs and this machine's folders are named nowhere, lock files included."""
    assert [fault for path in tracked_files() for fault in faults(path)] == []


def test_what_is_forbidden_is_found(tmp_path: Path) -> None:
    """The search finds a registry and a machine's folder, and passes over what only looks like them."""
    bad = tmp_path / "bad.txt"
    bad.write_text("https://py" + "pi.org/simple\nsee /ro" + "ot/notes\nhttps://example.org/wo" + "rk/items\n", encoding="utf-8")
    assert len(faults(bad)) == 2
