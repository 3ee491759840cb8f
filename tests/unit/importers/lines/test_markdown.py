"""Markdown as lines: front matter, bare addresses, tables, lines that are parted by nothing but their ends."""

import time

import pytest

from backissue.importers.lines.markdown import front_matter, read_markdown


def lines(text):
    return [(line.text, line.link) for line in read_markdown(text).flow.lines]


@pytest.mark.parametrize(
    "head",
    [
        "---\ntitle: 'A boat'\ndate: 2026-01-02\n---\n",
        "---\ntitle: ! 'A boat'\ndate: 2026-01-02\n---\n",
        '+++\ntitle = "A boat"\ndate = 2026-01-02\n+++\n',
        "Title: A boat\nDate: 2026-01-02\n\n",
    ],
)
def test_front_matter(head):
    """What stands above a text is read in every usual form, and is no part of the text."""
    assert front_matter(head + "# Quay\n") == ({"title": "A boat", "date": "2026-01-02"}, "# Quay\n")


def test_bare_addresses():
    """An address in a text is a link, without the mark that ends the sentence; one in a link or in code is left alone."""
    text = "See https://a.example.org/b_(c), (https://b.example.org/x_y_z) and `https://c.example.org`.\n"
    assert [link.url for line in read_markdown(text).flow.lines for link in line.links] == [
        "https://a.example.org/b_(c)",
        "https://b.example.org/x_y_z",
    ]
    (line,) = read_markdown("[https://a.example.org](https://b.example.org)").flow.lines
    assert [link.url for link in line.links] == ["https://b.example.org"]


def test_lines_that_each_lead_somewhere():
    """Lines of one paragraph that all begin or end with their link are lines of their own; wrapped text is not."""
    assert lines("1、[a](https://a.example.org)\n2、[b](https://b.example.org)\n") == [("1、a", ""), ("2、b", "")]
    assert lines("One: https://a.example.org\nTwo: https://b.example.org.\n")[1] == ("Two: https://b.example.org.", "")
    assert lines("Boats\nhttps://a.example.org\n") == [("Boats", ""), ("https://a.example.org", "https://a.example.org")]
    assert len(lines("See [a](https://a.example.org) and\n[b](https://b.example.org), too.\n")) == 1


def test_tables():
    """A row is an entry with a line for each cell; the row of headings is left out, unless it leads somewhere."""
    table = "| Name | What |\n|---|---|\n| [a](https://a.example.org) | floats |\n"
    assert [(line.text, line.opens) for line in read_markdown(table).flow.lines] == [("a", True), ("floats", False)]
    headless = "| [a](https://a.example.org) | floats |\n|---|---|\n| [b](https://b.example.org) | sinks |\n"
    assert sum(line.opens for line in read_markdown(headless).flow.lines) == 2


def test_a_reference_without_an_address():
    """A forgotten address does not take all the references below it away."""
    text = "* [a][1]\n* [b][2]\n\n[0]:\n[1]: https://a.example.org\n[2]: https://b.example.org\n"
    assert [link for _, link in lines(text)] == ["https://a.example.org", "https://b.example.org"]


def test_comments_and_pictures_are_no_links():
    """Templates in comments and pictures give nothing to follow."""
    assert lines("<!-- [a](https://a.example.org) -->\n\n![b](https://b.example.org/b.png)\n") == []


@pytest.mark.parametrize(
    "piece",
    [
        *("https://a.example.org)", "https://a.", "[0]:\n", "[a](https://a.example.org)\n", "| a ", "a: b\n", "- " * 3),
        "x <![CDATA[",
    ],
)
def test_long_texts(piece):
    """A piece repeated thousands of times is read in time that grows with its length."""
    started = time.process_time()
    read_markdown(piece * 7_000)
    assert time.process_time() - started < 3
