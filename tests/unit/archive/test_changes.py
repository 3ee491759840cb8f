"""Comparing archives: what is new, gone and changed is told, field by field, and nothing else."""

import dataclasses
import json

from hypothesis import given

from backissue.archive import merge
from backissue.archive.changes import Changes, compare
from backissue.model import Archive, Section
from tests.examples import examples
from tests.unit.archive.archives import ARCHIVES, HARBOUR, harbour, issue, item


def grown(*issues: object) -> Archive:
    return merge.add(harbour(), (), issues)  # type: ignore[arg-type]


def ids(changes: Changes, sort: str) -> dict[str, list[str]]:
    difference = getattr(changes, sort)
    return {name: [each.id for each in getattr(difference, name)] for name in ("added", "removed", "changed")}


@examples(20)
@given(ARCHIVES)
def test_an_archive_does_not_differ_from_itself(archive: Archive) -> None:
    """Nothing is told of equal archives, and all of both is counted as the same."""
    changes = compare(archive, dataclasses.replace(archive, issues=tuple(dataclasses.replace(each) for each in archive.issues)))
    assert not changes
    assert changes.issues.same == len(archive.issues)
    assert changes.items.same == sum(1 for _ in archive.items())


@examples(20)
@given(ARCHIVES, ARCHIVES)
def test_a_difference_the_other_way_round_is_its_mirror(one: Archive, other: Archive) -> None:
    """What is new in one direction is gone in the other, values change places, and a difference is told if there is one."""
    there, back = compare(one, other), compare(other, one)
    for sort in ("publications", "issues", "items"):
        forth, mirror = getattr(there, sort), getattr(back, sort)
        assert (forth.added, forth.removed, forth.same) == (mirror.removed, mirror.added, mirror.same)
        assert [(each.id, each.fields) for each in forth.changed] == [
            (each.id, {name: (then, now) for name, (now, then) in each.fields.items()})
            for each in sorted(mirror.changed, key=lambda change: [found.id for found in forth.changed].index(change.id))
        ]
    assert bool(there) == (one != other)


def test_a_new_issue_and_what_it_brings() -> None:
    """An added issue is told with its items, and with nothing that was there."""
    changes = compare(harbour(), grown(issue("3", item("Knots"), date="2026-03-01")))
    assert ids(changes, "issues") == {"added": ["harbour-weekly/3"], "removed": [], "changed": []}
    assert [each.title for each in changes.items.added] == ["Knots"]
    assert (changes.issues.same, changes.items.same) == (3, 4)
    assert not changes.publications


def test_changed_fields_are_told_with_both_values() -> None:
    """An item whose summary and tags changed shows these fields and no other; so does its issue."""
    newer = item("Lanterns in fog", url="https://example.org/lanterns", summary="Dark.", tags=("light", "fog"))
    changes = compare(harbour(), grown(dataclasses.replace(issue("1", newer, date="2025-01-06"), url="https://example.org/1")))
    (change,) = changes.items.changed
    assert change.fields == {"summary": ("Light for tiny boats.", "Dark."), "tags": (["light"], ["light", "fog"])}
    assert [each.fields for each in changes.issues.changed] == [{"url": (None, "https://example.org/1")}]


def test_an_issue_whose_items_alone_changed_is_a_changed_issue() -> None:
    """An item that was taken out is gone, and its issue is changed though none of its own fields is."""
    changes = compare(harbour(), grown(issue("2", item("", summary="Nothing but words."), date="2026-02-02")))
    assert [each.title for each in changes.items.removed] == ["Regatta"]
    assert [(each.id, dict(each.fields)) for each in changes.issues.changed] == [("harbour-weekly/2", {})]


def test_moved_items_are_told() -> None:
    """Another order, and another section, are changes, of which each is told where it happened."""
    before = merge.add(Archive(), (HARBOUR,), [issue("1", item("a"), item("b"))])
    turned = merge.add(before, (), [issue("1", item("b"), item("a"))])
    (change,) = compare(before, turned).issues.changed
    assert change.fields["order"][0] == change.fields["order"][1][::-1]
    assert not compare(before, turned).items
    moved = merge.add(before, (), [dataclasses.replace(issue("1"), sections=(Section("Talks", (item("a"), item("b"))),))])
    assert [each.fields for each in compare(before, moved).items.changed] == [{"section": ("Tools", "Talks")}] * 2
    assert [each.fields for each in compare(before, moved).issues.changed] == [{"sections": (["Tools"], ["Talks"])}]


def test_a_post_that_was_rewritten_is_told() -> None:
    """The text of a full post is one of its fields."""
    (day,) = [each for each in harbour().issues if each.publication == "river-planet"]
    post = dataclasses.replace(next(day.items()), content="<p>Neap</p>")
    changes = compare(harbour(), grown(dataclasses.replace(day, sections=(Section("", (post,)),))))
    assert [each.fields for each in changes.items.changed] == [{"content": ("<p>Tides &amp; moons</p>", "<p>Neap</p>")}]


def test_publications_and_the_archives_title_are_told() -> None:
    """A publication that learnt its licence, and an archive of another name, are differences."""
    archive = merge.add(harbour(), (dataclasses.replace(HARBOUR, licence="CC0"),), ())
    changes = compare(harbour(), dataclasses.replace(archive, title="Quay"))
    assert changes.title == ("Harbour", "Quay")
    assert [each.fields for each in changes.publications.changed] == [{"licence": (None, "CC0")}]
    assert changes.to_dict()["title"] == {"before": "Harbour", "after": "Quay"}


def test_changes_are_json() -> None:
    """The shape that programs rely on: three sorts, each with lists of what is added, removed and changed, and a count."""
    changes = compare(harbour(), grown(issue("1", item("Knots"), date="2025-01-06"))).to_dict()
    assert json.loads(json.dumps(changes)) == changes
    assert changes["publications"] == {"added": [], "removed": [], "changed": [], "same": 2}
    assert changes["issues"] == {
        "added": [],
        "removed": [],
        "changed": [{"id": "harbour-weekly/1", "title": ""}],
        "same": 2,
    }
    assert [each["title"] for each in changes["items"]["added"]] == ["Knots"]
