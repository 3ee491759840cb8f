"""Ids: the same thing keeps its name for good."""

import hashlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backissue.archive.identity import identify, issue_id, item_key, same_period, slug
from backissue.model import Issue, Item
from tests.unit.archive.archives import ISSUES, TEXTS, issue, item


def ids(found: Issue) -> list[str]:
    return [each.id for each in found.items()]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Python Weekly", "python-weekly"),
        ("PyCoder's Weekly", "pycoders"),
        ("PyCoder’s Weekly", "pycoders"),
        ("Planet Python", "planet-python"),
        ("科技爱好者周刊", "科技爱好者周刊"),
        ("  Ｆｕｌｌ   Width!? ", "full-width"),
        ("C/C++ & Rust: news", "c-c-rust-news"),
        ("हिन्दी", "हिन्दी"),
        ("", "untitled"),
        ("!!!", "untitled"),
    ],
)
def test_a_publication_is_named_after_its_title(title: str, expected: str) -> None:
    """Any script makes an id that can stand in an address; known newsletters have their agreed one."""
    assert slug(title) == expected


@given(st.text())
def test_an_id_of_a_publication_is_fit_for_an_address(title: str) -> None:
    """An id is never empty, has no slash and no space, and its own id is itself."""
    name = slug(title)
    assert name and "/" not in name and len(name.split()) == 1
    assert slug(name) == name


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        (Issue("", "p", "739", date="2026-06-16"), "p/739"),
        (Issue("", "p", "", date="2026-06-16"), "p/2026-06-16"),
        (Issue("", "p", "727/728 b"), "p/727-728-b"),
        (Issue("", "p", title="Summer Special"), "p/summer-special"),
        (Issue("", "p"), "p/undated"),
    ],
)
def test_an_issue_is_named_after_what_is_known(given_: Issue, expected: str) -> None:
    """The number names an issue, else its date, else its title."""
    assert issue_id(given_) == expected


def test_an_item_is_named_by_its_link_then_title_then_summary() -> None:
    """The id is ten digits of SHA-256 over what identifies the item, and does not change with the rest."""
    linked = item("A title", url="http://www.example.org/a/?utm_source=x", summary="s")
    assert item_key(linked) == "example.org/a"
    assert item_key(item("Ä Title!", summary="s")) == "a title"
    assert item_key(item("made of it", title_made=True, summary="The Summary.")) == "the summary"
    found = identify(issue("1", linked))
    assert ids(found) == ["harbour-weekly/1/" + hashlib.sha256(b"example.org/a").hexdigest()[:10]]


def test_repeated_items_are_numbered() -> None:
    """The same link three times in an issue makes three items."""
    first, second, third = ids(identify(issue("1", *[item("x", url="https://example.org/a")] * 3)))
    assert (second, third) == (f"{first}-2", f"{first}-3")


@given(ISSUES)
def test_ids_are_unique_and_begin_with_their_issue(given_: Issue) -> None:
    """Whatever an issue holds, each item has an id of its own in it."""
    found = identify(given_)
    assert len(set(ids(found))) == len(ids(found))
    assert all(re.fullmatch(re.escape(found.id) + r"/[0-9a-f]{10}(-\d+)?", name) for name in ids(found))


@given(ISSUES)
def test_an_issue_found_again_keeps_all_ids(given_: Issue) -> None:
    """The same issue, imported again, gives the same ids in the same order."""
    found = identify(given_)
    assert identify(given_, found) == found
    assert identify(found) == found


@given(ISSUES, st.randoms())
def test_the_order_of_linked_items_does_not_matter(given_: Issue, random: object) -> None:
    """An item with a link keeps its id wherever in the issue it stands the next time."""
    found = identify(given_)
    turned = Issue(
        "", given_.publication, given_.number, date=given_.date,
        sections=tuple(type(section)(section.title, section.items[::-1]) for section in given_.sections[::-1]),
    )  # fmt: skip
    again = identify(turned, found)
    assert sorted(ids(again)) == sorted(ids(found))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (item("Lanterns"), item("Lanterns", url="https://example.org/a")),
        (item("LANTERNS!"), item("Lanterns", url="https://example.org/a")),
        (item("made", title_made=True, summary="On light."), item("Lanterns", summary="On light.", url="https://example.org/a")),
        (item("", summary="On light."), item("Lanterns", summary="On light")),
        (item("Lanterns", url="https://example.org/a"), item("Lanterns")),
        (item("Old title", url="https://example.org/a"), item("New title", url="http://www.example.org/a/")),
    ],
)
def test_an_item_keeps_its_id_when_more_becomes_known(before: Item, after: Item) -> None:
    """A link or title that is learnt later, or missing later, makes no other item."""
    found = identify(issue("1", item("Before", url="https://example.org/0"), before))
    again = identify(issue("1", item("New", url="https://example.org/9"), after), found)
    assert ids(again)[1] == ids(found)[1]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (item("Podcast", url="https://example.org/a"), item("Podcast", url="https://example.org/b")),
        (item("Monday", summary="Comments"), item("Tuesday", summary="Comments")),
        (item("", url="https://example.org/a", summary="Comments"), item("", url="https://example.org/b", summary="Comments")),
    ],
)
def test_different_items_do_not_take_over_an_id(before: Item, after: Item) -> None:
    """Two links, or two titles, that differ are two items, whatever else they share."""
    found = identify(issue("1", before))
    assert ids(identify(issue("1", after), found)) != ids(found)


def test_a_link_found_again_goes_before_a_title_found_again() -> None:
    """A new item that only shares a title cannot take the id of the one with the same link."""
    found = identify(issue("1", item("Release"), item("Release", url="https://example.org/2")))
    again = identify(
        issue("1", item("Release", url="https://example.org/3"), item("Release", url="https://example.org/2")), found
    )
    assert ids(again) == ids(found)


def test_an_id_from_another_archive_stays() -> None:
    """An item that was named before its link was known keeps that name when archives are merged."""
    named = identify(issue("1", item("Lanterns")))
    known = identify(issue("1", item("Lanterns", url="https://example.org/a")), named)
    assert identify(known) == known


@given(TEXTS)
def test_any_text_can_name_an_item(text: str) -> None:
    """Every item gets an id, also one that says nothing or is written in signs only."""
    assert ids(identify(issue("1", item(text, summary=text))))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2026-06-16", "2026-06-16T19:30:00Z", True),
        ("2026-06", "2026-06-16", True),
        ("2026", "2026-06-16", True),
        ("", "2026-06-16", True),
        ("2026-06-15", "2026-06-16", False),
        ("2025", "2026-06-16", False),
    ],
)
def test_issues_of_one_number_are_told_apart_by_date(one: str, other: str, same: bool) -> None:
    """Dates of which one lies in the other can be one issue's; others cannot."""
    assert same_period(issue("1", date=one), issue("1", date=other)) is same
    assert same_period(issue("1", date=other), issue("1", date=one)) is same
