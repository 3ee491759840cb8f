"""Reading without a network, and from a disk, in Firefox and WebKitGTK."""

from __future__ import annotations

import pytest

from backissue.publish.single_file import single_file
from tests.browser.engines.test_reader import READY, archive_issue, first_word
from tests.browser.test_offline import Host, release  # noqa: F401 -- a fixture

KEEPS = "return Boolean(navigator.serviceWorker && window.caches)"


@pytest.fixture
def host(release):  # noqa: F811
    """A host of the published sample archive."""
    folder = release()
    running = Host(folder.parents[1])
    yield running
    running.stop()


def search(engine, files):
    """Types a word, and waits for its whole answer; opens an issue by its address."""
    word, issue = first_word(files), archive_issue(files)
    engine.type("form[role=search] input[type=search]", word)
    engine.wait(f'#results[data-query="{word}"][data-complete=true] [data-item]')
    engine.run("location.hash = arguments[0]", f"issue={issue}")
    engine.wait(f'#issue[data-issue="{issue}"]')


def test_a_site_that_was_kept_is_read_without_its_host(engine, host, sample_files):
    """After one visit the host may be gone: the page opens, searches and opens an issue."""
    engine.open(host.address)
    engine.wait(READY)
    if not engine.run(KEEPS):
        pytest.skip("this browser has no service workers or caches here")
    engine.wait("body[data-offline=kept]")
    host.stop()
    engine.open("about:blank")
    engine.open(host.address)
    engine.wait(READY)
    search(engine, sample_files)


def test_the_single_file_is_read_from_the_disk(engine, sample_files, tmp_path):
    """Opened as a file, it searches and opens an issue."""
    (tmp_path / "archive").mkdir()
    for name, data in sample_files.items():
        (tmp_path / "archive" / name).write_bytes(data)
    file = tmp_path / "one file.html"
    file.write_text(single_file(tmp_path / "archive", None, snapshot=True).text, "utf-8")
    engine.open(file.as_uri())
    engine.wait(READY)
    search(engine, sample_files)
