"""Importing on the page in a real browser: dropped, looked at, added, found, kept, exported, removed; no request leaves."""

import json
import zipfile

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import QUIET, READY, START_MS, answered

# What reads files is fetched on first use, and a busy machine takes its time.
READ_MS = 60_000
DROP = """files => {
  const transfer = new DataTransfer();
  for (const [name, text] of files) transfer.items.add(new File([text], name));
  for (const type of ["dragenter", "dragover", "drop"]) {
    document.body.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: transfer }));
  }
}"""
BUOYS = "".join(
    json.dumps({"newsletter": "Buoy Letter", "issue": "1", "date": "2025-07-07", "section": "News", **row}) + "\n"
    for row in (
        {"title": "Lanterns on buoys", "url": "https://buoy.example/lanterns"},
        {"title": "A tide clock", "url": "https://buoy.example/tide"},
    )
)


def drop(page, **files):
    """Drops files on the page, and waits until they were read."""
    page.evaluate(DROP, [[name.replace("__", "."), text] for name, text in files.items()])
    page.wait_for_selector("#import[data-busy=''] [data-file]", timeout=READ_MS)


def add(page):
    """Adds what was understood, and waits until it is there."""
    page.locator("[data-act=add]").click()
    page.wait_for_selector("#import[data-busy=''] [data-notice]", timeout=READ_MS)


def search(page, text, total):
    """Searches, and waits for as many hits."""
    page.locator("[type=search]").fill(text)
    answered(page, text, total)


def test_a_published_site_imports_too(watched, published_site):
    """What `backissue publish` writes brings along what reads files, packed as it packs it, and starts from the memory."""
    watched.goto(published_site[1])
    watched.wait_for_selector(READY, timeout=START_MS)
    drop(watched, buoys__jsonl=BUOYS)
    add(watched)
    search(watched, "tide", 3)


def test_an_issue_is_dropped_looked_at_added_found_kept_exported_and_removed(reader):
    """The whole way of a dropped file, with the archive searched beside it all the time."""
    page = reader("#q=tide")
    answered(page, "tide", 2)
    drop(page, buoys__jsonl=BUOYS, picture__png="\0\1\2\3" * 40)
    assert page.evaluate("location.hash").endswith("view=import")
    expect(page.locator("[data-file='buoys.jsonl']")).to_contain_text("Lanterns on buoys · A tide clock")
    expect(page.locator("[data-file='picture.png'] .said")).to_contain_text("Left out: 1")
    search(page, "tide", 2)
    page.go_back()
    page.wait_for_selector("#import")
    add(page)
    expect(page.locator("[data-notice]")).to_contain_text("1 issue added.")
    search(page, "tide", 3)
    page.locator("#results [data-open]", has_text="Buoy").first.click()
    page.wait_for_selector("#issue[data-issue='buoy-letter/1']")
    expect(page.locator("#issue .yours")).to_have_text("yours")
    page.reload()
    page.wait_for_selector(READY, timeout=START_MS)
    page.wait_for_selector("#issue[data-issue='buoy-letter/1']")
    search(page, "tide", 3)
    page.get_by_role("link", name="Import").click()
    page.get_by_text("Export all").click()
    with page.expect_download() as download:
        page.locator("[data-act=export][data-format=archive]:not([data-publication])").click()
    with zipfile.ZipFile(download.value.path()) as packed:
        assert packed.namelist() and download.value.suggested_filename == "backissue-archive.zip"
    # the other forms come with what reads and writes them
    with page.expect_download(timeout=READ_MS) as download:
        page.locator("[data-own] summary").click()
        page.evaluate("document.querySelector('[data-act=export]').dataset.format = 'csv'")
        page.locator("[data-act=export][data-format=csv]").first.click()
    assert "Lanterns on buoys" in download.value.path().read_text("utf-8")
    page.locator("[data-act=remove]", has_text="Remove all").click()
    expect(page.locator("[data-notice]")).to_contain_text("1 issue removed.")
    search(page, "tide", 2)
    page.go_back()
    page.locator("[data-act=undo]").click()
    expect(page.locator("[data-notice]")).to_contain_text("brought back")
    search(page, "tide", 3)


def test_files_are_chosen_or_pasted_by_keyboard(reader):
    """The view is reached by keys, a file is chosen, and a pasted page keeps its links."""
    page = reader()
    page.get_by_role("link", name="Import").press("Enter")
    page.wait_for_selector("body[data-view=import] #import")
    assert page.evaluate("document.activeElement.matches('#import h1')")
    expect(page.locator("#announce")).to_have_text("Import")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose files").press("Enter")
    chooser.value.set_files({"name": "buoys.jsonl", "mimeType": "text/plain", "buffer": BUOYS.encode()})
    page.wait_for_selector("#import[data-busy=''] [data-file='buoys.jsonl']", timeout=READ_MS)
    page.get_by_text("Paste a text").click()
    page.locator("#import textarea").fill(BUOYS.replace("Buoy Letter", "Pasted Letter"))
    page.get_by_role("button", name="Read this text").press("Enter")
    page.wait_for_selector("#import[data-busy=''] [data-file='pasted text']", timeout=READ_MS)
    expect(page.locator("[data-file='pasted text']")).to_contain_text("Pasted Letter")
    assert page.locator("#import textarea").input_value() == ""
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_full_browser_is_said_plainly_and_loses_nothing(reader, context):
    """Where there is no room left, what was kept stays, the new is searched until the page is closed, and that is said."""
    page = reader()
    browser = context.new_cdp_session(page)
    browser.send("Storage.overrideQuotaForOrigin", {"origin": page.address.rstrip("/"), "quotaSize": 1_000_000})
    drop(page, buoys__jsonl=BUOYS)
    add(page)
    drop(page, more__jsonl=BUOYS.replace("Buoy Letter", "Gull Gazette").replace("buoys", "seagulls" + "x" * 3_000_000))
    add(page)
    expect(page.locator("[data-notice]")).to_contain_text("until this page is closed")
    expect(page.locator("[data-notice]")).to_contain_text("no room left")
    search(page, "tide clock", 2)
    page.reload()
    page.wait_for_selector(READY, timeout=START_MS)
    search(page, "tide clock", 1)


def test_importing_works_where_storage_is_blocked(playwright, browser_type_launch_args, make_site, sample_files, tmp_path):
    """A browser that lets the page keep nothing still searches what is added, and says how long."""
    settings = tmp_path / "profile" / "Default" / "Preferences"
    settings.parent.mkdir(parents=True)
    settings.write_text('{"profile":{"default_content_setting_values":{"cookies":2}}}', "utf-8")
    path = browser_type_launch_args.get("executable_path")
    context = playwright.chromium.launch_persistent_context(tmp_path / "profile", executable_path=path, args=QUIET)
    try:
        page = context.new_page()
        page.goto(make_site(sample_files)[1])
        page.wait_for_selector(READY, timeout=START_MS)
        drop(page, buoys__jsonl=BUOYS)
        add(page)
        expect(page.locator("[data-notice]")).to_contain_text("storage is blocked")
        search(page, "tide", 3)
    finally:
        context.close()


def test_two_pages_keep_what_both_add(reader, context):
    """What two open pages add is all there after a reload."""
    page = reader()
    other = context.new_page()
    other.goto(page.address)
    other.wait_for_selector(READY, timeout=START_MS)
    drop(page, buoys__jsonl=BUOYS)
    add(page)
    drop(other, gulls__jsonl=BUOYS.replace("Buoy Letter", "Gull Gazette"))
    add(other)
    page.reload()
    page.wait_for_selector(READY, timeout=START_MS)
    search(page, "tide clock", 2)


def test_a_hostile_file_is_shown_harmless(reader, watched):
    """Scripts in a dropped page run nowhere, odd links lead nowhere, endless nesting ends in words."""
    watched.add_init_script("globalThis.alert = () => { console.error('an attack ran') }")
    page = reader()
    row = {
        "newsletter": "<b>Bad</b>",
        "title": "<script>alert(1)</script>",
        "url": "javascript:alert(2)",
        "summary": "<img src=x>",
    }
    files = {
        "bad__jsonl": json.dumps(row),
        "page__html": "<script>alert(3)</script><h1>Nothing</h1>",
        "deep__html": "<div><ul><li>" * 20_000,
    }
    drop(page, **files)
    add(page)
    page.locator("[data-own] h3 a").first.click()
    page.wait_for_selector(".issues a")
    page.locator(".issues a").first.click()
    page.wait_for_selector("#issue [data-item]")
    unsafe = "a[href^='javascript:' i], #main :is(img, script, iframe, [onclick])"
    assert page.locator(unsafe).count() == 0
    search(page, "alert", 1)


@pytest.mark.parametrize("when", ["reading", "kept"])
def test_a_worker_that_dies_comes_back_with_what_is_kept(reader, when):
    """The reader is started again with its view and what was added before; files that were being read are spoken of."""
    page = reader()
    drop(page, buoys__jsonl=BUOYS)
    add(page)
    if when == "kept":
        page.evaluate("document.querySelector('script[type=py]').xworker.terminate()")
        page.locator("[type=search]").fill("tide clock")
    else:
        page.evaluate("document.querySelector('script[type=py]').xworker.terminate()")
        page.evaluate(DROP, [["more.jsonl", BUOYS]])
    page.wait_for_selector("body[data-state=booting]", timeout=READ_MS)
    page.wait_for_selector(READY, timeout=START_MS)
    search(page, "tide clock", 1)
