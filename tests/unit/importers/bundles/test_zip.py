"""Packed folders: what is in them goes to who knows it, and bombs go nowhere."""

import io
import pathlib
import re
import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backissue import importers
from backissue.errors import BackissueError, UnreadableSource
from backissue.importers import Source
from backissue.importers.bundles import find_bundle, zip
from backissue.importers.bundles.clutter import is_clutter
from tests.examples import examples

SAMPLES = pathlib.Path(__file__).parents[3] / "samples"


def packed(members: dict[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", packing) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return stream.getvalue()


def read(data: bytes) -> list[Source]:
    return list(zip.sources("a.zip", io.BytesIO(data)))


def refused(source: Source) -> str:
    with pytest.raises(UnreadableSource, match=rf"^{re.escape(source.name)}: ") as error:
        importers.read(source)
    return str(error.value)


def test_each_member_goes_to_who_knows_it():
    """A mailbox in a folder in another packed folder, a mail and a page come out, in the order of names, with their places."""
    inner = packed({"Takeout/Mail/All.mbox": (SAMPLES / "mbox/takeout.mbox").read_bytes()})
    data = packed({
        "z.html": (SAMPLES / "pycoders-html/issue-41.html").read_bytes(),
        "inner.zip": inner,
        "mails/cur/1:2,S": (SAMPLES / "mail/python-weekly.eml").read_bytes(),
        "mails/tmp/2": b"half a mail",
        "__MACOSX/._z.html": b"x",
    })  # fmt: skip
    assert find_bundle("a.bin", data[:8192]) is zip
    names = [source.name for source in read(data)]
    assert names == [
        *(f"a.zip/inner.zip/Takeout/Mail/All.mbox#{place}" for place in range(1, 8)),
        "a.zip/mails/cur/1:2,S",
        "a.zip/z.html",
    ]
    found = {source.name: importers.read(source).issues[0].number for source in read(data) if source.name.endswith(("S", "html"))}
    assert found == {"a.zip/mails/cur/1:2,S": "20", "a.zip/z.html": "41"}


def test_an_encrypted_member_is_named():
    """What is encrypted cannot be read, and is named; the rest comes out."""
    data = bytearray(packed({"a.txt": b"boats", "b.txt": b"sails"}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + place] |= 1
    one, other = read(bytes(data))
    assert "is encrypted" in refused(one) and other.data == b"sails"


def test_a_bomb_is_refused_before_it_is_read():
    """A folder that would unpack to a thousand times its size is refused whole."""
    with pytest.raises(UnreadableSource, match=r"^a\.zip: unpacks to far more .*expected no zip bomb"):
        read(packed({f"{place}.txt": bytes(9_000_000) for place in range(3)}))


def test_a_bomb_among_others_is_named():
    """A member that is a bomb is passed over by name."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        file.writestr("a.txt", bytes(20_000_000), zipfile.ZIP_DEFLATED)
        file.writestr("b.bin", bytes(200_000))
    assert "a zip bomb" in refused(read(stream.getvalue())[0])


def test_a_member_that_is_too_large_is_named(monkeypatch):
    """A source larger than the bound is passed over by name; a mailbox of any size is not, since it is a stream."""
    monkeypatch.setattr(zip, "MEMBER_BYTES", 1000)
    page, box = read(packed({"a.html": b"<p>" + bytes(range(256)) * 9, "b.mbox": (SAMPLES / "mbox/takeout.mbox").read_bytes()}))[
        :2
    ]
    assert "is larger than 0 MB" in refused(page) and box.name == "a.zip/b.mbox#1"


def test_packed_folders_in_packed_folders():
    """Three deep is read, what lies deeper is named."""
    data = packed({"a.txt": b"boats"})
    for place in range(2):
        data = packed({f"{place}.zip": data})
    assert [source.data for source in read(data)] == [b"boats"]
    assert "lies in more than 3 packed folders" in refused(read(packed({"z.zip": data}))[0])


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_packings_are_named(packing):
    """A member that is packed in a way that not every browser can unpack is named."""
    assert "packed in a way" in refused(read(packed({"a.txt": b"boats" * 99}, packing))[0])


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"PK\x03\x04" + bytes(400), packed({"a.txt": b"boats"})[:-9]])
def test_what_is_damaged_is_refused(data):
    """Half a packed folder is refused with what to do."""
    with pytest.raises(UnreadableSource, match=r"^a\.zip: is damaged .*expected a whole zip file; fetch it again"):
        read(data)


def test_a_damaged_member_is_named():
    """A member with wrong bytes in it is named, and the rest comes out."""
    data = bytearray(packed({"a.txt": b"boats", "b.txt": b"sails"}, zipfile.ZIP_STORED))
    data[data.index(b"boats")] ^= 1
    one, other = read(bytes(data))
    assert "is damaged" in refused(one) and other.data == b"sails"


def test_a_list_that_is_too_long_is_refused():
    """A packed folder that says it holds millions of files is refused before they are listed."""
    data = bytearray(packed({"a.txt": b"boats"}))
    data[-10:-6] = struct.pack("<I", 500_000_000)
    with pytest.raises(UnreadableSource, match=r"^a\.zip: holds too many files; .*import the folder"):
        read(bytes(data))


def test_a_stream_that_cannot_go_back():
    """A packed folder can only be read from its end: what comes through a pipe is refused with what to do."""

    class Pipe(io.BytesIO):
        def seekable(self):
            return False

    with pytest.raises(UnreadableSource, match=r"^a\.zip: cannot be read from its end; .*save it"):
        list(zip.sources("a.zip", Pipe(packed({}))))


@pytest.mark.parametrize(
    ("name", "shown"),
    [("../../etc/passwd", "a.zip/../../etc/passwd"), ("a\n\x1bb.txt", "a.zip/a b.txt"), ("x" * 5000, "a.zip/" + "x" * 199 + "…")],
)
def test_odd_names(name, shown):
    """A name is only ever shown, on one line and at a length that one reads."""
    assert [source.name for source in read(packed({name: b"boats"}))] == [shown]


def test_names_in_utf8_that_do_not_say_so():
    """A name that was written as UTF-8 without the mark for it is shown as it was meant."""
    data = packed({"Båt.txt": b"boats"}).replace(struct.pack("<HH", 20, 0x800), struct.pack("<HH", 20, 0))
    assert [source.name for source in read(data)] == ["a.zip/Båt.txt"]


def test_a_member_without_a_name():
    """A damaged list may call a file by nothing at all: it is read as any other."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        file.writestr(zipfile.ZipInfo(""), b"boats")
        file.writestr("sails/", b"")
    assert [(source.name, source.data) for source in read(stream.getvalue())] == [("a.zip/", b"boats")]


@pytest.mark.parametrize("first", ["[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF"])
def test_documents_are_no_folders(first):
    """A text document or a book, packed in the same way, is none of ours."""
    assert find_bundle("a.docx", packed({first: b"x"})) is None


@pytest.mark.parametrize(
    ("path", "clutter"),
    [
        ("mail/cur/1:2,S", False),
        ("mail/.Lists.Quay/new/7", False),
        ("issue.html", False),
        ("mail/tmp/7", True),
        ("tmp/7", False),
        ("mail/dovecot.index.log", True),
        ("mail/dovecot-uidlist", True),
        ("mail/maildirsize", True),
        (".git/config", True),
        ("a/.DS_Store", True),
        ("__MACOSX/a.html", True),
        ("Inbox.msf", True),
        ("Takeout/archive_browser.html", True),
    ],
)
def test_clutter(path, clutter):
    """Hidden files, unfinished mails and the indexes of mail programs are no sources; hidden folders of mails are."""
    assert is_clutter(path, {"mail/cur", "mail/new", "mail/tmp", "tmp"}) is clutter


GOOD = packed({"a.mbox": (SAMPLES / "mbox/takeout.mbox").read_bytes(), "b.txt": b"boats" * 50, "c.zip": packed({"d.txt": b"x"})})


@examples(150)
@given(st.data())
def test_mutated_packed_folders(data):
    """A packed folder with wrong bytes anywhere gives its sources, or errors that name them."""
    mutated = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(mutated) - 1))
        if data.draw(st.booleans()):
            mutated[place] = data.draw(st.integers(0, 255))
        else:
            del mutated[place : place + data.draw(st.integers(1, 90))]
    try:
        for source in zip.sources("a.zip", io.BytesIO(bytes(mutated))):
            assert source.name.startswith("a.zip/") and len(source.data) < 1_000_000
    except BackissueError as error:
        assert "a.zip" in str(error)
