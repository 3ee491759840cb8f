"""The two documents that everything began with, item by item against lists that were written by reading them.

Only facts stand here: titles, names, dates. The documents themselves lie outside the repository.
"""

import pathlib

import pytest

from backissue import importers
from backissue.importers import Source
from backissue.text.html import plain_text

CORPUS = pathlib.Path(__file__).parents[4] / "shared" / "corpus"
pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="the folder ../shared/corpus with the real documents is not here")

# title, source, kind, shared by
LEAD = [
    ("Steering Council Announcement Regarding the JIT", "PYTHON.ORG", "article", ""),
    ("Python in a Sandbox With MicroPython and WASM", "SIMON WILLISON", "article", ""),
    ("Wallaby for Python runs Tests as you Type and Streams Results Next to Code, Plus AI Context", "WALLABY", "sponsor", ""),
    ("Accessing Multiple AI Models With the OpenRouter API", "REAL PYTHON", "course", ""),
]
ARTICLES = [
    ("Skip Jupyter's Hidden State: Reactive Notebooks With Marimo", "CODECUT.AI", "article", "Khuyen Tran"),
    ("EuroPython 2026: Celebrating 25 Years", "REAL PYTHON", "podcast", ""),
    ("SQLPyHelper: Unified DataBase API", "DEV.TO", "article", "Adebayo Olaonipekun"),
    ("Stroll Down Startup Lane", "TALK PYTHON", "podcast", ""),
    ("Pyodide 314.0 Release", "PYODIDE.ORG", "article", ""),
    ("The Smallest Brain You Can Build", "DEVARSH RANPARA", "article", ""),
    ("Are You Expected to Run 5 Type-Checkers Now?", "MARCO GORELLI", "article", ""),
    ("How to Tell if Your Python Mock Is Actually Working", "BOB BELDERBOS", "article", ""),
    ("Cursor vs Windsurf: Which AI Code Editor Is Best for Python?", "REAL PYTHON", "article", ""),
    ("Tricky Python Quiz", "ADARSHD.DEV", "article", "Adarsh Divakaran"),
    ("Free Threading Internals: Deferred Reference Counting", "VICTOR STINNER", "article", ""),
]
PROJECTS = [
    ("uuid-utils: Rust-Based Replacement for Python's UUID", "GITHUB.COM/AMINALAEE", "project", "Amin"),
    ("django-deploy-probes: Django Health & Startup Endpoints", "GITHUB.COM/EMFPDLZJ", "project", "minjeong bak"),
    ("NumCircBuf: High-Performance Numerical Circular Buffers", "GITHUB.COM/BASIMALI-AI", "project", "Syed Basim Ali"),
]
# title, source, first day, last day, online
EVENTS = [
    ("Weekly Real Python Office Hours Q&A (Virtual)", "REALPYTHON.COM", "2026-06-17", "2026-06-17", True),
    ("PyData Bristol Meetup", "MEETUP.COM", "2026-06-18", "2026-06-18", False),
    ("PyLadies Dublin", "PYLADIES.COM", "2026-06-18", "2026-06-18", False),
    ("Python for (Almost) Everything", "MEETUP.COM", "2026-06-18", "2026-06-19", False),
    ("PyCon Singapore 2026", "PYCON.SG", "2026-06-19", "2026-06-22", False),
]
# planet, day, time, channel, title, how the text begins, then how many pre, table, ul and li it has
POSTS = [
    ("planet-python", "2026-06-16", "18:38", "Ari Lamstein",
     "Upcoming O’Reilly Workshop: Building Data Apps with Streamlit and Copilot (July 2026)",
     "On July 9 (9am-1pm", (0, 0, 3, 10)),
    ("planet-python", "2026-06-16", "16:00", "Mariatta",
     "Waitlisted for the Core Devs Sprint: When the Bad News was Also the Good News",
     "Last week, I learned", (0, 0, 0, 0)),
    ("django-community", "2026-06-16", "11:00", "", "Cheating as a programming discipline",
     "Great programmers cheat. A", (0, 0, 0, 0)),
    ("django-community", "2026-06-15", "15:28", "", "LLM Inspired Development",
     "How Claude inadvertently suggested", (0, 0, 0, 0)),
    ("django-community", "2026-06-14", "17:00", "", "Understanding Memory Usage in Django Webserver Workers",
     "If you are coming", (8, 1, 2, 8)),
    ("planet-twisted", "2026-06-09", "00:00", "Hynek Schlawack", "How to Ditch Codecov for Python Projects",
     "Codecov's unreliability breaking CI", (0, 0, 0, 0)),
    ("planet-twisted", "2026-05-22", "00:33", "Glyph Lefkowitz", "Opaque Types in Python",
     "Let's say you're writing", (3, 0, 3, 7)),
    ("planet-twisted", "2026-04-04", "13:31", "Donovan Preston", "Using osascript with terminal agents on macOS",
     "Here is a useful", (0, 0, 0, 0)),
]  # fmt: skip
# how each summary of Python Weekly 727 begins, by section
WEEKLY = {
    "Articles, Tutorials and Talks": [
        "Arjan addresses mistakes", "uv's speed comes", "The author argues that", "CPython 3.14+ introduced",
        "WebAssembly emerges as", "The author explains that filtering", "Patrick Müller explores", "The author details the",
        "The author explains that physical", "The author explains that Python's", "Your software’s speed",
        "The author challenges the",
    ],
    "Interesting Projects, Tools, and Libraries": [
        "A multimodal sleep", "An Open-Source Library", "A curated catalogue", "High-performance zero-copy",
        "randomized-svd is a",
        "Set algebra for", "PennyLane is a", "Context management for", "CLI tool for", "A series of",
        "The Context Graph", "SAM-Audio is a",
    ],
    "Upcoming Events and Webinars": [
        "Join PyCon DE", "There will be a talk, Vacation", "There will be a talk, FastAPI", "There will be a talk, MadSuite",
    ],
}  # fmt: skip


def read(name):
    return importers.read(Source(name, (CORPUS / "seeds" / name).read_bytes()))


@pytest.fixture(scope="module")
def planet():
    return read("planet-2026-06-16.txt")


@pytest.fixture(scope="module")
def pycoders(planet):
    (issue,) = [issue for issue in planet.issues if issue.publication == "pycoders"]
    return issue


@pytest.fixture(scope="module")
def weekly():
    imported = read("python-weekly-727.txt")
    assert imported.doubts == ()
    (issue,) = imported.issues
    return issue


def test_publications_of_the_planet_page(planet):
    """Three planets are found, and the newsletter among their posts."""
    assert [(each.id, each.title, each.kind) for each in planet.publications] == [
        ("planet-python", "Planet Python", "planet"),
        ("django-community", "Django community aggregator: Community blog posts", "planet"),
        ("planet-twisted", "Planet Twisted", "planet"),
        ("pycoders", "PyCoder’s Weekly", "newsletter"),
    ]


def test_pycoders_739_is_an_issue_of_its_own(pycoders):
    """The issue has its number, title, date, address, and its sections; what stands above the first heading has none."""
    assert (pycoders.number, pycoders.title, pycoders.date) == (
        "739",
        "JIT Delayed, Sandboxes, OpenRouter, and More",
        "2026-06-16",
    )
    assert pycoders.url == "https://pycoders.com/issues/739"
    assert [section.title for section in pycoders.sections] == ["", "Articles & Tutorials", "Projects & Code", "Events"]


@pytest.mark.parametrize(("place", "expected"), [(0, LEAD), (1, ARTICLES), (2, PROJECTS)])
def test_items_of_pycoders_739(pycoders, place, expected):
    """Each item has its title, source, kind and who shared it; only the sponsor's is sponsored."""
    items = pycoders.sections[place].items
    assert [(item.title, item.source, item.kind, item.shared_by) for item in items] == expected
    assert [item.title for item in items if item.sponsored] == [row[0] for row in expected if row[2] == "sponsor"]
    assert not any(item.event or item.title_made or item.tags for item in items)
    assert all(bool(item.summary) == (place < 2) for item in items)


def test_events_of_pycoders_739(pycoders):
    """Each event has its days, is online where it says so, and no place where none is stated."""
    items = pycoders.sections[3].items
    assert [(item.title, item.source, item.event.start, item.event.end, item.event.online) for item in items] == EVENTS
    assert {item.kind for item in items} == {"event"}
    assert not any(item.event.place or item.summary or item.shared_by for item in items)


def test_pycoders_stays_in_its_days_river(planet, pycoders):
    """The newsletter's post is one item of its day, with its time, and opens the issue."""
    (day,) = [issue for issue in planet.issues if (issue.publication, issue.date) == ("planet-python", "2026-06-16")]
    first = next(day.items())
    assert first.title == "Issue #739: JIT Delayed, Sandboxes, OpenRouter, and More (2026-06-16)"
    assert (first.source, first.date, first.url) == ("PyCoder’s Weekly", "2026-06-16T19:30:00Z", pycoders.url)


def test_posts_of_the_planets(planet):
    """Every post is there on its day, with its channel as source and author, and its exact time in UTC."""
    found = [
        (issue.publication, issue.date, item.date, item.source, item.authors, item.title)
        for issue in planet.issues
        for item in issue.items()
        if issue.publication != "pycoders" and item.content
    ]
    assert found == [
        (name, day, f"{day}T{time}:00Z", channel, (channel,) if channel else (), title)
        for name, day, time, channel, title, *_ in POSTS
    ]


@pytest.mark.parametrize("post", POSTS, ids=lambda post: post[4])
def test_texts_of_the_posts(planet, post):
    """A post's text is whole and readable: it begins as it begins, and has its code, tables and lists."""
    (item,) = [item for issue in planet.issues for item in issue.items() if item.title == post[4]]
    assert plain_text(item.content).startswith(post[5]) and item.summary.startswith(post[5])
    assert tuple(item.content.count(f"<{tag}>") for tag in ("pre", "table", "ul", "li")) == post[6]


def test_code_and_tables_of_a_post(planet):
    """Code stands line by line without made-up indentation; a table's broken rows are whole again."""
    (item,) = [item for issue in planet.issues for item in issue.items() if item.title.startswith("Understanding Memory")]
    assert "TIMESTAMPS = []\ndef show_timestamps(request):\nTIMESTAMPS.append(now())\n" in item.content
    assert "<tr><th>Location</th><th>Lifetime</th><th>Safe for user data?</th></tr>" in item.content
    assert item.content.count("<tr>") == 8 and item.content.count("<td>") == 21
    assert "<td>threading.local()</td><td>Single thread</td>" in item.content


def test_what_is_lost_is_said(planet):
    """The only doubts are about listings of which the text has nothing but line numbers."""
    assert [(doubt.where.rpartition(": ")[2], doubt.what) for doubt in planet.doubts] == [
        ("Opaque Types in Python", "listings that are lost but for their line numbers: 3")
    ]


def test_python_weekly_727(weekly):
    """The issue has its number and date, the sponsor above the first heading, its sections, the other newsletters."""
    assert (weekly.publication, weekly.number, weekly.date) == ("python-weekly", "727", "2026-01-08")
    assert [section.title for section in weekly.sections] == ["", *WEEKLY, "Our Other Newsletters"]
    assert [len(section.items) for section in weekly.sections] == [1, 12, 12, 4, 2]


def test_the_sponsor_of_python_weekly_727(weekly):
    """The sponsor's block is one item, marked, under its own heading."""
    (sponsor,) = weekly.sections[0].items
    assert sponsor.title == "Become the go-to AI expert in 30 days" and not sponsor.title_made
    assert sponsor.sponsored and sponsor.kind == "sponsor"
    assert sponsor.summary.startswith("AI keeps coming up") and sponsor.summary.endswith("3 minutes a day")
    assert not any(item.sponsored for section in weekly.sections[1:] for item in section.items)


@pytest.mark.parametrize("title", WEEKLY)
def test_items_of_python_weekly_727(weekly, title):
    """Each summary is an item; its lost title is made from the first sentence, at most ninety characters, and marked."""
    (section,) = [section for section in weekly.sections if section.title == title]
    for item, beginning in zip(section.items, WEEKLY[title], strict=True):
        assert item.summary.startswith(beginning) and item.title.startswith(beginning)
        assert item.title_made and len(item.title) <= 90
        assert item.title.endswith("…") or item.summary.startswith(item.title)


def test_other_newsletters_of_python_weekly_727(weekly):
    """The other newsletters stand by their names, which are no made titles."""
    assert [(item.title, item.title_made, item.summary[:6]) for item in weekly.sections[-1].items] == [
        ("Programmer Weekly", False, "A free"),
        ("Founder Weekly", False, "A free"),
    ]
