"""Finds the English stem of a word, so that `securing` also finds `secure`."""

from __future__ import annotations

import functools
import re
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


# What the algorithm's rules cut off or put in another's place, in the order in which it takes them off
# (https://snowballstem.org/algorithms/english/stemmer.html, steps 0 to 5), and what they leave of it at the end of a stem.
_ENDING = (
    "a(?:bl|bil|l|nc|ntt?|t)|e(?:mentt?|nc|ntt?|d|e|rr?|s)?|i(?:bl|bil|l|c|st|smm?|t|v|z|onn?|ng)?"
    "|li?|ly|mentt?|ful|less|ness|o(?:us|r|g)|s|tion|y|d"
)
# The letters that a rule may put at the end of a stem instead of what stood there.
_PUT = "eily"


def shared_start(token: str) -> str:
    """Returns letters with which every word begins that may have the stem of `token`, to narrow a search for them.

    The algorithm only changes endings: it may turn a last y into i, give back an e, undouble a letter, or make `bl` of
    `bility`, so a stem that ends otherwise begins each word, and one that ends so begins it without its last letter (the few
    irregular ones, such as dying and die, apart).

    >>> shared_start("hoping"), shared_start("happiness"), shared_start("parts")
    ('hop', 'happ', 'part')
    """
    root = stem(token)
    return root[:-1] if len(root) > 2 and root[-1] in _PUT else root


def kindred(token: str) -> re.Pattern[str]:
    """Returns what every word matches, as a line of its own, that may have the stem of `token`; most of those that match have it.

    A stem takes some forty microseconds in a browser, and hundreds of words begin alike.
    """
    # one letter more than the endings: the last one doubled, or the one that the stem has in another form
    return re.compile(f"^{re.escape(shared_start(token))}[a-z]?(?:{_ENDING})*$", re.MULTILINE)
