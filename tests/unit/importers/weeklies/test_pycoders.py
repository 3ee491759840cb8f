"""PyCoder's Weekly: its grammar of titles, summaries, sources and events, in the ways that issues differ."""

import pytest

from backissue import importers
from backissue.importers import Source
from backissue.importers.known import is_pycoders
from backissue.importers.weeklies.pycoders import issue_number, lines_of_text, read_issue

HEAD = "#41 – SEPTEMBER 2, 2025\nView in Browser »\n"
FOOT = "\nHappy Pythoning!\nThis was PyCoder’s Weekly Issue #41.\n"


def issue(body, head=HEAD):
    found, doubts = read_issue(lines_of_text((head + body + FOOT).split("\n")), "x.txt", "Issue #41: Knots (2025-09-02)")
    assert found is not None
    return found, doubts


def only(body):
    (item,) = issue(body)[0].items()
    return item


@pytest.mark.parametrize(
    ("line", "source", "kind", "shared_by", "tags"),
    [
        ("QUAY.DEV", "QUAY.DEV", "article", "", ()),
        ("REAL PYTHON course", "REAL PYTHON", "course", "", ()),
        ("TALK PYTHON podcast", "TALK PYTHON", "podcast", "", ()),
        ("YOUTUBE.COM video", "YOUTUBE.COM", "video", "", ()),
        ("ROPE & SONS sponsor", "ROPE & SONS", "sponsor", "", ()),
        ("A. LEE opinion", "A. LEE", "article", "", ("opinion",)),
        ("QUAY.DEV • Shared by Bo af Holm", "QUAY.DEV", "article", "Bo af Holm", ()),
        ("GITHUB.COM/ØYVIND-42 · shared by 李", "GITHUB.COM/ØYVIND-42", "article", "李", ()),
        ("QUAY.DEV video • Shared by Bo", "QUAY.DEV", "video", "Bo", ()),
        ("• Shared by Bo", "", "article", "Bo", ()),
        ("HOLM, LIND, & ÅBERG", "HOLM, LIND, & ÅBERG", "article", "", ()),
        ("PAMELA McA'NULTY", "PAMELA McA'NULTY", "article", "", ()),
        ("quay.example.org/boats", "quay.example.org/boats", "article", "", ()),
    ],
)
def test_source_lines(line, source, kind, shared_by, tags):
    """The line below an item says where it is from, what it is, and who sent it."""
    item = only(f"A Lantern\nIt learns.\n{line}")
    assert (item.title, item.summary) == ("A Lantern", "It learns.")
    assert (item.source, item.kind, item.shared_by, item.tags) == (source, kind, shared_by, tags)
    assert item.sponsored == (kind == "sponsor")


@pytest.mark.parametrize(
    "title", ["PEP 750", "NUMPY 2.0", "#1 Rule of Mooring", "Issue #7 of the Quay", "Tricky Harbour Quiz", "Why?"]
)
def test_titles_that_look_like_something_else(title):
    """What stands first is a title, though it is in capitals, numbered, or short."""
    items = list(issue(f"First\nOf all.\nQUAY.DEV\n{title}\nA summary.\nQUAY.DEV")[0].items())
    assert [item.title for item in items] == ["First", title]


@pytest.mark.parametrize(
    "heading", ["Articles & Tutorials", "Projects & Code", "Python Jobs", "Discussions", "Upcoming Events", "News"]
)
def test_headings(heading):
    """A heading opens a section, also one that this issue has and another has not."""
    found, _ = issue(f"First\nOf all.\nQUAY.DEV\n{heading}\nSecond\nQUAY.DEV\nThird\nQUAY.DEV")
    assert [(section.title, len(section.items)) for section in found.sections] == [("", 1), (heading, 2)]


@pytest.mark.parametrize(
    ("lines", "event"),
    [
        ("Meetup\nSeptember 3, 2025\nMEETUP.COM", ("2025-09-03", "2025-09-03", "", False)),
        ("Meetup (Virtual)\nSeptember 3, 2025\nMEETUP.COM", ("2025-09-03", "2025-09-03", "", True)),
        ("Meetup\nSept 3 – Sept 5, 2025\nLund, Sweden\nMEETUP.COM", ("2025-09-03", "2025-09-05", "Lund, Sweden", False)),
        ("Meetup\nSeptember 3, 2025 in Lund\nMEETUP.COM", ("2025-09-03", "2025-09-03", "Lund", False)),
        ("Meetup\nSeptember 3–4, 2025\nOnline\nMEETUP.COM", ("2025-09-03", "2025-09-04", "", True)),
        ("Meetup\nSeptember 20\nMEETUP.COM", ("2025-09-20", "2025-09-20", "", False)),
    ],
)
def test_events(lines, event):
    """An event has its days, its place where one is stated, and is online where it says so; the last line is its source."""
    item = only(f"Events\n{lines}")
    assert (item.event.start, item.event.end, item.event.place, item.event.online) == event
    assert (item.kind, item.source, item.summary) == ("event", "MEETUP.COM", "")


def test_an_event_without_a_date():
    """It is kept, and the doubt names it."""
    found, doubts = issue("Events\nMeetup\nSoon.\nMEETUP.COM")
    assert next(found.items()).event is None and "the event 'Meetup' has no date" in doubts[0].what


@pytest.mark.parametrize(
    "head", ["#41 - SEPTEMBER 2, 2025\n", "#41 — Sept. 2, 2025\n", "Issue #41\nSeptember 2, 2025\n", "Issue #41\n"]
)
def test_headers(head):
    """Number and date are found in every header; where it has no date, the title's is taken."""
    found, _ = issue("First\nOf all.\nQUAY.DEV", head)
    assert (found.number, found.date, found.title, found.url) == ("41", "2025-09-02", "Knots", "https://pycoders.com/issues/41")
    assert [item.title for item in found.items()] == ["First"]


def test_what_is_no_issue():
    """Lines without a number or without an item are no issue."""
    assert read_issue(lines_of_text(["We are moving.", "Soon."]), "x")[0] is None
    assert read_issue(lines_of_text((HEAD + FOOT).split("\n")), "x")[0] is None
    assert issue_number("Ten years of boats") == ""


@pytest.mark.parametrize("name", ["PyCoder's Weekly", "PyCoder’s Weekly", "Pycoders Weekly"])
def test_names_of_the_newsletter(name):
    """The newsletter is known with either apostrophe and with none."""
    assert is_pycoders(name) and not is_pycoders(f"{name} (zh)") and not is_pycoders("Python Weekly")


def test_one_link_in_its_three_places():
    """A page's links stay as they are: their number decides, so the same item in a feed is the same item."""
    page = (
        "<html><h1>Issue #41</h1><p>September 2, 2025</p><a href='https://pycoders.com/issues/40'>Previous</a>"
        "<p><a href='https://pycoders.com/link/901/web'>A Lantern</a><br>It <a href='https://pycoders.com/link/9/web'>learns</a>.<br>"
        "<a href='https://pycoders.com/link/901/web'>QUAY.DEV</a></p>"
        "<p><a href='javascript:x'>Dead</a><br>Gone.<br>QUAY.DEV</p></html>"
    )
    imported = importers.read(Source("page.html", page.encode()))
    lantern, dead = imported.issues[0].items()
    assert (lantern.url, lantern.summary, lantern.source) == ("https://pycoders.com/link/901/web", "It learns.", "QUAY.DEV")
    assert [link.url for link in lantern.links] == ["https://pycoders.com/link/9/web"]
    assert (dead.title, dead.url) == ("Dead", "") and "the link of 'Dead' is dropped: 'javascript:x'" in imported.doubts[0].what
