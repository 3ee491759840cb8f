"""The engines beside Chromium; where one is not on the machine, its tests are skipped and say why."""

from __future__ import annotations

import pytest

from tests.browser.engines.driver import Absent, firefox, webkit


@pytest.fixture(params=[firefox, webkit], ids=["firefox", "webkit"])
def engine(request, tmp_path):
    """A browser of each engine in turn, fresh for each test."""
    folder = tmp_path / "browser"
    folder.mkdir()
    try:
        started = request.param(folder)
    except Absent as reason:
        pytest.skip(str(reason))
    yield started
    started.close()
