"""Pages of newsletters that nobody described: what is an item, what stands around it, and which pages are none."""

import time

import pytest

from backissue import importers
from backissue.errors import SourceError
from backissue.importers import Source, Surroundings, newsletter_html
from tests.unit.importers.pages import ITEMS, NAVIGATION, doubts, issue, page, shape


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
    monkeypatch.setattr(newsletter_html, "_PAGE_LENGTH", 30_000)
    monkeypatch.setattr(newsletter_html, "_LOOKED_AT", 15_000)
    source = page(ITEMS + "<p>word</p>" * 50_000)
    started = time.process_time()
    assert newsletter_html.detect(source)
    assert any(said.startswith("only its first 30,000 of ") for said in doubts(source))
    assert time.process_time() - started < 3


@pytest.mark.parametrize("piece", ["<div>", "<ul><li>", "<table><tr><td>", "<b><i>", "<blockquote><p>x", "<h2>a"])
def test_deep_nesting(piece):
    """A page nested five thousand deep is read in seconds, with its items."""
    started = time.process_time()
    assert "Boat number 0" in [item.title for item in issue(page(ITEMS + piece * 5_000)).items()]
    assert time.process_time() - started < 10


@pytest.mark.parametrize("link", ["<a href='https://x.example/{n}'>here</a> ", "<a href='https://x.example/{n}'>Boat {n}</a> "])
def test_a_line_of_very_many_links(link):
    """A line of four thousand links, empty or not, is passed in seconds."""
    started = time.process_time()
    issue(page(ITEMS + "<ul><li>" + "".join(link.format(n=n) for n in range(4_000)) + "</ul>"))
    assert time.process_time() - started < 2


def test_a_title_of_a_hundred_thousand_words():
    """A title that is far too long names no publication of that length."""
    found = newsletter_html.read(page(ITEMS, f"<title>{'word | ' * 100_000}</title>"))
    assert len(found.publications[0].id) <= 300


def test_the_general_importers_come_last():
    """A page of a newsletter that is known goes to its own importer, though a general one would take it too."""
    assert list(importers.FORMATS)[-len(importers._GENERAL) :] == [importer.NAME for importer in importers._GENERAL]
