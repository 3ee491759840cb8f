"""Tidies the words of a source: spaces, first sentences, titles made from them, cuts that do not split a word."""

from __future__ import annotations

import re

TITLE_LENGTH = 90
SUMMARY_LENGTH = 300
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f\u200b\u2060\ufeff\ud800-\udfff\ufffe\uffff]|\u034f|\u00ad")
_END = re.compile(r"""(?:[.!?…]["'”’)\]]*(?=\s+["'“‘(\[]?[^\W_])|[。！？]["'”’）」』]*)""")
# After these a full stop ends no sentence.
_SHORT = re.compile(r"(?:\b(?:e\.g|i\.e|vs|etc|cf|approx|Dr|Mrs?|Ms|Prof|St|No|Inc|Ltd|Jr|Sr|Vol|Fig)|\b[A-Z])\.$")


def tidy(text: str) -> str:
    """Returns `text` on one line, without characters that nobody sees.

    >>> tidy("  two\\u200b \\n words ")
    'two words'
    """
    return " ".join(_UNSEEN.sub("", text).split())


def first_sentence(text: str) -> str:
    """Returns the first sentence of `text`, with its end mark.

    >>> first_sentence("Made by A. Lee, e.g. at sea. It floats.")
    'Made by A. Lee, e.g. at sea.'
    """
    text = tidy(text[:2000])
    for match in _END.finditer(text):
        if not _SHORT.search(text[: match.end()]):
            return text[: match.end()]
    return text


def shortened(text: str, length: int) -> str:
    """Returns `text` on one line, cut at a word to at most `length` characters.

    >>> shortened("a lantern for tiny boats", 12)
    'a lantern…'
    """
    text = tidy(text[: 4 * length + 1000])
    if len(text) <= length:
        return text
    cut = text[: length - 1]
    # text without spaces between words, and words that are longer than the whole, are cut where they are
    if not text[length - 1].isspace() and " " in cut[length // 2 :]:
        cut = cut[: cut.rindex(" ")]
    return cut.rstrip(" ,;:–—-(") + "…"


def made_title(text: str) -> str:
    """Returns a title for an item that has none, from its first sentence.

    >>> made_title("Set algebra for tides. Compose and query.")
    'Set algebra for tides'
    """
    title = shortened(first_sentence(text), TITLE_LENGTH)
    return title.rstrip("。") if title.endswith("。") else title[:-1] if re.search(r"[^.]\.$", title) else title


def ends_sentence(text: str) -> bool:
    """Says whether `text` ends as a sentence does."""
    return bool(re.search(r"""[.!?…。！？]["'”’)\]）」』]*$""", text))
