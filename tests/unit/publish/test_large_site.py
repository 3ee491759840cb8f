"""A site of an archive that may be too large for a reader's memory."""

import dataclasses
import sys
from pathlib import Path

import pytest

from backissue.archive.canonical import encode
from backissue.archive.manifest import FILE, read_manifest
from backissue.archive.stretches import read_vocabulary
from backissue.publish.site import publish
from tests.large import large_archive

pytestmark = pytest.mark.skipif(sys.platform == "emscripten", reason="publishing is for the command line")


@pytest.mark.usefixtures("checkout")
def test_what_is_told_of_a_large_archive_is_published_too(tmp_path: Path) -> None:
    """Vocabularies lie beside the shards, under names that carry a hash, and are what the manifest names."""
    manifest, files = large_archive(120, 3)
    (tmp_path / "archive").mkdir()
    for name, data in (files | {FILE: encode(manifest.to_dict())}).items():
        (tmp_path / "archive" / name).write_bytes(data)
    publish(tmp_path / "archive", tmp_path / "site")
    published = read_manifest((tmp_path / "site/data" / FILE).read_bytes())
    assert [dataclasses.replace(each, words=None) for each in published.stretches] == [  # type: ignore[arg-type]
        dataclasses.replace(each, words=None)
        for each in manifest.stretches  # type: ignore[arg-type]
    ]
    for stretch in published.stretches:
        assert stretch.words.path not in files
        assert read_vocabulary(stretch.words, (tmp_path / "site/data" / stretch.words.path).read_bytes()).holds("bebe")
