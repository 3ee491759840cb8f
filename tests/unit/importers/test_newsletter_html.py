"""Pages of newsletters that nobody described: what is an item, what stands around it, and which pages are none."""

import time

import pytest

from backissue import importers
from backissue.errors import SourceError
from backissue.importers import Source, Surroundings, newsletter_html

NAVIGATION = "<nav>" + "".join(f"<a href='https://site{n}.example/'>Site {n}</a> " for n in range(9)) + "</nav>"
ITEM = "<p><b><a href='https://boat.example/{n}'>Boat number {n}</a></b></p><p>It floats, says {n}.</p>"
ITEMS = "".join(ITEM.format(n=n) for n in range(4))


def page(body, head="<title>Harbour Weekly #12</title>"):
    return Source("page.html", f"<html><head>{head}</head><body>{body}</body></html>".encode())


def issue(source):
    return newsletter_html.read(source).issues[0]


def shape(source):
    return [(section.title, [item.title for item in section.items]) for section in issue(source).sections]


def doubts(source):
    return [doubt.what for doubt in newsletter_html.read(source).doubts]


def test_links_around_the_content_are_no_items():
    """Menus, sidebars, footers and share buttons never become items."""
    around = "<footer><a href='https://maker.example/'>Made by a maker of pages</a></footer>"
    around += "<aside><a href='https://ad.example/x'>An ad</a></aside>"
    share = "<p><a href='https://twitter.com/intent/tweet?url=x'>Tell the others about it</a></p>"
    found = shape(page(NAVIGATION + ITEMS + share + around))
    assert found == [("", [f"Boat number {n}" for n in range(4)])]


@pytest.mark.parametrize(
    "text",
    [
        "View this email in your browser", "Unsubscribe from this list", "Manage your email preferences", "Forward to a friend",
        "Newsletter im Browser ansehen", "Vom Newsletter abmelden", "Voir cet e-mail dans votre navigateur", "Se désinscrire",
        "Ver este correo en el navegador", "Darse de baja", "Visualizza nel browser", "在浏览器中查看", "取消订阅",
        "ブラウザで表示", "配信停止はこちら", "수신거부",
    ],
)  # fmt: skip
def test_lines_about_the_mail_itself(text):
    """A link that views, subscribes or leaves is no item, in whatever language it says so."""
    line = f"<p><a href='https://mail.example/x'>{text}</a></p>"
    assert shape(page(line + ITEMS + line)) == [("", [f"Boat number {n}" for n in range(4)])]


def test_a_footer_that_no_element_marks():
    """From the copyright line on, nothing is an item, though the links there look like items."""
    foot = "<p>© 2024 Harbour Weekly</p><p><a href='https://house.example/about-us'>The house that prints it</a></p>"
    assert shape(page(ITEMS + foot)) == [("", [f"Boat number {n}" for n in range(4)])]


@pytest.mark.parametrize(
    "heading",
    [
        "<h3>{}</h3>", "<p><strong style='font-size:22px'>{}</strong></p>", "<p><b>{}</b></p>",
        "<div style='color:#c00;font-weight:700'>{}</div>",
        "<table><tr><td bgcolor='#003366'><span style='font-size:18px;color:#fff'>{}</span></td></tr></table>",
    ],
)  # fmt: skip
def test_sections_by_level_or_style(heading):
    """A heading is found by its element, or by its size, weight, colour or ground where there is no element for it."""
    items = "<p><a href='https://boat.example/{n}'>Boat {n}</a><br>It floats for {n} days.</p>"
    body = "".join(heading.format(name) + items.format(n=name) + items.format(n=name + "x") for name in ("Sails", "Oars"))
    assert shape(page(body)) == [("Sails", ["Boat Sails", "Boat Sailsx"]), ("Oars", ["Boat Oars", "Boat Oarsx"])]


def test_a_story_whose_link_says_read_more():
    """A heading without a link takes the link of the button below its text."""
    story = "<h2>The {n} lamp</h2><p>It burns all night.</p><p><a href='https://lamp.example/{n}'>Read more</a></p>"
    found = issue(page("".join(story.format(n=n) for n in ("red", "green", "white"))))
    assert [(item.title, item.url, item.summary) for item in found.items()] == [
        (f"The {n} lamp", f"https://lamp.example/{n}", "It burns all night.") for n in ("red", "green", "white")
    ]


def test_paragraphs_that_end_in_more():
    """A paragraph whose only link says "more" is an item, with a title made from its words."""
    told = "<p>{n} is cheap this week at the yard. (<a href='https://yard.example/{n}'>more</a>)</p>"
    found = issue(page("<h2>Deals</h2>" + told.format(n="Tar") + told.format(n="Rope")))
    assert [(item.title, item.title_made, item.url) for item in found.items()] == [
        (f"{n} is cheap this week at the yard", True, f"https://yard.example/{n}") for n in ("Tar", "Rope")
    ]


def test_title_and_summary_in_different_cells():
    """What lies in the cells of one row belongs together."""
    row = "<tr><td><a href='https://boat.example/{n}'>Boat {n}</a></td><td>Text of {n}.</td></tr>"
    found = issue(page("<table>" + "".join(row.format(n=n) for n in "abc") + "</table>"))
    assert [(item.title, item.summary) for item in found.items()] == [(f"Boat {n}", f"Text of {n}.") for n in "abc"]


def test_several_links_in_one_paragraph():
    """The link that a paragraph begins with is the item; the others in it are kept as further links."""
    text = (
        "<p><a href='https://boat.example/{n}'>Boat {n}</a> is here, and <a href='https://log.example/{n}'>its log</a> too.</p>"
    )
    found = issue(page("".join(text.format(n=n) for n in "abc")))
    assert [item.title for item in found.items()] == ["Boat a", "Boat b", "Boat c"]
    assert [link.url for item in found.items() for link in item.links] == [f"https://log.example/{n}" for n in "abc"]


def test_authors_sources_and_marks():
    """Who wrote it, where it is from and what it is are facts, and no part of the title or the summary."""
    body = (
        "<ul><li><a href='https://a.example/1'>Oars</a> by Ann Lee</li>"
        "<li><a href='https://b.example/2'>Sails</a> (b.example)</li>"
        "<li><a href='https://c.example/3'>[video] Masts</a></li></ul>"
    )
    oars, sails, masts = issue(page(body)).items()
    assert (oars.authors, sails.source, masts.title, masts.kind) == (("Ann Lee",), "b.example", "Masts", "video")
    assert not oars.summary and not sails.summary


def test_who_signs_a_summary_wrote_it():
    """A name behind the last sentence is the author's; "by" within a sentence is a word like any."""
    body = "".join(
        f"<p><b><a href='https://boat.example/{n}'>Boat number {n}</a></b><br>{text}</p>"
        for n, text in enumerate(("It floats. <i>by Ada Quay</i>", "It was passed by Ada Quay", "It is moved by wind."))
    )
    found = [(item.summary, item.authors) for item in issue(page(body)).items()]
    assert found == [("It floats.", ("Ada Quay",)), ("It was passed by Ada Quay", ()), ("It is moved by wind.", ())]


def test_facts_from_around_the_page():
    """What the page does not say of itself is taken from the mail or the feed that it came in."""
    around = Surroundings(newsletter="Quay Notes", number="7", date="2024-05-06", url="https://quay.example/7")
    found = newsletter_html.read(Source("mail", f"<div>{ITEMS}</div>".encode(), around))
    assert (found.publications[0].title, found.issues[0].number, found.issues[0].date) == ("Quay Notes", "7", "2024-05-06")
    assert found.issues[0].url == "https://quay.example/7"


INDEX = "".join(f"<h2><a href='https://own.example/post/{n}'>What we did in week {n}</a></h2><p>Much.</p>" for n in range(9))
ARTICLE = "".join(
    f"<p>{'It rained and we talked. ' * 30}See <a href='https://x{n}.example/a'>what they wrote</a> of it.</p>" for n in range(5)
)
MANUAL = "".join(f"<li><a href='https://own.example/api/f{n}'>function {n}</a> does it</li>" for n in range(20))


@pytest.mark.parametrize(("body", "reason"), [(INDEX, "own site"), (ARTICLE, "within its sentences"), (MANUAL, "own site")])
def test_pages_that_are_no_newsletter(body, reason):
    """An index, an article or a manual is not taken for a newsletter; read as one by hand, it has a doubt that says why."""
    source = page(body, "<title>Things</title><link rel='canonical' href='https://own.example/things'>")
    assert not newsletter_html.detect(source)
    assert any(said.startswith("may be no newsletter: ") and reason in said for said in doubts(source))


def test_a_page_of_few_links():
    """A page that hardly leads anywhere is not taken for a newsletter."""
    assert not newsletter_html.detect(page("<p>Hello <a href='https://one.example/x'>dear harbour</a></p>"))


def test_a_page_without_any_item():
    """A page that leads nowhere is refused with what was expected."""
    with pytest.raises(SourceError, match=r"page\.html: holds no item; expected a page with links that have words of their own"):
        newsletter_html.read(page("<p>Nothing here.</p>"))


def test_text_that_belongs_to_no_item_is_reported():
    """Lines that are left out are counted in a doubt, with the first of them."""
    body = ITEMS + "<h2>Rules of the harbour</h2><p>No running on the pier.</p>"
    assert any("No running on the pier." in said for said in doubts(page(body)))


def test_what_is_hidden_is_not_read():
    """The preview text of a mail, which nobody sees, is neither intro nor item."""
    hidden = "<div style='display:none;max-height:0'>Sneak peek <a href='https://peek.example/1'>of a peek</a></div>"
    assert issue(page(hidden + ITEMS)).intro == ""
    assert len(list(issue(page(hidden + ITEMS)).items())) == 4


def test_a_page_that_is_far_too_long(monkeypatch):
    """A page that is far too long is read up to a bound, in proportion to it, and a doubt says so."""
    monkeypatch.setattr(newsletter_html, "_PAGE_LENGTH", 100_000)
    monkeypatch.setattr(newsletter_html, "_LOOKED_AT", 50_000)
    source = page(ITEMS + "<p>word</p>" * 200_000)
    started = time.process_time()
    assert newsletter_html.detect(source)
    assert any(said.startswith("only its first 100,000 of ") for said in doubts(source))
    assert time.process_time() - started < 10


@pytest.mark.parametrize("piece", ["<div>", "<ul><li>", "<table><tr><td>", "<b><i>", "<blockquote><p>x", "<h2>a"])
def test_deep_nesting(piece):
    """A page nested five thousand deep is read in seconds, with its items."""
    started = time.process_time()
    assert "Boat number 0" in [item.title for item in issue(page(ITEMS + piece * 5_000)).items()]
    assert time.process_time() - started < 10


@pytest.mark.parametrize("link", ["<a href='https://x.example/{n}'>here</a> ", "<a href='https://x.example/{n}'>Boat {n}</a> "])
def test_a_line_of_very_many_links(link):
    """A line of ten thousand links, empty or not, is passed in seconds."""
    started = time.process_time()
    issue(page(ITEMS + "<ul><li>" + "".join(link.format(n=n) for n in range(10_000)) + "</ul>"))
    assert time.process_time() - started < 10


def test_a_title_of_a_hundred_thousand_words():
    """A title that is far too long names no publication of that length."""
    found = newsletter_html.read(page(ITEMS, f"<title>{'word | ' * 100_000}</title>"))
    assert len(found.publications[0].id) <= 300


def test_the_general_importers_come_last():
    """A page of a newsletter that is known goes to its own importer, though a general one would take it too."""
    assert list(importers.FORMATS)[-len(importers._GENERAL) :] == [importer.NAME for importer in importers._GENERAL]


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
