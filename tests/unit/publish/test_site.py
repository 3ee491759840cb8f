"""`backissue publish`: a folder that any host can serve, with all that the page needs and nothing that is not safe there."""

import base64
import dataclasses
import gzip
import hashlib
import json
import re
import shutil
import zipfile
from pathlib import Path

import brotli
import pytest

from backissue import __version__
from backissue.archive import folder
from backissue.cli import main
from backissue.errors import UnreadableSource
from backissue.model import Archive
from backissue.publish.options import Options
from backissue.publish.site import Site, publish
from backissue.publish.summary import group_of, summed_up
from tests.unit.archive.archives import harbour
from tests.unit.publish.checkouts import note_scripts, published_name, state


def test_a_site_has_all_that_the_page_needs(archive: Path, tmp_path: Path) -> None:
    """Page, configuration, program, runtime and archive are there, the newest items readable in the page without Python."""
    out = tmp_path / "site"
    site = publish(archive, out)
    files = state(out)
    plain = {name: data for name, (data, _) in files.items() if not name.endswith((".gz", ".br", "published.json"))}
    sizes = {name: len(data) for name, data in plain.items()}
    assert site == Site(len(sizes), sum(sizes.values()), len(sizes), summed_up(sizes, sizes))
    for own_name in (
        "pyscript.toml",
        "app/worker.py",
        "app/backissue.zip",
        "app/page/page.js",
        "runtime/pyodide/pyodide.asm.wasm",
    ):
        assert published_name(plain, own_name), own_name
    page = files["index.html"][0].decode()
    for text in ("Lanterns in fog", "潮汐", "Harbour", 'href="https://example.org/lanterns"'):
        assert text in page, text
    held = json.loads((archive / "archive.json").read_bytes())["shards"]
    for entry, was in zip(json.loads(files["data/archive.json"][0])["shards"], held, strict=True):
        assert files[f"data/{entry['path']}"][0] == (archive / was["path"]).read_bytes()
        assert entry["path"].removesuffix(".json").endswith("." + entry["sha256"][:10])
    assert main(["check", str(out / "data")]) == 0
    program = published_name(files, "app/backissue.zip")
    with zipfile.ZipFile(out / program) as bundle:
        assert "backissue/reader/app.py" in bundle.namelist()
        assert not any(name.startswith(("backissue/cli", "backissue/publish")) for name in bundle.namelist())
    config = files[published_name(files, "pyscript.toml")][0].decode()
    assert f'"./{program}" = "./*"' in config
    assert f'interpreter = "./{published_name(files, "app/boot/pyodide.mjs")}"' in config


def test_names_carry_a_hash_of_the_content(archive: Path, tmp_path: Path) -> None:
    """Every file but entries can be kept for ever under its name; the page and its scripts name only files that are there."""
    publish(archive, tmp_path / "site")
    files = state(tmp_path / "site")
    entries = {"index.html", "published.json", "data/archive.json", "runtime/pyscript/core-C9KDLldu.js"}
    entries |= {"embed.js", "embed.html", f"backissue_search-{__version__}-py3-none-any.whl"}  # what other pages name
    entries |= {"sw.js", "manifest.webmanifest"}
    for name, (data, _) in files.items():
        plain = name.removesuffix(".gz").removesuffix(".br")
        if plain in entries or group_of(plain) in ("pages", "feeds"):
            continue
        if name.endswith((".gz", ".br")):
            assert name[:-3] in files
        else:
            assert hashlib.sha256(data).hexdigest()[:10] in name, name
    page = files["index.html"][0].decode()
    script = files[published_name(files, "app/page/page.js")][0].decode()
    (listed,) = re.findall("backissue names: (.*)';", script)
    names = json.loads(json.loads(f'"{listed}"'))
    assert {"runtime/pyodide/pyodide.asm.wasm", "app/backissue.zip", "app/later.toml", "data/archive.json"} <= names.keys()
    for name in (*re.findall(r' (?:href|src)="((?:app|runtime|pyscript)[^"]+)"', page), *names.values()):
        assert name.partition("?")[0] in files, name


def test_compressed_copies_lie_beside_what_gains_by_them(archive: Path, tmp_path: Path) -> None:
    """A host that sends files as they lie finds them compressed, for both kinds of browser, and never a copy of an older file."""
    out = tmp_path / "site"
    publish(archive, out)
    folder.write(archive, dataclasses.replace(harbour(), title="Another harbour"))
    publish(archive, out)
    files = state(out)
    name = published_name(files, "runtime/pyodide/pyodide.asm.wasm")
    assert gzip.decompress(files[name + ".gz"][0]) == brotli.decompress(files[name + ".br"][0]) == files[name][0]
    assert gzip.decompress(files["index.html.gz"][0]) == files["index.html"][0]
    assert brotli.decompress(files["index.html.br"][0]) == files["index.html"][0]
    assert not [name for name in files if name.endswith((".zip.gz", ".bin.gz", ".whl.br", ".gz.br"))]


def test_only_its_own_scripts_run(archive: Path, tmp_path: Path) -> None:
    """The page's policy forbids all files of other sites, and scripts in the page but its own."""
    publish(archive, tmp_path / "site")
    page = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    policy = re.search('http-equiv="Content-Security-Policy" content="([^"]+)"', page)[1]  # type: ignore[index]
    assert page.index("Content-Security-Policy") < page.index("<script")
    assert "default-src 'none'" in policy
    assert not re.search("https?:|[*]|script-src[^;]*'unsafe-inline'", policy)
    inline = re.findall("<script>(.*?)</script>", page, re.DOTALL)
    digests = [base64.b64encode(hashlib.sha256(each.encode()).digest()).decode() for each in inline]
    assert inline
    assert re.findall("'sha256-([^']+)'", policy) == digests
    assert not re.search(r"<[^>]* on\w+=", page)


def test_edited_scripts_are_not_published_as_they_were(archive: Path, tmp_path: Path, checkout: Path) -> None:
    """Scripts that were edited after the set-up are told, instead of publishing what was made of them before."""
    (checkout / "app/page/page.js").write_text("// edited", encoding="utf-8")
    with pytest.raises(UnreadableSource, match=r"runtime/scripts: is not of the scripts .* run `make setup` again"):
        publish(archive, tmp_path / "site")
    note_scripts(checkout)
    publish(archive, tmp_path / "site")
    (checkout / "runtime/scripts/page.js").write_text("export {}", encoding="utf-8")
    with pytest.raises(UnreadableSource, match=r"page.js: has 'backissue names: {}' 0 times; expected it once"):
        publish(archive, tmp_path / "site")


def test_a_page_that_names_what_is_not_published_is_refused(archive: Path, tmp_path: Path, checkout: Path) -> None:
    """A page that was given a script of its own is told which file nobody would find."""
    page = checkout / "index.html"
    page.write_text(page.read_text("utf-8").replace("app/page/page.js", "app/page/mine.js"), "utf-8")
    with pytest.raises(UnreadableSource, match=r"index\.html: names 'app/page/mine.js'; expected files of the reader"):
        publish(archive, tmp_path / "site")


def test_a_site_reads_and_writes_other_formats(archive: Path, tmp_path: Path) -> None:
    """What a page needs for importing and exporting is there, in one file that the start does not fetch."""
    publish(archive, tmp_path / "site")
    files = state(tmp_path / "site")
    later = published_name(files, "app/later.zip")
    with zipfile.ZipFile(tmp_path / "site" / later) as bundle:
        names = bundle.namelist()
    assert {"tools.py", "backissue/importers/__init__.py", "backissue/exporters/__init__.py"} <= set(names)
    listed = files[published_name(files, "app/later.toml")][0].decode()
    assert f'"./{later}" = "./*"' in listed
    assert "importers" not in listed.partition("[files]")[2]
    with zipfile.ZipFile(tmp_path / "site" / published_name(files, "app/backissue.zip")) as start:
        assert not set(names) & set(start.namelist())
    assert [name for name in files if name.startswith("runtime/wheels/") and name.endswith("/small-1.0-py3-none-any.whl")]


@pytest.mark.usefixtures("checkout")
def test_hostile_titles_are_harmless_in_the_page(tmp_path: Path) -> None:
    """Markup and script in an archive's texts stand in the page as text."""
    hostile = harbour()
    issue = dataclasses.replace(hostile.issues[0], id="", title="<script>alert(1)</script>")
    items = [dataclasses.replace(each, title="<img src=x onerror=alert(1)>", url="javascript:alert(2)") for each in issue.items()]
    issue = dataclasses.replace(
        issue, id="river-planet/2026-02-03", sections=(dataclasses.replace(issue.sections[0], items=tuple(items)),)
    )
    folder.write(tmp_path / "hostile", Archive("<b>Title</b>", hostile.publications, (issue,)))
    publish(tmp_path / "hostile", tmp_path / "site", Options(title='"><script>alert(3)</script>'))
    page = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    assert "alert(" in page
    assert "<script>alert(" not in page
    assert "<img" not in page
    assert 'href="javascript:' not in page


@pytest.mark.parametrize("name", ["runtime", "runtime/scripts", "app/boot", "index.html", "pyscript.toml"])
def test_a_missing_part_is_told_before_anything_is_written(archive: Path, tmp_path: Path, checkout: Path, name: str) -> None:
    """Without the runtime or a file of the page, publishing is refused, says what to do, and writes nothing."""
    path = checkout / name
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    with pytest.raises(UnreadableSource, match=f"{name}[/.a-z]*: (is missing|cannot be read).*(make setup|from a checkout)"):
        publish(archive, tmp_path / "site")
    assert not (tmp_path / "site").exists()


def test_the_title_can_be_given(archive: Path, tmp_path: Path) -> None:
    """`--title` names the site in the page's title and in its manifest."""
    assert main(["publish", str(archive), "--out", str(tmp_path / "site"), "--title", "Quays & boats"]) == 0
    assert "Quays &amp; boats" in (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    assert json.loads((tmp_path / "site" / "data" / "archive.json").read_bytes())["title"] == "Quays & boats"
