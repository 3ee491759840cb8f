"""The stopwatch fits the reader as it is."""

import json

import pytest

from backissue.reader import Reader
from tests.benchmarks.stopwatch import Stopwatch
from tests.unit.reader.client import files_of, sample_archive


@pytest.fixture
def timed(monkeypatch):
    """A worker's handle with the stopwatch on it, and the stopwatch; what it replaces is put back afterwards."""
    for owner, name in (("search.search.Search", "_hit"), ("index.store.Store", "_ask")):
        module, _, kind = f"backissue.{owner}".rpartition(".")
        put_back(monkeypatch, getattr(__import__(module, fromlist=[kind]), kind), name)
    for module, name in (("search.search", "count_values"), ("reader.pages", "render"), ("reader.library", "read_shard")):
        put_back(monkeypatch, __import__(f"backissue.{module}", fromlist=[name]), name)
    reader = Reader()
    watch = Stopwatch(lambda request: json.dumps(reader.handle(json.loads(request))), reader, 0.0, lambda: 1_000)
    return reader, watch


def put_back(monkeypatch, owner, name):
    monkeypatch.setattr(owner, name, getattr(owner, name))


def play(reader, watch, event):
    """Sends an event and all that follows, as the page does; returns the last answer."""
    files = files_of(sample_archive())
    events, answer = [event], {"state": {}}
    while events:
        answer = json.loads(watch.handle(json.dumps({"id": 1, "event": events.pop(0), "state": answer["state"]})))
        for effect in answer["effects"]:
            if effect["do"] == "fetch":
                reader.receive(effect["path"], files[effect["path"]])
                events.append({"type": "fetched", "path": effect["path"]})
        if answer["next"] and not events:
            events.append(answer["next"])
    return answer


def test_every_part_of_a_start_and_of_a_key_is_timed(timed):
    """A start is told with its loading, a typed key with its search and each part of it."""
    reader, watch = timed
    play(reader, watch, {"type": "start", "fragment": "q=lantern"})
    started = json.loads(watch.read())
    assert sum(each.get("load", 0) for each in started["requests"]) > 0
    assert any("parse" in each for each in started["requests"])
    play(reader, watch, {"type": "type", "text": "tide", "caret": 4})
    # on a slow machine the whole answer may come in parts
    requests = json.loads(watch.read())["requests"]
    assert (requests[0]["event"], requests[-1]["query"], requests[-1]["complete"]) == ("type", "tide", True)
    spent = {
        name: sum(each.get(name, 0) for each in requests) for name in ("handle", "search", "sqlite", "hits", "facets", "render")
    }
    assert all(spent.values())
    assert spent["handle"] >= spent["search"] >= spent["facets"]


def test_what_is_asked_again_is_searched_again(timed):
    """After `forget` nothing is left of what was found before."""
    reader, watch = timed
    play(reader, watch, {"type": "start", "fragment": "q="})
    play(reader, watch, {"type": "type", "text": "tide", "caret": 4})
    assert reader.library.index.cache, "something is kept, so that there is something to forget"
    watch.read(forget=True)
    assert not reader.library.index.cache


def test_reading_begins_anew(timed):
    """What was read once is not told again; the start is."""
    reader, watch = timed
    play(reader, watch, {"type": "start", "fragment": "q="})
    assert json.loads(watch.read())["requests"]
    again = json.loads(watch.read())
    assert again["requests"] == [] and again["start"]["heap"] == again["heap"] == 1_000


def test_what_the_peers_are_asked_is_asked_of_the_reader_too(timed):
    """The same questions in each depth find the same items, each time anew; a slip is followed to the word that is proposed."""
    reader, watch = timed
    play(reader, watch, {"type": "start", "fragment": "q="})
    found = {task: json.loads(watch.measure(task, "lantern")) for task in ("ids", "hits", "whole", "items", "forgive")}
    assert found["ids"]["found"] == found["hits"]["found"] == found["whole"]["found"] == len(found["items"]["found"]) > 0
    assert found["items"]["found"] == found["forgive"]["found"]
    assert all(each["took"] > 0 for each in found.values())
    assert json.loads(watch.measure("items", "lantren"))["found"] == []
    assert json.loads(watch.measure("forgive", "lantren"))["found"] == found["items"]["found"]
