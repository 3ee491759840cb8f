"""The memory of the started program in a published site: only the one of the program that is published."""

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from backissue.archive import folder
from backissue.publish import site as publishing
from backissue.publish.site import publish
from tests.unit.archive.archives import harbour

CHECKOUT = publishing.ROOT


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout whose memory fits its program."""
    root = tmp_path / "checkout"
    shutil.copytree(CHECKOUT / "app", root / "app", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("index.html", "pyscript.toml", "LICENSE"):
        shutil.copy(CHECKOUT / name, root / name)
    config = (root / "pyscript.toml").read_text(encoding="utf-8")
    program = [(name, (root / name).read_bytes()) for name, _ in publishing._ENTRY.findall(config)]
    described = {"sha256": hashlib.sha256(b"memory").hexdigest(), "program": publishing._digest(program), "length": 6}
    (root / "runtime").mkdir()
    (root / "runtime" / "snapshot.bin").write_bytes(b"memory")
    (root / "runtime" / "snapshot.json").write_text(json.dumps(described), encoding="utf-8")
    monkeypatch.setattr(publishing, "ROOT", root)
    folder.write(tmp_path / "archive", harbour())
    return root


def published(tmp_path: Path) -> tuple[dict[str, object], Path]:
    """Publishes; gives what the page is told of the memory, and the site."""
    out = tmp_path / "site"
    publish(tmp_path / "archive", out)
    return json.loads((out / "runtime" / "snapshot.json").read_bytes()), out


def test_tied_to_the_bundle(checkout: Path, tmp_path: Path) -> None:
    """The page compares the one file that it fetches of the program with the memory."""
    described, out = published(tmp_path)
    bundle = (out / "app" / "backissue.zip").read_bytes()
    assert described["program"] == publishing._digest([("app/backissue.zip", bundle)])
    assert described["length"] == 6
    assert (out / "runtime" / "snapshot.bin").read_bytes() == b"memory"


@pytest.mark.parametrize("name", ["app/backissue/errors.py", "runtime/snapshot.bin", "runtime/snapshot.json"])
def test_left_out_when_it_does_not_fit(checkout: Path, tmp_path: Path, name: str) -> None:
    """A program that was edited after the set-up, or a damaged memory, is published without a memory, and the page told so."""
    (checkout / name).write_bytes((checkout / name).read_bytes() + b"\n#")
    described, out = published(tmp_path)
    assert described == {}
    assert not (out / "runtime" / "snapshot.bin").exists()


def test_left_out_when_there_is_none(checkout: Path, tmp_path: Path) -> None:
    """A runtime without a memory is published as well."""
    for path in (checkout / "runtime").iterdir():
        path.rename(path.with_suffix(".gone"))
    assert published(tmp_path)[0] == {}
