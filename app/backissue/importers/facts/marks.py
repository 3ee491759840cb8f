"""Reads the small marks around a title: what kind of thing it is, in which language, by whom, and who passed it on."""

from __future__ import annotations

import re
from dataclasses import dataclass

from backissue.importers.facts.wording import tidy
from backissue.text.links import site_of

_KINDS = {
    "video": "video", "videos": "video", "screencast": "video", "talk": "video", "audio": "podcast", "podcast": "podcast",
    "course": "course", "job": "job", "hiring": "job", "event": "event", "release": "release", "article": "article",
    "project": "project", "ad": "sponsor", "ads": "sponsor", "sponsor": "sponsor", "sponsored": "sponsor",
    "advertisement": "sponsor", "promoted": "sponsor", "广告": "sponsor", "赞助": "sponsor", "视频": "video", "播客": "podcast",
}  # fmt: skip
_VIDEO_SITES = ("youtube.com", "m.youtube.com", "youtu.be", "vimeo.com")
_TAGS = frozenset(("pdf", "slides", "series", "book", "paper", "playlist", "tutorial", "discussion", "paywall", "free", "repost"))
_LANGUAGES = {
    "english": "en", "german": "de", "deutsch": "de", "french": "fr", "français": "fr", "spanish": "es", "español": "es",
    "italian": "it", "portuguese": "pt", "russian": "ru", "chinese": "zh", "japanese": "ja", "korean": "ko", "polish": "pl",
    "dutch": "nl", "英文": "en", "英语": "en", "中文": "zh", "日文": "ja", "日语": "ja", "fa": "fa", "zh-cn": "zh", "zh-tw": "zh",
    "pt-br": "pt", "ar": "ar", "cs": "cs", "da": "da", "de": "de", "el": "el", "en": "en", "es": "es", "fi": "fi", "fr": "fr",
    "he": "he", "hi": "hi", "hu": "hu", "id": "id", "it": "it", "ja": "ja", "jp": "ja", "ko": "ko", "nl": "nl", "no": "no",
    "pl": "pl", "pt": "pt", "ro": "ro", "ru": "ru", "sv": "sv", "tr": "tr", "uk": "uk", "vi": "vi", "zh": "zh",
}  # fmt: skip
_GROUP = r"(?:\[([^\[\]]{1,40})\]|\(([^()]{1,40})\)|（([^（）]{1,40})）|【([^【】]{1,40})】)"
_OPENING = re.compile(rf"\s*{_GROUP}\s*[:：]?\s*")
_CLOSING = re.compile(rf"\s*{_GROUP}\s*[.。]?\s*$")
_APART = re.compile(r"\s*[,/|;，、]\s*|\s+[+&]\s+")
_MARKS_AT_MOST = 5
# So far from the end of a text there can be a mark.
_REACH = 60

_BY = re.compile(r"[\s,–—-]*\bby\b:?\s+", re.IGNORECASE)
# A full stop after an initial ends no name.
_NAMES_END = re.compile(r"(?<!\b[a-zA-Z])\.(?=\s|$)|[。:：;|()\[\]（）]|\s[-–—]\s|,?\s+(?:via|h/t)\b|$", re.IGNORECASE)
_PASSED = re.compile(
    r"(?i)[\s(\[（•·|,–—-]*(?:\bh/t|\bhat tip(?: to)?|\bvia|\bshared by|\bsubmitted by|\bsuggested by|\bthanks to)\b:?\s+"
    r"(@?\w[^:;|()\[\]（）]{1,60}?)\s*(?:for (?:the|this) (?:suggestion|link|tip))?\s*[.!]?\s*[)\]）]?\s*[.!]?\s*$"
)
_SIGNED = re.compile(r"(?:(?<=[.!?。…])|[—–-])\s*[(\[]?\s*[Bb]y\s+(@?[^\W\d_][^:;|()\[\]（）]{1,60})[)\]]?\.?\s*$")
_AND = re.compile(r"\s*(?:,\s*(?:and|&)\s+|\s+and\s+|\s+&\s+|,\s+|、)\s*")
_NAME_WORDS = 7
_NO_NAME = frozenset(("the", "a", "an", "this", "these", "default", "using", "far", "hand", "now", "way", "means", "itself"))
_BYLINE_WORDS = 14


@dataclass(frozen=True, slots=True)
class Marks:
    """What marks say of an item; unknown ones are tags, in small letters."""

    kind: str = ""
    tags: tuple[str, ...] = ()
    language: str = ""
    sponsored: bool = False


def read_marks(text: str, outside: bool = False) -> tuple[str, Marks]:
    """Returns `text` without the marks at its beginning and end, and what they say.

    `outside` tells that the text stands beside a title: then every bracket at its beginning is a mark, known or not.

    >>> read_marks("[video] Two boats (pdf)")
    ('Two boats', Marks(kind='video', tags=('pdf',), language='', sponsored=False))
    >>> read_marks("[draft] Two boats")[0], read_marks("[draft] ", outside=True)[1].tags
    ('[draft] Two boats', ('draft',))
    """
    words: list[str] = []
    for _ in range(_MARKS_AT_MOST):
        match = _OPENING.match(text)
        if not match or not _take(match, words, outside):
            break
        text = text[match.end() :]
    for _ in range(_MARKS_AT_MOST):
        start = max(0, len(text) - _REACH)
        match = _CLOSING.search(text, start)
        if not match or not _take(match, words, False):
            break
        text = text[: match.start()]
    return text, _said(words)


def _take(match: re.Match[str], words: list[str], always: bool) -> bool:
    said = next(group for group in match.groups() if group is not None)
    parts = [part.casefold() for part in _APART.split(said.strip()) if part]
    # in round brackets, two letters are as often a country
    known = bool(parts) and all(
        part in _KINDS or part in _TAGS or (_language(part, said) and (match[2] is None or len(part) > 2)) for part in parts
    )
    if known or always:
        words += parts
    return known or always


def _language(word: str, said: str) -> str:
    """A word such as `it` or `no` is a language only where it is set as a code."""
    return _LANGUAGES.get(word, "") if len(word) > 2 or not word.isascii() or said.isupper() or said.islower() else ""


def _said(words: list[str]) -> Marks:
    kinds = [_KINDS[word] for word in words if word in _KINDS]
    languages = [_LANGUAGES[word] for word in words if word in _LANGUAGES]
    tags = [word for word in words if word not in _KINDS and word not in _LANGUAGES]
    return Marks(
        kind=next(iter(kinds), ""),
        tags=tuple(dict.fromkeys(tags)),
        language=next(iter(languages), ""),
        sponsored="sponsor" in kinds,
    )


def video_site(url: str) -> bool:
    """Says whether `url` leads to a site that shows videos."""
    return site_of(url) in _VIDEO_SITES


@dataclass(frozen=True, slots=True)
class Byline:
    """Who made what an item leads to, and who passed it on."""

    authors: tuple[str, ...] = ()
    shared_by: str = ""


def read_byline(text: str) -> tuple[str, Byline]:
    """Returns what follows a title without the names in it, and the names: `by A and B` first or last, `via C` last.

    >>> read_byline("by A. Lee and B. Ray: it floats (h/t @quay)")
    ('it floats', Byline(authors=('A. Lee', 'B. Ray'), shared_by='quay'))
    >>> read_byline("A long read. By A. Lee")
    ('A long read.', Byline(authors=('A. Lee',), shared_by=''))
    >>> read_byline("by far the fastest boat of them all")[1]
    Byline(authors=(), shared_by='')
    """
    authors: tuple[str, ...] = ()
    shared_by = ""
    if match := _BY.match(text):
        end = _NAMES_END.search(text, match.end())
        said = text[match.end() : end.start() if end else None]
        if names := read_names(said):
            authors, text = names, text[match.end() + len(said) :].lstrip(" .。:：;,|–—-")
    tail = max(0, len(text) - 2 * _REACH)
    if (match := _PASSED.search(text, tail)) and is_name(match[1]):
        shared_by, text = _plain(match[1]), text[: match.start()]
    if not authors and (match := _SIGNED.search(text, tail)) and (match[1][0].isupper() or match[1][0] == "@"):
        authors = read_names(match[1])
        text = text[: match.start()] if authors else text
    return text, Byline(authors, shared_by)


def read_names(text: str) -> tuple[str, ...]:
    """Returns the names that `text` lists, or none where it is no list of names.

    >>> read_names("A. Lee, B. Ray, and C. Orr"), read_names("the way")
    (('A. Lee', 'B. Ray', 'C. Orr'), ())
    """
    if len(text.split()) > _BYLINE_WORDS:
        return ()
    names = [_plain(name) for name in _AND.split(tidy(text)) if name.strip()]
    return tuple(names) if names and all(is_name(name) for name in names) else ()


def is_name(text: str) -> bool:
    """Says whether `text` can be the name of somebody: one word, or a few that are set as names are.

    >>> is_name("Ada van Ray"), is_name("@quay"), is_name("using only two boats")
    (True, True, False)
    """
    words = text.split()
    if not words or len(words) > _NAME_WORDS or (words[0].islower() and words[0] in _NO_NAME):
        return False
    return len(words) == 1 or not words[-1][:1].islower() or not words[0][:1].islower()


def _plain(name: str) -> str:
    return tidy(name).removeprefix("@").rstrip(" ,.") if not re.search(r"\b[A-Z]\.$", name) else tidy(name)
