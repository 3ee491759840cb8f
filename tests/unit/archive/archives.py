"""Small archives for the tests of this folder: one made by hand, and any that hypothesis can think of."""

import dataclasses

from hypothesis import strategies as st

from backissue.archive import merge
from backissue.archive.identity import issue_id, slug
from backissue.model import KINDS, Archive, Event, Issue, Item, Link, Publication, Section

HARBOUR = Publication("harbour-weekly", "Harbour Weekly", url="https://example.org", language="en")
RIVER = Publication("river-planet", "River Planet", kind="planet")


def item(title: str = "", **fields: object) -> Item:
    """An item that has no id yet, as importers make it."""
    return dataclasses.replace(Item("", title=title), **fields)  # type: ignore[arg-type]


def issue(number: str = "", *items: Item, date: str = "", publication: str = HARBOUR.id, section: str = "Tools") -> Issue:
    """An issue that has no id yet, with one section."""
    return Issue("", publication, number, date=date, sections=(Section(section, items),))


def harbour() -> Archive:
    """Two issues and a planet's day, with a full post, an event and a link."""
    lanterns = item("Lanterns in fog", url="https://example.org/lanterns", summary="Light for tiny boats.", tags=("light",))
    regatta = item(
        "Regatta", kind="event", event=Event("2026-05-01", "2026-05-02", "Łódź"), links=(Link("https://example.org/r"),)
    )
    post = item(
        "潮汐", date="2026-02-03T10:00:00Z", content="<p>Tides &amp; moons</p>", authors=("A. Pilot",), source="Pier blog"
    )
    issues = (
        issue("1", lanterns, date="2025-01-06"),
        issue("2", regatta, item("", summary="Nothing but words."), date="2026-02-02"),
        issue("", post, date="2026-02-03", publication=RIVER.id, section=""),
    )
    return merge.add(Archive(title="Harbour"), (HARBOUR, RIVER), issues)


CHARACTERS = st.characters(exclude_categories=["Cs"])
TEXTS = st.text(CHARACTERS, max_size=12)
NAMES = st.text(CHARACTERS, min_size=1, max_size=12)
FEW_NAMES = st.one_of(st.just(()), st.tuples(NAMES), st.tuples(NAMES, NAMES))
DATES = st.sampled_from(["", "2026", "2026-06", "2026-06-16", "2025-12-31", "0999-01-01", "2026-06-16T19:30:00Z"])
ADDRESSES = ("https://example.org/a", "https://example.org/b", "https://example.org/c?d=1", "mailto:jo@example.org")
LINKS = st.sampled_from(["", *ADDRESSES])
FURTHER = st.builds(Link, st.sampled_from(ADDRESSES), TEXTS)
EVENTS = st.builds(Event, DATES, DATES, TEXTS, st.booleans())
TITLES = st.sampled_from(["", "Lanterns", "Tides", "潮汐"]) | TEXTS
BARE_ITEMS = st.builds(Item, id=st.just(""), title=TITLES, url=LINKS, date=DATES)
FULL_ITEMS = st.builds(
    Item,
    id=st.just(""),
    title=TITLES,
    title_made=st.booleans(),
    url=LINKS,
    summary=st.sampled_from(["", "On light.", "On water."]) | TEXTS,
    source=TEXTS,
    authors=FEW_NAMES,
    kind=st.sampled_from(("", *KINDS)),
    tags=FEW_NAMES,
    sponsored=st.booleans(),
    date=DATES,
    event=st.none() | EVENTS.filter(lambda event: event != Event()),
    links=st.one_of(st.just(()), st.tuples(FURTHER), st.tuples(FURTHER, FURTHER)),
    content=st.sampled_from(["", "<p>x</p>", "<pre>1\n2</pre>"]),
)
ITEMS = BARE_ITEMS | FULL_ITEMS
SECTIONS = st.builds(Section, st.sampled_from(["", "Tools", "Talks"]), st.lists(ITEMS, min_size=1, max_size=4).map(tuple))
PUBLICATIONS = (HARBOUR, RIVER, Publication(slug("科技港湾"), "科技港湾"))
ISSUES = st.builds(
    Issue,
    id=st.just(""),
    publication=st.sampled_from([publication.id for publication in PUBLICATIONS]),
    number=st.sampled_from(["", "1", "2", "1/2"]),
    title=st.sampled_from(["", "Fog"]),
    date=DATES,
    url=LINKS,
    sections=st.lists(SECTIONS, min_size=1, max_size=2).map(tuple),
)
# A source that holds one issue twice, each time otherwise, has no single meaning.
ISSUE_LISTS = st.lists(ISSUES, max_size=4, unique_by=(issue_id, lambda each: (each.publication, each.date[:10] or each.number)))
ARCHIVES = ISSUE_LISTS.map(lambda issues: merge.add(Archive(), PUBLICATIONS, issues))
