"""What PyScript starts in a Web Worker: it hands the page's requests to the reader, and its bytes and time limits to Python."""

import gc
import importlib
import json
import signal
import time
import traceback
from contextlib import contextmanager

import js
from polyscript import xworker
from pyodide.ffi import JsException, create_proxy, to_js

from backissue.archive.manifest import FILE
from backissue.errors import SearchStopped
from backissue.reader import Reader

# Code that asks whether to stop is given so long to do it in order; then it is interrupted where it stands.
GRACE_MS = 150


class Limit:
    """The time that the request in hand may take, and whether the page still wants its answer."""

    def __init__(self):
        self._end = float("inf")
        self._alive = ""
        self._armed = False
        # app/boot/stop.mjs signals once the time is over
        signal.signal(signal.SIGALRM, self._interrupt)

    def begin(self, deadline_ms, alive):
        self._end = time.perf_counter() + deadline_ms / 1000 if deadline_ms > 0 else float("inf")
        self._alive = alive

    def is_over(self):
        return time.perf_counter() >= self._end or bool(js.backissue.isOver())

    @contextmanager
    def interruptible(self):
        left_ms = (self._end - time.perf_counter()) * 1000
        js.backissue.arm(max(left_ms, 0) + GRACE_MS if left_ms < float("inf") else 0, self._alive)
        self._armed = True
        try:
            yield
        finally:
            self._armed = False
            js.backissue.disarm()

    def _interrupt(self, number, frame):
        if self._armed:
            raise SearchStopped


# While the archive is read nothing is thrown away: to look for garbage among its items again and again would only take time.
gc.disable()
limit = Limit()
reader = Reader(time.perf_counter, limit.is_over, limit.interruptible)
# the page posts the files that people drop; all else goes through the functions below
xworker.onmessage = js.backissue.takeDropped


def parts():
    """Yields the index that was kept on an earlier visit, or that the site has built ahead, part by part."""
    while len(part := js.backissue.built.nextPart()):
        yield part.to_bytes()


kept = js.backissue.kept.readBefore()
is_known = kept is not None and js.backissue.built.isKnown()
if kept is not None:
    reader.recall({name: data.to_bytes() for name, data in kept})
if is_known:
    reader.resume(parts(), not js.backissue.built.isAhead())
for file in js.backissue.arrived():
    # the manifest is opened once what was kept is known: `bring` waits for that
    if file.path != FILE or is_known:
        reader.receive(file.path, file.bytes.to_bytes(), file.digest)


def handle(request: str) -> str:
    """Answers one request of the page, JSON in and JSON out; a fault of the reader's own is answered too, never lost."""
    asked = json.loads(request)
    limit.begin(asked.get("deadline_ms") or 0, asked.get("alive") or "")
    try:
        answer = reader.handle(asked)
    except Exception as error:
        traceback.print_exc()
        message = f"The reader made a mistake ({type(error).__name__}: {error}). Reload the page; a report with this line helps."
        answer = {"id": asked.get("id"), "state": asked.get("state") or {}, "error": message}
    if not gc.isenabled() and {"do": "body", "name": "archive", "value": "whole"} in answer.get("effects", ()):
        gc.freeze()  # the items stay; without this each look for garbage would stop a search for a tenth of a second
        gc.enable()
    return json.dumps(answer, ensure_ascii=False)


async def bring(name: str, archive: str, fresh: str) -> str:
    """Fetches a file that lies beside the archive's manifest into the reader; returns what went wrong, or nothing."""
    folder = archive.rpartition("/")[0]
    path = f"{folder}/{name}" if folder else name
    # another address is another entry in every cache on the way
    query = f"?fresh={int(time.time())}" if fresh else ""
    try:
        data = await js.backissue.fetchBytes(path + query)
    except JsException as error:
        return error.message.replace(query, "").rstrip(".")
    if name == FILE:
        await recall()
        await js.backissue.built.arrival()
        reader.resume(parts(), not js.backissue.built.isAhead())
    reader.receive(name, data.to_bytes(), await digest_of(data))
    return ""


async def digest_of(data):
    """Returns the SHA-256 of a Uint8Array, or "" where the browser does not offer it: on plain http but from this machine."""
    if not js.isSecureContext:
        return ""
    digest = await js.crypto.subtle.digest("SHA-256", data)
    return digest.to_bytes().hex()


async def recall() -> str:
    """Gives the reader what this browser has kept; returns why that cannot be had, or nothing."""
    try:
        files = await js.backissue.kept.read()
    except JsException as error:
        reader.recall({}, error.message)
        return error.message
    reader.recall({name: data.to_bytes() for name, data in files})
    return ""


async def keep() -> str:
    """Keeps what the reader has made; returns what went wrong, `newer` where another page was faster, or nothing."""
    files, before = reader.to_keep()
    try:
        done = await js.backissue.kept.replace(to_js(list(files.items())), to_js(before))
    except JsException as error:
        return error.message
    if done:
        return ""
    return await recall() or "newer"


async def keep_index() -> str:
    """Keeps the index for the next visit, if the browser lets it; returns "kept" or nothing."""
    left = reader.built()
    following = create_proxy(lambda: to_js(part) if (part := next(left, None)) else js.undefined)
    try:
        return "kept" if await js.backissue.built.write(following) else ""
    finally:
        following.destroy()


async def equip() -> str:
    """Brings the importers and exporters with their libraries, on first use; returns what went wrong, or nothing."""
    try:
        await js.backissue.bringLater()
        importlib.invalidate_caches()
        from tools import bring_tools

        reader.equip(await bring_tools())
    except Exception as error:  # whatever it is, the search goes on without
        return error.message if isinstance(error, JsException) else f"{error}."
    return ""


def forget(numbers: str) -> str:
    """Lets go of files that will not be read again, a JSON array of their numbers."""
    for number in json.loads(numbers):
        js.backissue.forgetDropped(number)
    return ""


__export__ = ["handle", "bring", "keep", "keep_index", "equip", "forget"]
