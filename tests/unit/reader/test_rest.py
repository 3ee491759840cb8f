"""An archive that is too large to be held: its newest years are searched at once, the rest on demand, bundle by bundle."""

import gc
import json
import re

import pytest

from backissue.archive import shards, stretches
from backissue.archive.canonical import encode
from backissue.index import Index
from backissue.reader import Reader
from backissue.reader.holding import Room
from tests.large import large_archive
from tests.unit.reader.client import Client, files_of, sample_archive
from tests.unit.reader.own import jsonl

ITEMS, SHARDS, HELD = 1_200, 24, 4


@pytest.fixture(scope="module")
def files():
    return large_archive(ITEMS, SHARDS)[1]


def entries_of(files):
    return json.loads(files["archive.json"])["shards"]


def started(files, fragment="", held=HELD, bundles=2, **start):
    """A client of a reader that has room for so many of the newest shards, and for some bundles beside them."""
    entries = entries_of(files)
    largest = max(entry["bytes"] for entry in entries)
    room = Room(sum(entry["bytes"] for entry in entries[:held]), largest * bundles)
    made = Client(dict(files), Reader(room=room))
    made.send("start", fragment=fragment, **start)
    return made


def whole(files, fragment=""):
    made = Client(files)
    made.send("start", fragment=fragment)
    return made


def complete(made):
    return 'data-complete="true"' in made.targets["#results"]


def counts(made):
    return re.findall(r'data-facet="(\w+)" data-value="([^"]+)" data-count="(\d+)"', made.targets["#facets"])


def rare(files, places=(10,), count=1):
    """Words that stand in these shards and in no other."""
    words = [set(json.loads(files[stretch["words"]["path"]])["words"].split()) for stretch in stretches_in(files)]
    inside = set.intersection(*(words[place] for place in places))
    found = inside.difference(*(each for place, each in enumerate(words) if place not in places))
    return sorted(word for word in found if len(word) > 3 and not word.endswith(("s", "ing", "ed")))[:count]


def stretches_in(files):
    return json.loads(files["archive.json"])["stretches"]


def test_what_fits_is_held_and_the_rest_is_named(files):
    """Only the newest shards are fetched; the page says how much is not loaded, and that the answer is of a part."""
    made = started(files)
    assert made.fetched == ["archive.json", *(entry["path"] for entry in entries_of(files)[:HELD])]
    assert made.body["archive"] == "whole" and made.total == ITEMS * HELD // SHARDS
    assert f'<data value="{ITEMS - made.total}">' in made.targets["#bar"] and "are not loaded" in made.targets["#bar"]
    assert f'among the newest <data value="{made.total}">' in made.targets["#bar"]
    assert not complete(made)


def test_an_archive_that_fits_says_nothing_of_it():
    """Small archives are as they were."""
    made = whole(files_of(sample_archive()))
    assert complete(made) and 'class="held' not in made.targets["#bar"]


@pytest.mark.parametrize(
    "query", ["bebe", "bebe year:2010 ", "title:bibe -bebe", "", "kind:video sort:oldest", "bebe OR in:daily"]
)
def test_all_years_answer_as_if_all_were_held(files, query):
    """After “Search them too”, hits, order, total and facets are those of a reader with room for everything."""
    fragment = f"#q={query.replace(' ', '+')}"
    made, right = started(files, fragment), whole(files, fragment)
    assert made.total < right.total
    made.send("all_years")
    assert (made.items, made.total, counts(made)) == (right.items, right.total, counts(right))
    assert complete(made) and "The older links are searched too" in made.targets["#bar"]


def test_a_rare_word_fetches_only_where_it_stands(files):
    """Of the rest, the lists of words are fetched once, and then the shards that can match, and no others."""
    one, two = rare(files, (10,))[0], rare(files, (7,))[0]
    made = started(files, f"#q={one}")
    made.fetched.clear()
    made.send("all_years")
    shown = [path for path in made.fetched if "words" not in path]
    assert shown == [entries_of(files)[10]["path"]] and len(made.fetched) == 1 + SHARDS - HELD
    assert made.total == whole(files, f"#q={one}").total and "in 1 part that could match" in made.targets["#bar"]
    made.fetched.clear()
    made.send("type", text=two)
    made.send("all_years")
    assert made.fetched == [entries_of(files)[7]["path"]]


def test_there_is_never_more_in_memory_than_there_is_room(files):
    """Bundles are let go before others are loaded, and their tables are closed."""
    made = started(files, "#q=bebe", bundles=3)
    most, seen = 0, set()
    events = [{"type": "all_years"}]
    while events:
        answer = made.step(events.pop(0))
        loaded = made.reader.library.rest._loaded
        most, seen = max(most, len(loaded)), seen | set(loaded.values())
        events += made._following(answer)
    assert most == 3 and len(seen) == SHARDS - HELD
    gone = seen - set(made.reader.library.rest._loaded.values())
    for index in gone:
        with pytest.raises(Exception, match="closed"):
            index.store.averages()


def test_what_is_let_go_is_gone_without_a_look_for_garbage(files):
    """Nothing holds a bundle that was let go, not even itself: a look for garbage may be long in coming."""
    gc.collect()
    gc.disable()
    try:
        made = started(files, "#q=bebe")
        made.send("all_years")
        alive = {id(each) for each in gc.get_objects() if isinstance(each, Index) and each.manifest.title == "Large"}
        bundles = {id(index) for index in made.reader.library.rest._loaded.values()}
        assert len(bundles) == 2 and alive == bundles | {id(made.reader.library.index)}
    finally:
        gc.enable()


def test_what_is_counted_so_far_is_marked_until_the_end(files):
    """While parts are searched, the page shows how far it is, and no total is given out for the whole."""
    made = started(files, "#q=bebe")
    events, totals, said = [{"type": "all_years"}], [], []
    while events:
        answer = made.step(events.pop(0))
        said += [answer["announce"]] if answer["announce"] else []
        if any(patch["target"] == "#results" for patch in answer["patches"]):
            done = re.search(r'links: <data value="(\d+)">', made.targets["#bar"])
            totals.append((int(done[1]) if done else -1, made.total, complete(made)))
        events += made._following(answer)
    assert [done for done, _, _ in totals if done > 0] == list(range(1, SHARDS - HELD + 1))
    assert totals[-1][2] and not any(each for _, _, each in totals[:-1])
    assert said == [f"{totals[-1][1]} links"]
    assert [total for _, total, _ in totals] == sorted(total for _, total, _ in totals)


def test_more_hits_and_other_filters_need_nothing_anew(files):
    """Further hits are listed without another search; a chosen filter is searched in all years; other words are not."""
    made, right = started(files, "#q=bebe"), whole(files, "#q=bebe")
    made.send("all_years")
    made.fetched.clear()
    for each in (made, right):
        each.send("more")
    assert made.fetched == [] and made.items == right.items and len(made.items) == 40
    for each in (made, right):
        each.send("choose", facet="year", value="2010")
    assert (made.items, made.total, counts(made)) == (right.items, right.total, counts(right)) and complete(made)
    made.send("type", text="bebe bibe")
    assert not complete(made) and "Search them too" in made.targets["#bar"]


def test_repeats_are_folded_over_all_years(files):
    """A link of several issues is listed once with all of them, counted once, and never missing on a further page."""
    made, right = started(files, "#q=bebe&fold=1"), whole(files, "#q=bebe&fold=1")
    made.send("all_years")
    assert (made.items, made.total, counts(made)) == (right.items, right.total, counts(right)) and complete(made)
    assert made.total < ITEMS and f'<data value="{right.total}">' in made.targets["#bar"]
    for _ in range(12):
        made.send("more")
        right.send("more")
    assert made.items == right.items and len(made.items) == 260


def test_typing_is_not_held_up(files):
    """Whoever types while older links are searched gets an answer of what is held at once."""
    made = started(files, "#q=bebe")
    answer = made.step({"type": "all_years"})
    for _ in range(4):
        answer = made.step(answer["next"] or {"type": "ping"})
    answer = made.step({"type": "type", "text": "bibe"})
    assert made.total > 0 and "Search them too" in made.targets["#bar"]
    assert answer["next"] is None or answer["next"] == {"type": "next"}


def test_an_issue_that_is_not_held_is_found_and_opened(files):
    """From a hit or by its address, an old issue is loaded and shown; one that is nowhere is said to be nowhere."""
    issue = json.loads(files[entries_of(files)[15]["path"]])["issues"][0]["id"]
    made = started(files, f"#issue={issue}")
    assert f'data-issue="{issue}"' in made.reading
    assert [path for path in made.fetched if "words" not in path][-1] == entries_of(files)[15]["path"]
    missing = started(files, "#issue=quay-daily/1999-1")
    assert "There is no “quay-daily/1999-1”" in missing.reading
    assert not [path for path in missing.fetched[HELD + 1 :] if "words" not in path]


def test_an_issue_that_cannot_be_looked_for_is_not_said_to_be_nowhere(files):
    """Where its part does not come, the page says that, and the rest of it goes on."""
    path = entries_of(files)[15]["path"]
    issue = json.loads(files[path])["issues"][0]["id"]
    made = started({name: data for name, data in files.items() if name != path}, f"#issue={issue}")
    assert not made.answer["error"]
    assert re.search(rf"could not be looked for.*{path}: could not be fetched \(404\)", made.reading, re.DOTALL)
    made.send("go", fragment="#q=bebe")
    assert made.total > 0


def test_a_part_that_does_not_come_is_said_and_asked_for_again(files):
    """The rest of the page goes on; the total is not given out as the whole, and trying again finishes it."""
    path = entries_of(files)[12]["path"]
    made = started({name: data for name, data in files.items() if name != path}, "#q=bebe")
    made.send("all_years")
    assert not made.answer["error"] and not complete(made)
    assert re.search(rf"Not all older links could be searched\. {path}: could not be fetched \(404\)", made.targets["#bar"])
    made.send("type", text="bibe")
    assert made.total > 0
    made.files[path] = files[path]
    made.send("type", text="bebe")
    made.send("all_years")
    assert complete(made) and made.total == whole(files, "#q=bebe").total


@pytest.mark.parametrize("part", ["shard", "words"])
def test_a_damaged_part_is_not_searched(files, part):
    """It is fetched once more, past the caches; where it is still not what the manifest says, the page says so."""
    path = entries_of(files)[12]["path"] if part == "shard" else stretches_in(files)[12]["words"]["path"]
    made = started(files | {path: files[path].replace(b"bebe", b"bobo")}, "#q=bebe")
    made.send("all_years")
    assert made.fetched.count(path) == 2 and not complete(made)
    assert re.search(rf"{path}: has the hash \w+….*Try again", made.targets["#bar"])


def test_years_are_chosen_and_remembered(files):
    """The reader offers how much to hold; a choice is stored, and holds from the next start of the worker on."""
    made = started(files, held=SHARDS)
    assert "How much is kept in memory" in made.targets["#bar"] and complete(made)
    offered = re.findall(r'data-name="years" data-value="(\d*)" aria-pressed="(\w+)"', made.targets["#bar"])
    assert offered == [*((years, "false") for years in ("1", "2", "5", "10", "20")), ("", "true")]
    answer = made.step({"type": "option", "name": "years", "value": "5"})
    done = [effect for effect in answer["effects"] if effect["do"] in ("store", "restart")]
    assert done == [{"do": "store", "name": "years", "value": "5"}, {"do": "restart"}]
    chosen = started(files, held=SHARDS, years="5")
    assert len(chosen.fetched) == 1 + 6 and chosen.total == 6 * ITEMS // SHARDS, "back to the same day five years before"
    assert 'data-value="5" aria-pressed="true"' in chosen.targets["#bar"]
    assert started(files, held=SHARDS, years="nonsense").total == ITEMS


@pytest.fixture
def posts(monkeypatch):
    """The sample archive, each issue in a shard and a stretch of its own."""
    for module, name in ((shards, "SHARD_BYTES"), (stretches, "LARGE_BYTES"), (stretches, "STRETCH_BYTES")):
        monkeypatch.setattr(module, name, 1)
    return files_of(sample_archive())


def test_full_posts_that_are_not_held_are_searched_and_read(posts):
    """The text of an old post is found, with its place marked, and can be opened."""
    made = started(posts, "#q=hull", held=1)
    assert made.total == 0 and "in what is loaded" in made.targets["#notes"]
    made.send("all_years")
    assert made.total == 1 and "<mark>hull</mark>" in made.targets["#results"]
    made.send("go", fragment=f"#q=hull&issue=planet-port/2026-02-01&item={made.items[0]}")
    assert "Deep <b><mark>hull</mark></b> notes" in made.reading


def test_what_was_imported_is_found_wherever_it_lies(posts):
    """An own issue of a time that is not held is searched with that time, and read there; of the same id, it hides the other."""
    made = started(posts, held=1)
    row = {"newsletter": "quay", "issue": "1", "date": "2025-01-06", "section": "Tools", "title": "Lantern of zinc"}
    made.drop(own__jsonl=jsonl(row | {"url": "https://own.example/", "content": "<p>Brazed seams</p>"}))
    made.send("add")
    assert not made.answer["error"]
    for query in ("zinc", "brazed", "lantern"):
        made.send("go", fragment=f"#q={query}")
        assert made.total == 0
        made.send("all_years")
        assert made.total == 1 and "zinc" in made.targets["#results"], query
    made.send("go", fragment="#q=zinc&issue=quay/1")
    assert "Lantern of <mark>zinc</mark>" in made.reading


def test_an_archive_without_stretches_is_searched_too(files):
    """Where nothing tells what is in the rest, all of it is looked through, some shards together."""
    raw = json.loads(files["archive.json"])
    del raw["stretches"]
    plain = {name: data for name, data in files.items() if "words" not in name} | {"archive.json": encode(raw)}
    made, right = started(plain, "#q=bebe"), whole(files, "#q=bebe")
    assert "How much is kept" not in made.targets["#bar"]
    made.send("all_years")
    assert (made.items, made.total, counts(made)) == (right.items, right.total, counts(right)) and complete(made)
