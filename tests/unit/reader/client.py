"""A reader to test with: a small archive, and a client that plays the page's part."""

from __future__ import annotations

import io
import re

from backissue import exporters, importers
from backissue.archive.canonical import encode
from backissue.archive.merge import add
from backissue.archive.shards import build
from backissue.importers.opening import open_sources
from backissue.model import Archive, Event, Issue, Item, Link, Publication, Section
from backissue.reader import Reader, Tools

QUAY = Publication(
    "quay",
    "Quay Weekly",
    url="https://quay.example/",
    language="en",
    licence="CC BY 4.0",
    subscribe_url="https://quay.example/join",
)
PLANET = Publication(
    "planet-port", "Planet Port", url="https://port.example/", kind="planet", feed_url="https://port.example/feed"
)


def sample_archive():
    """Two issues of a newsletter and three days of a planet, the newest with a post that is an issue of the newsletter."""
    issues = [
        Issue(
            id="",
            publication="quay",
            number="1",
            title="First light",
            date="2025-01-06",
            url="https://quay.example/1",
            sections=(
                Section(
                    "Tools",
                    (Item("", "Lanterns in C++", url="https://example.org/lanterns", summary="A lantern for tiny boats."),),
                ),
                Section(
                    "Talks",
                    (Item("", "Securing the quay", url="https://video.example.org/quay", kind="video", authors=("A. Pilot",)),),
                ),
            ),
        ),
        Issue(
            id="",
            publication="quay",
            number="2",
            title="Tides & knots",
            date="2026-02-02",
            url="https://quay.example/2",
            sections=(
                Section(
                    "",
                    (Item("", "Ropes for sale", url="https://shop.example/", kind="sponsor", sponsored=True, summary="Ropes."),),
                ),
                Section(
                    "Tools",
                    (
                        Item(
                            "",
                            "Łódź tide tables",
                            url="https://example.org/tides",
                            summary="Tides for 2026.",
                            source="example.org",
                            tags=("tides", "data"),
                            shared_by="B. Mate",
                            links=(Link("https://example.org/more", "More"),),
                        ),
                        Item("", "A tide of one's own", title_made=True, summary="A tide of one's own, and how to keep it."),
                    ),
                ),
                Section(
                    "Events",
                    (
                        Item(
                            "",
                            "Knot days",
                            url="https://knots.example/",
                            kind="event",
                            event=Event("2026-06-19", "2026-06-22", "Gdańsk", online=True),
                        ),
                    ),
                ),
            ),
        ),
        _day("2026-02-02", ("Issue 2 is out", "https://quay.example/2", "The new issue.", "")),
        _day(
            "2026-02-01",
            ("Boats in depth", "https://port.example/boats", "About boats.", "<p>Deep <b>hull</b> notes</p><pre>x = 1</pre>"),
            ("Short one", "https://port.example/short", "", ""),
        ),
        _day("2026-01-31", ("Older post", "https://port.example/older", "Older.", "")),
    ]
    return add(Archive(title="Port Archive"), [QUAY, PLANET], issues)


def _day(date, *posts):
    items = tuple(
        Item("", title, url=url, summary=summary, source="Port blog", date=f"{date}T1{place}:00:00Z", content=content)
        for place, (title, url, summary, content) in enumerate(posts)
    )
    return Issue(id="", publication="planet-port", date=date, sections=(Section("", items),))


def files_of(archive):
    """The files of an archive by name, `archive.json` among them."""
    manifest, files = build(archive)
    return files | {"archive.json": encode(manifest.to_dict())}


class Browser:
    """What a browser does for its pages: keeps files, or `refuses` to and says why, and holds what was dropped or saved."""

    def __init__(self):
        self.kept = {}
        self.refuses = ""
        self.dropped = {}
        self.saved = {}
        self.tools_missing = ""

    def keep(self, files, before):
        """As app/boot/kept.mjs does."""
        if self.refuses:
            return self.refuses
        if self.kept.get("archive.json", b"") != before:
            return "newer"
        self.kept = dict(files)
        return ""

    def tools(self):
        """As app/tools.py does, with the real importers and exporters."""
        return Tools(
            open=lambda number, size: io.BytesIO(self.dropped[number]),
            sources=lambda name, stream: open_sources(name, stream, 1_000_000),
            read=importers.read,
            formats=tuple((name, name) for name in exporters.FORMATS),
            export=self._export,
            offer=self._offer,
        )

    @staticmethod
    def _export(name, archive):
        exporter = exporters.FORMATS[name]
        return f"backissue{exporter.SUFFIX}", exporter.MEDIA_TYPE, b"".join(exporter.export(archive))

    def _offer(self, data, media):
        self.saved[media] = data
        return f"blob:{media}"


class Client:
    """Sends events as the page does, brings the files that the reader asks for, and keeps what the page would show."""

    def __init__(self, files, reader=None, browser=None):
        self.files = files
        self.browser = browser or Browser()
        self.reader = reader or Reader()
        self.state = {}
        self.targets = {}
        self.body = {}
        self.box = None
        self.fetched = []
        self.wished = []
        self.history = []
        self.answer = {}
        self.shown = {}

    def send(self, type, **values):
        """One event, and all that follows from it."""
        first = self.step({"type": type, **values})
        events = self._following(first)
        while events:
            events += self._following(self.step(events.pop(0)))
        return first

    def step(self, event):
        """One event and its answer."""
        answer = self.answer = self.reader.handle({"id": 1, "event": event, "state": self.state, "deadline_ms": 100})
        self.state = answer["state"]
        self.shown = answer if answer["patches"] else self.shown
        for patch in answer["patches"]:
            if patch["mode"] == "append":
                self.targets[patch["target"]] = self.targets.get(patch["target"], "") + patch["html"]
            else:
                self.targets[patch["target"]] = patch["html"]
        for effect in answer["effects"]:
            self.wished.append(effect["do"])
            if effect["do"] == "body":
                self.body[effect["name"]] = effect["value"]
            if effect["do"] == "box":
                self.box = effect["text"]
        if answer["history"] != "none":
            self.history.append((answer["history"], answer["url"]))
        return answer

    def _following(self, answer):
        events = []
        for effect in answer["effects"]:
            if effect["do"] == "fetch":
                self.fetched.append(effect["path"])
                if effect["path"] == "archive.json" and self.browser.kept:
                    self.reader.recall(self.browser.kept)
                if effect["path"] in self.files:
                    self.reader.receive(effect["path"], self.files[effect["path"]])
                    events.append({"type": "fetched", "path": effect["path"]})
                else:
                    events.append({"type": "missed", "path": effect["path"], "why": "404"})
            elif effect["do"] == "equip":
                why = self.browser.tools_missing
                if not why:
                    self.reader.equip(self.browser.tools())
                events.append({"type": "unequipped", "why": why} if why else {"type": "equipped"})
            elif effect["do"] == "keep":
                why = self.browser.keep(*self.reader.to_keep())
                if why == "newer":
                    self.reader.recall(self.browser.kept)
                events.append({"type": "stored", "why": why})
            elif effect["do"] == "forget":
                self.browser.dropped = {n: data for n, data in self.browser.dropped.items() if n not in effect["numbers"]}
        return events + ([answer["next"]] if answer["next"] else [])

    def drop(self, **files):
        """Drops files on the page; names have `__` for a dot."""
        return self.send("files", files=self.dropped({name.replace("__", "."): data for name, data in files.items()}))

    def dropped(self, files):
        """What the page tells of files that it has handed to the worker."""
        told = []
        for name, data in files.items():
            number = max(self.browser.dropped, default=0) + 1
            self.browser.dropped[number] = data
            told.append({"number": number, "name": name, "size": len(data)})
        return told

    @property
    def reading(self):
        """The HTML of the view that is not the list of hits."""
        return self.targets["#reading"]

    @property
    def items(self):
        """The ids of the items in the list of hits."""
        return re.findall(r'data-item="([^"]+)"', self.targets.get("#results", ""))

    @property
    def total(self):
        """The number of hits, as the page's tests read it."""
        return int(re.search(r'data-total="(\d+)"', self.targets["#results"])[1])


def client(fragment="", files=None, browser=None, **start):
    """A client on the sample archive, started at an address."""
    made = Client(files or files_of(sample_archive()), browser=browser)
    made.send("start", fragment=fragment, **start)
    return made
