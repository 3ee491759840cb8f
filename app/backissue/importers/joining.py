"""Joins the feeds that a list names into one planet, where the list and the feeds are imported together."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from backissue.archive.identity import slug
from backissue.importers.imported import FeedList, Imported, ListedFeed
from backissue.model import Issue, Item, Publication
from backissue.text.links import link_key, site_of


def join_listed(found: Sequence[Imported]) -> list[Imported]:
    """Returns `found` with every feed that a list among them names as a part of that list's planet.

    A feed is known by its address, else by its page, its title, or its site where the list names no other feed of that
    site. Its posts get the title in the list as their source. Newsletters and planets stay what they are, and so does a
    feed that no list names; the first list that names a feed has it.
    """
    lists = [_Listed(each) for imported in found for each in imported.lists]
    return [_joined(imported, lists) for imported in found] if lists else list(found)


class _Listed:
    """A list with its feeds by all that they can be known by."""

    def __init__(self, of: FeedList) -> None:
        self.planet = of.planet
        sites = [site for feed in of.feeds for site in {site_of(feed.feed_url), site_of(feed.url)} - {""}]
        single = {site for site, count in Counter(sites).items() if count == 1}
        self.names: tuple[Mapping[str, ListedFeed], ...] = (
            {link_key(feed.feed_url): feed for feed in of.feeds},
            {link_key(feed.url): feed for feed in of.feeds},
            {slug(feed.title): feed for feed in of.feeds},
            {site: feed for feed in of.feeds for site in (site_of(feed.feed_url), site_of(feed.url)) if site in single},
        )

    def find(self, publication: Publication) -> ListedFeed | None:
        site = site_of(publication.feed_url) or site_of(publication.url)
        wanted = (link_key(publication.feed_url), link_key(publication.url), slug(publication.title), site)
        return next((names[key] for key, names in zip(wanted, self.names, strict=True) if key and key in names), None)


def _joined(imported: Imported, lists: Iterable[_Listed]) -> Imported:
    for publication in imported.publications:
        issues = [issue for issue in imported.issues if issue.publication == publication.id]
        if publication.kind != "planet" or _has_channels(issues):
            continue
        for listed in lists:
            if feed := listed.find(publication):
                imported = _moved(imported, publication, listed.planet, feed)
                break
    return imported


def _has_channels(issues: Iterable[Issue]) -> bool:
    """Says whether the posts come from several feeds already: then it is a planet, not a part of one."""
    sources = {item.source for issue in issues for item in issue.items() if item.source != site_of(item.url)}
    return len(sources - {""}) > 1


def _moved(imported: Imported, old: Publication, new: Publication, feed: ListedFeed) -> Imported:
    def channelled(item: Item) -> Item:
        return dataclasses.replace(item, source=item.source or feed.title, authors=item.authors or (feed.title,))

    def moved(issue: Issue) -> Issue:
        if issue.publication != old.id:
            return issue
        sections = (dataclasses.replace(each, items=tuple(map(channelled, each.items))) for each in issue.sections)
        return dataclasses.replace(issue, publication=new.id, sections=tuple(sections))

    publications = (new if each.id == old.id else each for each in imported.publications)
    return dataclasses.replace(imported, publications=tuple(publications), issues=tuple(map(moved, imported.issues)))
