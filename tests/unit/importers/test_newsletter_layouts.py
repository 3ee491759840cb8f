"""Pages of newsletters that nobody described, in layouts that were not read right at first."""

from backissue.importers import newsletter_html
from tests.unit.importers.pages import ITEMS, issue, page, shape


def test_a_title_with_its_author_or_a_few_words_beside_it():
    """A bold title with a name or a short text behind it opens an item as the bold titles do that stand alone."""
    text = "<h2>Reading</h2><p><b><a href='https://a.example/1'>Keels of oak</a></b> by <i>Ann Lee</i></p><p>A survey.</p>"
    text += "<p><b><a href='https://a.example/2'>Masts of ash</a></b></p><p>Another one.</p>"
    text += "<h2>Tools</h2><p><b><a href='https://a.example/3'>Adze 2.0: for all planks</a></b> — Undo it.</p><p>Mo Ray</p>"
    text += "<p><b><a href='https://a.example/4'>Caulker</a></b></p><p>Tar Works</p>"
    assert shape(page(text)) == [
        ("Reading", ["Keels of oak", "Masts of ash"]),
        ("Tools", ["Adze 2.0: for all planks", "Caulker"]),
    ]
    assert issue(page(text)).sections[0].items[0].authors == ("Ann Lee",)


def test_stories_in_a_row_above_the_first_list():
    """Texts with links under headings that are set alike are items, though a linked title comes only below them."""
    text = "<h2>1. Loaves</h2><p>Ira shows <a href='https://a.example/1'>how to bake one</a>, at length and with care.</p>"
    text += "<h2>2. Rolls</h2><p>In her post, <a href='https://a.example/2'>a baker</a> explains what rolls need to rise.</p>"
    text += "<h2>From our sponsor</h2><h3><a href='https://a.example/3'>Ovens that think</a></h3><p>You will love them.</p>"
    found = issue(page(text))
    assert [item.url[-1] for section in found.sections for item in section.items] == ["1", "2", "3"]


def test_a_linked_heading_below_a_part_on_its_own_level():
    """A story whose heading is a link, like those above a sponsored part, is no longer of that part."""
    story = "<h2><a href='https://a.example/{n}'>Story number {n}</a></h2><p>It happened, says {n}.</p>"
    paid = "<h2>Sponsored by Quicksand</h2><p><b><a href='https://sand.example/'>Quicksand</a></b> scales down.</p>"
    found = issue(page(story.format(n=1) + paid + story.format(n=2)))
    assert [(section.title, [item.sponsored for item in section.items]) for section in found.sections] == [
        ("", [False]),
        ("Sponsored by Quicksand", [True]),
        ("", [False]),
    ]


def test_asking_how_the_issue_was_is_no_item():
    """A row of links to vote with is left out, and so is the question above it."""
    vote = "<p>How did you like this issue of Harbour?</p><p><a href='https://vote.example/1'>1 star</a></p>"
    assert shape(page(ITEMS + vote)) == [("", [f"Boat number {n}" for n in range(4)])]
    assert "How did" not in issue(page(ITEMS + vote)).sections[0].items[-1].summary


def test_the_name_above_the_heading_of_the_page():
    """A link to the newsletter's own page, with its name as words, is no item where only the heading says the name."""
    top = "<div><a href='https://arrow.example'>Arrow</a></div><h1>Arrow Issue #431</h1>"
    assert shape(page(top + ITEMS, "<title>Issue #431</title>")) == [("", [f"Boat number {n}" for n in range(4)])]


def test_a_name_with_a_bare_number_behind_it():
    """A newsletter that writes its number right behind its name, without a word or a sign, is one newsletter all the same."""
    found = newsletter_html.read(page("<p>Welcome to #312.</p>" + ITEMS, "<title>Nibbles 312 - A quiet week</title>"))
    assert (found.publications[0].title, found.issues[0].number) == ("Nibbles", "312")


def test_the_place_of_an_event_without_the_words_around_it():
    """Where an event takes place is told without "in" and the full stop of the sentence."""
    text = "<h2>Events</h2>"
    text += "".join(
        f"<p><b><a href='https://quay.example/{n}'>Quay {n}</a></b></p><p>April 23, in Dublin, Ireland.</p>" for n in "abc"
    )
    items = issue(page("<p>March 7, 2025</p>" + text)).sections[0].items
    assert [item.event.place for item in items] == ["Dublin, Ireland"] * 3


def test_the_name_of_a_network_as_a_heading():
    """A section of what was found on GitHub or Reddit is a section, though a footer may link to accounts there."""
    items = "".join(f"<p><b><a href='https://git.example/{n}'>Boat {n}</a></b></p><p>It floats.</p>" for n in "ab")
    assert shape(page(f"<h2>Harbours</h2>{ITEMS}<h2>GitHub</h2>{items}<h2>Reddit</h2>{items.replace('git', 'red')}"))[1:] == [
        ("GitHub", ["Boat a", "Boat b"]),
        ("Reddit", ["Boat a", "Boat b"]),
    ]


def test_number_and_date_beside_a_button():
    """A line that tells number and date counts, though it ends in a link to the same mail in the browser."""
    top = "<div>Issue #64 · 8 May 2025 · <a href='https://loom.example/64'>View online</a></div>"
    found = issue(page(top + ITEMS, "<title>Loom Weekly</title>"))
    assert (found.number, found.date, found.intro) == ("64", "2025-05-08", "")


def test_an_entry_with_its_links_in_brackets():
    """Where only the words PDF and code are links, the words before them are the title, and those behind the summary."""
    text = "<h3>Papers</h3><ul>"
    for n in "abc":
        text += f"<li><b>Paper {n}</b> (<a href='https://p.example/{n}.pdf'>PDF</a>, <a href='https://c.example/{n}'>code</a>)"
        text += f" — On boat {n}.</li>"
    items = issue(page(text + "</ul>")).sections[0].items
    assert [(item.title, item.summary, item.url) for item in items][:1] == [("Paper a", "On boat a.", "https://p.example/a.pdf")]
    assert items[0].links[0].url == "https://c.example/a"
