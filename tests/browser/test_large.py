"""The reader on 46,820 items, where the corpus is there."""

import gzip
import subprocess
import sys

import pytest

from backissue.archive.folder import open_folder
from backissue.index import Index
from backissue.search import Request, search
from tests.browser.conftest import ROOT, START_MS, answered

CORPUS = ROOT.parent / "shared" / "corpus" / "scale" / "items.jsonl.gz"


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """The benchmark archive as a folder, imported as anybody would."""
    if not CORPUS.exists():
        pytest.skip("the shared corpus is not there")
    folder = tmp_path_factory.mktemp("large")
    source = folder / "items.jsonl"
    source.write_bytes(gzip.decompress(CORPUS.read_bytes()))
    command = [sys.executable, "-m", "backissue", "import", str(source), "--into", str(folder / "archive"), "--as", "items-jsonl"]
    subprocess.run(command, check=True, cwd=ROOT / "app", capture_output=True)
    return folder / "archive"


def natively(folder, text):
    """How many hits the same engine counts on CPython."""
    manifest, read_part = open_folder(folder)
    index = Index(manifest)
    from backissue.archive.shards import read_shard

    for entry in manifest.shards:
        for _ in index.add_shard(entry, read_shard(entry, read_part(entry))):
            pass
    return search(index, Request(text, typing=True)).advance().total


def test_a_large_archive_is_searched_while_typing(watched, make_site, large):
    """Every letter is answered, the totals are those of CPython, the newest stand first, and more come while scrolling."""
    files = {path.name: path.read_bytes() for path in large.iterdir() if path.suffix == ".json"}
    _, address = make_site(files)
    watched.goto(address)
    watched.wait_for_selector("body[data-state=ready] #results [data-item]", timeout=START_MS)
    newest = watched.locator("#results [data-item]").first.get_attribute("data-item")
    watched.wait_for_selector("body[data-archive=whole]", timeout=START_MS)
    answered(watched, "", 46_820)
    assert watched.locator("#results [data-item]").first.get_attribute("data-item") == newest, "nothing moved while it came in"
    box = watched.locator("[type=search]")
    box.press_sequentially("garbage collector", delay=20)
    answered(watched, "garbage collector", natively(large, "garbage collector"))
    box.fill("rust async -tokio")
    answered(watched, "rust async -tokio", natively(large, "rust async -tokio"))
    watched.mouse.wheel(0, 20_000)
    watched.wait_for_function("document.querySelectorAll('#results [data-item]').length >= 40")
    box.fill("")
    answered(watched, "", 46_820)


def test_an_overtaken_search_leaves_the_next_one_intact(watched, make_site, large):
    """A pattern that would run for minutes is left as soon as something else is typed, which is then answered rightly."""
    files = {path.name: path.read_bytes() for path in large.iterdir() if path.suffix == ".json"}
    _, address = make_site(files)
    watched.goto(address)
    watched.wait_for_selector("body[data-state=ready][data-archive=whole]", timeout=START_MS)
    box = watched.locator("[type=search]")
    box.fill(r"/((\w+\W?)+)+\u2603/")
    watched.wait_for_function("location.hash.length > 3")
    box.fill("lens")
    answered(watched, "lens", natively(large, "lens"))
    assert "took too long" not in watched.locator("#notes").inner_text()
