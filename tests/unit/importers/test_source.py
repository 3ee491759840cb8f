"""Decoding: what comes in as bytes is text afterwards, or an error that says why not."""

import gzip

import pytest

from backissue.errors import UnreadableSource
from backissue.importers import source as module
from backissue.importers.source import Source

TEXT = "Łódź, naïve – “quay” 潮汐\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_encodings(encoding):
    """Text in any Unicode encoding that marks itself is read."""
    assert Source("a.txt", TEXT.encode(encoding)).text == TEXT


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_wide_encodings_without_a_mark(encoding):
    """Wide encodings are known by the zero bytes around their first sign."""
    assert Source("a.xml", ("<rss>" + TEXT).encode(encoding)).text == "<rss>" + TEXT


@pytest.mark.parametrize(
    ("document", "encoding"),
    [
        ('<?xml version="1.0" encoding="iso-8859-2"?><rss>Łódź</rss>', "iso-8859-2"),
        ("<html><head><meta charset=gb2312></head>潮汐", "gb2312"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=shift_jis">機械学習', "shift_jis"),
        ('<?xml version="1.0" encoding="iso-2022-jp"?><rss>機械学習</rss>', "iso-2022-jp"),
        ('<?xml version="1.0" encoding="koi8-r"?><rss>Привет</rss>', "koi8-r"),
    ],
)
def test_declared_encodings(document, encoding):
    """An encoding that the document declares is used."""
    assert Source("a", document.encode(encoding)).text == document


def test_utf8_wins_over_a_stale_declaration():
    """A page saved as UTF-8 that still declares its old encoding is read as what it is."""
    page = "<meta charset=iso-8859-1><p>naïve 潮汐</p>"
    assert Source("a", page.encode()).text == page


def test_western_text_without_a_word_about_itself():
    """Bytes that are no UTF-8 and declare nothing are read as Windows-1252."""
    assert Source("a", "“Caf\xe9” – 5 €".encode("cp1252")).text == "“Caf\xe9” – 5 €"


@pytest.mark.parametrize("name", ["hex", "rot13", "utf-7", "unicode_escape", "nonsense", "idna"])
def test_declarations_that_name_no_text_encoding(name):
    """A declared name that is no encoding of documents is passed over."""
    assert Source("a", f'<?xml version="1.0" encoding="{name}"?><rss>caf'.encode() + b"\xe9</rss>").text.endswith("café</rss>")


def test_a_download_cut_off_within_a_character():
    """A character cut in half at the end does not turn the whole text into another encoding."""
    assert Source("a", "潮汐".encode()[:-1]).text == "潮"


def test_line_ends_and_zero_bytes():
    """Every line ends alike, and a stray zero byte is gone."""
    assert Source("a", b"one\r\ntwo\rthree\x00\n").text == "one\ntwo\nthree\n"


@pytest.mark.parametrize("data", [b"", b" \n\t\n", b"\xef\xbb\xbf", gzip.compress(b"", mtime=0)])
def test_empty_sources(data):
    """An empty source is refused by its name."""
    with pytest.raises(UnreadableSource, match=r"^empty\.txt: is empty; expected a newsletter"):
        _ = Source("empty.txt", data).text


@pytest.mark.parametrize("data", [bytes(range(256)) * 4, b"\x81\x8d\x8f text", b"\xff\xfe\x00"])
def test_bytes_in_no_known_encoding(data):
    """Bytes that are no text are refused with what was expected and what to do."""
    with pytest.raises(UnreadableSource, match=r"^boat\.png: .*expected text in UTF-8.*save it as UTF-8"):
        _ = Source("boat.png", data).text


def test_a_page_with_damaged_bytes():
    """Markup with a few broken bytes in it is read, with a sign for each of them."""
    assert Source("a.xml", "<rss>Łódź ".encode() + b"\x81\x8d ok</rss>").text == "<rss>Łódź \ufffd\ufffd ok</rss>"
    assert Source("a.xml", b"\xef\xbb\xbf<rss>caf\xe9 au lait</rss>").text == "<rss>caf\ufffd au lait</rss>"


def test_gzip_is_unpacked_by_its_first_bytes():
    """A packed source is read whatever its name, also one packed in several parts."""
    assert Source("a.bin", gzip.compress(b"one, ") + gzip.compress(b"two")).text == "one, two"
    assert Source("a.gz", b"not packed").text == "not packed"


def test_the_first_bytes():
    """What a source begins with is told without unpacking the rest of it, also where the rest is damaged."""
    data = gzip.compress(b"one, two" * 100_000)
    assert Source("a", data[:-9]).first_bytes == (b"one, two" * 8192)
    assert Source("a", b"plain").first_bytes == b"plain" and Source("a", b"\x1f\x8b\x08xx").first_bytes == b""


def test_a_source_that_could_not_be_had():
    """A source that a bundle could not hand over is refused by its name, with the reason."""
    with pytest.raises(UnreadableSource, match=r"^a\.zip/b: is encrypted; expected a source that can be read"):
        _ = Source("a.zip/b", b"", problem="is encrypted").text


def test_gzip_that_is_cut_off():
    """Half a packed file is refused, not read as half a source."""
    with pytest.raises(UnreadableSource, match="is cut off; expected a whole gzip file; fetch it again"):
        _ = Source("a.gz", gzip.compress(TEXT.encode() * 50)[:-20]).text


def test_gzip_that_is_damaged():
    """A packed file with wrong bytes in it is refused."""
    data = bytearray(gzip.compress(TEXT.encode() * 500))
    data[20:40] = bytes(20)
    with pytest.raises(UnreadableSource, match="is damaged"):
        _ = Source("a.gz", bytes(data)).text


def test_gzip_bomb(monkeypatch):
    """What unpacks to more than the bound is refused before it fills the memory."""
    monkeypatch.setattr(module, "UNPACKED_BYTES", 1000)
    with pytest.raises(UnreadableSource, match="unpacks to more than 1 GiB"):
        _ = Source("bomb.gz", gzip.compress(b"a" * 600) + gzip.compress(b"a" * 600)).text
    assert len(Source("fine.gz", gzip.compress(b"a" * 1000)).text) == 1000


def test_gzip_bomb_of_a_few_bytes():
    """A few bytes that unpack to far more than any text would are refused after some megabytes, not at a gigabyte."""
    data = gzip.compress(bytes(40_000_000))
    with pytest.raises(UnreadableSource, match="far more than a text does: a gzip bomb"):
        _ = Source("bomb.gz", data).text
    assert len(data) < 50_000
