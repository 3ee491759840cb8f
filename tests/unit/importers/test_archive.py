"""Another archive as a source: everything as it was, ids included, each shard once, and nothing that is altered."""

import dataclasses
import random

import pytest

from backissue import importers
from backissue.archive import folder
from backissue.archive.merge import add
from backissue.errors import SourceError
from backissue.importers import Imported, Source
from backissue.model import Archive, Issue, Item, Publication, Section

QUAY = Publication("quay", "The Quay", url="https://quay.example.org/")
TIDES = Publication("tides", "Tides", kind="planet")


@pytest.fixture
def files(tmp_path):
    """An archive of a newsletter and a planet, as the bytes of its files by their names."""
    items = Item("", "Boats", url="https://e.org/boats"), Item("", "Boats", summary="More boats.", content="<p>Many.</p>")
    issues = [Issue("", "quay", number="7", date="2025-09-03", sections=(Section("Tools", items),))]
    issues.append(Issue("", "tides", date="2025-09-02", sections=(Section("", (Item("", "Low", date="2025-09-02T07:00:00Z"),)),)))
    folder.write(tmp_path / "a", add(Archive("All"), [QUAY, TIDES], issues))
    return {path.name: path.read_bytes() for path in (tmp_path / "a").iterdir() if path.suffix == ".json"}


def read(files, name="archive.json"):
    return importers.read(Source(f"folder/{name}", files[name], beside=files.get))


def test_an_archive_comes_back_as_it_was(files, tmp_path):
    """Its publications and issues are the same, with ids and full posts; adding them to it changes nothing."""
    imported = read(files)
    whole = folder.read(tmp_path / "a")
    assert (imported.publications, imported.issues, imported.doubts) == (whole.publications, whole.issues, ())
    assert any(item.content for _, _, item in Archive(issues=imported.issues).items())
    assert add(whole, imported.publications, imported.issues) == whole
    assert add(Archive("All"), imported.publications, imported.issues) == whole


def test_a_shard_is_read_once(files):
    """A shard, and the posts of one, bring nothing where their manifest lies beside them and names them."""
    for name in files.keys() - {"archive.json"}:
        assert read(files, name) == Imported((), ())


def test_a_shard_without_its_manifest(files):
    """A shard, or the posts of one, that no manifest names is refused with what to do."""
    for name in files.keys() - {"archive.json"}:
        assert importers.detect(Source(name, files[name])).NAME == "archive"
        with pytest.raises(SourceError, match=r"is no manifest of an archive, and none beside it .*import the folder"):
            read({name: files[name]}, name)
        with pytest.raises(SourceError, match="none beside it names it"):
            importers.read(Source(f"other-{name}", files[name], beside=files.get))


def test_broken_manifests(files):
    """A manifest that is cut off or altered anywhere gives an archive or an error that names it."""
    dice = random.Random(7)
    whole = files["archive.json"]
    for _ in range(150):
        start = dice.randrange(60, len(whole))
        piece = dice.choice([b"", b"[", b"null", b'"', b"9" * 30, whole[start : start + 20]])
        broken = whole[:start] + piece + whole[start + dice.randrange(20) :]
        try:
            importers.read(Source("archive.json", broken, beside=files.get), format="archive")
        except SourceError as error:
            assert "archive.json" in str(error)


def test_a_manifest_alone(files):
    """A manifest without the files beside it is refused, with what to do."""
    with pytest.raises(SourceError, match=r"is the manifest of an archive, without its shards; .*import the folder"):
        importers.read(Source("archive.json", files["archive.json"]))


def test_a_part_that_is_missing_or_altered(files):
    """The message names the archive and the part."""
    name = next(name for name in files if name != "archive.json" and ".content" not in name)
    with pytest.raises(SourceError, match=rf"^folder/archive\.json: {name}: is missing; expected the file that the manifest"):
        read({each: data for each, data in files.items() if each != name})
    with pytest.raises(SourceError, match=rf"^folder/archive\.json: {name}: has the hash"):
        read(files | {name: files[name].replace(b"boats", b"stoab")})


def test_a_newer_archive(files):
    """An archive of another version is refused with what to do."""
    newer = files["archive.json"].replace(b'"version":1', b'"version":2')
    with pytest.raises(SourceError, match=r"is of version 2; expected version 1; use a newer Backissue"):
        read(files | {"archive.json": newer})


def test_what_is_hostile_in_an_archive(files, tmp_path):
    """Links of other kinds are dropped and told of, and posts are made harmless."""
    whole = folder.read(tmp_path / "a")
    bad = Item("quay/8/1", "Bad", url="javascript:alert(1)", content="<p onclick=x>a<script>b</script>")
    issue = Issue("quay/8", "quay", number="8", url="data:x", sections=(Section("", (bad,)),))
    folder.write(tmp_path / "b", dataclasses.replace(whole, issues=(*whole.issues, issue)))
    imported = read({path.name: path.read_bytes() for path in (tmp_path / "b").iterdir() if path.suffix == ".json"})
    found = next(each for each in imported.issues if each.number == "8")
    (item,) = found.items()
    assert (found.url, item.url, item.content) == ("", "", "<p>a</p>")
    assert len(imported.doubts) == 1 and "'Bad' is dropped" in imported.doubts[0].what


def test_another_id_for_its_publication(files, tmp_path):
    """An archive of one newsletter can be imported under another id; its issues and items are named anew."""
    one = add(Archive(), [QUAY], [Issue("", "quay", number="1", sections=(Section("", (Item("", "Boats"),)),))])
    folder.write(tmp_path / "c", one)
    parts = {path.name: path.read_bytes() for path in (tmp_path / "c").iterdir() if path.suffix == ".json"}
    imported = importers.read(Source("archive.json", parts["archive.json"], beside=parts.get), publication="pier")
    archive = add(Archive(), imported.publications, imported.issues)
    assert [(issue.id, item.id[:7]) for issue, _, item in archive.items()] == [("pier/1", "pier/1/")]
