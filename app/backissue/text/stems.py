"""Finds the English stem of a word, so that `securing` also finds `secure`."""

from __future__ import annotations

import functools
from typing import Protocol


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...


@functools.cache
def _english() -> _Stemmer:
    # all languages of the library are imported with it, which the first word should pay for and not the start
    import snowballstemmer

    stemmer: _Stemmer = snowballstemmer.stemmer("english")
    return stemmer


@functools.lru_cache(maxsize=20_000)
def stem(token: str) -> str:
    """Returns the stem of a folded token (Porter 2, by snowballstemmer); a token that is not a-z stays as it is.

    >>> stem("securing") == stem("secured") == stem("secure")
    True
    """
    if len(token) < 3 or not (token.isascii() and token.isalpha()):
        return token
    return _english().stemWord(token)


def shared_start(token: str) -> str:
    """Returns letters with which every word begins that may have the stem of `token`, to narrow a search for them.

    The algorithm only changes endings: it may turn a last y into i, give back an e, or undouble a letter, so the stem
    without its last letter still begins each word (the few irregular ones, such as dying and die, apart).

    >>> shared_start("hoping"), shared_start("happiness")
    ('hop', 'happ')
    """
    root = stem(token)
    return root[: max(len(root) - 1, 2)] if len(root) > 2 else root
