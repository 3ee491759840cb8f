"""The folder that a site is published into: again, it writes only what has changed, and touches nobody's files."""

import dataclasses
import json
from pathlib import Path

import pytest

from backissue.archive import folder
from backissue.cli import main
from backissue.errors import UnusableTarget
from backissue.publish.site import publish
from tests.unit.archive.archives import harbour
from tests.unit.cli.full_disk import run_limited
from tests.unit.publish.checkouts import state

Captured = pytest.CaptureFixture[str]


def test_a_copy_that_was_removed_comes_again(archive: Path, tmp_path: Path) -> None:
    """Without one of its compressed copies a file counts as changed."""
    out = tmp_path / "site"
    publish(archive, out)
    before = {name: data for name, (data, _) in state(out).items()}
    (out / "index.html.br").unlink()
    publish(archive, out)
    assert {name: data for name, (data, _) in state(out).items()} == before


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
