"""Writing several files as one: killed at any moment, out of room, without permission, or two at once."""

import os
import shutil
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from backissue.archive import folder, merge
from backissue.archive.folder import read, update, write
from backissue.archive.journal import JOURNAL, content_of
from backissue.errors import BackissueError, DamagedArchive, UnreadableSource, UnusableTarget
from backissue.model import Archive
from tests.unit.archive.archives import harbour, issue, item

pytestmark = pytest.mark.skipif(os.name != "posix" or sys.platform == "emscripten", reason="needs processes and permissions")


needs_root = pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become nobody")


@pytest.fixture
def public_path() -> Iterator[Path]:
    """A folder that other users can reach, unlike pytest's own."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


def more() -> Archive:
    return merge.add(harbour(), (), [issue("0", item("First light"), date="2024-12-30")])


def content(path: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in path.iterdir()}


def in_child(act: Callable[[], object], user: int = 0) -> int:
    """Runs `act` in a process of its own, and returns the code that it ended with; 99 says that it failed."""
    child = os.fork()
    if not child:
        try:
            if user:
                os.setgroups([])
                os.setuid(user)
            act()
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(99)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def killed_at(count: int) -> Callable[[str], None]:
    """Ends the process at its step number `count`, as a kill would: nothing is closed and nothing put right."""
    steps: Iterator[int] = iter(range(count, -1, -1))

    def step(name: str) -> None:
        if not next(steps):
            os._exit(7)

    return step


def states_after_kills(tmp_path: Path, before: Archive | None, after: Archive) -> Iterator[tuple[Path, bool]]:
    """Yields a folder for each step at which a writer was killed, and at last one where it was not."""
    for count in range(100):
        path = tmp_path / str(count)
        if before:
            write(path, before)
        code = in_child(lambda path=path, count=count: write(path, after, killed_at(count)))  # type: ignore[misc]
        assert code in (0, 7)
        yield path, code == 0
        if code == 0:
            return
    raise AssertionError("the writer has more than a hundred steps")


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Path, bool]]:
    """A folder for each step at which a writer of more was killed, and one where it was not: to be copied, not touched."""
    return list(states_after_kills(tmp_path_factory.mktemp("killed"), harbour(), more()))


def copies(killed: list[tuple[Path, bool]], target: Path) -> Iterator[tuple[Path, bool]]:
    """Yields what a test may read and write."""
    for path, whole in killed:
        yield shutil.copytree(path, target / path.name), whole


def test_a_kill_at_any_moment_leaves_the_old_or_the_new_archive(tmp_path: Path, killed: list[tuple[Path, bool]]) -> None:
    """However far a writer came, a reader finds one archive whole, never a mixture, and later writers go on from it."""
    found = []
    for path, _ in copies(killed, tmp_path):
        archive = read(path)
        assert archive in (harbour(), more())
        found.append(archive == more())
        write(path, more())
        assert sorted(content(path)) == ["2024-12-30.content.json", "2024-12-30.json", "archive.json"]
        assert read(path) == more()
    assert found == sorted(found)
    assert found.count(False) > 5
    assert found.count(True) > 5


def test_a_kill_while_the_first_archive_is_written_leaves_none_or_all(tmp_path: Path) -> None:
    """Where there was no archive, there is none or the whole."""
    for path, _ in states_after_kills(tmp_path, None, harbour()):
        try:
            archive = read(path)
        except BackissueError as error:
            assert "holds no archive" in str(error)
        else:
            assert archive == harbour()
        write(path, more())
        assert read(path) == more()


@needs_root
def test_an_unfinished_change_is_read_where_it_may_not_be_finished(public_path: Path, killed: list[tuple[Path, bool]]) -> None:
    """Who may only read finds the new archive through the journal, and changes nothing."""
    assert sum((path / JOURNAL).exists() for path, _ in killed) > 3
    for path, whole in copies(killed, public_path):
        if (path / JOURNAL).exists():
            path.chmod(0o755)
            before = content(path)
            assert in_child(lambda path=path: check(read(path) == more()), user=65534) == 0  # type: ignore[misc]
            assert content(path) == before
        assert whole or read(path)


def check(holds: bool) -> None:
    assert holds


def test_a_reader_finishes_what_a_killed_writer_began(tmp_path: Path, killed: list[tuple[Path, bool]]) -> None:
    """After reading, neither journal nor temporary files are left."""
    for path, _ in copies(killed, tmp_path):
        if (path / JOURNAL).exists():
            read(path)
            assert sorted(content(path)) == ["2024-12-30.content.json", "2024-12-30.json", "archive.json"]


def test_new_files_without_a_journal_mean_nothing(tmp_path: Path) -> None:
    """What a writer left before it decided is not read, and the next writer removes it."""
    write(tmp_path, harbour())
    (tmp_path / ".backissue-new-archive.json").write_bytes(b"half")
    assert read(tmp_path) == harbour()
    write(tmp_path, more())
    assert sorted(content(tmp_path)) == ["2024-12-30.content.json", "2024-12-30.json", "archive.json"]


@pytest.mark.parametrize(
    "journal", [b"", b"[]", b'{"new":["../x.json"],"gone":[]}', b'{"new":[],"gone":["/etc/x.json"]}', b'{"new":5}']
)
def test_a_strange_journal_is_refused(journal: bytes, tmp_path: Path) -> None:
    """A journal that this program did not write moves and removes nothing."""
    write(tmp_path, harbour())
    (tmp_path / JOURNAL).write_bytes(journal)
    before = content(tmp_path)
    with pytest.raises(
        DamagedArchive, match=r"\.backissue-journal: is no journal .*; expected a list of files; remove it, then check"
    ):
        read(tmp_path)
    with pytest.raises(DamagedArchive, match="is no journal"):
        write(tmp_path, more())
    assert content(tmp_path) == before


def test_two_writers_at_once_do_not_mix(tmp_path: Path) -> None:
    """While one writes, another is told to wait, and the archive is the first one's."""
    write(tmp_path, harbour())

    def second(archive: Archive) -> Archive:
        def act() -> None:
            with pytest.raises(
                UnusableTarget, match="another import is writing there; expected one at a time; wait until it has ended"
            ):
                write(tmp_path, Archive())

        assert in_child(act) == 0
        return more()

    update(tmp_path, second)
    assert read(tmp_path) == more()


def test_a_killed_writer_leaves_no_lock(tmp_path: Path) -> None:
    """The lock of a process goes with it."""
    assert in_child(lambda: update(tmp_path, lambda archive: os._exit(7))) == 7
    write(tmp_path, harbour())
    assert read(tmp_path) == harbour()


def test_an_archive_that_is_written_while_it_is_read_is_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader whose shards were replaced under its hands starts again and finds the new archive."""
    write(tmp_path, harbour())
    writers = iter([more(), harbour()])

    def read_then_write(where: Path, name: str) -> bytes:
        data = content_of(where, name)
        if name == "archive.json" and (archive := next(writers, None)):
            assert in_child(lambda: (monkeypatch.undo(), write(tmp_path, archive))) == 0
        return data

    monkeypatch.setattr(folder.journal, "content_of", read_then_write)
    assert read(tmp_path) == harbour()


def test_a_full_disk_leaves_the_archive(tmp_path: Path) -> None:
    """When there is no room for the new files, the message says so and the old ones stand alone as they were."""
    write(tmp_path, harbour())
    before = content(tmp_path)
    big = merge.add(harbour(), (), [issue("3", item("x", summary="x" * 50_000), date="2026-03-01")])

    def act() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))
        with pytest.raises(
            UnusableTarget, match=r"cannot be written \(File too large\).*make room, then try again; the archive is as it was"
        ):
            write(tmp_path, big)
        with pytest.raises(UnusableTarget, match="make room"):
            write(tmp_path / "new", big)

    assert in_child(act) == 0
    assert content_without_folders(tmp_path) == before
    assert not (tmp_path / "new").exists()


def content_without_folders(path: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in path.iterdir() if each.is_file()}


def test_a_really_full_disk_leaves_the_archive(tmp_path: Path) -> None:
    """On a file system of 64 KB the archive that fits stays when a larger one does not fit."""
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "none", tmp_path], capture_output=True, check=False).returncode:
        pytest.skip("needs the right to mount a file system")
    try:
        write(tmp_path, harbour())
        big = merge.add(harbour(), (), [issue("3", item("x", summary="x" * 100_000), date="2026-03-01")])
        before = content(tmp_path)
        with pytest.raises(UnusableTarget, match=r"cannot be written \(No space left on device\).*make room"):
            write(tmp_path, big)
        assert content(tmp_path) == before
        subprocess.run(["mount", "-o", "remount,ro", tmp_path], check=True)
        with pytest.raises(UnusableTarget, match=r"cannot be written \(Read-only file system\)"):
            write(tmp_path, more())
        assert read(tmp_path) == harbour()
    finally:
        subprocess.run(["umount", tmp_path], check=True)


@needs_root
def test_forbidden_folders_are_told(public_path: Path) -> None:
    """A folder that may not be written, and one that may not be read, are named with what to do."""
    write(public_path / "a", harbour())
    (public_path / "a").chmod(0o755)
    before = content(public_path / "a")

    def cannot_write() -> None:
        with pytest.raises(
            UnusableTarget, match=r"cannot be written \(Permission denied\).*check its permissions, or write to another folder"
        ):
            write(public_path / "a", more())
        with pytest.raises(UnusableTarget, match="Permission denied"):
            write(public_path / "new", more())
        assert read(public_path / "a") == harbour()

    assert in_child(cannot_write, user=65534) == 0
    assert content(public_path / "a") == before
    (public_path / "a").chmod(0o000)

    def cannot_read() -> None:
        with pytest.raises(UnreadableSource, match=r"cannot be read \(Permission denied\); check the path and its permissions"):
            read(public_path / "a")
        with pytest.raises(UnusableTarget, match="Permission denied"):
            write(public_path / "a", more())

    assert in_child(cannot_read, user=65534) == 0


@pytest.mark.parametrize("path", ["file", "file/deeper"])
def test_a_file_is_no_folder(path: str, tmp_path: Path) -> None:
    """A target that is a file, or lies in one, is refused and stays."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(UnusableTarget, match=r"cannot be written \((File exists|Not a directory)\).*name a folder"):
        write(tmp_path / path, harbour())
    assert (tmp_path / "file").read_text() == "x"
