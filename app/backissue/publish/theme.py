"""Themes: CSS that pages wear after their own. It is CSS as a whole, and asks no other host for anything.

What is read here are the tokens of CSS, not its grammar: https://www.w3.org/TR/css-syntax-3/#tokenization
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from backissue.errors import InvalidValue, UnreadableSource

# The single file holds it too, and a theme with a font or a picture inside is still below this.
LARGEST_BYTES = 1_000_000
_ESCAPE = r"\\(?:[0-9a-fA-F]{1,6}\s?|[^\n0-9a-fA-F])"
_NAME = rf"(?:[-\w]|[^\x00-\x7f]|{_ESCAPE})+"
_TOKEN = re.compile(
    rf"""(?P<comment>/\*.*?(?:\*/|\Z))
    |(?P<string>"(?:[^"\\\n]|\\.)*["]?|'(?:[^'\\\n]|\\.)*[']?)
    |(?P<function>{_NAME}\()
    |(?P<rule>@{_NAME})
    |(?P<name>{_NAME})
    |(?P<bracket>[][(){{}}])
    |(?P<html><!--|-->|<)
    |(?P<space>[ \t\n]+)
    |(?P<other>.)""",
    re.DOTALL | re.VERBOSE,
)
_RAW = re.compile(r"""\s*(?P<address>(?:[^"'()\s\\]|\\.)*)\s*\)""", re.DOTALL)
_CLOSING = {"(": ")", "[": "]", "{": "}"}
# Functions in which a text is an address.
_FETCHING = frozenset(("url", "src", "image", "image-set", "-webkit-image-set", "cross-fade", "-webkit-cross-fade"))
_ELSEWHERE = re.compile(r"(?!data:)[a-z][a-z0-9+.-]*:|[/\\]{2}", re.IGNORECASE)
_STYLE_END = re.compile(r"</\s*style", re.IGNORECASE)


def assert_theme(css: bytes, where: str) -> None:
    """Checks that a page can wear `css`, which was read from `where`.

    Raises:
        InvalidValue: if it is too large, no UTF-8, no CSS, not closed, imports other sheets, or names another host; the
            message names the line.
    """
    if len(css) > LARGEST_BYTES:
        raise _refused(where, 0, f"has {len(css):,} bytes", f"at most {LARGEST_BYTES:,}")
    try:
        text = css.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
    except UnicodeDecodeError as error:
        line = css.count(b"\n", 0, error.start) + 1
        raise _refused(where, line, f"is no UTF-8 at byte {error.start}", "CSS in UTF-8") from None
    if found := _STYLE_END.search(text):
        raise _refused(where, _line(text, found.start()), f"holds {found[0]!r}", "nothing that ends a style element")
    if "\x00" in text:
        raise _refused(where, _line(text, text.index("\x00")), "holds a zero byte", "text")
    _Reading(text, where).read()


def themed(page: str, sheet: str, theme: str) -> str:
    """Returns an HTML page that wears the style sheet at `theme` after its own at `sheet`.

    Raises:
        UnreadableSource: if the page has not exactly one link to its own.
    """
    link = '<link rel="stylesheet" href="{}">'
    own = link.format(escape(sheet))
    if page.count(own) != 1:
        raise UnreadableSource(
            f"names {sheet} {page.count(own)} times",
            where="index.html",
            expected=f"once {own}",
            advice="take the page as it came",
        )
    return page.replace(own, f"{own}\n{link.format(escape(theme))}")


class _Reading:
    """Goes through the tokens of a sheet, and remembers which brackets are open."""

    def __init__(self, text: str, where: str) -> None:
        self.text, self.where = text, where
        self.open: list[tuple[str, str, int]] = []
        self.rules = 0
        self.selected = False
        self.said = False

    def read(self) -> None:
        for token in self._tokens():
            kind, place = str(token.lastgroup), token.start()
            if kind != "comment" and not token[0].isspace():
                self.said = True
            self._look(kind, token[0], place)
            if not self.open:
                self.selected = kind in ("name", "rule") or (self.selected and token[0] not in "};") or token[0] in "*.#:])"
        if self.open:
            bracket, _, place = self.open[-1]
            raise self._refuse(place, f"never closes this {bracket!r}", "as many closing brackets as opening ones")
        if self.said and not self.rules:
            raise self._refuse(0, "holds no rule", "CSS, such as :root { --accent: #0b5d66 }")

    def _tokens(self) -> Iterator[re.Match[str]]:
        place = 0
        while token := _TOKEN.match(self.text, place):
            yield token
            place = token.end()
            if token.lastgroup == "function" and _unescaped(token[0][:-1]).lower() == "url":
                raw = _RAW.match(self.text, place)
                if raw and raw["address"]:
                    self._look_at_address(raw["address"], raw.start("address"))
                    place = raw.end() - 1

    def _look(self, kind: str, token: str, place: int) -> None:
        if kind == "comment" and not (token.endswith("*/") and len(token) >= 4):
            raise self._refuse(place, "never closes this comment", "*/ at its end")
        elif kind == "string":
            if len(token) < 2 or token[-1] != token[0] or _ends_escaped(token):
                raise self._refuse(place, "never closes this quotation", f"{token[0]} before the end of the line")
            if self.open and self.open[-1][1] in _FETCHING:
                self._look_at_address(token[1:-1], place)
        elif kind == "rule" and _unescaped(token[1:]).lower() == "import":
            raise self._refuse(place, "imports another sheet", "all in one file")
        elif kind == "html" and token == "<" and not self.open:
            raise self._refuse(place, "is no CSS from this '<' on", "CSS, and no page")
        elif kind == "function":
            self.open.append(("(", _unescaped(token[:-1]).lower(), place))
        elif kind == "bracket":
            self._bracket(token, place)

    def _bracket(self, token: str, place: int) -> None:
        if token in _CLOSING:
            if token == "{" and not self.open:
                if not self.selected:
                    raise self._refuse(place, "has a block that belongs to nothing", "a selector before it")
                self.rules += 1
            self.open.append((token, "", place))
        elif not self.open or _CLOSING[self.open[-1][0]] != token:
            raise self._refuse(place, f"closes {token!r} that is not open", "as many closing brackets as opening ones")
        else:
            self.open.pop()

    def _look_at_address(self, written: str, place: int) -> None:
        # browsers leave line ends and tabs out of an address
        address = re.sub(r"[\t\n\r]", "", _unescaped(written)).lstrip("\x00\x01\x02\x03\x04\x05\x06\x07\x08\x0b\x0c\x0e\x0f ")
        if _ELSEWHERE.match(address):
            raise self._refuse(
                place,
                f"asks for {address[:60]!r}",
                "nothing from elsewhere; what it shows may stand in it as data:",
            )

    def _refuse(self, place: int, problem: str, expected: str) -> InvalidValue:
        return _refused(self.where, _line(self.text, place), problem, expected)


def _ends_escaped(token: str) -> bool:
    body = token[:-1]
    return (len(body) - len(body.rstrip("\\"))) % 2 == 1


def _unescaped(text: str) -> str:
    return re.sub(r"\\(?:([0-9a-fA-F]{1,6})\s?|\n|(.))", _character, text, flags=re.DOTALL)


def _character(escape: re.Match[str]) -> str:
    if escape[1]:
        code = int(escape[1], 16)
        return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
    return escape[2] or ""


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1


def _refused(where: str, line: int, problem: str, expected: str) -> InvalidValue:
    return InvalidValue(problem, where=f"{where}:{line}" if line else where, expected=expected, advice="nothing was published")
