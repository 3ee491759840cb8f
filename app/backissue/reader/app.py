"""The reader itself: each event changes the state, and what the new state shows is rendered."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from backissue.errors import BackissueError, SearchStopped
from backissue.reader.asking import Asking
from backissue.reader.holding import ROOM, Room
from backissue.reader.importing import Importing
from backissue.reader.library import Library
from backissue.reader.narrowing import Narrowing, text_of
from backissue.reader.pages import Pages
from backissue.reader.reply import Reply
from backissue.reader.state import MOST_SHOWN, PAGE_SIZE, State
from backissue.reader.surveying import Surveying
from backissue.reader.workbench import Tools, Workbench

# Loading stops after so long to let through what the reader does meanwhile.
_SLICE_S = 0.03
# Until somebody does anything there is nobody to wait: each question between slices costs the page some milliseconds.
_UNTOUCHED_SLICE_S = 0.12
_OWN_EVENTS = frozenset(("ping", "start", "fetched", "missed", "next", "equipped", "unequipped", "stored"))
# While the archive comes in, what is shown is renewed this often.
_RENEW_S = 1.5


class Reader:
    """The app. The edge calls `handle` with each event and `receive` with the bytes that were asked for.

    `clock` gives seconds that only grow; `stop` says whether what is running should end, because its time is over or
    something newer waits. Within `interruptible` the edge may raise SearchStopped where code runs on without asking
    `stop`, such as a regular expression; nothing is changed there that a search does not begin anew. `room` says how much
    of an archive is in memory at once.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.perf_counter,
        stop: Callable[[], bool] = lambda: False,
        interruptible: Callable[[], AbstractContextManager[None]] = nullcontext,
        room: Room = ROOM,
    ) -> None:
        self.library = Library(room)
        self._clock = clock
        self._asking = Asking(clock, stop, interruptible)
        self._surveying = Surveying(clock, interruptible)
        self._importing = Importing(self.library, Workbench(clock, interruptible), self._turn, self._renew, clock)
        self._pages = Pages(self.library, self._asking, self._surveying, self._importing)
        self._refused = ""
        self._renewed = -1.0
        self._shown_whole = False
        self._due = False
        self._touched = False
        self._events: dict[str, Callable[[Mapping[str, Any], Reply], None]] = {
            "ping": lambda event, reply: None,
            "start": self._start,
            "go": self._go,
            "open": self._open,
            "limit": self._limit,
            "pop": self._pop,
            "type": self._type,
            "submit": self._submit,
            "wide": self._wide,
            "all_years": self._all_years,
            "option": self._option,
            "more": self._more,
            "fetched": self._fetched,
            "missed": self._missed,
            "next": self._next,
            **Narrowing(self._turn).events,
            **self._importing.events,
        }

    def receive(self, path: str, data: bytes, digest: str = "") -> None:
        """Takes the bytes of a file that a `fetch` effect asked for; the event `fetched` follows.

        `digest` is their SHA-256, where the edge has a faster way to it than Python.
        """
        self.library.deliveries.receive(path, data, digest)

    def recall(self, files: Mapping[str, bytes], why: str = "") -> None:
        """Takes what was imported here and kept, or `why` it cannot be had.

        The edge calls it before it brings the archive's manifest, and again where another page has kept something else.
        """
        self._importing.recall(files, why)

    def resume(self, parts: Iterator[bytes], kept: bool = True) -> None:
        """Takes what `built` gave on an earlier visit or elsewhere, before the edge brings the archive's manifest.

        None is as well. What is not `kept` here is to be kept then, as if it had been built.
        """
        self.library.resume(parts, kept)

    def built(self) -> Iterator[bytes]:
        """Returns what a `keep_index` effect asked to keep, part by part: the index, and all that was parsed for it."""
        return self.library.built()

    def to_keep(self) -> tuple[dict[str, bytes], bytes]:
        """Returns what a `keep` effect asked to keep: the files, and the manifest that they were made from."""
        return self._importing.to_keep()

    def equip(self, tools: Tools) -> None:
        """Takes what an `equip` effect asked for; the event `equipped` follows."""
        self._importing.equip(tools)

    def handle(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Answers one event; see `Reply` for the shape."""
        event = request.get("event")
        event = event if isinstance(event, Mapping) else {}
        reply = Reply(request.get("id"), State.from_json(request.get("state")))
        act = self._events.get(str(event.get("type")))
        self._touched = self._touched or str(event.get("type")) not in _OWN_EVENTS
        if act is None:
            reply.error = f"{str(event.get('type'))[:40]!r} is no event that this reader knows; reload the page."
            return reply.to_json()
        try:
            if self._refused and event["type"] != "ping":
                reply.error = self._refused
            else:
                self._act(act, event, reply)
        except BackissueError as error:
            self._refuse(error, reply)
        return reply.to_json()

    def _act(self, act: Callable[[Mapping[str, Any], Reply], None], event: Mapping[str, Any], reply: Reply) -> None:
        try:
            act(event, reply)
            self._go_on(reply)
        except SearchStopped:
            self._pages.stopped()
            reply.complete, reply.next = False, {"type": "next"}

    def _refuse(self, error: BackissueError, reply: Reply) -> None:
        """An archive that is damaged anywhere is not searched at all: what it answers could not be trusted."""
        self._refused = reply.error = f"This archive cannot be used. {error}."
        reply.next, reply.complete = None, False

    def _start(self, event: Mapping[str, Any], reply: Reply) -> None:
        state = State.from_fragment(text_of(event, "fragment"))
        kept = State.from_json(event)
        reply.state = dataclasses.replace(state, page=kept.page, shown=kept.shown, days=kept.days, archived=kept.archived)
        reply.effect("box", text=state.query)
        self._pages.prerendered = event.get("prerendered") is True
        self.library.begin(_number(text_of(event, "years")))
        self._renew(reply, scroll="kept")

    def _go(self, event: Mapping[str, Any], reply: Reply) -> None:
        self._turn(State.from_fragment(text_of(event, "fragment")).following(reply.state), reply)

    def _open(self, event: Mapping[str, Any], reply: Reply) -> None:
        self._turn(reply.state.opening(text_of(event, "id")), reply)

    def _limit(self, event: Mapping[str, Any], reply: Reply) -> None:
        reply.state = reply.state.beginning_with(event.get("value"))
        self._renew(reply)

    def _pop(self, event: Mapping[str, Any], reply: Reply) -> None:
        state = State.from_fragment(text_of(event, "fragment"))
        kept = State.from_json(event)
        reply.state = dataclasses.replace(state.following(reply.state), shown=kept.shown, days=kept.days)
        reply.effect("box", text=state.query)
        self._renew(reply, scroll="kept")

    def _type(self, event: Mapping[str, Any], reply: Reply) -> None:
        text = text_of(event, "text")
        leaving = reply.state.showing != "search"
        reply.state = reply.state.searching(query=text)
        reply.history = "push" if leaving else "replace"
        caret = event.get("caret")
        self._pages.suggestions(text, caret if isinstance(caret, int) else len(text), reply)
        self._renew(reply, scroll="top")

    def _submit(self, event: Mapping[str, Any], reply: Reply) -> None:
        text = text_of(event, "text")
        text = text if not text or text.endswith(" ") else text + " "
        self._pages.suggestions("", 0, reply)
        self._turn(reply.state.searching(query=text), reply)

    def _wide(self, event: Mapping[str, Any], reply: Reply) -> None:
        facet = text_of(event, "name")
        wide = reply.state.wide
        changed = tuple(name for name in wide if name != facet) if facet in wide else (*wide, facet)
        reply.state = dataclasses.replace(reply.state, wide=changed)
        self._renew(reply)

    def _all_years(self, event: Mapping[str, Any], reply: Reply) -> None:
        self._surveying.stop()  # one that failed begins anew
        reply.state = dataclasses.replace(reply.state, all_years=True)
        self._renew(reply)

    def _option(self, event: Mapping[str, Any], reply: Reply) -> None:
        if text_of(event, "name") == "years":
            # only a worker that ends gives its memory back
            reply.effect("store", name="years", value=text_of(event, "value"))
            reply.effect("restart")
        elif text_of(event, "name") == "archived":
            reply.state = dataclasses.replace(reply.state, archived=event.get("value") is True)
            reply.effect("store", name="archived", value="1" if reply.state.archived else "")
            self._renew(reply)

    def _more(self, event: Mapping[str, Any], reply: Reply) -> None:
        state = reply.state
        if state.showing == "issue":
            reply.state = dataclasses.replace(state, days=state.days + 1)
            self._pages.next_day(reply)
        elif state.showing == "search" and state.shown < MOST_SHOWN:
            reply.state = dataclasses.replace(state, shown=state.shown + PAGE_SIZE)
            self._pages.more_hits(reply)
        reply.history = "replace"

    def _fetched(self, event: Mapping[str, Any], reply: Reply) -> None:
        had = self.library.manifest
        self.library.arrived(text_of(event, "path"))
        self._surveying.arrived()
        if not had and self.library.manifest:
            self._renew(reply)
        elif self._pages.waits_for_post(reply.state):
            self._renew(reply, scroll="item")

    def _missed(self, event: Mapping[str, Any], reply: Reply) -> None:
        self.library.missed(text_of(event, "path"), text_of(event, "why")[:200] or "no reason known")
        self._surveying.arrived()

    def _next(self, event: Mapping[str, Any], reply: Reply) -> None:
        if self._pages.unfinished():
            self._renew(reply)
        elif self._due:
            self._due = False
            if not self.library.whole:  # the whole is shown below
                self._renew(reply, scroll="item" if self._pages.waits_for_issue(reply.state) else "")
        elif self._importing.works:
            if self._importing.work(reply) and reply.state.showing == "import":
                self._renew(reply)
        elif self._pages.surveys(reply.state):
            if self._surveying.step(seeks=reply.state.showing == "issue"):
                self._renew(reply)
        else:
            self._load(reply)

    def _turn(self, state: State, reply: Reply) -> None:
        """Goes to another view, which a step back undoes."""
        moved = state.fragment() != reply.state.fragment()
        reply.state = state
        reply.history = "push" if moved else "none"
        reply.effect("box", text=state.query)
        self._renew(reply, scroll="item" if state.item else "top")
        if state.showing != "search":
            reply.focus = "#reading [data-opened]" if state.item else "#reading h1"

    def _renew(self, reply: Reply, scroll: str = "") -> None:
        self._renewed = self._clock()
        self._pages.show(reply)
        if scroll:
            reply.effect("scroll", to=scroll)

    def _go_on(self, reply: Reply) -> None:
        """Asks for what is still missing, and says what comes next."""
        library = self.library
        for fetch in library.deliveries.fetches():
            reply.effect("fetch", path=fetch.path, fresh=fetch.fresh)
        if library.whole and not self._shown_whole and reply.complete and not self._due:
            self._renew(reply, scroll="item" if self._pages.waits_for_issue(reply.state) else "")
            # not before: a search that is stopped above is asked again, and the page must hear of the whole then
            self._shown_whole = True
            reply.effect("body", name="archive", value="whole")
        if not reply.complete or self._due or library.can_load() or self._pages.surveys(reply.state):
            reply.next = {"type": "next"}
        elif library.is_to_be_kept():
            reply.effect("keep_index")
        if reply.complete and self._importing.works:
            reply.next = {"type": "next", "patience_ms": self._importing.patience_ms}

    def _load(self, reply: Reply) -> None:
        """Indexes a slice. What is shown is due to be renewed when the first items are here, from time to time, and at the end.

        That comes with the next event: a search that begins in this one would find its time used up.
        """
        library = self.library
        before = library.loaded
        end = self._clock() + (_SLICE_S if self._touched else _UNTOUCHED_SLICE_S)
        renewing = library.renewing
        library.load(lambda: self._clock() >= end)
        if not library.whole:
            reply.effect("progress", **self._pages.progress())
        if renewing and not library.renewing:
            self._renew(reply)
        first = before == 0 and library.loaded > 0
        late = library.loaded > before and self._clock() - self._renewed > _RENEW_S
        self._due = first or late or (library.whole and not self._shown_whole) or self._pages.waits_for_issue(reply.state)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 4 else 0
