"""Contradictions: found before an archive is written."""

import dataclasses

import pytest

from backissue.archive.consistency import assert_consistent
from backissue.errors import DamagedArchive
from backissue.model import Archive, Section
from tests.unit.archive.archives import harbour


def with_items(archive: Archive, repeat: int = 1, prefix: str = "") -> Archive:
    first = archive.issues[-1]
    items = tuple(dataclasses.replace(each, id=prefix + each.id) for each in first.items()) * repeat
    changed = dataclasses.replace(first, sections=(Section("Tools", items),))
    return dataclasses.replace(archive, issues=(*archive.issues[:-1], changed))


def test_a_sound_archive_passes() -> None:
    """What importers and merging make never contradicts itself."""
    assert_consistent(harbour())


@pytest.mark.parametrize(
    ("archive", "words"),
    [
        (dataclasses.replace(harbour(), issues=harbour().issues * 2), "has 2 issues of the id 'river-planet/2026-02-03'"),
        (dataclasses.replace(harbour(), publications=harbour().publications * 2), "has 2 publications of the id"),
        (dataclasses.replace(harbour(), publications=()), "which is no publication of the archive"),
        (with_items(harbour(), repeat=2), "has 2 items of the id 'harbour-weekly/1/"),
        (with_items(harbour(), prefix="x"), r"item 'xharbour-weekly/1/\w+' stands in issue 'harbour-weekly/1'"),
    ],
)
def test_contradictions_are_refused(archive: Archive, words: str) -> None:
    """Ids that are there twice, unknown publications and items of other issues are named."""
    with pytest.raises(DamagedArchive, match=words):
        assert_consistent(archive)
