"""The step that finds or fetches a browser for the tests."""

import shutil
import subprocess
from pathlib import Path

from setup.environment import install_system_package, is_root_on_debian
from setup.step import BUILD, LOCKS, Failure, Step, run, venv_program

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FOUND = BUILD / "browser.txt"


def system_browser() -> str | None:
    """The machine's own Chromium or Chrome."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def _starts(browser: str) -> bool:
    """Whether the program runs here: a downloaded browser may lack libraries of the system."""
    try:
        return subprocess.run([browser, "--version"], capture_output=True, timeout=60, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _playwright_browser() -> str:
    """Downloads Playwright's Chromium and returns its path; raises `Failure` where that is impossible."""
    python = str(venv_program("python"))
    run([python, "-m", "playwright", "install", "chromium"], "")
    where = "from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.chromium.executable_path)"
    path = run([python, "-c", where], "").strip()
    if not _starts(path):
        raise Failure(f"{path} does not start here", "")
    return path


def _provide() -> str:
    path = system_browser()
    if path is None:
        try:
            path = _playwright_browser()
        except Failure as failure:
            path = _debian_browser(failure)
    FOUND.parent.mkdir(exist_ok=True)
    FOUND.write_text(path + "\n", encoding="utf-8")
    return path


def _debian_browser(failure: Failure) -> str:
    """Installs Debian's Chromium as root; raises `Failure` elsewhere, with why Playwright's was of no use."""
    if is_root_on_debian():
        install_system_package("chromium")
    path = system_browser()
    if path is None:
        raise Failure(
            f"no Chromium or Chrome is on the path, and Playwright's own cannot be used here: {failure.problem}",
            "install Chromium or Chrome (on Debian: apt install chromium). Only the browser tests need it; `make run` does not.",
        )
    return path


def _made() -> list[Path]:
    path = FOUND.read_text(encoding="utf-8").strip() if FOUND.is_file() else ""
    return [FOUND, Path(path)] if path else [FOUND]


STEP = Step(
    title="a browser for the tests",
    made_from=lambda: [LOCKS / "development.txt"],
    makes=_made,
    do=_provide,
)
