"""Feeds that Backissue exported, and that somebody saved again in between."""

import pathlib

from backissue import importers
from backissue.importers import Source

SAMPLES = pathlib.Path(__file__).parents[2] / "samples" / "backissue-feed"


def test_a_declared_encoding_is_not_believed():
    """A feed that was saved in another encoding than it says, or that names none that there is, is read all the same."""
    (path,) = SAMPLES.glob("*.atom")
    text = path.read_text(encoding="utf-8")
    expected = importers.read(Source("a.atom", text.encode()))
    for encoding in ("x" * 500, "utf-16", "shift_jis"):
        source = Source("a.atom", text.replace("UTF-8", encoding, 1).encode())
        assert importers.read(source, "backissue-feed") == expected
