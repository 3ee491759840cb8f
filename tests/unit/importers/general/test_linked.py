"""Items made of lines with links: titles, summaries, names, further links."""

import pytest

from backissue.importers.general.linked import item_of, titled_item
from backissue.importers.general.listed import Lists, left_out
from backissue.importers.lines.blocks import blocks
from backissue.importers.lines.markdown import read_markdown

A, B = "https://a.example.org/", "https://b.example.org/"


def entries(text):
    return list(blocks(read_markdown(text).flow.lines))


def item(text, kind=""):
    doubts = []
    (block,) = entries(text)
    found = item_of(block.lines, kind, "quay.md", doubts)
    assert not doubts
    return found


def listed(text, kind="", near="2026-05-12", online=False):
    doubts = []
    lists = Lists(kind, near, "quay.md", doubts, online)
    lists.read(entries(text))
    return lists


@pytest.mark.parametrize(
    ("text", "title", "summary"),
    [
        (f"* [A boat]({A}). It floats.", "A boat", "It floats."),
        (f"* **[A boat]({A})** – it floats", "A boat", "it floats"),
        (f"* [A boat]({A})\n  > It floats.", "A boat", "It floats."),
        (f"* The quay has [a crane]({A}) now.", "a crane", "The quay has a crane now."),
        (f"* A boat: [link]({A})", "A boat", ""),
        (f"* A boat ([a.example.org]({A}))", "A boat", ""),
        (f"* {A}", A, ""),
        (f"* A boat {A}", "A boat", ""),
        (f"* **A boat** ([link]({A})) – it floats", "A boat", "it floats"),
        (f"* {A} - a boat", "a boat", ""),
        (f"* [{A}]({A})", A, ""),
        (f"* A boat - [@crane]({A})", "A boat", ""),
        (f"* The quay is on [b.example.org]({A}).", "b.example.org", "The quay is on b.example.org."),
        (f"* [GitHub]({A})", "GitHub", ""),
        (f"* 🎥 [A boat]({A})", "A boat", ""),
        (f"* ![x](https://p.example.org/x.png) [A boat]({A}), it floats", "A boat", "it floats"),
    ],
)
def test_title_and_summary(text, title, summary):
    """The title is the link's text unless that only says where it leads; the summary is what is said besides."""
    found = item(text)
    assert (found.title, found.url, found.summary) == (title, A, summary)


def test_a_title_that_had_to_be_made():
    """Where a whole paragraph is about a link called "here", its first sentence is the title, and is marked as made."""
    found = item(
        f"* The harbour has been widened for the boats that came from the south with all their lanterns lit. See [here]({A})."
    )
    assert found.title_made and found.title.startswith("The harbour has been widened") and len(found.title) <= 90


def test_names_and_marks():
    """Marks, authors and who shared it are facts, not words of title or summary."""
    found = item(f"* [video] [A boat]({A}) by A. Lee, via B. Ray", "article")
    assert (found.title, found.kind, found.authors, found.shared_by, found.summary) == (
        "A boat",
        "video",
        ("A. Lee",),
        "B. Ray",
        "",
    )
    assert item(f"* [A boat]({A}) (ad)").kind == "sponsor"
    advertised = item(f"* [A helmsman]({A}) (ad)", "job")
    assert (advertised.kind, advertised.sponsored) == ("job", True)


def test_further_links():
    """Other links are kept once each, the item's own and pictures are not among them."""
    found = item(f"* [A boat]({A}), [its oar]({B}), [again]({A}#top), [the oar]({B}), ![p](https://p.example.org/p.png)")
    assert [(link.url, link.title) for link in found.links] == [(B, "its oar")]


def test_mail_is_no_place_to_read():
    """Somebody's address is not what an item is about."""
    assert item("* Write to [us](mailto:quay@example.org)") is None
    assert item(f"* [Us](mailto:quay@example.org), or [a boat]({A})").url == A


def test_a_link_that_is_not_kept():
    """An item whose link is of another kind stays, and is told."""
    doubts = []
    found = item_of(entries("* [A boat](irc://a.example.org/boat).")[0].lines, "", "quay.md", doubts)
    assert (found.title, found.url) == ("A boat", "") and "irc://a.example.org/boat" in doubts[0].what


def test_a_title_apart_from_its_link():
    """Below a title without a link, the first link is the item's; a bare address is not repeated in the summary."""
    lines = [line for block in entries(f"It floats.\n\n{A}\n") for line in block.lines]
    found = titled_item("2、A boat （英文）", lines, "")
    assert (found.title, found.url, found.summary, found.language) == ("A boat", A, "It floats.", "en")
    assert titled_item("A boat", entries("It floats.")[0].lines, "") is None


def test_entries_below_entries():
    """An entry below another one is an item if it leads somewhere, and belongs to the one above it otherwise."""
    lists = listed(f"* [A boat]({A})\n  * It floats.\n  * [Its oar]({B})\n* Nothing\n  * at all\n")
    assert [(each.title, each.summary) for each in lists.items] == [("A boat", "It floats."), ("Its oar", "")]
    assert lists.left == ["Nothing", "at all"]
    assert left_out("quay.md", lists.left)[0].what.startswith(
        "2 entries of lists lead nowhere and are left out, the first is 'Nothing'"
    )


def test_events_below_their_group():
    """Day and place of a line are those of all events below it; a mirror is a further link; a group may stand alone."""
    lists = listed(
        f"* 2026-06-01 | Lund, SE | [Rope Club]({A})\n    * [**Knots**]({B})\n    * [Mirror](https://m.example.org/)\n"
        f"    * [Splices](https://s.example.org/)\n* 2026-06-02 | Lund, SE | [Oar Club]({A})\n* [Undated]({B})\n",
        "event",
    )
    told = [(each.title, each.source, each.event.start if each.event else "", each.url) for each in lists.items]
    assert told == [
        ("Knots", "Rope Club", "2026-06-01", B),
        ("Splices", "Rope Club", "2026-06-01", "https://s.example.org/"),
        ("Oar Club", "", "2026-06-02", A),
        ("Undated", "", "", B),
    ]
    assert [link.title for link in lists.items[0].links] == ["Rope Club", "Mirror"]


def test_an_event_with_its_date_before_the_link():
    """The link is the title, what stands before it is the day, what follows is the summary."""
    (found,) = listed(f"* June 1: [Knots for all]({A}), bring a rope.", "event", online=True).items
    assert (found.title, found.summary, found.event.start, found.event.online) == (
        "Knots for all",
        "bring a rope",
        "2026-06-01",
        True,
    )


def test_an_event_with_a_bare_address():
    """Neither its day nor its address is part of the title."""
    (found,) = listed(f"* Mar 14-15: Quay days {A}", "event", near="2026-03-01").items
    assert (found.title, found.summary, found.event.end, found.url) == ("Quay days", "", "2026-03-15", A)


def test_dates_outside_of_lists_of_events():
    """A title that begins with a day is no event unless its heading says so."""
    assert listed(f"* [May 19: a review]({A})").items[0].title == "May 19: a review"


def test_a_hundred_links_are_enough():
    """An item with thousands of links keeps a hundred, so that nothing grows beyond all bounds."""
    text = f"* [A boat]({A}) " + " ".join(f"[{n}](https://{n}.example.org/)" for n in range(3000))
    assert len(item(text).links) < 101
