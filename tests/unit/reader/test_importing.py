"""Importing on the page: nothing is added unasked, what is added is searched as if it had come along, and nothing is lost."""

import re

import pytest

from tests.unit.reader.client import Browser, client, files_of, sample_archive
from tests.unit.reader.own import BUOYS, QUERIES, added, answers, jsonl, merged


def test_nothing_is_added_before_it_is_asked_for():
    """Dropped files are shown with their publication, issues, dates and first titles; the archive is as it was."""
    made = client()
    made.drop(buoys__jsonl=BUOYS)
    assert made.state["view"] == "import" and made.history == [("push", "view=import")]
    assert 'data-file="buoys.jsonl" data-state="read"' in made.reading
    for text in ("Buoy Letter", "Lanterns on buoys · A tide clock", "2024-01-01", '<data value="4">4</data> issues'):
        assert text in made.reading, text
    assert not made.browser.kept
    assert answers(made, "buoys") == answers(client(), "buoys")


def test_what_is_added_is_searched_with_the_archive():
    """Hits, their order, totals and counts are those of one archive that holds both, for every query."""
    made, whole = added(), client(files=files_of(merged(BUOYS)))
    assert "4 issues added." in made.reading
    for query in QUERIES:
        assert answers(made, query) == answers(whole, query), query


def test_added_issues_stand_among_the_others():
    """An added issue is read like any, with its neighbours, and is marked as the reader's own."""
    made = added()
    made.send("go", fragment="#issue=buoy-letter/1")
    assert 'data-issue="buoy-letter/1"' in made.reading and "Lanterns on buoys" in made.reading
    assert 'data-act="remove" data-issue="buoy-letter/1"' in made.reading
    assert re.search(r'href="#issue=buoy-letter/9" data-later', made.reading)
    made.send("go", fragment="#view=publications")
    assert '<data value="4">4</data> yours' in made.reading and made.reading.count("</data> yours") == 1
    made.send("go", fragment="#view=publications&in=buoy-letter")
    assert made.reading.count('<span class="yours">') == 4


def test_what_is_added_is_there_again():
    """The next visit, and one whose archive comes slowly, shows the same; the start asks for nothing more."""
    made = added()
    again = client("", browser=made.browser)
    for query in QUERIES:
        assert answers(again, query) == answers(made, query), query
    assert again.fetched == client().fetched


def test_the_same_issue_again_changes_nothing():
    """What the archive has just so is not kept a second time, and what was added before stays as it is."""
    made = client(files=files_of(merged(BUOYS)))
    made.drop(buoys__jsonl=BUOYS)
    made.send("add")
    assert "0 issues added, 4 there already, just so." in made.reading and not made.browser.kept
    made = added()
    kept = dict(made.browser.kept)
    made.drop(again__jsonl=BUOYS)
    assert made.reading.count("there already") == 4
    made.send("add")
    assert "4 there already, just so" in made.reading and made.browser.kept == kept


def test_an_issue_of_the_archive_is_completed_and_comes_back():
    """An added issue that the archive has too stands in its place, completed; removed, the archive's own is there again."""
    more = jsonl(
        {"title": "Lanterns on buoys", "url": "https://buoy.example/lanterns", "authors": ["A. Keeper"]},
        {"title": "A third light", "url": "https://buoy.example/third"},
    )
    site, whole = files_of(merged(BUOYS)), client(files=files_of(merged(BUOYS, more)))
    made = client(files=site)
    made.drop(more__jsonl=more)
    made.send("add")
    for each in (made, client(files=site, browser=made.browser)):
        for query in (*QUERIES, "by:keeper", "light"):
            assert answers(each, query) == answers(whole, query), query
    assert made.targets["#totals"] == whole.targets["#totals"]
    made.send("remove")
    for query in QUERIES:
        assert answers(made, query) == answers(client(files=site), query), query


def test_a_planets_day_is_the_union():
    """Posts that are added to a day of the archive stand beside its own, whose full text still opens."""
    post = jsonl({"newsletter": "Planet Port", "publication_kind": "planet", "issue": None, "date": "2026-02-01", "section": "",
                  "title": "A third post", "url": "https://port.example/third"})  # fmt: skip
    made = added(post)
    assert answers(made, "date:2026-02-01 in:planet-port")[1] == 3
    item = next(item.id for _, _, item in sample_archive().items() if item.content)
    made.send("go", fragment=f"#issue=planet-port/2026-02-01&item={item}")
    assert "<b>hull</b>" in made.reading
    assert answers(made, "content:hull")[1] == 1
    again = client("", browser=made.browser)
    assert answers(again, "content:hull")[1] == 1


def test_full_posts_of_ones_own_are_read_and_searched():
    """The text of an added post is found and opens, cleaned, at once and on the next visit."""
    post = jsonl(
        {"title": "Long one", "url": "https://buoy.example/long", "content": "<p onclick=x()>Seaweed<script>1</script></p>"}
    )
    made = added(post)
    for each in (made, client("", browser=made.browser)):
        (item,) = answers(each, "content:seaweed")[0]
        each.send("go", fragment=f"#issue=buoy-letter/1&item={item}")
        assert "<p>Seaweed</p>" in each.reading


def test_issues_are_removed_and_brought_back():
    """One issue, one publication or all go, and one press brings them back as they were."""
    made = added(BUOYS + jsonl({"title": "Anchors", "url": "https://anchor.example/"}, newsletter="Anchor Post"))
    kept = dict(made.browser.kept)
    for which in ({"issue": "buoy-letter/1"}, {"publication": "buoy-letter"}, {}):
        made.send("remove", **which)
        assert made.browser.kept != kept and "removed." in made.reading and 'data-act="undo"' in made.reading
        assert answers(made, "lanterns on buoys")[1] == 0
        assert answers(made, "anchors")[1] == (1 if which else 0)
        made.send("undo")
        assert made.browser.kept == kept and "brought back." in made.reading
        assert answers(made, "lanterns on buoys")[1] == 1
    made.send("remove")
    assert not made.browser.kept and "Nothing yet." in made.reading


@pytest.mark.parametrize("why", ["there is no room left for this site", "storage is blocked for this page"])
def test_a_browser_that_keeps_nothing_is_said_plainly(why):
    """Where nothing more can be kept, what was kept stays, the new is searched until the page is closed, and that is said."""
    made = added()
    kept = dict(made.browser.kept)
    made.browser.refuses = why
    made.drop(more__jsonl=jsonl({"title": "Seagulls", "url": "https://gull.example/"}, newsletter="Gull Gazette"))
    made.send("add")
    assert why in made.reading and "until this page is closed" in made.reading
    assert answers(made, "seagulls")[1] == 1 and made.browser.kept == kept
    assert answers(client("", browser=made.browser), "seagulls")[1] == 0
    made.browser.refuses = ""
    made.drop(last__jsonl=jsonl({"title": "Herrings", "url": "https://herring.example/"}, newsletter="Herring Herald"))
    made.send("add")
    assert answers(client("", browser=made.browser), "seagulls OR herrings OR buoys")[1] == 3, "and now all is kept"


def test_two_pages_keep_what_both_add():
    """A second page that was opened before adds to what the first one kept, and a reload shows both."""
    browser = Browser()
    one, two = client("", browser=browser), client("", browser=browser)
    one.drop(buoys__jsonl=BUOYS)
    one.send("add")
    two.drop(gulls__jsonl=jsonl({"title": "Seagulls", "url": "https://gull.example/"}, newsletter="Gull Gazette"))
    two.send("add")
    assert "1 issue added" in two.reading
    for made in (two, client("", browser=browser)):
        assert answers(made, "seagulls OR buoys")[1] == 2
    one.send("remove", publication="buoy-letter")
    assert answers(client("", browser=browser), "seagulls OR buoys")[1] == 1
    client("", browser=browser).send("remove")
    two.drop(buoys__jsonl=BUOYS)
    two.send("add")
    assert answers(client("", browser=browser), "seagulls OR buoys")[1] == 1, "what another page has removed stays away"


def test_a_storage_that_does_not_answer_leaves_all_as_it_was():
    """Where what was kept cannot be had, that is said, the archive is searched, and nothing kept is written over."""
    made = client("#view=import")
    made.reader.recall({}, "the browser's storage does not answer")
    made.send("go", fragment="#view=import")
    assert "storage does not answer. It is left as it is" in made.reading


def test_damaged_issues_are_left_alone_and_said():
    """What was kept and is damaged costs nothing else: the archive is searched, and the damaged can be removed, not added to."""
    made = added()
    name = next(name for name in made.browser.kept if name != "archive.json")
    made.browser.kept[name] = made.browser.kept[name][:-9]
    again = client("#view=import", browser=made.browser)
    assert "is damaged" in again.reading and "Remove what is damaged" in again.reading
    assert answers(again, "tide") == answers(client(), "tide")
    again.drop(buoys__jsonl=BUOYS)
    again.send("add")
    assert "damaged first" in again.reading and name in made.browser.kept
    again.send("remove")
    assert not made.browser.kept
    again.send("add")
    assert answers(again, "lanterns on buoys")[1] == 1
