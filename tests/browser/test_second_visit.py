"""The second visit goes on from the index that the first one built, unless the archive has changed or the file is damaged."""

import pytest

from tests.browser.conftest import READY, START_MS, answered
from tests.browser.test_snapshot import fetched
from tests.large import large_archive

KEPT = "performance.getEntriesByName('backissue:kept').length > 0"
DAMAGE = """async () => {
  for await (const [, file] of (await navigator.storage.getDirectory()).entries()) {
    const writing = await file.createWritable({ keepExistingData: true });
    await writing.write({ type: "write", position: 5000, data: "damage" });
    await writing.close();
  }
}"""
WORD = "#q=bada&sort=newest"


@pytest.fixture
def visited(watched, make_site):
    """An archive that is worth it, opened once until its index is kept: the page, the site's folder, and the answer's list."""
    folder, address = make_site(large_archive(3_200, 3)[1])
    watched.goto(address + WORD)
    watched.wait_for_selector(READY, timeout=START_MS)
    watched.wait_for_function(KEPT, timeout=START_MS)
    assert shards(watched)
    return watched, folder, watched.inner_html("#results")


def again(page):
    """Opens the page anew, and returns its list once it is whole."""
    page.goto("about:blank")
    page.go_back()
    page.wait_for_selector(READY, timeout=START_MS)
    answered(page, "bada")
    return page.inner_html("#results")


def shards(page):
    """The shards that the worker has fetched."""
    return [name for name in fetched(page) if name.startswith("data/20")]


def test_goes_on_from_what_was_built(visited):
    """Nothing of the archive but its manifest is fetched, and the list is the same."""
    page, _, before = visited
    assert again(page) == before
    assert not shards(page)


def test_damage_costs_time_only(visited):
    """A file that was damaged on the disk is not used: the index is built, and kept anew."""
    page, _, before = visited
    page.evaluate(DAMAGE)
    assert again(page) == before
    assert shards(page)
    page.wait_for_function(KEPT, timeout=START_MS)
    assert again(page) == before
    assert not shards(page)


def test_another_archive_is_read(visited):
    """What was built of the archive as it was is not taken for the one that lies there now."""
    page, folder, before = visited
    for name, data in large_archive(3_300, 3, seed=2)[1].items():
        (folder / "data" / name).write_bytes(data)
    assert again(page) != before
    assert shards(page)
