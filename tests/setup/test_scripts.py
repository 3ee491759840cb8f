"""The scripts of published sites: made anew with every change of a source, and known to publishing by the same hash."""

import shutil
from pathlib import Path

import pytest

from backissue.publish import checkout
from backissue.publish import scripts as published
from setup import scripts
from setup.step import ROOT


def test_one_hash_in_setting_up_and_publishing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Publishing takes only scripts that were made of what lies there, by a hash that every edit changes."""
    for name in scripts.SOURCES:
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "tide.mjs").write_text(name)
        (tmp_path / name / "page.css").write_text("")
    monkeypatch.setattr(checkout, "ROOT", tmp_path)
    before = scripts.digest(tmp_path)
    assert published._digest() == before
    shutil.move(tmp_path / "app/boot/tide.mjs", tmp_path / "app/boot/ebb.js")
    assert published._digest() == scripts.digest(tmp_path) != before


def test_every_script_begins_somewhere() -> None:
    """Each entry is one of the sources."""
    entries = {**scripts.ENTRIES, **scripts.PLAIN_ENTRIES, **scripts.SINGLE_ENTRIES}
    assert {ROOT / entry for entry in entries.values()} <= set(scripts.sources())
