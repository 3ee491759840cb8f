"""Importing on the page: nothing is added unasked, what is added is searched as if it had come along, and nothing is lost."""

import io
import json
import re
import zipfile

import pytest

from backissue.archive.canonical import encode
from backissue.archive.merge import add
from backissue.archive.shards import build
from backissue.errors import SearchStopped
from backissue.importers import Source, read
from backissue.model import Archive
from backissue.reader import Reader
from tests.unit.reader.client import Browser, Client, client, files_of, sample_archive

QUERIES = ("", "tide", "lantern OR rope", "in:quay", "kind:video", "date:2025", "sort:oldest", "-rope")


def jsonl(*rows, newsletter="Buoy Letter"):
    """A file of items; each row has what differs from the usual."""
    plain = {"newsletter": newsletter, "issue": "1", "date": "2025-07-07", "section": "News"}
    return b"".join(json.dumps(plain | row).encode() + b"\n" for row in rows)


BUOYS = jsonl(
    {"title": "Lanterns on buoys", "url": "https://buoy.example/lanterns"},
    {"title": "A tide clock", "url": "https://buoy.example/tide", "kind": "video"},
    {"title": "Old rope", "url": "https://buoy.example/rope", "issue": "0", "date": "2024-01-01"},
    {"title": "Brand new rope", "url": "https://buoy.example/new", "issue": "9", "date": "2026-05-05"},
    {"title": "Undated mooring", "url": "https://buoy.example/undated", "issue": "99", "date": None},
)


def added(data=BUOYS, browser=None, **files):
    """A client that has added files."""
    made = client("", browser=browser)
    made.drop(**(files or {"buoys__jsonl": data}))
    made.send("add")
    return made


def merged(*files, archive=None):
    """The archive that the same files give when they are imported into it on a computer."""
    archive = archive or sample_archive()
    for data in files:
        found = read(Source("file", data))
        archive = add(archive, found.publications, found.issues)
    return archive


def answers(made, query):
    """What the page shows for a query: hits in order, and the filters with their counts."""
    made.send("submit", text=query)
    facets = re.findall(r'data-value="([^"]*)" data-count="(\d+)"', made.targets["#facets"])
    return made.items, made.total, facets


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


def test_a_publication_that_a_file_tells_of_twice_is_shown_once():
    """Parts of a file that know more or less of one publication are counted together."""
    rows = [{"title": f"Knot {number}", "issue": str(number), "url": f"https://buoy.example/{number}"} for number in (1, 2)]
    parts = {"a.jsonl": jsonl(rows[0] | {"publication_url": "https://buoy.example/"}), "b.jsonl": jsonl(rows[1])}
    made = client()
    tools = made.browser.tools
    made.browser.tools = lambda: _with(tools(), sources=lambda name, stream: iter(Source(*each) for each in parts.items()))
    made.drop(box__zip=b"-")
    assert made.reading.count("<b>Buoy Letter</b>") == 1 and '<data value="2">2</data> parts' in made.reading


def test_files_that_cannot_be_read_are_told_beside_those_that_can():
    """A picture, an empty file, one that is too large and one that is gone are named with the reason; the others are read."""
    made = client()
    files = {"a.png": b"\x89PNG\0\0\0\1\2\3" * 9, "b.txt": b"", "c.jsonl": b"x" * 1_000_001, "d.jsonl": BUOYS, "e.jsonl": BUOYS}
    told = made.dropped(files)
    del made.browser.dropped[5]
    tools = made.browser.tools

    def missing(number):
        if number not in made.browser.dropped:
            raise OSError("it was moved")
        return io.BytesIO(made.browser.dropped[number])

    made.browser.tools = lambda: _with(tools(), open=lambda number, size: missing(number))
    made.send("files", files=told)
    for words in ("known encoding", "is empty", "larger than 1 MB", "it was moved"):
        assert words in made.reading, words
    assert made.reading.count("left out</span>") == 4 and "Lanterns on buoys" in made.reading


def _with(tools, **changes):
    import dataclasses

    return dataclasses.replace(tools, **changes)


def test_an_importer_that_fails_costs_its_file_only():
    """A mistake in an importer is told with its file, and the next file is read."""
    made = client()
    tools = made.browser.tools

    def failing(source):
        if source.name == "bad.jsonl":
            raise ZeroDivisionError("by hand")
        return read(source)

    made.browser.tools = lambda: _with(tools(), read=failing)
    made.drop(bad__jsonl=BUOYS, good__jsonl=BUOYS)
    assert "a mistake in this program (ZeroDivisionError: by hand)" in made.reading and "Lanterns on buoys" in made.reading


def test_a_file_that_takes_too_long_is_left_out_and_an_interrupted_one_is_read_anew():
    """Whoever types meanwhile interrupts reading, which begins anew; a file that takes too long is told and passed over."""
    now = [0.0]
    stops = {"slow.jsonl": [99.0], "busy.jsonl": [0.1, 0.1]}
    made = Client(files_of(sample_archive()), Reader(clock=lambda: now[0]))
    made.send("start", fragment="")
    tools = made.browser.tools

    def reading(source):
        if stops.get(source.name):
            now[0] += stops[source.name].pop()
            raise SearchStopped
        return read(source)

    made.browser.tools = lambda: _with(tools(), read=reading)
    made.drop(slow__jsonl=BUOYS, busy__jsonl=BUOYS)
    assert "took longer than 20 seconds" in made.reading and made.reading.count("Lanterns on buoys") == 1
    assert made.answer["complete"] and not stops["busy.jsonl"]


def test_reading_can_be_stopped_and_put_away():
    """Stopped, what was read can be added and the rest is marked; put away, nothing stays."""
    made = client()
    made.step({"type": "files", "files": made.dropped({f"{n}.jsonl": BUOYS for n in range(3)})})
    made.reader.equip(made.browser.tools())
    for _ in range(3):
        made.step({"type": "next"})
    made.send("stop")
    assert made.reading.count("not read to its end") == 2 and 'data-act="add"' in made.reading
    made.send("discard")
    assert "data-file=" not in made.reading and not made.browser.dropped and not made.browser.kept


def test_files_can_be_brought_while_the_archive_is_on_its_way():
    """What is added before the archive is whole is kept at its end, and nothing is lost of either."""
    made = Client(files_of(sample_archive()))
    first = made.step({"type": "start", "fragment": ""})
    made.drop(buoys__jsonl=BUOYS)
    made.send("add")
    assert 'data-busy="adding"' in made.reading
    events = made._following(first)
    while events:
        events += made._following(made.step(events.pop(0)))
    for query in QUERIES:
        assert answers(made, query) == answers(client(files=files_of(merged(BUOYS))), query), query


def test_an_empty_archive_takes_ones_own():
    """A site without an issue of its own can still be filled by its readers."""
    empty = files_of(Archive(title="Empty"))
    made = client("", files=empty)
    made.drop(buoys__jsonl=BUOYS)
    made.send("add")
    whole = client(files=files_of(merged(BUOYS, archive=Archive(title="Empty"))))
    for each in (made, client("", files=empty, browser=made.browser)):
        assert answers(each, "rope") == answers(whole, "rope")


def test_what_is_ones_own_can_be_exported():
    """All of it, or one publication, is saved in every form; the archive in a zip is read as an archive and is the same."""
    made = added(BUOYS + jsonl({"title": "Anchors", "url": "https://anchor.example/"}, newsletter="Anchor Post"))
    answer = made.send("export", format="archive")
    (saved,) = [effect for effect in answer["effects"] if effect["do"] == "download"]
    assert saved == {"do": "download", "name": "backissue-archive.zip", "url": "blob:application/zip"}
    with zipfile.ZipFile(io.BytesIO(made.browser.saved["application/zip"])) as packed:
        assert {name: packed.read(name) for name in packed.namelist()} == made.browser.kept
    for name in ("items-jsonl", "markdown", "csv", "json-feed"):
        assert f'data-format="{name}"' in made.reading
        made.send("export", format=name, publication="buoy-letter")
        data = next(reversed(made.browser.saved.values()))
        assert b"Lanterns on buoys" in data and b"Anchors" not in data
    assert "cannot be exported so" not in made.reading
    made.drop(back__jsonl=made.browser.saved["application/jsonl"])
    made.send("add")
    assert "4 there already, just so" in made.reading
    other = client()
    other.drop(backissue_archive__zip=made.browser.saved["application/zip"])
    other.send("add")
    assert other.browser.kept == made.browser.kept


def test_tools_that_do_not_come_can_be_asked_for_again():
    """Where the importers cannot be fetched it is said, the files wait, and one press tries again."""
    made = client()
    made.browser.tools_missing = "app/later.toml cannot be fetched: offline."
    made.drop(buoys__jsonl=BUOYS)
    assert "app/later.toml cannot be fetched: offline." in made.reading and 'data-act="equip"' in made.reading
    made.browser.tools_missing = ""
    made.send("equip")
    assert "Lanterns on buoys" in made.reading


def test_hostile_files_are_harmless():
    """Markup, scripts and odd links in names, titles and summaries are shown as text, before and after they are added."""
    data = jsonl({"title": "<script>alert(1)</script>", "url": "javascript:alert(2)", "summary": "<img src=x onerror=alert(3)>"},
                 newsletter="<b>Bold</b>")  # fmt: skip
    made = client()
    made.send("files", files=made.dropped({'"><script>alert(4)</script>.jsonl': data, "\u202egpj.txt": b"\0\1\2" * 99}))
    made.send("add")
    seen = made.reading + client("#q=alert", browser=made.browser).targets["#results"]
    made.send("go", fragment="#issue=b-bold-b/1")
    for html in (seen, made.reading, *made.targets.values()):
        assert not re.search(r"<(script|img)|href=\W?javascript", html, re.IGNORECASE)


@pytest.mark.parametrize("files", [None, 7, [7], [{"name": None}], [{"number": "x", "size": -1}]])
def test_files_of_another_shape_are_answered(files):
    """Nothing that comes from the page can end the reader."""
    made = client()
    made.send("files", files=files)
    assert not made.answer["error"]


def test_more_files_than_a_page_can_hold_are_counted():
    """A drop of very many files reads the first, and says how many were left out."""
    made = client()
    made.browser.tools_missing = "later"
    made.browser.dropped[1] = BUOYS
    answer = made.step({"type": "files", "files": [{"number": 1, "name": f"{n}.txt", "size": 1} for n in range(5_007)]})
    assert "7 files were left out" in made.reading and len(json.dumps(answer)) < 100_000


def test_the_archive_is_unharmed_by_a_change_that_fails():
    """Where adding fails for whatever reason, it is said, and all is as it was."""
    made = added()
    kept = dict(made.browser.kept)
    for name in kept:
        if name != "archive.json":
            made.reader.library.own.files[name] = b"{}"
    made.drop(more__jsonl=jsonl({"title": "Seagulls", "url": "https://gull.example/"}, newsletter="Gull Gazette"))
    made.send("add")
    assert "Nothing was changed. DamagedArchive" in made.reading and made.browser.kept == kept
    assert answers(made, "lanterns on buoys")[1] == 1


def test_kept_files_are_an_archive():
    """What is kept is the archive's own form, to the byte: the same issues added in two ways are the same files."""
    halves = BUOYS.splitlines(keepends=True)
    made = client()
    made.drop(one__jsonl=b"".join(halves[:2]))
    made.send("add")
    made.drop(two__jsonl=b"".join(halves[2:]))
    made.send("add")
    assert made.browser.kept == added().browser.kept
    manifest, files = build(merged(BUOYS, archive=Archive(title="Imported")))
    assert made.browser.kept == files | {"archive.json": encode(manifest.to_dict())}
