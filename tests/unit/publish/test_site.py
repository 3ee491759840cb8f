"""`backissue publish`: a folder that any host can serve; again, it writes only what has changed, and touches nobody's files."""

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
from backissue.errors import UnreadableSource, UnusableTarget
from backissue.model import Archive
from backissue.publish.options import Options
from backissue.publish.site import Site, publish
from backissue.publish.summary import group_of, summed_up
from tests.unit.archive.archives import harbour
from tests.unit.cli.full_disk import run_limited
from tests.unit.publish.checkouts import make_checkout, note_scripts, published_name

Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with the real page and program, and a runtime of a few small files."""
    root = tmp_path / "checkout"
    make_checkout(root, monkeypatch)
    return root


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A small archive on disk."""
    folder.write(tmp_path / "archive", harbour())
    return tmp_path / "archive"


def state(path: Path) -> dict[str, tuple[bytes, int]]:
    """Every file below `path` with its bytes and the time it was written."""
    return {
        each.relative_to(path).as_posix(): (each.read_bytes(), each.stat().st_mtime_ns)
        for each in path.rglob("*")
        if each.is_file()
    }


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


def test_a_copy_that_was_removed_comes_again(archive: Path, tmp_path: Path) -> None:
    """Without one of its compressed copies a file counts as changed."""
    out = tmp_path / "site"
    publish(archive, out)
    before = {name: data for name, (data, _) in state(out).items()}
    (out / "index.html.br").unlink()
    publish(archive, out)
    assert {name: data for name, (data, _) in state(out).items()} == before


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


def test_publishing_again_writes_nothing(archive: Path, tmp_path: Path) -> None:
    """The same archive published twice leaves every file as it was, to the time of its writing."""
    out = tmp_path / "site"
    publish(archive, out)
    before = state(out)
    assert publish(archive, out).written == 0
    assert state(out) == before
    publish(archive, tmp_path / "other")
    assert {name: data for name, (data, _) in state(tmp_path / "other").items()} == {
        name: data for name, (data, _) in before.items()
    }


def test_a_smaller_archive_takes_away_what_was_published_only(archive: Path, tmp_path: Path) -> None:
    """Files of an earlier publishing that are gone are removed; files that somebody else put there stay."""
    out = tmp_path / "site"
    publish(archive, out)
    (out / "CNAME").write_text("example.org", encoding="utf-8")
    (out / "data" / "mine.txt").write_text("mine", encoding="utf-8")
    old = {name for name in state(out) if name.startswith("data/") and name != "data/mine.txt"}
    whole = harbour()
    folder.write(archive, dataclasses.replace(whole, issues=whole.issues[:1]))
    site = publish(archive, out)
    now = set(state(out))
    assert {"CNAME", "data/mine.txt", "index.html"} <= now
    listed = json.loads((out / "data" / "archive.json").read_bytes())
    parts = {f"data/{part['path']}" for shard in listed["shards"] for part in (shard, shard.get("content")) if part}
    data = {name for name in now if name.startswith("data/") and not name.endswith((".gz", ".br"))}
    assert data == {"data/archive.json", "data/mine.txt", *parts}
    assert old - now
    assert 0 < site.written < site.files


@pytest.mark.parametrize("listing", [None, "{", '{"format":"other","files":[]}', '{"format":"backissue-site"}', "[]"])
def test_somebody_elses_folder_is_refused(archive: Path, tmp_path: Path, listing: str | None) -> None:
    """A folder with files that no publishing wrote is refused and left as it is."""
    out = tmp_path / "site"
    out.mkdir()
    (out / "precious.txt").write_text("mine", encoding="utf-8")
    if listing is not None:
        (out / "published.json").write_text(listing, encoding="utf-8")
    before = state(out)
    with pytest.raises(UnusableTarget, match="holds files that were not published from here; expected an empty folder"):
        publish(archive, out)
    assert state(out) == before


def test_a_foreign_file_in_the_way_is_not_written_over(archive: Path, tmp_path: Path) -> None:
    """In a published folder, a file that somebody else put at a name that is needed now is kept, and named."""
    out = tmp_path / "site"
    publish(archive, out)
    whole = harbour()
    later = dataclasses.replace(whole, issues=tuple(each for each in whole.issues if each.date < "2026-02-02"))
    folder.write(tmp_path / "later", later)
    publish(tmp_path / "later", tmp_path / "elsewhere")
    (name,) = (path.name for path in (tmp_path / "elsewhere" / "data").glob("2*.json"))
    (out / "data" / name).unlink(missing_ok=True)
    listed = json.loads((out / "published.json").read_bytes())
    listed["files"] = [each for each in listed["files"] if each != f"data/{name}"]
    (out / "published.json").write_text(json.dumps(listed), encoding="utf-8")
    (out / "data" / name).write_text("mine", encoding="utf-8")
    before = state(out)
    with pytest.raises(UnusableTarget, match=f"data/{name} is there and was not published from here"):
        publish(tmp_path / "later", out)
    assert state(out) == before


def test_a_checkout_that_holds_nothing_yet_may_be_published_into(archive: Path, tmp_path: Path) -> None:
    """Hidden files, as a version control's, are nobody's site: they stay, and the folder is used."""
    out = tmp_path / "site"
    (out / ".git").mkdir(parents=True)
    (out / ".git" / "HEAD").write_text("ref", encoding="utf-8")
    publish(archive, out)
    assert (out / ".git" / "HEAD").read_text(encoding="utf-8") == "ref"
    assert (out / "index.html").is_file()


def test_a_listing_that_leads_elsewhere_removes_nothing_there(archive: Path, tmp_path: Path) -> None:
    """Names in the listing that lead out of the folder are not followed."""
    out = tmp_path / "site"
    publish(archive, out)
    (tmp_path / "precious.txt").write_text("mine", encoding="utf-8")
    listed = json.loads((out / "published.json").read_bytes())
    listed["files"] += ["../precious.txt", str(tmp_path / "precious.txt"), "app/../../precious.txt"]
    (out / "published.json").write_text(json.dumps(listed), encoding="utf-8")
    publish(archive, out)
    assert (tmp_path / "precious.txt").read_text(encoding="utf-8") == "mine"


def test_a_file_in_the_folders_place_is_refused(archive: Path, tmp_path: Path) -> None:
    """A file where the site should be is told."""
    (tmp_path / "site").write_text("mine", encoding="utf-8")
    with pytest.raises(UnusableTarget, match="is a file; expected a folder; name another place"):
        publish(archive, tmp_path / "site")


@pytest.mark.parametrize("name", ["runtime", "runtime/scripts", "app/boot", "index.html", "pyscript.toml"])
def test_a_missing_part_is_told_before_anything_is_written(archive: Path, tmp_path: Path, checkout: Path, name: str) -> None:
    """Without the runtime or a file of the page, publishing is refused, says what to do, and writes nothing."""
    path = checkout / name
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    with pytest.raises(UnreadableSource, match=f"{name}[/.a-z]*: (is missing|cannot be read).*(make setup|from a checkout)"):
        publish(archive, tmp_path / "site")
    assert not (tmp_path / "site").exists()


def test_a_damaged_archive_is_not_published(archive: Path, tmp_path: Path, capsys: Captured) -> None:
    """An altered shard is refused with exit code 1, and a site that was there stays as it was."""
    out = tmp_path / "site"
    assert main(["publish", str(archive), "--out", str(out)]) == 0
    assert "files written" in capsys.readouterr().err
    before = state(out)
    shard = next(path for path in archive.glob("2*.json") if "content" not in path.name)
    shard.write_bytes(shard.read_bytes().replace(b"e", b"E", 1))
    assert main(["publish", str(archive), "--out", str(out)]) == 1
    assert shard.name in capsys.readouterr().err
    assert state(out) == before


def test_a_full_disk_leaves_the_site_as_it_was(archive: Path, tmp_path: Path, checkout: Path) -> None:
    """Where the disk runs full in the middle, the site is what it was before, with nothing half written beside it."""
    out = tmp_path / "site"
    publish(archive, out)
    before = state(out)
    folder.write(archive, dataclasses.replace(harbour(), title="Another harbour"))
    (checkout / "runtime" / "zz_large.bin").write_bytes(bytes(3_000_000))
    done = run_limited(2_000_000, "publish", archive, "--out", out, root=checkout)
    fresh = run_limited(2_000_000, "publish", archive, "--out", tmp_path / "deep" / "fresh", root=checkout)
    assert (done.returncode, fresh.returncode) == (1, 1)
    assert "cannot be written" in done.stderr
    assert "make room" in done.stderr
    assert "Traceback" not in done.stderr
    assert state(out) == before
    assert not (tmp_path / "deep").exists()


def test_the_title_can_be_given(archive: Path, tmp_path: Path) -> None:
    """`--title` names the site in the page's title and in its manifest."""
    assert main(["publish", str(archive), "--out", str(tmp_path / "site"), "--title", "Quays & boats"]) == 0
    assert "Quays &amp; boats" in (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    assert json.loads((tmp_path / "site" / "data" / "archive.json").read_bytes())["title"] == "Quays & boats"
