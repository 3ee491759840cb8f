"""Makes the days of a planet out of its posts."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass

from backissue.importers.facts.wording import SUMMARY_LENGTH, made_title, shortened, tidy
from backissue.model import Issue, Item, Section
from backissue.text.dates import day_of
from backissue.text.html import plain_text, sanitise
from backissue.text.links import clean_link, site_of

# Long enough for any post that a person wrote; what is longer is a page that went wrong.
_CONTENT_LENGTH = 2_000_000


@dataclass(frozen=True, slots=True)
class Post:
    """One post of a planet, as its page or feed has it; `date` is an instant, or a day where no more is known."""

    title: str
    channel: str = ""
    author: str = ""
    url: str = ""
    date: str = ""
    html: str = ""
    day: str = ""


def post_item(post: Post) -> Item:
    """Returns a post as an item with its full text; a post without a title gets one from its text."""
    html = post.html[:_CONTENT_LENGTH]
    # the words come from the post itself: in the content, a picture is a link with a label
    content, text = sanitise(html).strip(), tidy(plain_text(html))
    url = clean_link(post.url)
    title = tidy(post.title)
    made = "" if title else made_title(text) or (f"{post.channel or site_of(url) or 'Post'}, {post.date[:10]}".rstrip(", "))
    return Item(
        id="",
        title=title or made,
        title_made=bool(made),
        url=url,
        summary=shortened(text, SUMMARY_LENGTH),
        source=tidy(post.channel),
        # a planet names its channels after who writes there, unless the post says more
        authors=tuple(filter(None, (tidy(post.author or post.channel),))),
        date=post.date if len(post.date) > 10 else "",
        content=content if text else "",
    )


def days(publication: str, items: Iterable[tuple[str, Item]]) -> tuple[Issue, ...]:
    """Returns an issue for each day, in UTC, of items that come with their day; newest day and newest item first."""
    by_day: dict[str, list[Item]] = {}
    for day, item in items:
        by_day.setdefault(day_of(item.date) if item.date else day, []).append(item)
    return tuple(
        Issue(id="", publication=publication, date=day, sections=(Section("", _newest_first(by_day[day])),))
        for day in sorted(by_day, reverse=True)
    )


def _newest_first(items: list[Item]) -> tuple[Item, ...]:
    if all(item.date for item in items):
        items = sorted(items, key=lambda item: item.date, reverse=True)
    return tuple(items)


def opening(item: Item, issue: Issue) -> Item:
    """Returns a post that is a newsletter's whole issue as an item that opens the issue, which holds its text."""
    titles = " · ".join(found.title for found in issue.items() if not found.sponsored)
    return dataclasses.replace(item, url=issue.url, summary=shortened(titles, SUMMARY_LENGTH), content="")
