"""The manifest: read strictly, with messages that tell what to do."""

from typing import Any

import pytest

from backissue.archive.canonical import encode
from backissue.archive.manifest import read_manifest
from backissue.archive.shards import build
from backissue.errors import ArchiveError, DamagedArchive, InvalidValue, NotAnArchive, UnsupportedVersion
from tests.unit.archive.archives import harbour


def manifest(**changed: Any) -> dict[str, Any]:
    return build(harbour())[0].to_dict() | changed


def shard(**changed: Any) -> dict[str, Any]:
    raw = manifest()
    return raw | {"shards": [raw["shards"][0] | changed]}


def test_a_manifest_comes_back() -> None:
    """What is written is what is read."""
    assert read_manifest(encode(manifest())) == build(harbour())[0]


def test_parts_are_shards_and_their_sisters() -> None:
    """All files of an archive but its manifest can be listed."""
    assert [part.path for part in build(harbour())[0].parts()] == ["2025-01-06.json", "2025-01-06.content.json"]


@pytest.mark.parametrize("raw", [[], "x", None, {}, {"format": "zip"}, {"version": 1}])
def test_other_json_is_no_archive(raw: object) -> None:
    """JSON that does not say that it is an archive is refused as none."""
    with pytest.raises(
        NotAnArchive, match=r"archive\.json: is not the manifest of an archive; expected \"format\": \"backissue-archive\""
    ):
        read_manifest(encode(raw))


@pytest.mark.parametrize("version", [2, 0, "1", 1.0, True, None])
def test_another_version_is_refused_with_advice(version: object) -> None:
    """A newer archive is never half understood; the message says what to do."""
    with pytest.raises(UnsupportedVersion, match=r"is of version .*; expected version 1; use a newer Backissue"):
        read_manifest(encode(manifest(version=version)))


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (manifest(totals=None), "'totals' is missing"),
        (manifest(totals=[]), "'totals' is"),
        (manifest(totals={"issues": 3}), "totals: 'items' is missing"),
        (manifest(totals={"issues": 3, "items": True}), "totals: 'items' is True"),
        (manifest(totals={"issues": 3, "items": -4}), "'items' is -4; expected no negative number"),
        (manifest(shards={}), "'shards' is"),
        (manifest(shards=[1]), r"shards\[0\]: is no JSON object"),
        (manifest(publications=5), "'publications' is 5"),
        (manifest(title=5), "'title' is 5"),
        (manifest(generated="soon"), "'generated': 'soon' is no date"),
        (shard(first="2026-13"), "'first': '2026-13' is no date"),
        (shard(last=[]), "'last' is"),
        (shard(bytes="1"), "'bytes' is '1'"),
        (shard(sha256=None), "'sha256' is missing"),
        (shard(content=5), "'content' is 5"),
        (shard(content={"path": "x.json"}), "'bytes' is missing"),
        (shard(path="../x.json"), "'../x.json' cannot be a shard's name"),
        (shard(path="//example.org/x.json"), "cannot be a shard's name"),
        (shard(path="archive.json"), "cannot be a shard's name"),
        (shard(path="schema.json"), "cannot be a shard's name"),
        (shard(path=".hidden.json"), "cannot be a shard's name"),
        (shard(path="x.html"), "cannot be a shard's name"),
    ],
)
def test_a_manifest_of_another_shape_is_refused(raw: dict[str, Any], words: str) -> None:
    """The message names the value that is wrong, and no name leads out of the folder."""
    with pytest.raises(NotAnArchive, match=words):
        read_manifest(encode(raw))


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (manifest(totals={"issues": 9, "items": 4}), "says 9 issues and 4 items; expected 3 and 4, as its shards say"),
        (shard(content=shard()["shards"][0]), "names 2025-01-06.json twice"),
        (manifest(publications=manifest()["publications"] * 2), "has two publications of the id 'harbour-weekly'"),
    ],
)
def test_a_manifest_that_contradicts_itself_is_refused(raw: dict[str, Any], words: str) -> None:
    """Sums, names and ids must agree."""
    with pytest.raises(DamagedArchive, match=words):
        read_manifest(encode(raw))


@pytest.mark.parametrize(
    "publication", [{"id": "a"}, {"title": "A"}, {"id": "a", "title": 5}, {"id": "a", "title": "A", "kind": "blog"}]
)
def test_a_publication_of_another_shape_is_refused(publication: dict[str, object]) -> None:
    """Publications are read by the model, and the message names the file and the field."""
    with pytest.raises(InvalidValue, match=r"is missing|is no text|is no kind of publication"):
        read_manifest(encode(manifest(publications=[publication])))


@pytest.mark.parametrize("cut", range(0, len(encode(manifest())) - 1, 40))
def test_a_manifest_cut_off_anywhere_is_refused(cut: int) -> None:
    """A half-fetched manifest is no archive."""
    with pytest.raises(ArchiveError, match=r"archive\.json"):
        read_manifest(encode(manifest())[:cut])
