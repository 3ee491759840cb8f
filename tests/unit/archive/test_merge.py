"""Merging: importing again changes nothing, importing more loses nothing."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backissue.archive import merge
from backissue.archive.selection import without_items
from backissue.errors import InvalidValue
from backissue.model import Archive, Issue, Publication, Section
from tests.examples import examples
from tests.unit.archive.archives import HARBOUR, ISSUE_LISTS, PUBLICATIONS, RIVER, harbour, issue, item


def day(*items: object, date: str = "2026-02-03") -> Issue:
    return issue("", *items, date=date, publication=RIVER.id, section="")  # type: ignore[arg-type]


def titles(archive: Archive) -> list[str]:
    return [each.title for _, _, each in archive.items()]


@examples(20)
@given(ISSUE_LISTS)
def test_adding_again_changes_nothing(issues: list[Issue]) -> None:
    """The same source imported twice leaves the archive as it was."""
    once = merge.add(Archive(), PUBLICATIONS, issues)
    assert merge.add(once, PUBLICATIONS, issues) == once


@examples(20)
@given(ISSUE_LISTS)
def test_an_archive_added_to_nothing_is_itself(issues: list[Issue]) -> None:
    """Merging an archive into an empty one keeps every id, title and text."""
    archive = merge.add(Archive(), PUBLICATIONS, issues)
    assert merge.add(Archive(), archive.publications, archive.issues) == archive


@examples(20)
@given(ISSUE_LISTS, ISSUE_LISTS)
def test_ids_are_unique_whatever_is_added(first: list[Issue], second: list[Issue]) -> None:
    """No two issues and no two items of an archive share an id."""
    archive = merge.add(merge.add(Archive(), PUBLICATIONS, first), PUBLICATIONS, second)
    issues = [each.id for each in archive.issues]
    items = [each.id for _, _, each in archive.items()]
    assert len(set(issues)) == len(issues)
    assert len(set(items)) == len(items)


@given(st.lists(st.integers(0, 8), max_size=9, unique=True), st.lists(st.integers(0, 8), max_size=9, unique=True))
def test_a_planets_day_is_the_union(first: list[int], second: list[int]) -> None:
    """What scrolled off a planet's page stays in its day, and nothing is there twice."""
    posts = [item(f"Post {n}", url=f"https://example.org/{n}", date=f"2026-02-03T0{n}:00:00Z") for n in range(9)]
    archive = merge.add(Archive(), (RIVER,), [day(*[posts[n] for n in first])])
    archive = merge.add(archive, (), [day(*[posts[n] for n in second])])
    assert titles(archive) == [f"Post {n}" for n in sorted({*first, *second}, reverse=True)]


def test_of_two_items_of_one_link_each_stays_itself() -> None:
    """The one that was taken out comes back from the whole archive under its own id, and the other keeps its."""
    pair = issue("1", *(item(title, url="https://example.org/a") for title in ("Lanterns", "Ropes")))
    whole = merge.add(Archive(), (HARBOUR,), [pair])
    first, _ = (each.id for _, _, each in whole.items())
    assert merge.add(without_items(whole, [first]), (), whole.issues) == whole


@examples(20)
@given(ISSUE_LISTS, st.randoms(use_true_random=False))
def test_what_was_taken_out_comes_back_from_the_whole(issues: list[Issue], dice: Random) -> None:
    """An archive that lost some items, merged with the one that it was, is that again: each item is still itself."""
    whole = merge.add(Archive(), PUBLICATIONS, issues)
    gone = [item.id for _, _, item in whole.items() if dice.random() < 0.5]
    again = merge.add(without_items(whole, gone), whole.publications, whole.issues)
    assert again == whole


def test_a_planets_day_without_times_stays_in_order() -> None:
    """Where posts have no time, the newer page's order stands first and older posts follow."""
    archive = merge.add(Archive(), (RIVER,), [day(item("a"), item("b"))])
    archive = merge.add(archive, (), [day(item("c"), item("b"))])
    assert titles(archive) == ["c", "b", "a"]


def test_a_planets_sections_of_one_title_lose_nothing() -> None:
    """A day that lists a channel twice keeps the posts of both places."""
    twice = Issue("", RIVER.id, date="2026-02-03", sections=(Section("Pier", (item("a"),)), Section("Pier", (item("b"),))))
    archive = merge.add(Archive(), (RIVER,), [twice])
    assert titles(archive) == ["a", "b"]
    assert merge.add(archive, (), [twice]) == archive


def test_a_newer_version_of_an_issue_replaces_the_older() -> None:
    """What an editor took out of a newsletter's issue is gone, what was put in is there, in the new order."""
    archive = merge.add(Archive(), (HARBOUR,), [issue("1", item("a"), item("b"), date="2026")])
    archive = merge.add(archive, (), [issue("1", item("c"), item("a"), date="2026")])
    assert titles(archive) == ["c", "a"]


def test_a_newer_version_keeps_what_only_the_older_knew() -> None:
    """A text version after a web page takes no links away, and a made title never displaces a stated one."""
    full = item("Lanterns", url="https://example.org/a", summary="On light.", authors=("A. Pilot",), content="<p>x</p>")
    made = item("On light", title_made=True, summary="On light.")
    archive = merge.add(Archive(), (HARBOUR,), [replace(issue("1", full, date="2026"), url="https://example.org/1")])
    again = merge.add(archive, (), [issue("1", made)])
    assert again == archive


def test_a_stated_title_replaces_a_made_one() -> None:
    """Titles that were lost come back, under the old id, when a better source is imported."""
    archive = merge.add(Archive(), (HARBOUR,), [issue("1", item("On light", title_made=True, summary="On light."))])
    old = next(archive.items())[2]
    again = merge.add(archive, (), [issue("1", item("Lanterns", summary="On light.", url="https://example.org/a"))])
    assert [(each.id, each.title, each.title_made) for _, _, each in again.items()] == [(old.id, "Lanterns", False)]


def test_a_made_title_stays_marked_when_it_is_kept() -> None:
    """A title that was made from the text never passes for the source's own."""
    archive = merge.add(Archive(), (HARBOUR,), [issue("1", item("On light", title_made=True, summary="On light."))])
    again = merge.add(archive, (), [issue("1", item("", summary="On light."))])
    assert [(each.title, each.title_made) for _, _, each in again.items()] == [("On light", True)]


def test_a_second_issue_of_a_number_gets_a_name_of_its_own() -> None:
    """A number that a newsletter used twice, on two dates, makes two issues, found again each."""
    first, second, third = (issue("1", item(f"of {year}"), date=str(year)) for year in (2024, 2025, 2026))
    archive = merge.add(Archive(), (HARBOUR,), [first, second, third])
    assert [each.id for each in archive.issues] == ["harbour-weekly/1-3", "harbour-weekly/1-2", "harbour-weekly/1"]
    assert merge.add(archive, (), [third, first]) == archive
    without = replace(archive, issues=tuple(each for each in archive.issues if not each.id.endswith("-2")))
    assert merge.add(without, (), [third]) == without


def test_numbers_that_are_written_alike_stay_apart() -> None:
    """Number 1/2 and the second issue of number 1 would share a name, and do not share an issue."""
    issues = [issue("1", item("a"), date="2024"), issue("1", item("b"), date="2025"), issue("1/2", item("c"), date="2025")]
    archive = merge.add(Archive(), (HARBOUR,), issues)
    assert sorted(titles(archive)) == ["a", "b", "c"]
    assert merge.add(archive, (), issues) == archive


def test_undated_issues_without_number_are_told_apart_by_title() -> None:
    """Two special issues do not overwrite each other."""
    specials = [replace(issue("", item(title)), title=title) for title in ("Summer", "Winter")]
    assert len(merge.add(Archive(), (HARBOUR,), specials).issues) == 2


def test_publications_are_completed_and_a_planet_stays_one() -> None:
    """What a source does not say of a publication is kept from before."""
    archive = merge.add(Archive(), (replace(RIVER, licence="CC0"),), [])
    archive = merge.add(archive, (Publication(RIVER.id, "The River", url="https://example.org"),), [])
    assert archive.publications == (Publication(RIVER.id, "The River", kind="planet", licence="CC0", url="https://example.org"),)


def test_an_issue_of_no_publication_is_refused() -> None:
    """Nothing is added under a publication that nobody described."""
    with pytest.raises(InvalidValue, match="'nowhere', which is no publication of the archive; expected one of harbour-weekly"):
        merge.add(harbour(), (), [issue("1", item("a"), publication="nowhere")])


def test_issues_stand_newest_first() -> None:
    """However they come, issues are listed newest first, undated ones last."""
    added = [issue("1", item("a"), date="2024"), issue("2", item("b")), issue("3", item("c"), date="2025-03")]
    assert [each.number for each in merge.add(Archive(), (HARBOUR,), added).issues] == ["3", "1", "2"]


def lists(seed: int) -> st.SearchStrategy[list[merge.Contribution]]:
    return st.lists(ISSUE_LISTS, max_size=2).map(
        lambda sources: [
            merge.Contribution(f"source-{place}", PUBLICATIONS, tuple(issues)) for place, issues in enumerate(sources, seed)
        ]
    )


@examples(10)
@given(lists(0), st.randoms(use_true_random=False))
def test_the_order_of_sources_does_not_matter(sources: list[merge.Contribution], random: Random) -> None:
    """Files that are named in another order make the same archive."""
    shuffled = random.sample(sources, len(sources))
    assert merge.add_all(Archive(), shuffled) == merge.add_all(Archive(), sources)


@examples(10)
@given(lists(0))
def test_all_sources_again_change_no_name_and_double_nothing(sources: list[merge.Contribution]) -> None:
    """Importing a folder twice gives the ids that the first time gave, and no further issue."""
    once, touched = merge.add_all(Archive(), sources)
    again, touched_again = merge.add_all(once, sources)
    assert [each.id for each in again.issues] == [each.id for each in once.issues]
    assert touched_again == touched == {each.id for each in once.issues}


def test_the_version_of_the_later_date_is_the_newer() -> None:
    """Of two versions in one folder the one of the later date wins, and of one date the one of the later name."""
    early, late = (issue("1", item(title), date=date) for title, date in (("a", "2026-02-03"), ("b", "2026-02-03T10:00:00Z")))
    for names in (("x", "y"), ("y", "x")):
        sources = [merge.Contribution(name, (HARBOUR,), (each,)) for name, each in zip(names, (early, late), strict=True)]
        assert titles(merge.add_all(Archive(), sources)[0]) == ["b"]
    same = [merge.Contribution(name, (HARBOUR,), (issue("1", item(name)),)) for name in ("new", "old")]
    assert titles(merge.add_all(Archive(), same)[0]) == titles(merge.add_all(Archive(), same[::-1])[0]) == ["old"]


def test_a_planet_is_one_whichever_source_says_so() -> None:
    """A list of items that was read before the planet's own page joins the planet's days."""
    rows = merge.Contribution("a.jsonl", (Publication(RIVER.id, RIVER.title),), (day(item("a")),))
    page = merge.Contribution("b.html", (RIVER,), (day(item("b")),))
    archive, _ = merge.add_all(Archive(), (rows, page))
    assert sorted(titles(archive)) == ["a", "b"]
    assert archive.publications == (RIVER,)


def test_a_page_after_its_mail_changes_nothing() -> None:
    """The mail tells the second, the page the day and no number: both orders give one issue, and the exact date stays."""
    links = [item(f"Boat {n}", url=f"https://example.org/{n}") for n in range(4)]
    mail, page = issue("7", *links, date="2026-02-03T10:00:00Z"), issue("", *links, date="2026-02-03")
    for first, second in ((mail, page), (page, mail)):
        archive = merge.add(Archive(), (HARBOUR,), [first, second])
        (found,) = archive.issues
        assert (found.number, found.date, len(list(found.items()))) == ("7", "2026-02-03T10:00:00Z", 4)
        assert merge.add(archive, (), [mail]) == merge.add(archive, (), [page]) == archive


def test_a_mail_that_comes_a_day_late_is_the_same_issue() -> None:
    """A number and what the issue holds decide, and not the day; a number used for something else makes two issues."""
    links = [item(f"Boat {n}", url=f"https://example.org/{n}") for n in range(4)]
    page, mail = issue("7", *links, date="2026-02-03"), issue("7", *links[1:], item("Sponsor"), date="2026-02-04T01:00:00Z")
    assert len(merge.add(Archive(), (HARBOUR,), [page, mail]).issues) == 1
    assert len(merge.add(Archive(), (HARBOUR,), [page, issue("7", item("Other"), date="2026-02-04")]).issues) == 2
    assert len(merge.add(Archive(), (HARBOUR,), [page, issue("7", *links, date="2026-03-04")]).issues) == 2


def test_two_mails_of_one_day_without_numbers_stay_apart() -> None:
    """A morning's and an evening's issue do not overwrite each other; a title that was corrected makes no second issue."""
    morning = replace(issue("", item("a"), item("b"), date="2026-02-03"), title="Morning")
    evening = replace(issue("", item("c"), item("d"), date="2026-02-03"), title="Evening")
    archive = merge.add(Archive(), (HARBOUR,), [morning, evening])
    assert sorted(titles(archive)) == ["a", "b", "c", "d"]
    assert merge.add(archive, (), [evening, morning]) == archive
    corrected = merge.add(archive, (), [replace(morning, title="Good morning")])
    assert [each.title for each in corrected.issues] == ["Good morning", "Evening"]
