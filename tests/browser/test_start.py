"""The start: what can be read before Python is up, and what is said when something is wrong."""

import json
import threading

import pytest

from backissue.reader import fill_page, opened, prerender
from tests.browser.conftest import ROOT, START_MS, answered

FAILED = "body[data-state=failed] #failure:not([hidden])"


def rendered(files):
    return fill_page((ROOT / "index.html").read_text("utf-8"), *prerender(opened(files.__getitem__)))


def test_readable_and_typed_in_before_python(watched, make_site, sample_files):
    """The rendered page reads before any Python is fetched, what is typed meanwhile is answered, and nothing moves."""
    gate = threading.Event()
    _, address = make_site(sample_files, rendered(sample_files), gate)
    watched.goto(address, wait_until="commit")
    watched.wait_for_selector("#results [data-item]")
    watched.wait_for_function("document.querySelector('#results').textContent.includes('2 February 2026')")
    marks = watched.evaluate("performance.getEntriesByName('backissue:readable').length")
    assert marks == 1 and watched.locator("#results [data-item]").count() == 10
    watched.locator("[type=search]").press_sequentially("tide")
    gate.set()
    answered(watched, "tide", 2)
    assert watched.locator("[type=search]").input_value() == "tide"
    names = watched.evaluate("performance.getEntriesByType('mark').map(mark => mark.name)")
    assert {"backissue:readable", "backissue:ready", "backissue:answered"} <= set(names)


def test_the_rendered_page_is_the_workers_own_start(watched, make_site, sample_files):
    """What was rendered beforehand is what Python then shows: the page does not change when it comes up."""
    _, address = make_site(sample_files, rendered(sample_files))
    watched.goto(address)
    watched.wait_for_selector("#results [data-item]")
    before = watched.locator("#main").inner_html()
    watched.wait_for_selector("body[data-state=ready][data-archive=whole]", timeout=START_MS)
    assert watched.locator("#main").inner_html() == before


@pytest.mark.parametrize(
    ("part", "spoil", "words"),
    [
        ("archive", lambda data: data.replace(b'"version":1', b'"version":9'), "use a newer Backissue"),
        ("shard", lambda data: data[:-20], "cut off or altered"),
        ("shard", lambda data: data.replace(b"lantern", b"lamtern"), "altered"),
        ("shard", None, "could not be fetched"),
    ],
    ids=["too new", "truncated", "altered", "missing"],
)
def test_a_broken_archive_is_refused(watched, make_site, sample_files, part, spoil, words):
    """A bad archive is refused with a message that names the file, and the rendered list stays readable."""
    page = rendered(sample_files)
    name = "archive.json" if part == "archive" else json.loads(sample_files["archive.json"])["shards"][0]["path"]
    broken = dict(sample_files)
    if spoil:
        broken[name] = spoil(broken[name])
    else:
        del broken[name]
    _, address = make_site(broken, page)
    watched.goto(address)
    watched.wait_for_selector(FAILED, timeout=START_MS)
    message = watched.locator("#failure").inner_text()
    assert name in message and words in message
    assert watched.locator("#results [data-item]").count() == 10
    watched.faults = [fault for fault in watched.faults if "404" not in fault]


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ("**/runtime/pyodide/pyodide.asm.wasm", "pyodide.asm.wasm"),
        ("**/runtime/pyscript/core.js", "runtime/pyscript/core.js"),
        ("**/app/page/queue.js", "A script of this page"),
    ],
)
def test_a_missing_file_is_named(watched, make_site, sample_files, missing, words):
    """A file that the host lacks is named, with what to do, and the list can be read."""
    watched.route(missing, lambda route: route.fulfill(status=404, content_type="text/html", body="<h1>no</h1>"))
    _, address = make_site(sample_files, rendered(sample_files))
    watched.goto(address)
    watched.wait_for_selector(FAILED, timeout=START_MS)
    assert words in watched.locator("#failure").inner_text()
    assert watched.locator("#results [data-item]").count() == 10
    watched.faults.clear()


def test_a_browser_without_webassembly_is_told(watched, make_site, sample_files):
    """Without WebAssembly nothing is awaited in vain."""
    watched.add_init_script("delete globalThis.WebAssembly")
    _, address = make_site(sample_files, rendered(sample_files))
    watched.goto(address)
    watched.wait_for_selector(FAILED, timeout=START_MS)
    assert "no WebAssembly" in watched.locator("#failure").inner_text()
    watched.faults.clear()


def test_blocked_storage_only_forgets(watched, make_site, sample_files):
    """Where the browser blocks storage the reader works, and merely forgets preferences."""
    block = "Object.defineProperty(globalThis, 'localStorage', {get() { throw new DOMException('no', 'SecurityError'); }})"
    watched.add_init_script(block + "; IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError'); }")
    _, address = make_site(sample_files)
    watched.goto(address + "#q=tide")
    answered(watched, "tide", 2)
    watched.faults = [fault for fault in watched.faults if fault != "no"]


def test_a_worker_that_dies_is_started_again(reader):
    """When Python is gone, the next letter brings it back with the same view."""
    page = reader("#q=tide&section=Tools")
    answered(page, "tide", 2)
    page.workers[-1].evaluate("self.close()")
    page.locator("[type=search]").press("End")
    page.keyboard.type("s")
    page.wait_for_selector('#results[data-query="tides"]', timeout=START_MS)
    page.wait_for_selector("body[data-state=ready][data-archive=whole]", timeout=START_MS)
    assert page.url.endswith("#q=tides&section=Tools") and page.locator("#chips .chip").count() == 1


def test_an_interrupted_search_leaves_the_next_one_intact(reader):
    """A pattern that would run for ever is stopped, the answer says so, and the next search is right."""
    page = reader()
    page.locator("[type=search]").fill(r"/(\w+\s?)+\u2603/")
    page.wait_for_selector("#results[data-complete=true][data-total='0']")
    page.locator("[type=search]").fill("tide")
    answered(page, "tide", 2)
