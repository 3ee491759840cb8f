"""One HTML file of an archive: what is in it, that nothing in it can end it or ask for anything, and when it is refused."""

import base64
import gzip
import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from backissue.archive import folder
from backissue.errors import UnreadableSource, UnusableTarget
from backissue.publish import program, single_file
from backissue.publish.options import Options
from backissue.publish.single_page import SIGN
from backissue.publish.site import publish
from tests.unit.archive.archives import harbour
from tests.unit.publish.checkouts import make_single_checkout, published_name

PART = re.compile(r'<script type="text/plain" data-part="([^"]*)" data-sha256="([^"]*)"( data-gzipped)?>([^<]*)</script>\n')


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with a small runtime; its archive lies beside it."""
    root = tmp_path / "checkout"
    make_single_checkout(root, monkeypatch)
    folder.write(tmp_path / "archive", harbour())
    return root


def made(tmp_path: Path, snapshot: bool = False, options: Options | None = None) -> str:
    return single_file.single_file(tmp_path / "archive", options, snapshot).text


def parts(text: str) -> dict[str, bytes]:
    """The parts of a file by their names, as the page takes them out."""
    found = {}
    for name, digest, gzipped, data in PART.findall(text):
        held = base64.b64decode(data, validate=True)
        assert hashlib.sha256(held).hexdigest() == digest
        found[name] = gzip.decompress(held) if gzipped else held
    return found


def test_everything_is_inside(checkout: Path, tmp_path: Path) -> None:
    """The archive is there byte by byte, the small library in the place of the whole, and no importers; the same each time."""
    text = made(tmp_path)
    found = parts(text)
    for path in (tmp_path / "archive").glob("2*.json"):
        assert path.read_bytes() in found.values()
    named = [shard["path"] for shard in json.loads(found["data/archive.json"])["shards"]]
    assert named and {f"data/{name}" for name in named} < set(found)
    assert found[published_name(found, "runtime/stdlib_pyc.zip")] == b"stdlib_small_pyc.zip"
    assert not [name for name in found if "later" in name or "wheels" in name or "snapshot" in name]
    assert list(found)[-1] == "worker.js"
    assert made(tmp_path) == text


def test_the_worker_is_told_the_names(checkout: Path, tmp_path: Path) -> None:
    """Every name that the worker looks for is one of the parts."""
    found = parts(made(tmp_path))
    told = re.search(r"backissue names: (\{.*?\})'", found["worker.js"].decode())
    assert told
    names = json.loads(json.loads(f'"{told[1]}"'))
    assert {"app/worker.py", "app/backissue.zip", "runtime/pyodide/pyodide.asm.wasm"} < set(names)
    assert {name.partition("?")[0] for name in names.values()} <= set(found)


def test_the_page_needs_no_other_file(checkout: Path, tmp_path: Path) -> None:
    """Nothing in the page is fetched, PyScript is gone, and the policy allows just the page's own scripts."""
    text = PART.sub("", made(tmp_path))
    assert not re.search(r'(?:src|srcset|action)=|<link rel="(?!icon)|py-config|type="py"|url\((?!data:)', text)
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
    assert policy and policy[1].startswith("default-src 'none'")
    assert "http" not in policy[1] and "'unsafe-eval'" not in policy[1]
    scripts = re.search(r"script-src ([^;]*)", policy[1])
    assert scripts and "unsafe-inline" not in scripts[1]
    run = re.findall(r'<script(?: type="module")?>(.*?)</script>', text, re.DOTALL)
    hashes = {base64.b64encode(hashlib.sha256(each.encode()).digest()).decode() for each in run}
    assert set(re.findall(r"'sha256-([^']*)'", scripts[1])) == hashes and len(hashes) == 3


def test_says_what_it_is(checkout: Path, tmp_path: Path) -> None:
    """A person and a program find the title, the date, the publications' licences, and those of the programs inside."""
    archive = harbour()
    odd = tuple(replace(each, title="<b>Odd</b>", licence="CC & <i>") for each in archive.publications)
    folder.write(tmp_path / "archive", replace(archive, publications=odd))
    text = PART.sub("", made(tmp_path, options=Options(title="Harbour & <more>")))
    assert "Harbour &amp; &lt;more&gt;" in text
    assert "<li>&lt;b&gt;Odd&lt;/b&gt;: CC &amp; &lt;i&gt;</li>" in text
    assert '<meta name="dcterms.rights" content="CC &amp; &lt;i&gt;">' in text
    assert "Permission is hereby granted, free of charge" in text and "The licence of Jinja2" in text
    assert re.search(r'until <time datetime="\d{4}-', text)
    assert single_file.is_single_file(text.encode()) and text.index(SIGN) < 200
    assert not single_file.is_single_file(b"<!doctype html>")


def test_with_the_memory(checkout: Path, tmp_path: Path) -> None:
    """The memory is inside when it is asked for and fits; when it does not fit, that is told instead of a slow file made."""
    files = program.listed_files(program.CONFIG)
    described = {"sha256": hashlib.sha256(b"memory").hexdigest(), "program": program.digest(files), "length": 6}
    (checkout / "runtime" / "snapshot.bin").write_bytes(b"memory")
    (checkout / "runtime" / "snapshot.json").write_text(json.dumps(described), encoding="utf-8")
    found = parts(made(tmp_path, snapshot=True))
    assert found[published_name(found, program.MEMORY)] == b"memory"
    assert not published_name(parts(made(tmp_path)), program.MEMORY)
    (checkout / "runtime" / "snapshot.bin").write_bytes(b"another")
    with pytest.raises(UnreadableSource, match=r"snapshot.bin: is not of the program .* or leave --snapshot out"):
        made(tmp_path, snapshot=True)


def test_wears_a_theme_and_holds_links_only(checkout: Path, tmp_path: Path) -> None:
    """The theme comes after the page's own style, and texts that may not go out are not inside."""
    text = made(tmp_path, options=Options(theme=b":root { --ink: teal }", links_only=True))
    assert text.index("--ink: teal") > text.index("@media print")
    shards = [data for name, data in parts(text).items() if name.startswith("data/2")]
    assert shards and not any(b'"summary"' in data for data in shards)


def test_too_large_an_archive_is_refused(checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit is told with the size, and what to do instead."""
    monkeypatch.setattr(single_file, "MOST_BYTES", 1_000)
    with pytest.raises(UnusableTarget, match=r"would have .* MB; expected at most .* publish a site with --out"):
        made(tmp_path)


@pytest.mark.parametrize(
    "name, before, after, told",
    [
        ("runtime/scripts/single_page.js", "export", "'</script>'; export", "single_page.js: holds '</script'"),
        ("app/page/page.css", "body", "</style> body", "page.css: holds '</style'"),
        ("index.html", 'type="py"', 'type="python"', "index.html: has nothing like"),
        ("index.html", "</footer>", '<img src="logo.png"></footer>', 'index.html: names a file: src="logo.png"'),
    ],
)
def test_a_page_that_does_not_fit_is_refused(
    checkout: Path, tmp_path: Path, name: str, before: str, after: str, told: str
) -> None:
    """What would end the page early, or ask for a file, is told, and no file is made of it."""
    path = checkout / name
    path.write_text(path.read_text("utf-8").replace(before, after, 1), "utf-8")
    with pytest.raises(UnreadableSource, match=re.escape(told)):
        made(tmp_path)


def test_a_runtime_without_the_small_library(checkout: Path, tmp_path: Path) -> None:
    """A runtime that an older set-up made is told."""
    (checkout / "runtime" / "stdlib_small_pyc.zip").unlink()
    with pytest.raises(UnreadableSource, match=r"stdlib_small_pyc.zip: cannot be read: .* run `make setup` first"):
        made(tmp_path)


def test_sites_go_without_the_small_library(checkout: Path, tmp_path: Path) -> None:
    """What only single files use is no part of a site, where importing needs the whole library."""
    publish(tmp_path / "archive", tmp_path / "site")
    names = {path.relative_to(tmp_path / "site").as_posix() for path in (tmp_path / "site").rglob("*")}
    assert published_name(names, "runtime/stdlib_pyc.zip") and not [
        name for name in names if "stdlib_small" in name or "single" in name
    ]
