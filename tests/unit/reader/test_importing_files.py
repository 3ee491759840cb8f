"""Files brought to the page: what is read, told, stopped, exported, and harmless."""

import io
import json
import re
import zipfile

import pytest

from backissue.archive.canonical import encode
from backissue.archive.shards import build
from backissue.errors import SearchStopped
from backissue.importers import Source, read
from backissue.model import Archive
from backissue.reader import Reader
from tests.unit.reader.client import Client, client, files_of, sample_archive
from tests.unit.reader.own import BUOYS, QUERIES, added, answers, jsonl, merged


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
