"""Naming ahead: issues that were named where they were read make the same archive as issues that the archive names."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from backissue.archive.merge import Contribution, add_all, name_ahead
from backissue.model import Archive, Issue, Publication
from tests.examples import examples
from tests.unit.archive.archives import HARBOUR, ISSUE_LISTS, PUBLICATIONS, RIVER, harbour, issue, item

PLANET = replace(HARBOUR, kind="planet")


def named(contribution: Contribution) -> Contribution:
    issues = name_ahead(contribution.publications, contribution.issues)
    return contribution if issues is None else replace(contribution, issues=issues, named=True)


def assert_same(*contributions: Contribution) -> Archive:
    """Both ways lead to one archive, also when the same is added to it again."""
    archive = Archive()
    for _ in range(2):
        bare = add_all(archive, contributions)
        assert add_all(archive, [named(each) for each in contributions]) == bare
        archive = bare[0]
    return archive


@examples(25)
@given(st.lists(ISSUE_LISTS, min_size=1, max_size=4))
def test_any_issues(sources: list[list[Issue]]) -> None:
    """Whatever several sources hold, with numbers that are used twice and versions of one issue."""
    assert_same(*(Contribution(f"{place}", PUBLICATIONS, tuple(issues)) for place, issues in enumerate(sources)))


@examples(25)
@given(ISSUE_LISTS, ISSUE_LISTS, st.permutations(["newsletter", "planet"]))
def test_a_publication_that_another_source_knows_for_a_planet(first: list[Issue], second: list[Issue], kinds: list[str]) -> None:
    """Who names ahead cannot know that a list of items is a planet's, and orders nothing yet."""
    sources = (
        Contribution(kind, tuple(replace(each, kind=kind) for each in PUBLICATIONS), tuple(issues))
        for kind, issues in zip(kinds, (first, second), strict=True)
    )
    assert_same(*sources)


def test_a_number_that_is_used_twice() -> None:
    """The second issue is called with -2, and its items after it."""
    archive = assert_same(
        Contribution("a", (HARBOUR,), (issue("7", item("Fog"), item("Fog"), date="2025-01-06"),)),
        Contribution("b", (HARBOUR,), (issue("7", item("Tides"), date="2026-01-06"),)),
    )
    assert [each.id for each in archive.issues] == ["harbour-weekly/7-2", "harbour-weekly/7"]


def test_issues_of_a_feed_that_a_list_moves_into_its_planet() -> None:
    """An issue that goes to another publication after it was named is named anew."""
    post = issue("", item("Tides", date="2026-02-03T10:00:00Z"), date="2026-02-03", publication=HARBOUR.id)
    bare = Contribution("feed", (PLANET,), (post,))
    moved = [
        replace(each, publications=(RIVER,), issues=tuple(replace(issue, publication=RIVER.id) for issue in each.issues))
        for each in (bare, named(bare))
    ]
    assert moved[1].named
    assert add_all(Archive(), moved[:1]) == add_all(Archive(), moved[1:])


def test_what_brings_ids_along_is_not_named() -> None:
    """An archive's own ids are kept, so its issues are left to the archive that they are added to."""
    archive = harbour()
    assert name_ahead(archive.publications, archive.issues) is None
    (publication,) = (each for each in archive.publications if each.id == HARBOUR.id)
    assert_same(Contribution("archive", archive.publications, archive.issues), Contribution("b", (publication,), (issue("1"),)))


def test_nothing_is_left_to_name() -> None:
    """An issue that nobody else knows is taken as it was named: the same value, not a copy."""
    issues = name_ahead((HARBOUR,), (issue("7", item("Fog"), date="2025-01-06"),))
    assert issues
    archive, _ = add_all(Archive(), [Contribution("a", (HARBOUR,), issues, named=True)])
    assert archive.issues[0] is issues[0]


def test_publications_are_told_apart() -> None:
    """Each publication of a source has its own kind."""
    assert_same(Contribution("a", (HARBOUR, RIVER, Publication("x", "X")), (*map(_unnamed, harbour().issues),)))


def _unnamed(issue: Issue) -> Issue:
    sections = (replace(each, items=tuple(replace(item, id="") for item in each.items)) for each in issue.sections)
    return replace(issue, id="", sections=tuple(sections))
