"""The archive on its way into the reader, and what is refused."""

import json
import re
from contextlib import contextmanager

import pytest

from backissue.archive.canonical import encode
from backissue.errors import SearchStopped
from backissue.reader import Reader
from tests.unit.reader.client import Client, client, files_of, sample_archive


def changed(files, name, data):
    return files | {name: data}


def started(files):
    made = Client(files)
    made.send("start", fragment="")
    return made


def test_the_newest_shard_comes_first(monkeypatch):
    """The manifest is asked for, then the shards in its order, the newest first, then the full posts."""
    monkeypatch.setattr("backissue.archive.shards.SHARD_BYTES", 300)
    files = files_of(sample_archive())
    made = started(files)
    shards = json.loads(files["archive.json"])["shards"]
    posts = [shard["content"]["path"] for shard in shards if "content" in shard]
    assert len(shards) > 3 and made.fetched == ["archive.json", *(shard["path"] for shard in shards), *posts]
    assert made.body["archive"] == "whole" and made.total == 10


def test_a_search_never_begins_with_its_time_used_up():
    """Indexing and searching are answered one after the other: the time limit of a request is for one of them."""
    made = Client(files_of(sample_archive()))
    for path, data in made.files.items():
        made.reader.receive(path, data)
    answer, shown = made.step({"type": "start", "fragment": "q=tide"}), 0
    while answer["next"]:
        before = made.reader.library.loaded
        answer = made.step(answer["next"])
        searched = any(patch["target"] == "#results" for patch in answer["patches"])
        shown += searched
        assert not searched or made.reader.library.loaded == before
    assert shown and made.body["archive"] == "whole" and made.total == 2


def test_what_the_edge_has_fetched_ahead_is_not_asked_for_again():
    """What was received before the start is searched in its first answers; only the rest is asked for."""
    files = files_of(sample_archive())
    shards = [shard["path"] for shard in json.loads(files["archive.json"])["shards"]]
    made = Client(files)
    for path in ("archive.json", *shards):
        made.reader.receive(path, files[path])
    made.send("start", fragment="")
    assert not set(made.fetched) & {"archive.json", *shards}
    assert made.body["archive"] == "whole" and made.total == 10


def test_a_broken_manifest_that_was_fetched_ahead_is_refused():
    """A manifest that came before the start is looked at as any other."""
    made = Client(files_of(sample_archive()))
    made.reader.receive("archive.json", b"<!doctype html>")
    made.send("start", fragment="")
    assert re.search(r"archive\.json: is no whole JSON", made.answer["error"])


def test_an_older_file_that_was_fetched_ahead_is_fetched_anew():
    """A shard that came before the start and does not fit its manifest is asked for once, past the caches, and then taken."""
    files = files_of(sample_archive())
    path = json.loads(files["archive.json"])["shards"][0]["path"]
    made = Client(files)
    made.reader.receive("archive.json", files["archive.json"])
    made.reader.receive(path, b'{"issues":[]}\n')
    made.send("start", fragment="")
    assert made.fetched.count(path) == 1
    assert not made.answer["error"] and made.total == 10


def test_an_archive_of_nothing_is_whole():
    """An empty archive is no error: the page says that there is nothing."""
    empty = encode(
        {
            "format": "backissue-archive",
            "version": 1,
            "title": "",
            "publications": [],
            "totals": {"issues": 0, "items": 0},
            "shards": [],
        }
    )
    made = started({"archive.json": empty})
    assert made.body["archive"] == "whole" and made.total == 0 and not made.answer["error"]


@pytest.mark.parametrize(
    ("name", "spoil", "words"),
    [
        ("archive.json", lambda data: data[:-20], r"archive\.json: is no whole JSON"),
        ("archive.json", lambda data: b"<!doctype html>", r"archive\.json: is no whole JSON"),
        ("archive.json", lambda data: b'{"a":1}', r"is not the manifest of an archive"),
        ("archive.json", lambda data: data.replace(b'"version":1', b'"version":2'), r"version 2.*use a newer Backissue"),
        ("shard", lambda data: data[:-20], r"\.json: has [\d,]+ bytes.*cut off or altered"),
        ("shard", lambda data: data.replace(b"lantern", b"lamtern"), r"has the hash .*altered"),
        ("content", lambda data: data.replace(b"hull", b"hulk"), r"content\.json: has the hash"),
        ("archive.json", None, r"archive\.json: could not be fetched \(404\)"),
        ("shard", None, r"could not be fetched \(404\)"),
    ],
)
def test_a_broken_archive_is_refused_in_words(name, spoil, words):
    """A truncated, altered, missing or too new archive is not searched, and the message says what and what to do."""
    files = files_of(sample_archive())
    shard = json.loads(files["archive.json"])["shards"][0]
    path = {"shard": shard["path"], "content": shard["content"]["path"]}.get(name, name)
    broken = changed(files, path, spoil(files[path])) if spoil else {key: data for key, data in files.items() if key != path}
    made = started(broken)
    assert re.search(words, made.answer["error"]), made.answer["error"]
    assert re.search(words, made.send("type", text="tide")["error"]), "what came before is not searched either"


def test_an_older_file_in_a_cache_is_fetched_anew():
    """A shard that does not fit its manifest is asked for once more, past the caches, and then taken."""
    files = files_of(sample_archive())
    path = json.loads(files["archive.json"])["shards"][0]["path"]
    reader = Reader()
    made = Client(changed(files, path, b'{"issues":[]}\n'), reader)
    answer = made.step({"type": "start", "fragment": ""})
    reader.receive("archive.json", files["archive.json"])
    made.step({"type": "fetched", "path": "archive.json"})
    reader.receive(path, b'{"issues":[]}\n')
    answer = made.step({"type": "fetched", "path": path})
    answer = made.step(answer["next"])
    assert [effect for effect in answer["effects"] if effect["do"] == "fetch"] == [{"do": "fetch", "path": path, "fresh": True}]
    made.files = files
    reader.receive(path, files[path])
    made.send("fetched", path=path)
    assert not made.answer["error"] and made.total == 10


def test_loading_lets_typing_through():
    """While the archive comes in, a slice ends after a moment, and what is here already is searched."""
    ticks = iter(range(10_000))
    reader = Reader(clock=lambda: next(ticks) * 0.02)
    files = files_of(sample_archive())
    made = Client(files, reader)
    made.step({"type": "start", "fragment": ""})
    for path in ("archive.json", *(shard["path"] for shard in json.loads(files["archive.json"])["shards"])):
        reader.receive(path, files[path])
        made.step({"type": "fetched", "path": path})
    steps = 0
    while made.answer["next"] and made.body.get("archive") != "whole":
        steps += 1
        typed = made.step({"type": "type", "text": "tide"})
        assert not typed["error"] and typed["next"] is not None
        made.step({"type": "next"})
    assert steps > 1 and made.total == 2
    assert 'data-complete="false"' in made.targets["#results"], "the full posts are still to come"


def test_posts_over_the_budget_can_still_be_read(monkeypatch):
    """Where the memory for searching full posts is used up, the page says so, and each can be read all the same."""
    monkeypatch.setattr("backissue.index.index.Index.__init__.__defaults__", (10, None))
    made = client()
    assert "only titles and summaries are searched" in made.targets["#notes"]
    assert client("#q=hull").total == 0
    made.send("go", fragment="#issue=planet-port/2026-02-01")
    item = re.search(r'item=(planet-port/2026-02-01/\w{10})" data-open>read it here', made.targets["#reading"])[1]
    made.send("go", fragment=f"#issue=planet-port/2026-02-01&item={item}")
    assert "Deep <b>hull</b> notes" in made.targets["#reading"]


def test_a_post_that_is_read_comes_before_its_turn():
    """The full text of a post that somebody opens is fetched at once."""
    made = client("#q=hull")
    item = made.items[0]
    made.reader.library._posts._posts.clear()
    answer = made.send("go", fragment=f"#issue=planet-port/2026-02-01&item={item}")
    assert [effect["path"] for effect in answer["effects"] if effect["do"] == "fetch"], "asked for"
    assert "on its way" in answer["patches"][1]["html"] and "Deep <b>hull</b> notes" in made.targets["#reading"]


def test_the_page_hears_of_the_whole_even_if_its_search_is_stopped():
    """A search that is interrupted just when the last items come is asked again, and then the page learns that all are here."""
    stopped = []

    @contextmanager
    def interruptible():
        yield
        if made.reader.library.whole and not stopped:
            stopped.append(True)
            raise SearchStopped

    made = Client(files_of(sample_archive()), Reader(interruptible=interruptible))
    made.send("start", fragment="#q=lantern")
    assert stopped
    assert made.body.get("archive") == "whole"
