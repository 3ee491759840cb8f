"""What lets a site be kept in the browser: a list of its files as they lie there, and a manifest for installing it."""

import dataclasses
import hashlib
import json
import re
import shutil
import struct
from pathlib import Path

import pytest

from backissue.archive import folder
from backissue.cli import main
from backissue.errors import UnreadableSource
from backissue.publish.offline import service_worker
from backissue.publish.site import publish
from backissue.publish.summary import group_of
from tests.unit.archive.archives import harbour
from tests.unit.publish.checkouts import published_name


@pytest.fixture
def site(archive: Path, tmp_path: Path) -> Path:
    """A published site."""
    publish(archive, tmp_path / "site")
    return tmp_path / "site"


def told(worker: bytes) -> dict[str, object]:
    """What a service worker was told."""
    (listed,) = re.findall("backissue files: (.*)';", worker.decode())
    value: dict[str, object] = json.loads(json.loads(f'"{listed}"'))
    return value


def listed_files(site: Path) -> list[dict[str, object]]:
    """The list in the site's service worker."""
    files = told((site / "sw.js").read_bytes())["files"]
    assert isinstance(files, list)
    return files


def test_the_list_names_every_file_of_the_reader(site: Path) -> None:
    """Each file is listed as it lies there, by what it is asked for; plain pages and what other sites ask for are not."""
    manifest = hashlib.sha256((site / "data/archive.json").read_bytes()).hexdigest()[:10]
    names = {"./": "index.html", f"data/archive.json?v={manifest}": "data/archive.json"}
    files = listed_files(site)
    for file in files:
        data = (site / names.get(str(file["path"]), str(file["path"]))).read_bytes()
        assert (file["sha256"], file["bytes"]) == (hashlib.sha256(data).hexdigest(), len(data)), file["path"]
    there = {
        path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file() and path.suffix not in (".gz", ".br")
    }
    paths = [names.get(str(file["path"]), str(file["path"])) for file in files]
    assert not [path for path in paths if group_of(path) in ("pages", "feeds")]
    left_out = {path for path in there - set(paths) if group_of(path) not in ("pages", "feeds")}
    assert len(paths) == len(set(paths)) and set(paths) <= there
    assert {path for path in left_out if not path.startswith(("embed", "backissue_search-"))} == {"sw.js", "published.json"}


def test_a_version_is_told_from_the_next(site: Path, tmp_path: Path) -> None:
    """Another archive makes another version; the same one published elsewhere makes the same bytes."""
    before = (site / "sw.js").read_bytes()
    publish(tmp_path / "archive", tmp_path / "elsewhere")
    assert (tmp_path / "elsewhere/sw.js").read_bytes() == before
    folder.write(tmp_path / "archive", dataclasses.replace(harbour(), title="Another harbour"))
    publish(tmp_path / "archive", site)
    assert told((site / "sw.js").read_bytes())["version"] != told(before)["version"]


def test_a_site_that_is_not_to_be_kept_ends_the_worker_of_earlier_ones(site: Path, tmp_path: Path) -> None:
    """With `--no-offline` the service worker is told of no files, and the page does not ask for one."""
    assert '\\"sw.js\\"' in (site / published_name(names_in(site), "app/page/page.js")).read_text("utf-8")
    assert main(["publish", str(tmp_path / "archive"), "--out", str(site), "--no-offline"]) == 0
    assert told((site / "sw.js").read_bytes()) == {}
    assert "sw.js" not in (site / published_name(names_in(site), "app/page/page.js")).read_text("utf-8")


def names_in(site: Path) -> list[str]:
    """The names of all files of a site."""
    return [path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()]


def test_the_site_can_be_installed(site: Path) -> None:
    """The page names the manifest, which names the site by its title, and icons of the sizes that it tells."""
    page = (site / "index.html").read_text("utf-8")
    assert '<link rel="manifest" href="manifest.webmanifest">' in page
    touch = re.findall('<link rel="apple-touch-icon" href="([^"]+)">', page)
    assert [png_size(site / name) for name in touch] == ["180x180"]
    manifest = json.loads((site / "manifest.webmanifest").read_bytes())
    assert (manifest["name"], manifest["start_url"], manifest["scope"]) == ("Harbour", "./", "./")
    icons = {(icon["sizes"], icon.get("purpose", "any")): site / icon["src"] for icon in manifest["icons"]}
    assert icons.pop(("any", "any")).read_text("utf-8").startswith("<svg")
    assert icons.keys() == {("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")}
    for (size, _), path in icons.items():
        assert png_size(path) == size
    assert sum(path.stat().st_size for path in icons.values()) < 20_000


def png_size(path: Path) -> str:
    """Width and height of a PNG picture."""
    return "{}x{}".format(*struct.unpack(">II", path.read_bytes()[16:24]))


def test_the_checkouts_own_manifest_leads_to_its_files(checkout: Path) -> None:
    """Served as it lies there, the reader can be installed as well: all that its manifest names is there."""
    manifest = checkout / "app/page/manifest.webmanifest"
    described = json.loads(manifest.read_bytes())
    assert (manifest.parent / described["start_url"]).resolve() == checkout.resolve()
    for icon in described["icons"]:
        assert (manifest.parent / icon["src"]).is_file()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("app/page/icons", "app/page/icons: is missing"),
        ("app/page/manifest.webmanifest", "app/page/manifest.webmanifest: cannot be read"),
        ("runtime/scripts/sw.js", r"runtime/scripts/sw.js: cannot be read.*run `make setup` first"),
    ],
)
def test_what_is_missing_is_told(checkout: Path, tmp_path: Path, name: str, words: str) -> None:
    """Without the icons, the manifest or the script, publishing is refused, and nothing is written."""
    folder.write(tmp_path / "archive", harbour())
    path = checkout / name
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    with pytest.raises(UnreadableSource, match=words):
        publish(tmp_path / "archive", tmp_path / "site")
    assert not (tmp_path / "site").exists()


def test_a_script_without_a_place_for_the_list_is_refused(checkout: Path) -> None:
    """A service worker that cannot be told its files is not published."""
    (checkout / "runtime/scripts/sw.js").write_text("export {}", encoding="utf-8")
    with pytest.raises(UnreadableSource, match=r"sw.js: has 'backissue files: \{\}' 0 times; expected it once"):
        service_worker({"a.txt": b"a"})
