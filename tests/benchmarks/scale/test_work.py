"""What a search does grows no faster with the archive than is stated, by counts of work and not by clocks."""

import functools
import sys
from pathlib import Path

import pytest

from backissue.archive import folder
from backissue.archive.shards import build, read_shard
from backissue.index import Index
from backissue.search import Request, search
from tests.benchmarks.scale.growth import fit
from tests.benchmarks.scale.multiply import multiply
from tests.benchmarks.scale.work import Work, counted

SIZES = (500, 1_000, 2_000, 4_000)
SHIPPED = Path(__file__).parents[3] / "data"
QUERIES = {
    "nothing": Request("", facet_limit=7),
    "common": Request("the", typing=True, facet_limit=7),
    "1 letter": Request("s", typing=True, facet_limit=7),
    "2 letters": Request("co", typing=True, facet_limit=7),
    "3 letters": Request("pyt", typing=True, facet_limit=7),
    "two words": Request("in python", typing=True, facet_limit=7),
    "phrase": Request('"of the"', facet_limit=7),
    "filter": Request("", choices=(("kind", ("article",)),), facet_limit=7),
    "word and filter": Request("the", choices=(("kind", ("article",)),), facet_limit=7),
    "none": Request("zqzq zq", facet_limit=7),
}
# How fast each may grow: 1 is with the archive, 0 not at all. Python looks at no row one by one; what SQLite hands over and
# what a set weighs grows with the rows.
STATED = {"steps": 1.02, "calls": 0.15, "set_bytes": 1.02}
# Hits that are shown before they are counted cost the same however many there are. What FTS5 does within a step is not counted:
# to find the words that begin so, and to count the items that hold them for BM25.
STATED_FIRST = {"steps": 0.1, "calls": 0.1}


@functools.cache
def index_of(items: int) -> Index:
    """A settled index of so many items, multiplied from the archive that comes with the project."""
    manifest, files = build(multiply(folder.read(SHIPPED), items))
    index = Index(manifest)
    for entry in manifest.shards:
        for _ in index.add_shard(entry, read_shard(entry, files[entry.path])):
            pass
    while index.settle():
        pass
    return index


@functools.cache
def work_of(items: int, name: str, until_hits: bool = False) -> Work:
    """What a search does that was never asked before, to the end or only until its first hits can be shown."""
    request = QUERIES[name]
    index = index_of(items)
    search(index, request).advance()  # stems and patterns are kept by the process, not by the index
    index.cache.clear()
    index.store._forms.clear()
    with counted(index) as work:
        run = search(index, request)
        run.advance((lambda: run.shows_hits) if until_hits else (lambda: False))
    return work


def slope(what: str, name: str, until_hits: bool = False) -> float:
    """How fast a count grows with the items."""
    points = [(index_of(items).loaded, getattr(work_of(items, name, until_hits), what) + 1) for items in SIZES]
    return fit(points).slope


@pytest.mark.parametrize("what", STATED)
@pytest.mark.parametrize("name", QUERIES)
def test_an_answer_grows_no_faster_than_stated(name: str, what: str) -> None:
    """Ten times the items are at most ten times the rows for SQLite, and hardly more for Python."""
    assert slope(what, name) <= STATED[what]


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """So few of the newest rows are put in order at a time that even the smallest archive has more."""
    for name in ("ranking", "first", "search"):
        monkeypatch.setattr(sys.modules[f"backissue.search.{name}"], "BLOCK", 20)
    monkeypatch.setattr(sys.modules["backissue.search.search"], "_AHEAD", 10)


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("what", STATED_FIRST)
@pytest.mark.parametrize("name", ["common", "3 letters", "two words", "phrase"])
def test_the_first_hits_do_not_wait_for_the_archive(name: str, what: str) -> None:
    """The first hits of words come after about as much work from few items as from many."""
    assert slope(what, name, until_hits=True) <= STATED_FIRST[what]
