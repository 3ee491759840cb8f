"""A site for each test: the checkout's own page with an archive of the test's choice, on its own free port."""

from __future__ import annotations

import os
import shutil
import threading
from pathlib import Path

import pytest

from backissue.publish.server import open_server
from backissue.publish.site import publish
from tests.unit.reader.client import files_of, sample_archive

ROOT = Path(__file__).parents[2]
QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic", "--no-first-run"]
# Starting Python takes seconds; this is how long a busy machine may need. A request that waits for another one's entry in the
# browser's cache is held back for 20 seconds there.
START_MS = 60_000
READY = "body[data-state=ready][data-archive=whole]"


def pytest_collection_modifyitems(items):
    """Marks everything here as driving a browser."""
    here = f"{Path(__file__).parent}{os.sep}"
    for item in items:
        if str(item.path).startswith(here):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """The system's browser, where there is one; else the one that Playwright brings."""
    found = os.environ.get("CHROMIUM") or next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )
    return {**browser_type_launch_args, "args": QUIET, **({"executable_path": found} if found else {})}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    """One locale and zone on every machine."""
    return {**browser_context_args, "locale": "en-GB", "timezone_id": "Europe/Berlin", "viewport": {"width": 1280, "height": 900}}


@pytest.fixture
def make_site(tmp_path):
    """Makes a site of archive files (the shipped archive without any), serves it, and gives its folder and address.

    With a `gate` the runtime is held back until it opens.
    """
    servers = []

    def make(files=None, page=None, gate=None):
        folder = tmp_path / f"site{len(servers)}"
        folder.mkdir()
        for name in ("app", "runtime", "pyscript.toml"):
            (folder / name).symlink_to(ROOT / name)
        (folder / "index.html").write_text(page or (ROOT / "index.html").read_text("utf-8"), "utf-8")
        if files is None:
            (folder / "data").symlink_to(ROOT / "data")
        else:
            (folder / "data").mkdir()
            for name, data in files.items():
                (folder / "data" / name).write_bytes(data)
        server = open_server(folder)
        if gate:
            server.RequestHandlerClass = _holding(server.RequestHandlerClass, gate)
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return folder, f"http://127.0.0.1:{server.server_port}/"

    yield make
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def make_published(make_site, tmp_path):
    """Publishes archive files as `backissue publish` does, serves the site, and gives its folder and address."""

    def make(files):
        folder, address = make_site(files)
        publish(folder / "data", tmp_path / "published")
        for name in ("app", "runtime", "pyscript.toml"):
            (folder / name).unlink()
        shutil.rmtree(folder / "data")
        shutil.copytree(tmp_path / "published", folder, dirs_exist_ok=True)
        return folder, address

    return make


@pytest.fixture
def published_site(make_published, sample_files):
    """The sample archive as `backissue publish` writes it, served: its folder and address."""
    return make_published(sample_files)


def _holding(handler, gate):
    class Holding(handler):
        def do_GET(self):
            if self.path.startswith("/runtime/"):
                gate.wait(60)
            super().do_GET()

    return Holding


@pytest.fixture
def sample_files():
    """The files of the small archive that the reader's tests use."""
    return files_of(sample_archive())


@pytest.fixture
def watched(page):
    """The page, whose errors and outside requests fail the test; a test that expects errors empties `page.faults`."""
    page.set_default_navigation_timeout(START_MS)
    page.faults = []
    page.on("console", lambda message: page.faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on("request", lambda request: page.faults.append(request.url) if not _is_own(request.url) else None)
    yield page
    assert not page.faults


def _is_own(url):
    return url.startswith(("http://127.0.0.1:", "blob:", "data:"))


@pytest.fixture
def reader(watched, make_site, sample_files):
    """Opens the reader on the sample archive at a fragment, and waits until it is whole."""

    def start(fragment="", files=None, wait=READY):
        _, address = make_site(sample_files if files is None else files)
        watched.address = address
        watched.goto(address + fragment)
        watched.wait_for_selector(wait, timeout=START_MS)
        return watched

    return start


@pytest.fixture
def shipped(watched, make_site):
    """Opens the reader on the archive that comes with Backissue."""

    def start(fragment=""):
        _, address = make_site()
        watched.address = address
        watched.goto(address + fragment)
        watched.wait_for_selector(READY, timeout=START_MS)
        return watched

    return start


def answered(page, query, total=None):
    """Waits until the list shows the whole answer to `query`."""
    number = "" if total is None else f'[data-total="{total}"]'
    page.wait_for_selector(f'#results[data-query="{query}"]{number}[data-complete=true]', timeout=20_000)
