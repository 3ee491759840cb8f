"""Python's kept memory: the start goes on from it where it fits the app that is served, and works as well without it."""

import re
import shutil

import pytest

from tests.browser.conftest import READY, ROOT, START_MS, answered

LIBRARIES = "runtime/stdlib_pyc.zip"
MEMORY = "runtime/snapshot.bin"


@pytest.fixture
def own_site(make_site, sample_files):
    """A site whose app and runtime may be altered."""

    def make():
        folder, address = make_site(sample_files)
        for name in ("app", "runtime"):
            (folder / name).unlink()
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "wheels"))
        return folder, address

    return make


def fetched(page):
    """What the worker has fetched, below the site's root."""
    entries = "performance.getEntriesByType('resource').map(entry => new URL(entry.name).pathname.slice(1))"
    return page.workers[-1].evaluate(entries)


def test_starts_from_the_memory(watched, own_site):
    """The start fetches the memory and no library, and whatever is then done imports nothing that is not in it."""
    watched.goto(own_site()[1])
    watched.wait_for_selector(READY, timeout=START_MS)
    watched.locator("[type=search]").fill("tide by:zzz")
    answered(watched, "tide by:zzz", 0)
    watched.locator("[type=search]").fill("tide")
    answered(watched, "tide", 2)
    for view in ("publications", "import", "help"):
        watched.goto(watched.url.partition("#")[0] + f"#view={view}")
        watched.wait_for_selector(f"body[data-view={view}]")
    assert MEMORY in fetched(watched)
    assert LIBRARIES not in fetched(watched)


def test_what_is_not_in_the_memory_is_fetched(watched, own_site):
    """A module of the libraries that nobody imported before can be imported all the same, and one that is nowhere cannot."""
    folder, address = own_site()
    worker = folder / "app" / "worker.py"
    imports = "import wave, jinja2.sandbox\ntry:\n    import nowhere\nexcept ImportError:\n    pass\n"
    worker.write_text(worker.read_text("utf-8").replace("import js\n", imports + "import js\n", 1), "utf-8")
    watched.goto(address)
    watched.wait_for_selector(READY, timeout=START_MS)
    assert {MEMORY, LIBRARIES} <= set(fetched(watched))


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.unlink(),
        lambda path: path.write_bytes(path.read_bytes()[:-1000]),
        lambda path: path.write_bytes(path.read_bytes()[:-9] + b"\0" * 9),
        lambda path: path.write_bytes(b"<!doctype html>"),
    ],
    ids=["missing", "truncated", "altered", "something else"],
)
def test_starts_without_a_memory_that_is_damaged(watched, own_site, damage):
    """A memory that did not come whole costs time and nothing else, in the same load of the page."""
    folder, address = own_site()
    damage(folder / MEMORY)
    watched.goto(address + "#q=tide")
    watched.wait_for_selector(READY, timeout=START_MS)
    answered(watched, "tide", 2)
    assert LIBRARIES in fetched(watched)
    watched.faults = [fault for fault in watched.faults if "404" not in fault]


def test_an_edited_template_is_shown(watched, own_site):
    """With a template that changed since the memory was kept, the page shows the template and not the memory."""
    folder, address = own_site()
    template = folder / "app" / "backissue" / "reader" / "templates" / "help.html"
    template.write_text(template.read_text("utf-8").replace(">Keys<", ">Edited lately<"), "utf-8")
    watched.goto(address + "#view=help")
    watched.wait_for_selector("text=Edited lately", timeout=START_MS)
    assert LIBRARIES in fetched(watched)


def test_an_edited_module_is_run(watched, own_site):
    """With a module that changed since the memory was kept, the page runs the module and not the memory."""
    folder, address = own_site()
    with (folder / "app" / "backissue" / "reader" / "help.py").open("a", encoding="utf-8") as file:
        file.write("raise ImportError('Edited lately')\n")
    watched.goto(address)
    watched.wait_for_selector("body[data-state=failed]", timeout=START_MS)
    assert any("Edited lately" in fault for fault in watched.faults)
    watched.faults.clear()


def test_a_published_site_has_it(watched, published_site):
    """What `backissue publish` writes starts from the memory too."""
    watched.goto(published_site[1])
    watched.wait_for_selector(READY, timeout=START_MS)
    names = [re.sub(r"\.[0-9a-f]{10}\.", ".", name) for name in fetched(watched)]
    assert MEMORY in names
    assert LIBRARIES not in names
