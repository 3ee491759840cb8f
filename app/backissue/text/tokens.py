"""Cuts text into the tokens that index, plain scan and highlight all share.

One table, from a character to what stands for it, is the whole definition: letters and digits fold (case, marks,
compatibility forms), each Han, Kana or Hangul character becomes a token of its own, and everything else separates.
The table works character by character, so that any place in the folded text leads back to the text as written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

# What casefold and NFKD leave standing, though people type it without the stroke or the ligature.
_PLAIN = str.maketrans({
    "ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ŧ": "t", "ı": "i", "œ": "oe", "æ": "ae", "þ": "th", "ð": "d", "ŋ": "n",
    "ɨ": "i", "ʉ": "u", "ƀ": "b", "ɵ": "o", "ƶ": "z", "ǥ": "g", "ĸ": "k",
})  # fmt: skip
# Scripts written without spaces between words: Han, Kana, Hangul, and their extensions.
_SINGLE = (
    (0x1100, 0x11FF), (0x2E80, 0x2FDF), (0x3005, 0x3007), (0x3031, 0x3035), (0x3041, 0x30FF), (0x3105, 0x318F),
    (0x31A0, 0x31BF), (0x31F0, 0x31FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xA960, 0xA97F), (0xAC00, 0xD7FF),
    (0xF900, 0xFAFF), (0x1AFF0, 0x1B16F), (0x20000, 0x323AF),
)  # fmt: skip


def stands_alone(char: str) -> bool:
    """Says whether `char` is of a script without spaces, and so a token of its own."""
    code = ord(char)
    return code >= _SINGLE[0][0] and any(first <= code <= last for first, last in _SINGLE)


def _fold_char(char: str) -> str:
    if 0xAC00 <= ord(char) <= 0xD7A3:  # a Hangul syllable stays whole: its decomposition is not a mark to be dropped
        return char
    plain = "".join(c for c in unicodedata.normalize("NFKD", char.casefold()) if unicodedata.category(c)[0] != "M")
    # the voiced sound marks of Kana make another letter, so they are put back
    if "\u3041" <= char <= "\u30ff" and plain != char:
        return unicodedata.normalize("NFC", unicodedata.normalize("NFKD", char))
    return plain.casefold().translate(_PLAIN)


_ASCII_WORD = re.compile(r"[A-Za-z0-9]+")


class _Table(dict[int, str]):
    """A `str.translate` table that works out a character the first time it is met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        out = []
        for folded in _fold_char(char):
            if not folded.isalnum():
                out.append(" ")
            else:
                out.append(f" {folded} " if stands_alone(folded) else folded)
        # marks belong to the letter before them; joiners and soft hyphens are not seen, a zero-width space is a space
        unseen = unicodedata.category(char)[0] == "M" or (unicodedata.category(char) == "Cf" and char != "\u200b")
        self[code] = value = "" if unseen else "".join(out)
        return value


_TABLE = _Table()


def segment(text: str) -> str:
    """Returns `text` as its tokens with spaces between, which is what the index is fed.

    >>> segment("Łódź 3.14 機械学習")
    'lodz 3 14  機  械  学  習 '
    """
    return text.translate(_TABLE)


class _Runs(dict[str, str]):
    """What stands for a run of characters beyond ASCII: the same marks and words come again and again."""

    def __missing__(self, run: str) -> str:
        value = run.translate(_TABLE)
        if len(self) < _RUNS_KEPT:
            self[run] = value
        return value


_RUNS = _Runs()
_RUNS_KEPT = 20_000
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")


def segment_column(texts: list[str]) -> list[str]:
    """Returns `texts` cut for a table that folds and cuts ASCII itself, as SQLite's `ascii` tokenizer does.

    What is beyond ASCII becomes what `segment` makes of it; the rest stays as it is. Many texts at once take half the time.

    >>> segment_column(["Łódź, 3.14", "Plain"])
    ['lodz, 3.14', 'Plain']
    """
    beyond = [text for text in texts if not text.isascii()]
    cut = _BEYOND_ASCII.sub(_stand_in, "\0".join(beyond)).split("\0")
    if len(cut) != len(beyond):  # one of them holds the separator itself
        cut = [segment(text) for text in beyond]
    cut.reverse()
    return [text if text.isascii() else cut.pop() for text in texts]


def _stand_in(run: re.Match[str]) -> str:
    return _RUNS[run[0]]


def tokens(text: str) -> list[str]:
    """Returns the tokens of `text` in order.

    >>> tokens("C++20, naïve no_std")
    ['c', '20', 'naive', 'no', 'std']
    """
    return text.translate(_TABLE).split()


def fold(text: str) -> str:
    """Returns `text` for comparing: case, marks, and what separates words no longer matter.

    >>> fold("  PyCoder’s   Weekly ")
    'pycoder s weekly'
    """
    return " ".join(text.translate(_TABLE).split())


def spans(text: str) -> Iterator[tuple[str, int, int]]:
    """Yields each token of `text` with the place in `text` that it was made from, as `(token, start, end)`.

    >>> list(spans("An Œuvre."))
    [('an', 0, 2), ('oeuvre', 3, 8)]
    """
    if text.isascii():  # most text is, and a pattern finds its words ten times as fast
        for match in _ASCII_WORD.finditer(text):
            yield match[0].lower(), match.start(), match.end()
        return
    token, start, end = "", 0, 0
    for place, char in enumerate(text):
        folded = _TABLE[ord(char)]
        if folded == "":  # a combining mark belongs to the letter before it
            end = place + 1 if token else end
            continue
        for piece in folded:
            if piece == " ":
                if token:
                    yield token, start, end
                    token = ""
            else:
                start = start if token else place
                token, end = token + piece, place + 1
    if token:
        yield token, start, end


class _MarksKept(dict[int, str]):
    """As `_Table`, but what separates words stays, quotes and dashes of one kind each."""

    def __missing__(self, code: int) -> str:
        self[code] = value = chr(code) if _TABLE[code].isspace() else _TABLE[code].replace(" ", "")
        return value


_MARKS_KEPT = _MarksKept(
    dict.fromkeys(map(ord, "‘’‚‛′`´"), "'") | dict.fromkeys(map(ord, "“”„‟″"), '"') | dict.fromkeys(map(ord, "‐‑‒–—−"), "-")
)


def keeps_length(text: str) -> bool:
    """Says whether each character of `text` folds to exactly one, so that places in the folded text are places in it."""
    return text.isascii() or all(len(_MARKS_KEPT[ord(char)]) == 1 for char in set(text))


def fold_letters(text: str) -> str:
    """Returns `text` with its letters folded and its other characters as they are, to look for `C++` as typed.

    >>> fold_letters("Don’t use C++!")
    "don't use c++!"
    """
    return text.translate(_MARKS_KEPT)
