"""The index that is built ahead: what a reader goes on from, tied to program and archive, and not made where it is of no use."""

import gzip
import hashlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from backissue.archive import folder, merge
from backissue.archive.manifest import read_manifest
from backissue.index.keeping import unpack
from backissue.model import Archive
from backissue.publish import built, program
from backissue.publish.options import Options
from backissue.publish.site import publish
from tests.unit.archive.archives import RIVER, harbour, issue, item
from tests.unit.publish.checkouts import published_name

LATER = """
import sys
sys.path[:0] = {path!r}
from backissue.publish import checkout
from backissue.publish.site import publish
from backissue.reader import library
from pathlib import Path
checkout.ROOT, library._WORTH_KEEPING = Path({root!r}), 1
print(publish({archive!r}, {out!r}).written)
"""


@pytest.fixture(autouse=True)
def _archive(checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backissue.reader.library._WORTH_KEEPING", 1)
    folder.write(tmp_path / "archive", archive())


def archive() -> Archive:
    """Harbour, and a day of several posts, which are kept in sets."""
    posts = [item(f"Tide {hour}", date=f"2026-02-04T{hour}:00:00Z", content=f"<p>At {hour}.</p>") for hour in range(10, 18)]
    return merge.add(harbour(), (), [issue("", *posts, date="2026-02-04", publication=RIVER.id, section="")])


def published(tmp_path: Path, **options: object) -> dict[str, bytes]:
    """Publishes; gives the site's files."""
    out = tmp_path / "site"
    publish(tmp_path / "archive", out, Options(**options))  # type: ignore[arg-type]
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}


def parts_of(body: bytes) -> Iterator[bytes]:
    """The parts behind the head, cut as app/boot/built.mjs cuts them."""
    while body:
        end = 4 + int.from_bytes(body[:4], "big")
        yield body[4:end]
        body = body[end:]


def test_it_is_the_index_of_program_and_archive(tmp_path: Path) -> None:
    """Its key is of the program and the manifest that are published, and its parts are whole and that archive's index."""
    files = published(tmp_path)
    data = gzip.decompress(files[published_name(files, built.INDEX)])
    key, digest, body = data[:64].decode(), data[64:128].decode(), data[128:]
    bundle = published_name(files, program.PROGRAM)
    manifest = files["data/archive.json"]
    tied = program.digest([(bundle, files[bundle])]) + hashlib.sha256(manifest).hexdigest()
    assert key == hashlib.sha256(tied.encode()).hexdigest()
    assert digest == hashlib.sha256(body).hexdigest()
    _, *parts = parts_of(body)
    index = unpack(read_manifest(manifest), iter(parts))
    assert index.loaded == sum(len(section.items) for each in archive().issues for section in each.sections)


def test_the_page_is_told_of_it_and_the_worker_that_keeps_the_site_is_not(tmp_path: Path) -> None:
    """Only the start asks for it: without a network the shards do as well."""
    files = published(tmp_path)
    name = published_name(files, built.INDEX)
    assert name.encode() in files[published_name(files, "app/boot/pyodide.mjs")]
    assert name.encode() not in files["sw.js"] and published_name(files, program.PROGRAM).encode() in files["sw.js"]


@pytest.mark.parametrize("place", ["library._WORTH_KEEPING", "built.MOST_BYTES"])
def test_not_made_where_it_is_of_no_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    """A small archive is built as fast as fetched, and too large an index is not fetched whole before an answer."""
    if place.startswith("library"):
        monkeypatch.setattr("backissue.reader.library._WORTH_KEEPING", 1_000)
    else:
        monkeypatch.setattr("backissue.publish.built.MOST_BYTES", 1_000)
    files = published(tmp_path)
    assert not published_name(files, built.INDEX)
    assert built.INDEX.encode() not in files[published_name(files, "app/boot/pyodide.mjs")]


def test_the_same_bytes_each_time(tmp_path: Path) -> None:
    """Another process, whose sets have another order, writes nothing anew."""
    before = published(tmp_path)
    assert published_name(before, built.INDEX)
    script = LATER.format(
        path=[str(Path(__file__).parents[3] / "app")],
        root=str(tmp_path / "checkout"),
        archive=str(tmp_path / "archive"),
        out=str(tmp_path / "site"),
    )
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", script], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        )
        assert done.stdout.strip() == "0"
