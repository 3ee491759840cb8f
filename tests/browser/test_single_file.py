"""The single file, opened from a disk: nothing is asked of any host, and all that the reader does works."""

import re

import pytest

from backissue.publish.single_file import single_file
from tests.browser.conftest import READY, START_MS, answered
from tests.unit.reader.test_hostile import hostile_files

# What a file may have besides its archive, without Python's memory.
MOST_BYTES = 9_000_000


@pytest.fixture
def disk(page, context, tmp_path):
    """The page, to which `disk(files)` writes a single file; errors and any request but of the disk fail the test."""
    page.faults = []
    page.on("console", lambda message: page.faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on("request", lambda request: page.faults.append(request.url) if not _is_of_the_disk(request.url) else None)
    context.set_offline(True)

    def write(files, snapshot=False, alter=lambda text: text):
        (tmp_path / "archive").mkdir()
        for name, data in files.items():
            (tmp_path / "archive" / name).write_bytes(data)
        file = tmp_path / "one & only.html"
        made = single_file(tmp_path / "archive", None, snapshot)
        assert snapshot or made.bytes - made.archive <= MOST_BYTES
        file.write_text(alter(made.text), "utf-8")
        page.address = file.as_uri()
        return page

    page.write = write
    yield page
    assert not page.faults


def _is_of_the_disk(url):
    return url.startswith(("file:", "blob:", "data:"))


@pytest.mark.parametrize("snapshot", [False, True], ids=["plain", "with the memory"])
def test_searches_filters_opens_and_goes_back(disk, sample_files, snapshot):
    """A reader types, presses a filter, opens an issue, goes back and loads the page again, which keeps the view."""
    page = disk.write(sample_files, snapshot)
    page.goto(page.address)
    page.wait_for_selector(READY, timeout=START_MS)
    page.locator("[type=search]").fill("tide")
    answered(page, "tide", 2)
    assert page.url.endswith("#q=tide")
    page.locator("#facets details[data-facet=section] > summary").click()
    section = page.locator("#facets button[data-facet=section]").first
    count = int(section.get_attribute("data-count"))
    section.click()
    answered(page, "tide", count)
    page.wait_for_selector("#facets button[data-facet=section][aria-pressed=true]")
    filtered = page.url
    page.locator("#results [data-open]").first.click()
    page.wait_for_selector("#issue[data-issue]")
    opened = page.locator("#issue").get_attribute("data-issue")
    page.go_back()
    page.wait_for_selector("body[data-view=search]")
    answered(page, "tide", count)
    assert page.url == filtered
    page.go_forward()
    page.wait_for_selector(f"#issue[data-issue='{opened}']")
    page.reload()
    page.wait_for_selector(READY, timeout=START_MS)
    page.wait_for_selector(f"#issue[data-issue='{opened}']")


def test_says_what_it_is_and_prints(disk, sample_files):
    """Before any script runs the file shows its newest items, date and licences; on paper the results stay and the box goes."""
    page = disk.write(
        sample_files, alter=lambda text: text.replace('<script type="module">', '<script type="module">throw 0;', 1)
    )
    page.goto(page.address)
    page.faults.clear()  # a script that is not the one that was published is not run
    assert page.locator("#results [data-item]").count() > 0
    about = page.locator(".foot .about")
    assert re.search(r"all of .*: \d+ links in \d+ issues, until ", about.inner_text())
    page.locator(".foot summary").first.click()
    assert "Pyodide 314" in about.inner_text() and "Licence" in about.inner_text()
    page.emulate_media(media="print")
    assert page.locator("#results [data-item]").first.is_visible()
    assert not page.locator("[type=search]").is_visible()


def test_a_hostile_archive_is_harmless(disk):
    """Attacks in titles, links and posts are shown as text, and end no element of the file that they are in."""
    disk.add_init_script("globalThis.alert = () => { console.error('an attack ran') }")
    page = disk.write(hostile_files())
    page.goto(page.address + "#q=script")
    page.wait_for_selector(READY, timeout=START_MS)
    answered(page, "script")
    unsafe = "a[href^='javascript:' i], #main :is(img, script, iframe, svg, style, [onclick], [onerror]), .foot :is(img, script)"
    assert page.locator("#results [data-item]").count() == 4 and page.locator(unsafe).count() == 0
    page.locator("#results [data-open]").first.click()
    page.wait_for_selector("#issue .post")
    assert page.locator(unsafe).count() == 0


def _damage(part):
    """Swaps two characters within a part."""

    def alter(text):
        at = text.index(">", text.index(f'data-part="{part}')) + 2_000
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]

    return alter


@pytest.mark.parametrize(
    "alter, message",
    [
        (_damage("runtime/pyodide/pyodide.asm"), "This file is damaged: its part runtime/pyodide/pyodide.asm"),
        (_damage("worker.js"), "This file is damaged: its part worker.js"),
        (lambda text: text[: len(text) // 2], "This file is cut off"),
    ],
    ids=["Python", "the worker", "cut off"],
)
def test_a_damaged_file_says_so(disk, sample_files, alter, message):
    """A part that is not what was put in, or a missing end, ends the start in words; the list stays readable."""
    page = disk.write(sample_files, alter=alter)
    page.goto(page.address)
    page.wait_for_selector("body[data-state=failed]", timeout=START_MS)
    assert message in page.locator("#failure").inner_text()
    assert page.locator("#results [data-item]").count() > 0
    page.faults.clear()


def test_importing_is_not_inside_and_says_so(disk, sample_files):
    """A text that is brought meets words, not a failure; the search goes on."""
    page = disk.write(sample_files)
    page.goto(page.address + "#view=import")
    page.wait_for_selector(READY, timeout=START_MS)
    page.locator("#import .paste summary").click()
    page.locator("#import textarea").fill("Issue 1\n\nhttps://example.org/")
    page.locator("[data-paste]").click()
    page.wait_for_selector("[data-notice] >> text=importing and exporting are in a published site")
    assert page.locator("a[href='#view=import']").count() == 0
    page.locator("[type=search]").fill("tide")
    answered(page, "tide", 2)
