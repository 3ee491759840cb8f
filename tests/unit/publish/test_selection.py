"""The part of an archive that is published: some publications, or links without texts."""

import dataclasses
import json
from pathlib import Path

import pytest

from backissue.archive import folder
from backissue.archive.check import faults
from backissue.errors import DamagedArchive, NothingFound
from backissue.publish.options import Options
from backissue.publish.selection import only_links, open_selected, select
from tests.unit.archive.archives import harbour
from tests.unit.reader.client import files_of, sample_archive


def test_a_whole_archive_keeps_its_bytes(tmp_path: Path) -> None:
    """What is published whole is published as it lies there, byte by byte, but for a title that was given."""
    folder.write(tmp_path, harbour())
    selected = open_selected(tmp_path, Options())
    files = selected.files
    assert files == {path.name: path.read_bytes() for path in tmp_path.glob("*.json")}
    assert next(iter(files)) == "archive.json"
    assert selected.archive == folder.read(tmp_path)
    titled = open_selected(tmp_path, Options(title="Quays"))
    assert titled.archive.title == json.loads(titled.files["archive.json"])["title"] == "Quays"
    assert titled.parts == selected.parts


@pytest.mark.parametrize("options", [Options(publications=("quay",)), Options(links_only=True)])
def test_a_part_is_an_archive_of_its_own(tmp_path: Path, options: Options) -> None:
    """The files of a part are an archive that `check` finds nothing wrong with, the same each time."""
    folder.write(tmp_path / "whole", sample_archive())
    selected = open_selected(tmp_path / "whole", options)
    (tmp_path / "part").mkdir()
    for name, data in selected.files.items():
        (tmp_path / "part" / name).write_bytes(data)
    assert faults(tmp_path / "part") == []
    assert folder.read(tmp_path / "part") == selected.archive
    assert open_selected(tmp_path / "whole", options) == selected


def test_publications_are_chosen_by_id() -> None:
    """Only the issues of the named publications are left, and only these are listed."""
    part = select(sample_archive(), Options(publications=("planet-port", "planet-port")))
    assert [each.id for each in part.publications] == ["planet-port"]
    assert {issue.publication for issue in part.issues} == {"planet-port"}


def test_an_unknown_publication_is_told() -> None:
    """A name that nothing bears is answered with those that are there, the nearest first."""
    with pytest.raises(NothingFound, match=r"--publication: there is no publication 'quays'.*such as quay"):
        select(sample_archive(), Options(publications=("quay", "quays")))
    with pytest.raises(NothingFound, match="such as planet-port, quay; "):
        select(sample_archive(), Options(publications=("北",)))
    with pytest.raises(NothingFound, match="an archive that holds any"):
        select(dataclasses.replace(sample_archive(), publications=(), issues=()), Options(publications=("quay",)))


def test_links_alone_hold_no_text(tmp_path: Path) -> None:
    """No summary, intro, post or title made of them is in any byte that is published; titles, links and facts stay."""
    whole = sample_archive()
    issues = tuple(dataclasses.replace(issue, intro="An intro.") for issue in whole.issues)
    folder.write(tmp_path, dataclasses.replace(whole, issues=issues))
    selected = open_selected(tmp_path, Options(links_only=True))
    published = b"".join(selected.files.values()).decode()
    for text in ("An intro", "lantern for tiny boats", "Tides for 2026", "tide of one", "About boats", "hull", "x = 1"):
        assert text not in published, text
    for text in (
        "Lanterns in C++",
        "https://example.org/more",
        "Gdańsk",
        "B. Mate",
        "2026-06-22",
        "A. Pilot",
        "tides",
        "Boats in depth",
    ):
        assert text in published, text
    assert not any("content" in name for name in selected.files)
    assert [issue.id for issue in selected.archive.issues] == [issue.id for issue in whole.issues]


def test_links_keep_their_ids() -> None:
    """An item is known by the same id without its text, so that links into the reader stay right."""
    whole = sample_archive()
    kept = {item.id: item for _, _, item in only_links(whole).items()}
    gone = [item for _, _, item in whole.items() if item.id not in kept]
    assert [(item.title, item.url) for item in gone] == [("A tide of one's own", "")]


def test_a_made_title_goes_with_its_text() -> None:
    """Where the title was made from the text only the link stays."""
    whole = sample_archive()
    first = whole.issues[-1].sections[0].items[0]
    made = dataclasses.replace(first, title="A lantern for", title_made=True)
    section = dataclasses.replace(whole.issues[-1].sections[0], items=(made,))
    issue = dataclasses.replace(whole.issues[-1], sections=(section,))
    (left,) = only_links(dataclasses.replace(whole, issues=(issue,))).issues[0].items()
    assert (left.title, left.title_made, left.url) == ("", False, made.url)


def test_what_contradicts_itself_is_not_published(tmp_path: Path) -> None:
    """An archive that `check` would refuse is refused before anything is made of it."""
    folder.write(tmp_path, harbour())
    shard = next(path for path in tmp_path.glob("2*.json") if "content" not in path.name)
    shard.write_bytes(shard.read_bytes()[:-3])
    with pytest.raises(DamagedArchive, match="the file is cut off or altered"):
        open_selected(tmp_path, Options())


def test_an_issue_that_is_there_twice_is_told(tmp_path: Path) -> None:
    """An archive with two issues of one id has no page for one of them, so that it is refused."""
    whole = harbour()
    for name, data in files_of(dataclasses.replace(whole, issues=(*whole.issues, whole.issues[0]))).items():
        (tmp_path / name).write_bytes(data)
    with pytest.raises(DamagedArchive, match="has 2 issues of the id 'river-planet/2026-02-03'"):
        open_selected(tmp_path, Options())
