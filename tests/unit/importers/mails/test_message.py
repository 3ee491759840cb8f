"""The texts of a mail: found in any nesting, decoded from any transfer encoding and charset."""

import base64
import time

import pytest

from backissue.errors import UnreadableSource
from backissue.importers.mails.charsets import charset_named, read_charset
from backissue.importers.mails.message import parse_mail, read_mail

TEXT = "Łódź, naïve – “quay” 潮汐"


def read(headers: str, body: bytes | str):
    data = body if isinstance(body, bytes) else body.encode()
    return read_mail(parse_mail(f"From: a@example.org\nSubject: x\n{headers}\n\n".encode() + data, "a.eml"))


@pytest.mark.parametrize("coding", ["base64", "BASE64 ", "Base64; x=1"])
@pytest.mark.parametrize("width", [4, 61, 76, 9999])
def test_base64(coding, width):
    """Base64 is decoded however it is called and wherever its lines break."""
    coded = base64.b64encode(TEXT.encode()).decode()
    lines = "\n".join(coded[place : place + width] for place in range(0, len(coded), width))
    assert read(f"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: {coding}", lines).text == TEXT


def test_base64_that_is_cut_off_or_put_together():
    """A cut text is read up to the cut; two texts one after the other, and what a list writes below, are all read."""
    coded = base64.b64encode(b"a quay of stone.").decode()
    head = "Content-Transfer-Encoding: base64"
    assert read(head, coded[:-3]).text == "a quay of stone"
    assert read(head, coded[:-7]).text == "a quay of st"
    assert read(head, coded + "\n" + coded).text == "a quay of stone." * 2
    assert read(head, coded + "\n--\nunsubscribe: a.b!").text.endswith("stone.--\nunsubscribe: a.b!")
    assert read(head, "no base64 at all!").text == "no base64 at all!"


@pytest.mark.parametrize("coding", ["quoted-printable", "Quoted-Printable ", "quoted-printable;"])
def test_quoted_printable(coding):
    """Quoted-printable is decoded, its soft line ends joined, its odd marks kept."""
    assert read(f"Content-Transfer-Encoding: {coding}", "a=3Db, caf=C3=A9 lo=\nng =XY").text == "a=b, café long =XY"


@pytest.mark.parametrize("coding", ["8bit", "7bit", "binary", "", "spam", "text/html"])
def test_texts_that_are_not_coded(coding):
    """A transfer encoding that is none leaves the text as it is."""
    assert read(f"Content-Transfer-Encoding: {coding}", TEXT).text == TEXT


def test_the_text_is_found_in_any_nesting():
    """The longest text of each kind counts; attachments and pictures do not, attached mails are kept apart."""
    mail = read(
        "Content-Type: multipart/mixed; boundary=a",
        "--a\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: multipart/alternative; boundary=c\n\n"
        "--c\n\nplain\n--c\nContent-Type: text/html\n\n<p>rich\n--c--\n--b\nContent-Type: image/png\n\nxxxxxxxxxxxxx\n--b--\n"
        "--a\nContent-Type: text/html\nContent-Disposition: attachment\n\n<p>a long attached page\n"
        "--a\nContent-Type: text/calendar\n\nBEGIN:VCALENDAR and more\n"
        "--a\nContent-Type: message/rfc822\n\nSubject: inner\n\nThe text of another mail\n--a--\n",
    )
    assert (mail.html.strip(), mail.text.strip(), len(mail.attached)) == ("<p>rich", "plain", 1)


def test_a_text_that_is_only_attached():
    """A mail whose only text is called an attachment is read all the same."""
    assert read("Content-Type: text/html\nContent-Disposition: attachment", "<p>a").html == "<p>a"


def test_html_that_is_called_plain():
    """A page is one, whatever its type says."""
    assert read("Content-Type: text/plain", "<html><body><p>Boats</p></body></html>").html


def test_boundaries_that_are_missing():
    """A mail in parts whose boundary is not named, or never comes, is not lost."""
    assert "Boats" in read("Content-Type: multipart/alternative", "Boats").text
    assert "Boats" in read("Content-Type: multipart/mixed; boundary=x", "--x\n\nBoats").text


def test_flowed_lines_are_joined():
    """Paragraphs that were broken for sending are whole again; a signature's mark stays one."""
    assert read("Content-Type: text/plain; format=flowed", "a \nb\n c\n-- \nd").text == "a b\nc\n-- \nd"
    assert read("Content-Type: text/plain; format=flowed; delsp=yes", "潮 \n汐").text == "潮汐"


def test_a_paragraph_of_a_million_flowed_lines():
    """However many lines a paragraph was broken into, it is whole again in a moment."""
    started = time.process_time()
    assert len(read("Content-Type: text/plain; format=flowed", "a \n" * 900_000).text) == 1_800_000
    assert time.process_time() - started < 10


@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "gb18030", "UTF8"])
def test_charsets_that_are_declared(charset):
    """Text in the charset that it names is read, also under another of its names."""
    assert read_charset(TEXT.encode(charset), charset) == (TEXT, True)


@pytest.mark.parametrize(
    "charset", ["us-ascii", "iso-8859-1", "nonsense", "", "unknown-8bit", "hex", "x-unknown", "ks_c_5601-1987", "\x00"]
)
def test_utf8_under_another_name(charset):
    """UTF-8 is read as what it is, whatever it is called."""
    assert read_charset(TEXT.encode(), charset) == (TEXT, True)


@pytest.mark.parametrize(
    ("text", "used", "named"),
    [
        ("“Café” – 5 €", "cp1252", "iso-8859-1"),
        ("“Café” – 5 €", "cp1252", ""),
        ("“Café”", "cp1252", "utf-8"),
        ("鎔基", "gb18030", "gb2312"),
        ("髙橋①", "cp932", "shift_jis"),
        ("똠방각하", "cp949", "ks_c_5601-1987"),
        ("潮汐", "iso2022_jp", "ISO-2022-JP"),
        ("Маяк", "koi8-r", "koi8-r"),
    ],
)
def test_charsets_that_say_less_than_is_used(text, used, named):
    """What programs call by the name of a smaller charset is read with the larger one."""
    assert read_charset(text.encode(used), named) == (text, True)


def test_a_page_that_names_its_charset_in_a_mail_that_does_not():
    """Where the mail names none, what the page says of itself counts."""
    page = '<html><head><meta charset="koi8-r"></head>Маяк'
    assert read_charset(page.encode("koi8-r")) == (page, True)


def test_letters_that_are_lost():
    """Bytes that are nothing in any charset are replaced, and that is said."""
    text, whole = read_charset(b"boats \x81\xff", "euc-jp")
    assert text.startswith("boats ") and not whole
    assert charset_named("x-no-such") == ""


def test_mails_of_too_many_parts_or_lines():
    """A mail nested so deeply, or cut so finely, that nobody sent it is refused before it is taken apart."""
    nested = "".join(f"Content-Type: multipart/mixed; boundary=b{place}\n\n--b{place}\n" for place in range(300))
    with pytest.raises(UnreadableSource, match=r"a\.eml: has 300 nested parts; expected a mail of at most 100 parts"):
        read("X: y", nested)
    with pytest.raises(UnreadableSource, match=r"has 300 nested parts"):
        read("X: y", "Content-Type: message/rfc822\n\n" * 300)
    with pytest.raises(UnreadableSource, match=r"has 2,000,00\d lines; expected a mail of at most"):
        read("X: y", b"\n" * 2_000_001)


@pytest.mark.parametrize(
    "header",
    ["Content-Type: text/plain" + ";" * 500_000, "Content-Type: text/plain; charset=" + "=?" * 200_000, "X: y\n " * 200_000],
)
def test_headers_that_go_on_and_on(header):
    """A header of a megabyte costs no more than one of a line."""
    started = time.process_time()
    assert read(header, "Boats").text == "Boats"
    assert time.process_time() - started < 10
