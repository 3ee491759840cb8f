"""Tells the parts of a page by its elements and their names: what it says, and what is around that."""

from __future__ import annotations

import re
from collections.abc import Mapping

CONTENT = "content"
# What lies in these is never what a newsletter points to.
AROUND = frozenset(("nav", "footer", "aside", "header", "form", "comments", "share", "hidden"))

_TAGS = {"nav": "nav", "footer": "footer", "aside": "aside", "form": "form", "main": CONTENT, "article": CONTENT}
_ROLES = {
    "navigation": "nav", "contentinfo": "footer", "complementary": "aside", "search": "form", "main": CONTENT, "article": CONTENT,
    "banner": "header", "dialog": "hidden", "alertdialog": "hidden",
}  # fmt: skip
# The names that themes and mailers give to such parts, as whole words joined by hyphens.
_WORDS = {
    "nav": "nav navbar navigation menu menubar breadcrumb breadcrumbs pagination pager paging toc skip prevnext",
    "footer": "footer colophon copyright legal unsubscribe",
    "aside": "sidebar related recommended recommendations readnext widget widgets",
    "comments": "comments comment disqus respond utterances giscus",
    "share": "share sharing social socials sharedaddy addthis addtoany",
    "form": "subscribe subscription signup optin login",
    "hidden": "cookie cookies consent gdpr preheader preview popup modal overlay translate",
}
_AREAS = {word: area for area, words in _WORDS.items() for word in words.split()}
# A name may say more about such a part, and it is still that part; any other word makes it something else.
_OTHER_WORDS = (
    "site page main global post entry article blog the wrap wrapper container box section area list links link bar inner block "
    "form text top bottom left right widget buttons button icons icon banner notice content primary secondary header row col "
    "thread email newsletter mail message issue template mcn"
)
_MORE = frozenset(_OTHER_WORDS.split())
_CONTENT = re.compile(
    r"(?:article|post|entry|email|message|newsletter|issue|page|gh|main|body|dream|hentry|available)"
    r"(?:[-_]?(?:content|body|text|markup))+|content|markup|hentry|post|article",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"[-_]+|(?<=[a-z])(?=[A-Z])")
_WHOLE = frozenset(("html", "body"))


def area_of(tag: str, named: Mapping[str, str], outer: str) -> str:
    """Returns the part of the page that an element begins, or goes on with `outer`, the part that it lies in.

    What lies in a part around the content is of that part, whatever it is called.

    >>> area_of("div", {"class": "site-footer"}, ""), area_of("nav", {}, "content"), area_of("div", {"id": "x"}, "content")
    ('footer', 'nav', 'content')
    """
    if outer in AROUND or tag in ("a", "span", "b", "em", "strong", "li"):
        return outer
    if tag == "header":
        return outer or "header"
    if (known := _TAGS.get(tag) or _ROLES.get(named.get("role", "").lower())) and (known != "header" or not outer):
        return known
    names = (named.get("id", "") + " " + named.get("class", ""))[:300].split()
    if not names or tag in _WHOLE:
        return outer
    found = next((area for name in names if (area := _named(name))), "")
    if found:
        return found
    return CONTENT if any(_CONTENT.fullmatch(name) for name in names) else outer


def _named(name: str) -> str:
    words = [word.lower() for word in _SPLIT.split(name) if word]
    if not all(word in _AREAS or word in _MORE for word in words):
        return ""
    return next((_AREAS[word] for word in reversed(words) if word in _AREAS), "")
