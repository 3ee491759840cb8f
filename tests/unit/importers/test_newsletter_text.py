"""Newsletters in plain text: what is a title, a heading, an address, and what is said about what."""

import pytest

from backissue import importers
from backissue.errors import SourceError
from backissue.importers import Source, Surroundings
from backissue.importers.plain_text.addresses import find_addresses, with_links_in_place
from backissue.importers.plain_text.head import without_day, without_signature
from backissue.importers.plain_text.paragraphs import read_blocks


def read(text, name="letter.txt", around=None):
    source = Source(name, text.encode(), around or Surroundings())
    return importers.read(source, format="newsletter-text")


def items(text):
    return [
        (section.title, item.title, item.url, item.summary)
        for issue in read(text).issues
        for section in issue.sections
        for item in section.items
    ]


@pytest.mark.parametrize(
    ("line", "url"),
    [
        ("See https://e.org/a.", "https://e.org/a"), ("(https://e.org/a_(b))", "https://e.org/a_(b)"), ("<https://e.org/a>,", "https://e.org/a"),
        ("www.e.org/a!", "https://www.e.org/a"), ("（https://e.org/a）。", "https://e.org/a"), ("https://e.org/a?b=(1)&c", "https://e.org/a?b=(1)&c"),
        ("[https://e.org/a]", "https://e.org/a"), ("javascript:alert(1)", ""), ("https://", ""),
    ],
)  # fmt: skip
def test_addresses(line, url):
    """An address ends where its sentence goes on, and keeps the brackets that are its own."""
    assert [each.url for each in find_addresses(line)] == ([url] if url else [])


def test_a_table_of_links():
    """Numbers are replaced by what a table says they mean: the next table that has them; other brackets stay."""
    text = (
        "Boats [1]\nRopes [x] and [2]\n\nLinks:\n[1] https://e.org/1\n[2]: <https://e.org/2>\n\nOars [1]\n\n[1] https://e.org/3\n"
    )
    placed = with_links_in_place(text)
    placed = " ".join(placed.split())
    assert placed == "Boats ( https://e.org/1 ) Ropes [x] and ( https://e.org/2 ) Oars ( https://e.org/3 )"
    assert with_links_in_place("[1] https://e.org/1\n") == "[1] https://e.org/1\n"


def test_a_number_before_its_words():
    """A number that stands right before the words of its link is moved behind them."""
    assert with_links_in_place("* [1]Boats\n\nReferences\n\n1. https://e.org/1\n").startswith("* Boats ( https://e.org/1 )\n")


def test_an_address_that_was_wrapped():
    """An address in angle brackets that a mail broke over lines is one."""
    assert "<https://e.org/a-long-way>" in with_links_in_place("Boats <https://e.org/a-\nlong-way> float.\n")


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("Tools\n-----\n\nx", "-"), ("Tools\n~~~~~~~~~~~~\nx", "~"), ("## Tools ##\n\nx", "##"), ("== Tools ==\nx", "=="),
        ("*** Tools ***\nx", "***"),
        ("[ Tools ]\n\nx", "["), ("Tools:\n\nx", "words"), ("Articles & Tutorials\n\nx", "words"),
        ("【Tools】\nx", "["),
        ("=====\nTools\n=====\nx", "="), (">> Tools <<\nx", ">>"), ("■ Tools\n\nx", "■"),
    ],
)  # fmt: skip
def test_headings(text, mark):
    """A heading is known by a rule, a frame, capitals or its words, and has no marks left."""
    first = read_blocks(text)[0]
    assert (first.text.lower().strip(": "), first.mark) in {("tools", mark), ("articles & tutorials", mark)}


@pytest.mark.parametrize(
    "text", ["They float well.\n----------\nx", "NASA (https://e.org/a)\n\nx", "It floats\nand sinks.\n\nx", "- - -\nx"]
)
def test_what_is_no_heading(text):
    """A sentence above a line that parts items, a title with its address and a mere rule are none."""
    assert not read_blocks(text)[0].mark


LETTER = """Letter from the pier, 3 September 2025

Dear all,

this week Bo wrote about lanterns (https://e.org/lantern), and I
liked it a lot.

The new crane is green, see <https://e.org/crane>. The old one
(https://e.org/old) was blue.

Yours,
Minna
"""


def test_a_letter_with_links_in_its_sentences():
    """Each paragraph with a link is an item with a title made of it; how a letter opens and ends is none."""
    (issue,) = read(LETTER).issues
    found = list(issue.items())
    assert (issue.publication, issue.date) == ("letter-from-the-pier", "2025-09-03")
    assert [(item.url, item.title_made, len(item.links)) for item in found] == [
        ("https://e.org/lantern", True, 0), ("https://e.org/crane", True, 1),
    ]  # fmt: skip
    assert found[0].summary == "this week Bo wrote about lanterns, and I liked it a lot."
    assert not importers.FORMATS["newsletter-text"].detect(Source("letter.txt", LETTER.encode()))


def test_titles_one_below_the_other():
    """Titles with their addresses need no blank lines between them."""
    text = "Quay #1\n\nOne (https://e.org/1)\nTwo - https://e.org/2\nThree: <https://e.org/3>\nabout three\n"
    assert [each[1:] for each in items(text)] == [
        ("One", "https://e.org/1", ""), ("Two", "https://e.org/2", ""), ("Three", "https://e.org/3", "about three"),
    ]  # fmt: skip


def test_headings_that_are_titles():
    """Where each heading has one item below it that has no title, the headings are the titles, and those above them sections."""
    text = "Quay #1\n\n=== Boats ===\n\nOne\n---\nIt floats.\nhttps://e.org/1\n\nTwo\n---\nIt sinks.\nhttps://e.org/2\n"
    assert items(text) == [
        ("Boats", "One", "https://e.org/1", "It floats."), ("Boats", "Two", "https://e.org/2", "It sinks."),
    ]  # fmt: skip


def test_a_heading_without_marks():
    """A short line right above items, set apart by blank lines, is their heading."""
    text = "Quay #1\n\nOne (https://e.org/1)\nIt floats.\n\nThings we made\n\nTwo (https://e.org/2)\nIt sinks.\n"
    assert [each[:2] for each in items(text)] == [("", "One"), ("Things we made", "Two")]


def test_a_heading_above_a_list():
    """A line above entries of a list heads them; it is no title of the first, though that has none."""
    text = "Quay #1\n\nPapers\n\n  [1] A. Lee: Ropes. Quay Letters (2025).\n      https://e.org/1\n  [2] B. Holm: Fog. https://e.org/2\n"
    assert [(each[0], each[2]) for each in items(text)] == [("Papers", "https://e.org/1"), ("Papers", "https://e.org/2")]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Monday, 1 September 2025\n\nSALTY NEWS\n\nTHE BIG ONE\n", "salty-news"),
        ("Salty News\nNumber 4    1 September 2025\n", "salty-news"),
        ("All about salt\nSALTY NEWS\nIssue 4 - 1 September 2025\n", "salty-news"),
        ("Salty News, 2025-09-01\n\nDear all,\n", "salty-news"),
    ],
)  # fmt: skip
def test_the_name_of_the_newsletter(text, name):
    """The name is found above, below or beside the number and the day."""
    (issue,) = read(text + "\nOne (https://e.org/1)\nIt floats.\n").issues
    assert (issue.publication, issue.date) == (name, "2025-09-01")


def test_a_quoted_newsletter():
    """A newsletter that somebody quoted as a whole in an answer is read without the marks of the quotation."""
    text = "\n".join("> > " + line for line in ["Quay #1", "", "One (https://e.org/1)", "It floats.", ""])
    assert items(text) == [("", "One", "https://e.org/1", "It floats.")]


def test_what_surrounds_the_text():
    """What a mail or a feed knows of the text stands where the text says nothing."""
    around = Surroundings(newsletter="Quay", number="7", date="2025-09-03", title="Quay #7: Boats")
    imported = read("One (https://e.org/1)\nIt floats.\n", around=around)
    (issue,) = imported.issues
    assert (issue.publication, issue.number, issue.date, issue.title) == ("quay", "7", "2025-09-03", "Boats")
    (issue,) = read("One (https://e.org/1)\n", name="quay-2025-09-03.txt").issues
    assert issue.date == "2025-09-03"


def test_paragraphs_that_belong_to_no_item():
    """What is left out is told of; a farewell is not worth it."""
    text = "Quay #1\n\nOne (https://e.org/1)\nIt floats.\n\nTwo (https://e.org/2)\nIt sinks.\n\nWe are one more.\n\nSee you!\n"
    assert [doubt.what for doubt in read(text).doubts] == ["paragraphs of no item are left out (1), such as 'We are one more.'"]


def test_a_text_that_is_no_newsletter():
    """A text without addresses is refused; logs, code and notes with a few are not taken for a newsletter."""
    with pytest.raises(SourceError, match=r"^letter\.txt: holds no entry with an address; expected a newsletter in plain text"):
        read("Dear harbour master,\nall is well.")
    detect = importers.FORMATS["newsletter-text"].detect
    for text in ("GET https://e.org/1 200\nGET https://e.org/2 200\n" * 30, "See https://e.org/a and https://e.org/b\n", "{}"):
        assert not detect(Source("x.txt", text.encode()))


def test_signatures_and_days():
    """A signature is cut off where it is one, and a day is no part of a name."""
    assert without_signature("a\n" * 9 + "-- \nBo\n") == "a\n" * 9
    assert without_signature("-- \n" + "a\n" * 9) == "-- \n" + "a\n" * 9
    assert [without_day(title) for title in ("Bits (3 Sep 2025)", "3 Sep 2025 – Bits", "On 3 Sep 2025 it rained")] == [
        "Bits", "Bits", "On 3 Sep 2025 it rained",
    ]  # fmt: skip
