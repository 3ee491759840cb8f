"""Packed mailboxes: read as a stream, told when they are cut off."""

import gzip
import io
import pathlib

import pytest

from backissue.errors import UnreadableSource
from backissue.importers import bundles
from backissue.importers.bundles import find_bundle, mbox

TAKEOUT = (pathlib.Path(__file__).parents[3] / "samples" / "mbox" / "takeout.mbox").read_bytes()


def test_a_packed_mailbox():
    """A mailbox that is packed with gzip gives the mails that it would give unpacked."""
    data = gzip.compress(TAKEOUT)
    found = find_bundle("a.gz", data[: bundles.HEAD_BYTES])
    assert found is not None and found.NAME == "gzip"
    assert list(found.sources("a", io.BytesIO(data))) == list(mbox.sources("a", io.BytesIO(TAKEOUT)))


@pytest.mark.parametrize("data", [gzip.compress(b"<html>"), b"\x1f\x8b\x08", b"\x1f\x8b\x08" + b"x" * 99, b""])
def test_what_is_packed_and_no_mailbox(data):
    """A packed page is a source itself, and half a head is none."""
    assert find_bundle("a.gz", data) is None


def test_a_packed_mailbox_that_is_cut_off():
    """Half a packed mailbox gives its mails up to there, and says that it is damaged."""
    found = find_bundle("a.gz", (data := gzip.compress(TAKEOUT * 300, 1))[: bundles.HEAD_BYTES])
    assert found is not None
    read = []
    with pytest.raises(UnreadableSource, match=r"^a\.gz: is damaged .*; expected a whole gzip file; fetch it again"):
        read.extend(source for source in found.sources("a.gz", io.BytesIO(data[:-100])))
