"""Mailboxes: every mail comes out once and whole, and never more than one is held."""

import collections
import io
import pathlib
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backissue import importers
from backissue.errors import BackissueError, NoNewsletter, UnreadableSource
from backissue.importers.bundles import HEAD_BYTES, find_bundle, mbox
from backissue.importers.mails.headers import without_envelope
from tests.examples import examples

TAKEOUT = pathlib.Path(__file__).parents[3] / "samples" / "mbox" / "takeout.mbox"
LINE = b"From ann@example.org Fri Jan  2 10:00:00 2026\n"


def mail(number: int, body: bytes = b"Boats.", headers: bytes = b"") -> bytes:
    return b"From: ann@example.org\nSubject: %d\n%s\n%s\n" % (number, headers, body)


def read(data: bytes) -> list[bytes]:
    return [without_envelope(source.data) for source in mbox.sources("a.mbox", io.BytesIO(data))]


def found(data: bytes) -> object:
    return find_bundle("a.bin", data[:HEAD_BYTES])


def test_a_takeout_with_private_mails():
    """Two newsletters come out of seven mails; the private ones are counted by reason, and not a word of them is told."""
    issues, left_out = [], collections.Counter()
    assert found(TAKEOUT.read_bytes()) is mbox
    with TAKEOUT.open("rb") as stream:
        for source in mbox.sources("takeout.mbox", stream):
            try:
                issues += [(source.name, issue.publication, issue.number) for issue in importers.read(source).issues]
            except NoNewsletter as refused:
                left_out[refused.problem] += 1
                assert "4711" not in str(refused) and "gate" not in str(refused)
    assert issues == [("takeout.mbox#2", "python-weekly", "8"), ("takeout.mbox#6", "pycoders", "41")]
    assert sum(left_out.values()) == 5


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
@pytest.mark.parametrize(
    "line",
    [
        LINE,
        b"From 1790000000000000000@xxx Fri Jan 02 10:00:00 +0000 2026\n",
        b"From - Fri Jan  2 10:00:00 2026\n",
        b"From ann at example.org  Fri Jan  2 10:00:00 PST 2026\n",
        b"From MAILER-DAEMON Fri Jan  2 10:00 2026\n",
    ],
)
def test_mails_are_split(line, end):
    """Each mail of a mailbox comes alone and in order, whichever program wrote the lines between them."""
    mails = [mail(place) for place in range(3)]
    data = b"\n".join(line + each for each in mails).replace(b"\n", end)
    assert found(data) is mbox
    assert [each.replace(b"\r\n", b"\n").rstrip() for each in read(data)] == [each.rstrip() for each in mails]


@pytest.mark.parametrize(
    "body",
    [
        b"a\n\nFrom now on, since 10:00 2026, it is shut.\nNo header here.",
        b"a\nFrom ann@example.org Fri Jan  2 10:00:00 2026\nSubject: not after an empty line",
        b"a\n\nFrom Ann: hello\nSubject: without a date",
        b"a\n\n From ann@example.org Fri Jan  2 10:00:00 2026\nSubject: b",
        b"From\n\nFrom \n\nFrom",
    ],
)
def test_lines_that_only_look_like_a_new_mail(body):
    """A sentence that begins with From, and a quoted mail, do not cut a mail in two."""
    assert [each.rstrip() for each in read(LINE + mail(1, body) + b"\n" + LINE + mail(2))] == [
        mail(1, body).rstrip(),
        mail(2).rstrip(),
    ]


def test_quoted_lines_come_back():
    """A line that was marked so that it would not open a mail loses one mark."""
    assert read(LINE + mail(1, b"a\n\n>From here\n>>From there\n> From you")) == [
        mail(1, b"a\n\nFrom here\n>From there\n> From you")
    ]


def test_a_length_that_is_right_is_believed():
    """A mail that holds another one unmarked, and states its length, stays one."""
    body = b"See:\n\n" + LINE + mail(7)
    stated = b"Content-Length: %d\n" % (len(body) + 1)
    assert read(LINE + mail(1, body, stated) + b"\n" + LINE + mail(2)) == [mail(1, body, stated), mail(2)]


@pytest.mark.parametrize("length", [b"0", b"3", b"200", b"999999999", b"-1", b"x"])
def test_a_length_that_is_wrong_is_not(length):
    """A wrong length neither swallows the next mail nor cuts this one."""
    mails = [mail(1, b"Boats.", b"Content-Length: %s\n" % length), mail(2), mail(3)]
    assert [each.rstrip() for each in read(b"\n".join(LINE + each for each in mails))] == [each.rstrip() for each in mails]


@pytest.mark.parametrize("size", [1, 2, 7, 64, 1000])
def test_where_the_stream_is_cut_does_not_matter(monkeypatch, size):
    """A mailbox gives the same mails in whatever pieces it arrives."""
    data = TAKEOUT.read_bytes()
    whole = read(data)

    class Dripping(io.BytesIO):
        def read(self, count=-1):
            return super().read(min(count, size) if count > 0 else size)

    monkeypatch.setattr(mbox, "_LOOKED_AT_BYTES", 300)
    monkeypatch.setattr(mbox, "_CHUNK_BYTES", 97)
    assert [without_envelope(source.data) for source in mbox.sources("a", Dripping(data))] == whole and len(whole) == 7


def test_a_mail_that_is_too_large_is_passed_over(monkeypatch):
    """A mail larger than the bound is named and skipped; the ones before and after it come out."""
    monkeypatch.setattr(mbox, "MAIL_BYTES", 100_000)
    monkeypatch.setattr(mbox, "_CHUNK_BYTES", 1000)
    data = LINE + mail(1) + b"\n" + LINE + mail(2, b"line of a picture\n" * 50_000) + b"\n" + LINE + mail(3)
    sources = list(mbox.sources("a.mbox", io.BytesIO(data)))
    assert [without_envelope(source.data).rstrip() for source in sources] == [mail(1).rstrip(), b"", mail(3).rstrip()]
    with pytest.raises(UnreadableSource, match=r"^a\.mbox#2: is larger than 0 MB, and passed over"):
        importers.read(sources[1])


def test_a_mailbox_is_never_held(monkeypatch):
    """Of a mailbox of 40 MB, with a mail of 20 MB in it, no more than a bound of 1 MB and a little is held at any time."""
    monkeypatch.setattr(mbox, "MAIL_BYTES", 1_000_000)
    most = 0
    fill = mbox._Mailbox._fill

    def counted(self, size):
        nonlocal most
        fill(self, size)
        most = max(most, len(self._held))

    monkeypatch.setattr(mbox._Mailbox, "_fill", counted)

    class Endless(io.RawIOBase):
        """Makes the mailbox as it is read, so that it lies nowhere."""

        def __init__(self):
            small, large = LINE + mail(1, b"boats\n" * 1000) + b"\n", LINE + mail(2, b"boats\n" * 3_500_000) + b"\n"
            self.parts = iter([small] * 1600 + [large] + [small] * 1600)
            self.rest = b""

        def read(self, size=-1):
            while len(self.rest) < size and (part := next(self.parts, b"")):
                self.rest += part
            piece, self.rest = self.rest[:size], self.rest[size:]
            return piece

    sizes = [len(source.data) for source in mbox.sources("a", Endless())]
    assert len(sizes) == 3201 and sizes.count(0) == 1
    assert most < 2_000_000


@pytest.mark.parametrize(
    "data", [b"", b"\n\n", b"From here it is far.\n\nSo far.", b"From: a@b.c\nSubject: x\n\nText", b"PK\x03\x04"]
)
def test_what_is_no_mailbox(data):
    """A mail, a letter and an empty file are not taken for a mailbox."""
    assert found(data) is not mbox


@examples(60)
@given(st.data())
def test_mutated_mailboxes(data):
    """A mailbox with pieces cut out and put in gives mails, or errors that name them; nothing of it comes twice."""
    box = bytearray(TAKEOUT.read_bytes())
    pieces = [b"\n\n" + LINE, b"\nFrom ", b"Content-Length: 99\n", b"\r\n", b"\x00", b"\xff", b">From ", b"--b\n", b"=?", b""]
    for _ in range(data.draw(st.integers(1, 8))):
        start = data.draw(st.integers(0, len(box)))
        box[start : start + data.draw(st.integers(0, 300))] = data.draw(st.sampled_from(pieces))
    sources = list(mbox.sources("a.mbox", io.BytesIO(bytes(box))))
    assert sum(len(source.data) for source in sources) <= len(box)
    for source in sources:
        try:
            importers.read(source)
        except BackissueError as error:
            assert source.name in str(error)


def test_random_bytes():
    """Bytes that are no mailbox at all, read as one, end."""
    dice = random.Random(3)
    for _ in range(50):
        list(mbox.sources("a", io.BytesIO(dice.randbytes(300).replace(b"\x00", b"\n\nFrom "))))
