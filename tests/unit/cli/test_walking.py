"""What a folder holds: the files to read, in the order of their names, and what is left out unopened, and why."""

import os
import sys
from pathlib import Path

import pytest

from backissue.archive import folder
from backissue.cli.walking import Found, find_files
from backissue.importers.report import Outcome
from tests.unit.archive.archives import harbour

posix = pytest.mark.skipif(os.name != "posix", reason="needs links and any name")


def make(top: Path, *names: str) -> Path:
    """Makes files, and the folders that they lie in."""
    for name in names:
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_text("x", encoding="utf-8")
    return top


def walked(*sources: Path, target: str = "nowhere") -> tuple[list[str], dict[str, str]]:
    """Returns the files to read, relative to the first source, and by name why others are left out."""
    found = list(find_files([str(source) for source in sources], target))
    top = sources[0]
    return (
        [os.path.relpath(each.path, top) for each in found if isinstance(each, Found)],
        {os.path.relpath(each.name, top): each.why or str(each.error) for each in found if isinstance(each, Outcome)},
    )


def test_files_come_in_the_order_of_their_names(tmp_path: Path) -> None:
    """Whatever order the disk has them in, a folder's files come by name, and folders after the files beside them."""
    make(tmp_path, "b/2.md", "b/1.md", "a/x/3.md", "a.md", "c.md")
    assert walked(tmp_path)[0] == ["a.md", "c.md", "a/x/3.md", "b/1.md", "b/2.md"]


def test_what_belongs_to_programs_is_passed_over(tmp_path: Path) -> None:
    """Of a git checkout only its own files are read: no hidden folder, no installed package; a lock file is named."""
    make(tmp_path, ".git/config", ".hidden.md", "node_modules/x/README.md", "__pycache__/x.pyc", "package-lock.json", "1.md")
    assert walked(tmp_path) == (["1.md"], {"package-lock.json": "is a lock file"})


def test_of_a_maildir_what_is_delivered_is_read(tmp_path: Path) -> None:
    """Mails that are still being written are left alone, and hidden folders of mails walked; another `tmp` is no Maildir's."""
    make(tmp_path, "cur/1:2,S", "new/2", "tmp/3", ".Lists/cur/4", ".Lists/new/5", ".Lists/tmp/6", "x/tmp/7.md", "dovecot-uidlist")
    assert walked(tmp_path)[0] == [".Lists/cur/4", ".Lists/new/5", "cur/1:2,S", "new/2", "x/tmp/7.md"]


@posix
def test_links_are_followed_and_never_round(tmp_path: Path) -> None:
    """A link to a folder above ends nowhere, a folder that two links lead to is read once, a link to nothing is named."""
    make(tmp_path, "top/a/1.md", "beside/2.md")
    top = tmp_path / "top"
    (top / "a" / "round").symlink_to(top)
    (top / "b").symlink_to(tmp_path / "beside")
    (top / "c").symlink_to(tmp_path / "beside")
    (top / "self").symlink_to(top / "self")
    (top / "lost.md").symlink_to(tmp_path / "gone")
    files, left_out = walked(top)
    assert files == ["a/1.md", "b/2.md"]
    assert left_out == {"lost.md": "leads nowhere", "self": "leads nowhere"}


@posix
def test_pipes_and_sockets_are_named_and_not_waited_for(tmp_path: Path) -> None:
    """A named pipe in a folder, which nobody writes to, holds nothing up."""
    os.mkfifo(tmp_path / "pipe.md")
    assert walked(tmp_path) == ([], {"pipe.md": "is no file but a device, a pipe or a socket"})


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_any_name_is_walked(tmp_path: Path) -> None:
    """Names with line breaks, quotes and bytes that are no UTF-8 are files like others."""
    names = [b"a\nb.md", b"c'\".md", b"d\xff\xfe.md", b" .md"]
    for name in names:
        (tmp_path / os.fsdecode(name)).write_text("x", encoding="utf-8")
    assert sorted(map(os.fsencode, walked(tmp_path)[0])) == sorted(names)


def test_a_folder_that_lies_deep_is_reached(tmp_path: Path) -> None:
    """Folders within folders, as deep as the system lets them lie, do not end the walk."""
    deep = tmp_path
    for _ in range(300):
        deep = deep / "d"
    make(deep, "1.md")
    assert len(walked(tmp_path)[0]) == 1


def test_an_archive_in_a_folder_is_one_source(tmp_path: Path) -> None:
    """Another archive is read as such, not file by file, and the one that is imported into is not read at all."""
    make(tmp_path, "1.md")
    for name in ("mine", "other"):
        folder.write(tmp_path / name, harbour())
    assert walked(tmp_path, target=str(tmp_path / "mine"))[0] == ["1.md", "other"]
    (found,) = find_files([str(tmp_path / "other" / "archive.json")], "nowhere")
    assert isinstance(found, Found) and found.is_archive


def test_a_folder_that_may_not_be_read_stops_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder inside without the right to look into it is named with the reason; one that was named itself is to be read."""
    make(tmp_path, "a/1.md", "b/2.md")
    scan = os.scandir

    def refuse(path: str) -> object:
        if path.endswith("a"):
            raise PermissionError(13, "Permission denied", path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    files, left_out = walked(tmp_path)
    assert files == ["b/2.md"]
    assert "cannot be read: Permission denied; expected a file or a folder that you may read" in left_out["a"]
    (found,) = find_files([str(tmp_path / "a")], "nowhere")
    assert isinstance(found, Found) and found.named
