"""Tells the headings of a newsletter from its titles, and what kind of items a heading announces."""

from __future__ import annotations

from backissue.text.tokens import fold

# A heading is made of such words alone, so that a title such as "Tricky Python Quiz" is none.
_KINDS = {
    "article": "article", "articles": "article", "tutorial": "article", "tutorials": "article", "essays": "article",
    "project": "project", "projects": "project", "code": "project", "tools": "project", "libraries": "project",
    "packages": "project", "event": "event", "events": "event", "conferences": "event", "meetups": "event",
    "webinars": "event", "job": "job", "jobs": "job", "podcasts": "podcast", "video": "video", "videos": "video",
    "screencasts": "video", "talks": "video", "courses": "course", "releases": "release", "sponsor": "sponsor",
    "sponsors": "sponsor", "sponsored": "sponsor", "advertisement": "sponsor", "quotes": "quote",
}  # fmt: skip
# These announce a kind, but stand in titles as often as in headings.
_NAMING = {
    "crate": "project", "crates": "project", "package": "project", "library": "project", "repositories": "project",
    "blogs": "article", "conference": "event", "meetup": "event", "calendar": "event", "hiring": "job", "careers": "job",
    "podcast": "podcast", "course": "course", "quote": "quote", "release": "release", "sponsorship": "sponsor",
}  # fmt: skip
_CORE = frozenset(_KINDS) | frozenset(
    ("news", "discussion", "discussions", "books", "newsletters", "quizzes", "links", "reads", "reading", "media", "peps", "ads")
)
_FILLERS = frozenset((
    "and", "of", "the", "this", "our", "your", "from", "for", "other", "more", "new", "latest", "upcoming", "interesting",
    "featured", "community", "python", "django", "week", "weekly", "s", "in", "to", "quick", "best", "top", "open", "source",
    "developments",
))  # fmt: skip
# Chinese headings have no spaces between words; they are searched for these.
_CHINESE_KINDS = {
    "文章": "article", "教程": "article", "文摘": "article", "项目": "project", "好物": "project", "工具": "project",
    "软件": "project", "开源": "project", "活动": "event", "大会": "event", "招聘": "job", "工作": "job", "视频": "video",
    "播客": "podcast", "课程": "course", "言论": "quote", "金句": "quote", "赞助": "sponsor", "广告": "sponsor",
}  # fmt: skip
_WORDS_AT_MOST = 8
_LENGTH_AT_MOST = 80


def is_heading(text: str) -> bool:
    """Says whether a line is a heading such as newsletters use.

    >>> is_heading("Interesting Projects, Tools, and Libraries"), is_heading("Tricky Python Quiz"), is_heading("New tools.")
    (True, False, False)
    """
    if len(text) > _LENGTH_AT_MOST or text.rstrip().endswith((".", "!", "?")):
        return False
    words = fold(text).split()
    known = all(word in _CORE or word in _FILLERS for word in words)
    return known and len(words) <= _WORDS_AT_MOST and any(word in _CORE for word in words)


def heading_title(text: str) -> str:
    """Returns a heading without the marks that stand around it.

    >>> heading_title("**Our Other Newsletters |")
    'Our Other Newsletters'
    """
    return text.strip(" \t|*#_:·•—–-")


def kind_under(heading: str) -> str:
    """Returns the kind of item that a heading announces first, or "" where it announces none.

    >>> kind_under("Articles & Tutorials"), kind_under("Upcoming Events and Webinars"), kind_under("好物")
    ('article', 'event', 'project')
    """
    words = fold(heading).split()
    if kind := next((found for word in words if (found := _KINDS.get(word) or _NAMING.get(word))), ""):
        return kind
    places = [(heading.find(word), kind) for word, kind in _CHINESE_KINDS.items() if word in heading]
    return min(places)[1] if places else ""
