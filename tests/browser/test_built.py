"""The index that a site has built ahead: fetched on a fast line and kept; done without where it does not come."""

import pytest

from tests.browser.conftest import READY, START_MS, answered
from tests.browser.test_second_visit import KEPT, WORD, again, shards
from tests.browser.test_snapshot import fetched
from tests.large import large_archive

# slower than app/boot/snapshot.mjs calls fast, as bytes a second
SLOW = {"offline": False, "latency": 5, "downloadThroughput": 1_500_000, "uploadThroughput": 1_500_000}


@pytest.fixture
def site(make_published):
    """An archive for which an index is worth it, published: the file of the index, and the address to open."""
    folder, address = make_published(large_archive(3_200, 3)[1])
    (index,) = folder.glob("data/index.*.bin")
    return index, address + WORD


def visit(page, address):
    """Opens the page, and returns its list once it is whole."""
    page.goto(address)
    page.wait_for_selector(READY, timeout=START_MS)
    answered(page, "bada")
    return page.inner_html("#results")


def indexes(page):
    """The built indexes that the worker has fetched."""
    return [name for name in fetched(page) if name.startswith("data/index.")]


def test_comes_in_place_of_the_shards(watched, site):
    """The first visit fetches the index and no shard; it is kept, and the second visit fetches neither and shows the same."""
    first = visit(watched, site[1])
    assert indexes(watched) and not shards(watched)
    watched.wait_for_function(KEPT, timeout=START_MS)
    assert again(watched) == first
    assert not indexes(watched) and not shards(watched)


@pytest.mark.parametrize(
    "damage",
    [lambda path: path.unlink(), lambda path: path.write_bytes(path.read_bytes()[:-1000])],
    ids=["missing", "truncated"],
)
def test_one_that_does_not_come_costs_time_only(watched, site, damage, browser_context_args):
    """Without the index the shards are read, and the list is the same."""
    index, address = site
    expected = visit(watched, address)
    context = watched.context.browser.new_context(**browser_context_args)
    damage(index)
    other = context.new_page()
    assert visit(other, address) == expected
    assert shards(other)
    context.close()


def test_a_slow_line_brings_the_shards(watched, site):
    """They are half as large, and their newest can be searched before the oldest is there."""
    watched.context.new_cdp_session(watched).send("Network.emulateNetworkConditions", SLOW)
    visit(watched, site[1])
    assert shards(watched) and not indexes(watched)
