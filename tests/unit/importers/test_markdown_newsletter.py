"""The general importer of Markdown newsletters: what it takes for one, and the layouts that it understands."""

import pytest

from backissue import importers
from backissue.errors import SourceError
from backissue.importers import Source, Surroundings, markdown_newsletter

LIST = "".join(f"- [Boat {n}](https://{n}.example.org/) floats\n" for n in range(1, 6))


def read(text, name="harbour-weekly/issue-7.md", **around):
    return markdown_newsletter.read(Source(name, text.encode(), Surroundings(**around)))


def sections(text):
    (issue,) = read(text).issues
    return [(section.title, [item.title for item in section.items]) for section in issue.sections]


def detected(name, text):
    return markdown_newsletter.detect(Source(name, text.encode()))


@pytest.mark.parametrize("name", ["issue-7.md", "2026-01-02-boats.md", "7.markdown", "weekly/2026/01/02.md"])
def test_an_issue_is_known_by_its_links_and_its_number_or_date(name):
    """Links with something said about them, in a file that is named as an issue, are a newsletter."""
    assert detected(name, "# Boats\n\n" + LIST)


@pytest.mark.parametrize(
    "name", ["README.md", "CHANGELOG.md", "LICENSE.md", "CONTRIBUTING.md", "README.zh-cn.md", "awesome-boats-2.md", "index.md"]
)
def test_the_papers_of_a_repository_are_no_newsletters(name):
    """What every repository has is passed over, whatever links and dates it holds."""
    assert not detected(name, "# Boats #7, January 8, 2026\n\n" + LIST)


@pytest.mark.parametrize(
    "text",
    [
        "# Boats\n\nDear harbour master, all is well.\n",
        "# Boats #7\n\n- one\n- two\n- three\n- four\n",
        "# Boats #7\n\n- [One](#one)\n- [Two](two.md)\n- [Three](../three.md)\n- [Four](#four)\n",
        "# 7\n\n## [1.2.0] - 2026-01-02\n\n- [a](https://a.example.org)\n\n## [1.1.0] - 2026-01-01\n\n- [b](https://b.example.org)\n"
        "\n## [1.0.0]\n\n- [c](https://c.example.org)\n",
        "---\ntitle: An essay\ndate: 2026-01-02\n---\n" + "A boat is more than its planks.\n\n" * 12 + LIST[:140],
        "<html><body><a href=https://a.example.org>7</a></body></html>",
        '{"title": "7", "url": "https://a.example.org"}',
    ],
    ids=["letter", "no links", "own pages", "changelog", "essay", "html", "json"],
)
def test_other_texts_are_no_newsletters(text):
    """Letters, lists, manuals, changelogs and essays are left to others."""
    assert not detected("2026-01-02-seven.md", text)


def test_a_list_of_links_of_no_issue_is_no_newsletter():
    """Without a number, a date or a newsletter's name from around, links are only links."""
    assert not detected("links.md", "# Links\n\n" + LIST)
    assert markdown_newsletter.detect(Source("links.md", LIST.encode(), Surroundings(newsletter="Harbour Weekly")))


def test_a_text_that_leads_nowhere():
    """Forced on a letter, it says what it missed."""
    with pytest.raises(SourceError, match=r"^letter\.txt: holds no item; expected links"):
        read("Dear harbour master, all is well.", "letter.txt")


def test_number_date_and_newsletter():
    """They come from the text, else from around, else from file and folder; what is missing is told."""
    imported = read("# The Quay #8, January 8, 2026\n\n" + LIST)
    (issue,) = imported.issues
    assert (imported.publications[0].title, issue.number, issue.date) == ("The Quay", "8", "2026-01-08")
    imported = read(LIST, newsletter="The Quay", number="9", date="2026-02-03", url="https://quay.example.org/9")
    (issue,) = imported.issues
    assert (imported.publications[0].id, issue.number, issue.date) == ("the-quay", "9", "2026-02-03")
    assert issue.url == "https://quay.example.org/9"
    assert read(LIST).publications[0].title == "Harbour Weekly"
    imported = read(LIST, "boats.md")
    assert imported.publications[0].id == "boats" and len(imported.doubts) == 2
    assert markdown_newsletter.read(Source("boats.md", LIST.encode()), "quay").issues[0].publication == "quay"


def test_headings_that_are_items():
    """Headings that are links are items with the text below them, in the section above; one over a list is a section."""
    text = (
        "## News\n\n### [A](https://a.example.org)\n\nabout a\n\n### [B](https://b.example.org)\n\n- about\n- b\n\n"
        "## [All tools](https://t.example.org)\n\n- [C](https://c.example.org)\n- [D](https://d.example.org)\n"
    )
    assert sections(text) == [("News", ["A", "B"]), ("All tools", ["C", "D"])]
    first, second = read(text).issues[0].sections[0].items
    assert (first.summary, second.summary) == ("about a", "about b")


def test_entries_that_are_explained_below():
    """Where most entries are followed by a paragraph, that is what is said about them; one after a long list is not."""
    text = "## News\n\n" + "".join(f"- [Boat {n}](https://{n}.example.org/)\n\nIt is number {n}.\n\n" for n in range(3))
    assert [item.summary for item in read(text).issues[0].sections[0].items] == [
        "It is number 0.",
        "It is number 1.",
        "It is number 2.",
    ]
    closing = read("## News\n\n" + LIST + "\nMail us a boat.\n").issues[0].sections[0].items[-1]
    assert closing.summary == "floats"


def test_titled_paragraphs():
    """A paragraph that begins with its link is an item, what follows belongs to it; a call to subscribe does not."""
    text = (
        "## News\n\n**[A](https://a.example.org)**\n\nabout a, see [more](https://m.example.org)\n\n"
        "[B](https://b.example.org) is b.\n\n"
        "Subscribe [here](https://s.example.org)!\n"
    )
    assert sections(text) == [("News", ["A", "B"])]
    assert read(text).issues[0].sections[0].items[0].links[0].url == "https://m.example.org"


def test_news_and_essays_without_titles():
    """Short news with a link each are items; an essay with a link somewhere is one, and one without any is none."""
    news = "## In the harbour\n\nThe crane [has moved](https://a.example.org).\n\nThe quay is [wet](https://b.example.org).\n\n"
    essay = "## On boats\n\nThey float.\n\nThey always did.\n\nI read [a book](https://c.example.org) on it.\n\nSo there.\n\n"
    nothing = "## On quays\n\nThey stand.\n\n"
    assert sections(news + essay + nothing + "## Links\n\n" + LIST)[:2] == [
        ("In the harbour", ["has moved", "wet"]),
        ("On boats", ["On boats"]),
    ]


def test_numbers_in_an_essay_are_no_items():
    """Numbered reasons lead nowhere; numbered news do, also where only the text below has the link."""
    text = "## 话题\n\n1、很红。\n\n2、便宜。\n\n## 资讯\n\n1、[船](https://a.example.org)\n\n很好。\n\n2、起重机\n\n来了，[看](https://b.example.org)。\n"
    assert sections(text) == [("资讯", ["船", "起重机"])]


def test_labels_where_there_are_no_headings():
    """Bold lines and entries that only hold others are sections where nothing else is; under headings they are not."""
    bold = "**Boats**\n\n- [A](https://a.example.org)\n\n**Quays**\n\n- [B](https://b.example.org)\n"
    assert sections(bold) == [("Boats", ["A"]), ("Quays", ["B"])]
    assert sections("## News\n\n" + bold) == [("News", ["A", "B"])]
    assert sections("- Boats:\n  - [A](https://a.example.org)\n- Quays:\n  - [B](https://b.example.org)\n") == [
        ("Boats", ["A"]),
        ("Quays", ["B"]),
    ]


def test_what_is_about_the_newsletter_itself():
    """How to subscribe, who makes it and what came before are no items."""
    text = "## News\n\n" + LIST
    for title in ("Subscribe", "About us", "Past issues", "Table of Contents", "往期回顾"):
        text += f"\n## {title}\n\n- [x](https://x.example.org)\n- [y](https://y.example.org)\n"
    assert [title for title, _ in sections(text)] == ["News"]


def test_a_quote():
    """A quotation is one item, with its words and where they were said."""
    text = "## News\n\n" + LIST + "\n## Quote of the week\n\n> Every boat is borrowed.\n\n— [A. Lee](https://q.example.org)\n"
    (quote,) = read(text).issues[0].sections[1].items
    assert (quote.kind, quote.title, quote.title_made, quote.url) == (
        "quote",
        "Every boat is borrowed",
        True,
        "https://q.example.org",
    )


def test_markdown_that_begins_with_html():
    """A file of Markdown whose title is set in HTML, to be centred, is still read as Markdown."""
    text = "<h1 align='center'>Kiln News #7</h1>\n\n## Articles\n\n"
    text += "".join(f"- [Glaze {n}](https://clay.example/{n}) - shiny\n" for n in "abc")
    source = Source("kiln.md", text.encode())
    assert importers.detect(source).NAME == "markdown"
    (issue,) = importers.read(source).issues
    assert (issue.number, [section.title for section in issue.sections]) == ("7", ["Articles"])
