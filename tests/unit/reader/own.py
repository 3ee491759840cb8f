"""Issues of a reader's own, brought into the reader as the page brings them."""

import json
import re

from backissue.archive.merge import add
from backissue.importers import Source, read
from tests.unit.reader.client import client, sample_archive

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
