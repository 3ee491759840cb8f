"""What happens on the page for importing: files come, are read and shown, and only then added; what is kept can be undone."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any

from backissue.archive.manifest import FILE
from backissue.errors import BackissueError
from backissue.model import Archive, Publication
from backissue.reader.addresses import Addresses
from backissue.reader.changes import Addition, Change, Removal, Return, Steps, describe_change
from backissue.reader.import_view import ImportView, view_import
from backissue.reader.library import Library
from backissue.reader.own import Own, pack
from backissue.reader.reply import Reply
from backissue.reader.state import State
from backissue.reader.workbench import SOURCE_S, Tools, Workbench

# An archive of what was imported is the reader's own form, so that it needs no exporter.
_ARCHIVE = ("archive", "Backissue archive (zip)")
# What is read is shown this often.
SHOW_S = 0.3
_NEWER = "newer"

Turn = Callable[[State, Reply], None]
Renew = Callable[[Reply], None]


class Importing:
    """The acts of the page for importing, by the names of their events."""

    def __init__(self, library: Library, bench: Workbench, turn: Turn, renew: Renew, clock: Callable[[], float]) -> None:
        self.bench = bench
        self.notice = ""
        self.undo: Return | None = None
        self._library = library
        self._turn = turn
        self._renew = renew
        self._clock = clock
        self._shown = -1.0
        self._kept = True
        self.damaged = False
        self._asked_tools = False
        self._before = b""
        self._made: Own | None = None
        self._change: Change | None = None
        self._job: Steps | None = None
        self._exports: list[Mapping[str, Any]] = []
        self.events: dict[str, Callable[[Mapping[str, Any], Reply], None]] = {
            "files": self._take,
            "unread": self._unread,
            "equip": self._equip,
            "equipped": self._equipped,
            "unequipped": self._unequipped,
            "stop": self._stop,
            "discard": self._discard,
            "add": self._add,
            "remove": self._remove,
            "undo": self._undo,
            "stored": self._stored,
            "export": self._export,
        }

    def recall(self, files: Mapping[str, bytes], why: str = "") -> None:
        """Takes what this browser has kept; what is damaged, or for some reason cannot be had, is left alone, and said."""
        if why:
            self.notice = f"What was imported here earlier cannot be shown now: {why}. It is left as it is; reload the page."
            return
        self._before = files.get(FILE, b"")
        try:
            self._library.own = Own(files)
            self.damaged = False
        except BackissueError as error:
            self.damaged = True
            self.notice = f"What was imported here earlier is damaged, and so is not shown. {error}."

    def to_keep(self) -> tuple[dict[str, bytes], bytes]:
        """Returns the files to keep, none where everything goes, and the manifest that they were made from."""
        return (self._made.files if self._made else {}), self._before

    def view(self, state: State) -> ImportView:
        """Returns what the page for importing shows."""
        index = self._library.index
        reading = self.bench.waits and (self.bench.tools is not None or self._asked_tools)
        busy = "adding" if self._change or self._library.renewing else "reading" if reading else ""
        own = self._library.own
        addresses = Addresses(dataclasses.replace(state, choices=()))
        view = view_import(self.bench, own, addresses, busy, self._kept, lambda name: bool(index and name in index.stock))
        return dataclasses.replace(view, formats=(_ARCHIVE, *view.formats))

    @property
    def works(self) -> bool:
        """Says whether there is something to be read, or to be changed and the archive is whole enough for that."""
        return (self.bench.waits and self.bench.tools is not None) or (self._job is not None and self._library.whole)

    @property
    def patience_ms(self) -> int:
        """How long one step may take: a source is read at one go."""
        return int(SOURCE_S * 1000)

    def work(self, reply: Reply) -> bool:
        """Takes one step; returns whether the page should show how far it is."""
        if self._job is not None and self._library.whole:
            self._go_on(reply)
        else:
            self.bench.step()
        now = self._clock()
        due = now - self._shown > SHOW_S or not self.works
        self._shown = now if due else self._shown
        return due

    def _take(self, event: Mapping[str, Any], reply: Reply) -> None:
        files = event.get("files")
        missed = self.bench.take(
            [_dropped(each) for each in files if isinstance(each, Mapping)] if isinstance(files, list) else []
        )
        self.notice = f"{missed:,} files were left out: so many at once are more than a page can hold." if missed else ""
        self._ask_for_tools(reply)
        self._show(reply)

    def _unread(self, event: Mapping[str, Any], reply: Reply) -> None:
        """The reader was started again while it read: what it read is gone, what is kept is not."""
        self.notice = (
            "Reading took more memory than this browser gives to a page, so the reader was started again. What you added "
            "before is still here; bring the other files once more, in smaller portions."
        )
        self._show(reply)

    def _ask_for_tools(self, reply: Reply) -> None:
        if self.bench.tools is None and not self._asked_tools:
            self._asked_tools = True
            reply.effect("equip")

    def equip(self, tools: Tools) -> None:
        """Takes what is needed for reading and exporting; the event `equipped` follows."""
        self.bench.tools = tools

    def _equipped(self, event: Mapping[str, Any], reply: Reply) -> None:
        waiting, self._exports = self._exports, []
        for each in waiting:
            self._export(each, reply)

    def _unequipped(self, event: Mapping[str, Any], reply: Reply) -> None:
        self._asked_tools = False
        self._exports = []
        self.notice = f"What reads and writes files could not be fetched: {str(event.get('why'))[:300]}"
        self._show(reply)

    def _equip(self, event: Mapping[str, Any], reply: Reply) -> None:
        """Somebody tries again."""
        self.notice = ""
        self._ask_for_tools(reply)
        self._show(reply)

    def _stop(self, event: Mapping[str, Any], reply: Reply) -> None:
        self.bench.stop()
        self._show(reply)

    def _discard(self, event: Mapping[str, Any], reply: Reply) -> None:
        self._put_away(reply)
        self.notice = "Nothing was added."
        self._show(reply)

    def _put_away(self, reply: Reply) -> None:
        reply.effect("forget", numbers=[file.number for file in self.bench.files])
        self.bench.clear()

    def _add(self, event: Mapping[str, Any], reply: Reply) -> None:
        if self.bench.issues:
            self._begin(Addition(self.bench.publications, self.bench.issues, self._library.site_issue))
        self._show(reply)

    def _remove(self, event: Mapping[str, Any], reply: Reply) -> None:
        publication, issue = (str(event.get(name) or "") for name in ("publication", "issue"))
        own = self._library.own
        if self.damaged:
            self._begin(Removal(own.ids))
        elif own.issues:
            taken = own.archive(publication, issue)
            if self._begin(Removal(frozenset(each.id for each in taken.issues))):
                self.undo = Return(taken.publications, taken.issues)
        self._show(reply)

    def _undo(self, event: Mapping[str, Any], reply: Reply) -> None:
        if self.undo:
            self._begin(self.undo)
        self._show(reply)

    def _begin(self, change: Change) -> bool:
        """Begins a change, if no other is under way; returns whether it did."""
        if self._change is not None:
            return False
        if self.damaged and not isinstance(change, Removal):
            self.notice = "Remove what was kept here and is damaged first; nothing is added beside it."
            return False
        self._change, self.notice, self.undo = change, "", None
        self._made = None
        self._job = change.apply(self._library.own, self._publications())
        return True

    def _publications(self) -> tuple[Publication, ...]:
        return self._library.manifest.publications if self._library.manifest else ()

    def _go_on(self, reply: Reply) -> None:
        """One step of a change; the last one asks for it to be kept."""
        assert self._job is not None
        try:
            next(self._job)
        except StopIteration as done:
            self._job, self._made = None, done.value
            reply.effect("keep")
        except Exception as error:  # whatever it is, what is there stays as it was, and can still be searched
            self._job = self._change = None
            self.notice = f"Nothing was changed. {type(error).__name__}: {error}."

    def _stored(self, event: Mapping[str, Any], reply: Reply) -> None:
        """The edge has kept what was made, or says why it could not."""
        change, made, why = self._change, self._made, str(event.get("why") or "")
        if change is None or made is None:
            return
        if why == _NEWER:  # another page kept something else, which the edge has brought: once more, on top of that
            self._job = change.apply(self._library.own, self._publications())
            return
        before = self._library.own
        self._change = None
        self._kept = not why
        if not why:
            self._before = made.files.get(FILE, b"")
            self.damaged = False
        self.notice = describe_change(change, before, made) + (f" {_UNKEPT} ({why[:200]})." if why else "")
        if isinstance(change, Addition):
            self._put_away(reply)
        if made.files != before.files:
            self._library.lay(made)
        reply.announce = self.notice
        self._show(reply)

    def _export(self, event: Mapping[str, Any], reply: Reply) -> None:
        tools = self.bench.tools
        if tools is None:
            self._exports.append(event)
            self._ask_for_tools(reply)
            return
        asked, publication, issue = (str(event.get(name) or "") for name in ("format", "publication", "issue"))
        archive = self._library.own.archive(publication, issue)
        try:
            name, media, data = _packed(archive) if asked == _ARCHIVE[0] else tools.export(asked, archive)
        except BackissueError as error:
            self.notice = f"This cannot be exported so. {error}."
            self._show(reply)
            return
        reply.effect("download", name=name, url=tools.offer(data, media))
        reply.announce = f"{name} is saved"

    def _show(self, reply: Reply) -> None:
        self._shown = self._clock()
        if reply.state.showing == "import":
            self._renew(reply)
        else:
            self._turn(reply.state.searching(view="import"), reply)


_UNKEPT = "They are here until this page is closed: this browser did not keep them, and left all that it kept before as it was"


def _dropped(given: Mapping[str, Any]) -> tuple[int, str, int]:
    number, name, size = (given.get(key) for key in ("number", "name", "size"))
    return number if isinstance(number, int) else 0, str(name)[:500], size if isinstance(size, int) else 0


def _packed(archive: Archive) -> tuple[str, str, bytes]:
    return "backissue-archive.zip", "application/zip", pack(archive)
