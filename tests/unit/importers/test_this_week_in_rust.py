"""This Week in Rust: what is recognised, and what its issues have that no other newsletter has."""

import pytest

from backissue.errors import SourceError
from backissue.importers import Source, haskell_weekly
from backissue.importers import this_week_in_rust as twir

HEAD = "Title: This Week in Rust 41\nDate: 2026-05-19\nCategory: This Week in Rust\n\n"


def read(text, head=HEAD, name="2026-05-19-this-week-in-rust.md"):
    return twir.read(Source(name, (head + text).encode()))


@pytest.mark.parametrize("title", ["This Week in Rust 41", "These weeks in Rust 7", "Last Week in Rust"])
def test_detected_by_its_title(title):
    """An issue is known by its front matter, not by a text that speaks of the newsletter."""
    assert twir.detect(Source("x.md", f"Title: {title}\nDate: 2026-05-19\n\n* [a](https://a.example.org)\n".encode()))
    assert not twir.detect(Source("x.md", b"Title: Boats\n\nI read This Week in Rust 41 today.\n"))


def test_an_issue_without_an_item():
    """A text that leads nowhere is refused with what was expected."""
    with pytest.raises(SourceError, match=r"^2026.*holds no item; expected headings over lists of links"):
        read("# News\n\nNothing happened.\n")


def test_number_title_and_address():
    """The number may stand in the title alone; a title of another kind is kept; the address is that of the site."""
    (issue,) = read("* [a](https://a.example.org)\n").issues
    assert (issue.number, issue.title, issue.url) == (
        "41",
        "",
        "https://this-week-in-rust.org/blog/2026/05/19/this-week-in-rust-41/",
    )
    head = "Title: The state of Rust 0.8\nDate: 2026-05-19\nCategory: This Week in Rust\n\n"
    (issue,) = read("* [a](https://a.example.org)\n", head).issues
    assert (issue.number, issue.title) == ("", "The state of Rust 0.8")


def test_the_crate_of_the_week():
    """The crate is an item although it stands in a sentence; thanks and calls for suggestions are none."""
    text = (
        "# Crate of the Week\n\nThis week's crate is [download](https://oar.example.org).\n\nThanks to [A](https://a.example.org)!\n\n"
        "[Submit your suggestions](https://s.example.org)!\n\n# News\n\n* [a](https://a.example.org)\n"
    )
    (issue,) = read(text).issues
    assert [(section.title, [item.title for item in section.items]) for section in issue.sections] == [
        ("Crate of the Week", ["download"]),
        ("News", ["a"]),
    ]


def test_entries_without_a_link_are_told():
    """Names in a list are no items; that they are left out is said once."""
    imported = read("# News\n\n* [a](https://a.example.org)\n\n## New Contributors\n\n* Ada Lee\n* B. Ray\n")
    assert [doubt.what for doubt in imported.doubts] == [
        "2 entries of lists lead nowhere and are left out, the first is 'Ada Lee'"
    ]


def test_haskell_weekly_is_known_by_its_folder():
    """Its early issues do not say their name: the folder does, and the file says the number, from which the day follows."""
    text = b"-   [A boat](https://a.example.org)\n\n    > It floats.\n"
    source = Source("haskellweekly/2016/issue-2.markdown", text)
    assert haskell_weekly.detect(source) and not haskell_weekly.detect(Source("issue-2.markdown", text))
    (issue,) = haskell_weekly.read(source).issues
    assert (issue.number, issue.date, issue.sections[0].title) == ("2", "2016-05-12", "")


def test_haskell_weekly_without_a_number():
    """An issue in a file of another name is read, and its missing number told."""
    text = b"Welcome to another issue of Haskell Weekly!\n\n- [A boat](https://a.example.org) by A. Lee\n"
    imported = haskell_weekly.read(Source("boats.md", text))
    assert (imported.issues[0].number, imported.issues[0].date) == ("", "")
    assert "has no number" in imported.doubts[0].what


def test_haskell_weekly_without_an_item():
    """A text of that newsletter that leads nowhere is refused."""
    with pytest.raises(SourceError, match=r"^x\.md: holds no item; expected entries such as"):
        haskell_weekly.read(Source("x.md", b"Welcome to another issue of Haskell Weekly!\n"))
