"""What the worker gets when somebody first imports or exports: importers and exporters, and the libraries that they need.

The libraries are wheels that lie in the site's own runtime/wheels/; micropip installs them after their hashes were compared.
"""

import hashlib
import io
import json
import sys

import js
from pyodide.ffi import JsException, to_js

from backissue.errors import DamagedArchive
from backissue.reader import Tools

WHEELS = "runtime/wheels/"
INDEX = "wheels.json"
INSTALLER = "micropip"
# What importers and exporters import; what these require in their turn, the index tells.
LIBRARIES = ("beautifulsoup4", "feedparser", "icalendar", "markdown-it-py", "python-dateutil")
# How formats are called that go by another name than on the command line.
LABELS = {
    "items-jsonl": "Items (JSON lines)", "json-feed": "JSON Feed", "rss": "RSS", "atom": "Atom", "markdown": "Markdown",
    "csv": "CSV", "opml": "OPML", "sqlite": "SQLite", "icalendar": "iCalendar (events)",
}  # fmt: skip
FOLDER = "/tmp/"
# A source that is a file by itself is held in memory several times over while it is read.
MOST_BYTES = 32_000_000
_READ_BYTES = 1 << 20


class Dropped(io.RawIOBase):
    """A file that somebody dropped on the page, read where it lies."""

    def __init__(self, number: int, size: int) -> None:
        self._number, self._size, self._place = number, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self._size}[whence]
        self._place = max(start + offset, 0)
        return self._place

    def readinto(self, buffer) -> int:
        end = min(self._place + len(buffer), self._size)
        if end <= self._place:
            return 0
        try:
            data = js.backissue.readDropped(self._number, self._place, end).to_bytes()
        except JsException as error:
            raise OSError(f"the file was moved or changed, or its folder is closed to this page ({error.message})") from None
        buffer[: len(data)] = data
        self._place += len(data)
        return len(data)


async def bring_tools() -> Tools:
    """Installs the libraries and returns what the reader needs for importing and exporting.

    Raises:
        JsException: if a file of the site does not come.
        DamagedArchive: if a wheel is not the one that the index names.
    """
    await _install(LIBRARIES)
    # only now is there what these import
    from backissue import exporters, importers
    from backissue.importers.opening import open_sources

    def export(name, archive):
        exporter = exporters.FORMATS[name]
        return f"backissue{exporter.SUFFIX}", exporter.MEDIA_TYPE, b"".join(exporter.export(archive))

    return Tools(
        open=lambda number, size: io.BufferedReader(Dropped(number, size), _READ_BYTES),
        sources=lambda name, stream: open_sources(name, stream, MOST_BYTES),
        read=importers.read,
        formats=tuple((name, LABELS.get(name, name)) for name in exporters.FORMATS),
        export=export,
        offer=_offer,
    )


def _offer(data, media):
    return js.URL.createObjectURL(js.Blob.new(to_js([to_js(data)]), to_js({"type": media}, dict_converter=js.Object.fromEntries)))


async def _install(names) -> None:
    index = json.loads((await js.backissue.fetchBytes(WHEELS + INDEX)).to_bytes())
    sys.path.append(FOLDER + await _fetch(index[INSTALLER]))
    import micropip

    files = [await _fetch(index[name]) for name in _required(names, index)]
    await micropip.install([f"emfs:{FOLDER}{file}" for file in files], deps=False)


def _required(names, index):
    """The names with all that they require, each once."""
    found = dict.fromkeys(names)
    for name in (pending := list(names)):
        more = [each for each in index[name]["requires"] if each in index and each not in found]
        found |= dict.fromkeys(more)
        pending += more
    return list(found)


async def _fetch(wheel) -> str:
    file = wheel["file"]
    data = (await js.backissue.fetchBytes(WHEELS + file)).to_bytes()
    if hashlib.sha256(data).hexdigest() != wheel["sha256"]:
        advice = "reload the page, or run `make setup` if this site is yours"
        raise DamagedArchive("is altered", where=WHEELS + file, expected=f"the file that {INDEX} names", advice=advice)
    with open(FOLDER + file, "wb") as out:
        out.write(data)
    return file
