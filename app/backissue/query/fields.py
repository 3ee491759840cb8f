"""The names that may stand before a colon in a query, each with a line of help."""

from __future__ import annotations

from backissue.query.tree import TEXT_FIELDS

FIELDS = {
    "title": "words in the title only",
    "summary": "words in the summary only",
    "content": "words in the full post only",
    "in": "newsletter or planet",
    "section": "section of the issue",
    "kind": "article, project, video, podcast, course, event, job, release, quote, sponsor",
    "source": "where it was published, as the newsletter says",
    "by": "author",
    "shared": "who shared it",
    "tag": "tag",
    "site": "host of the link, with its subdomains",
    "lang": "language, such as en or zh",
    "issue": "number of the issue",
    "after": "from a date on, such as 2026-01",
    "before": "before a date",
    "date": "a date, a range 2025..2026-03, or back from the newest: P3M",
    "year": "year",
    "is": "sponsored",
    "has": "summary, event, content, link, date, source, author, tag",
    "sort": "newest, oldest, relevance",
}
FILTERS = tuple(name for name in FIELDS if name not in (*TEXT_FIELDS, "sort"))
