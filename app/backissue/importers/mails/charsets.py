"""Turns the bytes of a mail into text, whatever charset they say that they are in."""

from __future__ import annotations

import re

from backissue.importers.source import declared_encoding, text_encoding

# What is declared is often a part of what is used.
_WIDER = {
    "gb2312": "gb18030", "gbk": "gb18030", "euc_kr": "cp949", "shift_jis": "cp932", "iso8859-1": "cp1252", "ascii": "cp1252",
    "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874", "big5": "cp950",
}  # fmt: skip
# Text in these is hardly ever UTF-8 by chance, and UTF-8 is hardly ever text in these; in others it may be.
_MANY_BYTES = frozenset(
    ("gb18030", "hz", "cp949", "johab", "cp932", "euc_jp", "cp950", "big5hkscs", "iso2022_kr", "utf-16", "utf-16-le", "utf-16-be")
)
_ODD = re.compile(r"^x-(?:mac-)?|[\s;\"'].*$", re.IGNORECASE | re.DOTALL)


def charset_named(name: str) -> str:
    """Returns the encoding to read a charset with that a mail names, or "" where it is none.

    >>> charset_named("gb2312"), charset_named("X-SJIS"), charset_named("unknown-8bit")
    ('gb18030', 'cp932', '')
    """
    name = name.strip(" \t\"'")[:60]
    found = text_encoding(name) or text_encoding(_ODD.sub("", name))
    return _WIDER.get(found, found)


def read_charset(data: bytes, named: str = "") -> tuple[str, bool]:
    """Returns `data` as text, and whether all of it could be read; `named` is the charset that the mail names.

    >>> read_charset("Łódź".encode("iso-8859-2"), "iso-8859-2"), read_charset("Łódź".encode(), "iso-8859-1")
    (('Łódź', True), ('Łódź', True))
    """
    charset = charset_named(named)
    first = charset.startswith("iso2022") or charset in _MANY_BYTES
    tried = [charset, "utf-8"] if first else ["utf-8", charset]
    for encoding in filter(None, [*tried, declared_encoding(data), "cp1252"]):
        try:
            return data.decode(encoding), True
        except (UnicodeError, LookupError, ValueError):
            continue
    return data.decode(charset or "cp1252", "replace"), False
