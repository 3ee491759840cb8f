"""The memory of the started app: made anew with every change of the app, and left out where it cannot be made."""

import json
from pathlib import Path

import pytest

from backissue.publish import program
from setup import snapshot
from setup.files import PACKAGE, browser_files, table
from setup.step import ROOT, Failure


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small app, and a runtime folder of its own."""
    app = tmp_path / "app"
    (app / PACKAGE / "templates").mkdir(parents=True)
    (app / "worker.py").write_text("import gc\nimport js\nfrom backissue import harbour\n")
    (app / PACKAGE / "__init__.py").write_text("")
    (app / PACKAGE / "harbour.py").write_text("TIDE = 1\n")
    (app / PACKAGE / "templates" / "tide.html").write_text("<p>low</p>")
    (tmp_path / "pyscript.toml").write_text("[files]\n" + table(browser_files(app)))
    monkeypatch.setattr(snapshot, "APP", app)
    monkeypatch.setattr(snapshot, "CONFIG", tmp_path / "pyscript.toml")
    monkeypatch.setattr(snapshot, "MEMORY", tmp_path / "snapshot.bin")
    monkeypatch.setattr(snapshot, "DESCRIPTION", tmp_path / "snapshot.json")
    return tmp_path


@pytest.mark.parametrize("name", ["worker.py", f"{PACKAGE}/harbour.py", f"{PACKAGE}/templates/tide.html"])
def test_made_again_when_the_app_changes(checkout: Path, name: str) -> None:
    """Whatever is edited, a module or a template: what was made before does not count as done."""
    build = checkout / "build"
    stamp = snapshot.STEP.stamp(build)
    stamp.parent.mkdir(parents=True)
    stamp.write_text(snapshot.STEP.fingerprint())
    (checkout / "snapshot.bin").write_bytes(b"")
    (checkout / "snapshot.json").write_text("{}")
    assert snapshot.STEP.is_done(build)
    path = checkout / "app" / name
    path.write_text(path.read_text() + "\n")
    assert not snapshot.STEP.is_done(build)


def test_the_worker_needs_no_other_modules(checkout: Path) -> None:
    """In the memory are the app's modules and what they and the worker import, even late, but not what only a browser has."""
    app = checkout / "app"
    (app / PACKAGE / "harbour.py").write_text("def late():\n    import wave\n")
    files = {name: (app / name).read_bytes() for name in browser_files(app)}
    names = snapshot.modules(files, (app / "worker.py").read_text())
    assert {"backissue", "backissue.harbour", "gc", "wave"} <= set(names)
    assert not {"js", "worker", "backissue.templates.tide"} & set(names)


def test_where_it_cannot_be_made(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Pyodide that keeps no memory is no failure: the step says so, the page is told, and it is tried again next time."""

    def refuse(*_: object) -> str:
        raise Failure("no such thing here", "")

    monkeypatch.setattr(snapshot, "run", refuse)
    (checkout / "snapshot.bin").write_bytes(b"of an older app")
    assert "start without it" in snapshot.STEP.do()
    assert json.loads((checkout / "snapshot.json").read_text()) == {}
    assert not (checkout / "snapshot.bin").exists()


def test_one_hash_in_setting_up_and_publishing() -> None:
    """What is published is compared by the same hash as what was set up, which tells apart what two files share out."""
    files = [("a", b"tide"), ("b/c", b"")]
    assert snapshot.digest(files) == program.digest(files)
    assert snapshot.digest(files) != snapshot.digest([("a", b"tid"), ("b/c", b"e")])


def test_the_boot_looks_where_the_step_writes() -> None:
    """The names of the two files are the same in the page's script and here."""
    boot = (ROOT / "app" / "boot" / "snapshot.mjs").read_text(encoding="utf-8")
    assert f'"runtime/{snapshot.MEMORY.name}"' in boot
    assert f'"runtime/{snapshot.DESCRIPTION.name}"' in boot
