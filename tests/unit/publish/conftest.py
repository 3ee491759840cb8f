"""What is published in most tests, and from where."""

from pathlib import Path

import pytest

from backissue.archive import folder
from tests.unit.archive.archives import harbour
from tests.unit.publish.checkouts import make_checkout


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with the real page and program, and a runtime of a few small files."""
    make_checkout(tmp_path / "checkout", monkeypatch)
    return tmp_path / "checkout"


@pytest.fixture
def archive(tmp_path: Path, checkout: Path) -> Path:
    """A small archive on disk, and a checkout to publish it from."""
    folder.write(tmp_path / "archive", harbour())
    return tmp_path / "archive"
