"""The memory of the started program in a published site: only the one of the program that is published."""

import hashlib
import json
from pathlib import Path

import pytest

from backissue.publish import program
from backissue.publish.site import publish
from tests.unit.publish.checkouts import own_program, published_name


@pytest.fixture
def checkout(archive: Path, checkout: Path) -> Path:
    """A checkout whose memory fits its program, and an archive beside it."""
    files = program.listed_files(program.CONFIG)
    described = {"sha256": hashlib.sha256(b"memory").hexdigest(), "program": program.digest(files), "length": 6}
    (checkout / "runtime" / "snapshot.bin").write_bytes(b"memory")
    (checkout / "runtime" / "snapshot.json").write_text(json.dumps(described), encoding="utf-8")
    return checkout


def published(tmp_path: Path) -> tuple[dict[str, object], dict[str, bytes]]:
    """Publishes; gives what the page is told of the memory, and the site's files."""
    out = tmp_path / "site"
    publish(tmp_path / "archive", out)
    files = {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}
    return json.loads(files[published_name(files, program.MEMORY_DESCRIBED)]), files


def test_tied_to_the_bundle(checkout: Path, tmp_path: Path) -> None:
    """The page compares the one file that it fetches of the program with the memory."""
    described, files = published(tmp_path)
    bundle = published_name(files, program.PROGRAM)
    assert described["program"] == program.digest([(bundle, files[bundle])])
    assert described["length"] == 6
    assert files[published_name(files, program.MEMORY)] == b"memory"


@pytest.mark.parametrize("name", ["app/backissue/errors.py", "runtime/snapshot.bin", "runtime/snapshot.json"])
def test_left_out_when_it_does_not_fit(checkout: Path, tmp_path: Path, name: str) -> None:
    """A program that was edited after the set-up, or a damaged memory, is published without a memory, and the page told so."""
    if name.startswith("app/backissue/"):
        own_program(checkout)
    (checkout / name).write_bytes((checkout / name).read_bytes() + b"\n#")
    described, files = published(tmp_path)
    assert described == {}
    assert not published_name(files, program.MEMORY)


def test_left_out_when_there_is_none(checkout: Path, tmp_path: Path) -> None:
    """A runtime without a memory is published as well."""
    for path in (checkout / "runtime").glob("snapshot.*"):
        path.unlink()
    assert published(tmp_path)[0] == {}
