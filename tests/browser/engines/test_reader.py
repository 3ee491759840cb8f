"""The reader in Firefox and WebKitGTK: what a person does first, in one go, since each start costs seconds."""

from __future__ import annotations

import json
from pathlib import Path

ROOT = Path(__file__).parents[3]
READY = "body[data-state=ready][data-archive=whole]"
# Errors that nobody sees are kept by the page itself, from before its first script.
WATCH = """<script>
window.faults = [];
addEventListener("error", (event) => faults.push(String(event.message ?? event.target.src ?? event.target.href)), true);
addEventListener("unhandledrejection", (event) => faults.push(String(event.reason)));
</script>"""


def fragment(engine):
    return engine.run("return location.hash")


def test_the_reader_is_read(engine, make_site, sample_files):
    """It opens, searches, filters, opens an issue, goes back, and finds its place again from the address alone."""
    page = (ROOT / "index.html").read_text("utf-8").replace("<head>", "<head>" + WATCH, 1)
    _, address = make_site(sample_files, page)
    engine.open(address)
    engine.wait(READY)
    archive = json.loads(sample_files["archive.json"])
    assert archive["totals"]["items"] > 0
    words = first_word(sample_files)
    engine.type("form[role=search] input[type=search]", words)
    engine.wait(f'#results[data-query="{words}"][data-complete=true] [data-item]')
    assert f"q={words}" in fragment(engine)

    total = int(engine.run("return document.querySelector('#results').dataset.total"))
    count = engine.run("const value = document.querySelector('#facets [data-value]'); value.click(); return value.dataset.count")
    engine.wait("#facets [data-value][aria-pressed=true]")
    engine.wait(f'#results[data-total="{count}"][data-complete=true]')
    assert 0 < int(count) <= total
    chosen = fragment(engine)

    engine.run("history.back()")
    engine.wait(f'#results[data-query="{words}"][data-total="{total}"][data-complete=true]')

    engine.run("location.hash = arguments[0]", chosen)
    engine.wait(f'#results[data-total="{count}"][data-complete=true]')

    issue = archive_issue(sample_files)
    engine.open(f"{address}#issue={issue}")
    engine.wait(f'#issue[data-issue="{issue}"]')
    assert engine.run("return faults") == []

    engine.open("about:blank")
    engine.open(address + chosen)
    engine.wait(READY)
    engine.wait(f'#results[data-total="{count}"][data-complete=true]')
    assert engine.run("return faults") == []
    requests = engine.run("return performance.getEntriesByType('resource').map((entry) => entry.name)")
    assert [each for each in requests if not each.startswith((address, "blob:", "data:"))] == []


def issues(files):
    found = [json.loads(data) for name, data in files.items() if name != "archive.json" and ".content." not in name]
    return [issue for shard in found for issue in shard["issues"]]


def archive_issue(files):
    return issues(files)[0]["id"]


def first_word(files):
    """A word that an item's title begins with."""
    titles = [item["title"] for issue in issues(files) for section in issue["sections"] for item in section["items"]]
    return next(word for title in titles for word in title.split() if word.isascii() and word.isalpha() and len(word) > 4)
