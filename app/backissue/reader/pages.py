"""What each state shows: the patches that bring the page there."""

from __future__ import annotations

import dataclasses
from typing import Any

from backissue.index import Index
from backissue.reader.addresses import Addresses
from backissue.reader.asking import Asking, request_of
from backissue.reader.facets import view_chips, view_facets
from backissue.reader.held_view import view_held
from backissue.reader.help import view_help
from backissue.reader.importing import Importing
from backissue.reader.issue_view import PublicationView, next_day, view_day, view_publication, view_reading
from backissue.reader.items import ItemViews, publications_by_id
from backissue.reader.library import Library
from backissue.reader.marks import Finder, find_nothing
from backissue.reader.publications_view import view_publication_page, view_publications
from backissue.reader.render import render
from backissue.reader.reply import Reply
from backissue.reader.results import view_hits, view_more, view_nothing, view_summary
from backissue.reader.state import PAGE_SIZE, State
from backissue.reader.suggest import suggest
from backissue.reader.surveying import Surveying
from backissue.search import highlighter
from backissue.search.answer import Answer

NAME = "Backissue"


class Pages:
    """Renders the views of an archive."""

    def __init__(self, library: Library, asking: Asking, surveying: Surveying, importing: Importing) -> None:
        self.prerendered = False
        self._library = library
        self._asking = asking
        self._surveying = surveying
        self._importing = importing
        self._unfinished = False
        self._missing = ""

    def show(self, reply: Reply) -> None:
        """Adds what `reply.state` shows."""
        state = reply.state
        reply.title = self._site_title()
        reply.effect("body", name="view", value=state.showing)
        index = self._library.index
        self._unfinished = False
        if state.showing == "import":
            self._show_import(reply)
        if index is None:
            return
        publications = len(index.manifest.publications)
        reply.patch("#totals", render("totals", items=self._library.items, publications=publications))
        if state.showing == "search":
            self._show_search(index, reply)
        elif state.showing == "issue":
            self._show_issue(index, reply)
        elif state.showing == "publications":
            self._show_publications(index, reply)
        elif state.showing == "help":
            self._show_reading("help", reply, "Help", help=view_help(Addresses(state)))

    def stopped(self) -> None:
        """Notes that the search was interrupted before there was anything to show."""
        self._unfinished = True

    def unfinished(self) -> bool:
        """Says whether the search that is shown was stopped before its end."""
        return self._unfinished

    def waits_for_issue(self, state: State) -> bool:
        """Says whether an issue is to be shown that has not come yet, and now may have."""
        return bool(state.issue and self._missing == state.issue and self._library.holder(state.issue))

    def surveys(self, state: State) -> bool:
        """Says whether a step can be taken into what is not held, towards what `state` shows."""
        if state.showing == "issue":
            return self._missing == state.issue and self._surveying.works(seeks=True)
        return state.showing == "search" and state.all_years and self._surveying.works(seeks=False)

    def progress(self) -> dict[str, Any]:
        """Returns how far loading is, for the line under the head."""
        library = self._library
        indexed = bool(library.index and library.index.whole)
        words = "Reading the full posts" if indexed else "Reading the archive"
        return {"done": library.loaded, "of": library.held, "words": words}

    def suggestions(self, text: str, caret: int, reply: Reply) -> None:
        """Adds the completions of what is being typed."""
        options = suggest(text, caret, self._library.index) if text else ()
        reply.patch("#suggestions", render("suggestions", options=options))

    def more_hits(self, reply: Reply) -> None:
        """Adds the next hits at the end of the list."""
        index, state = self._library.index, reply.state
        if index is None:
            return
        answer = self._ask(index, state, reply, offset=state.shown - PAGE_SIZE, limit=PAGE_SIZE)
        hits = view_hits(answer, self._views(state))
        reply.patch("#results", render("hits", hits=hits), "append")
        reply.patch("#more", render("more", more=view_more(answer.total, state.shown)))

    def next_day(self, reply: Reply) -> None:
        """Adds the next day at the end of a river."""
        state = reply.state
        index = self._library.holder(state.issue)
        day = next_day(index, state.issue, state.days - 1) if index else None
        if index is None or day is None:
            return
        view = view_day(day, self._library, state, self._views(state), self._finder(index, state))
        more = next_day(index, state.issue, state.days) is not None
        reply.patch("#days", render("day", day=view), "append")
        reply.patch("#more-days", render("more_days", more=more))

    def _site_title(self) -> str:
        manifest = self._library.manifest
        return (manifest.title if manifest else "") or NAME

    def _views(self, state: State) -> ItemViews:
        manifest = self._library.manifest
        return ItemViews(Addresses(state), publications_by_id(manifest.publications if manifest else ()), state.archived)

    def _ask(self, index: Index, state: State, reply: Reply, offset: int = 0, limit: int = 0) -> Answer:
        request, rest = request_of(state, offset, limit), self._library.rest
        if state.all_years and rest and self._library.whole:
            return self._surveying.ask(index, rest, request)
        answer = self._asking.ask(index, request)
        self._unfinished = not answer.complete
        reply.complete = answer.complete
        return answer

    def _show_search(self, index: Index, reply: Reply) -> None:
        state, whole = reply.state, self._library.whole
        untouched = not state.fragment() and state.shown == PAGE_SIZE
        if untouched and self.prerendered and not whole:
            return  # the page shows this already, and with the counts of the whole archive
        if not index.loaded and not whole:
            return
        if not state.all_years:
            self._surveying.stop()
        answer = self._ask(index, state, reply)
        views = self._views(state)
        hits = view_hits(answer, views)
        took_ms = None if state.all_years else self._asking.took_ms
        # so many were looked at, if that is not all
        loaded = index.loaded if not whole or (self._library.rest and not state.all_years) else None
        summary = view_summary(answer, state, took_ms, loaded, self._library.items)
        nothing = None if hits or not answer.complete else view_nothing(state, views, not whole, loaded is not None)
        reply.patch("#chips", render("chips", chips=view_chips(state, views.publications)))
        reply.patch("#bar", render("bar", bar=summary, held=view_held(self._library, self._surveying, state) if whole else None))
        notes = [*answer.notes, *self._notes(index, state)]
        suggestions = [(each.word, views.addresses.search(each.query)) for each in answer.suggestions]
        reply.patch("#notes", render("notes", notes=notes, suggestions=suggestions, nothing=nothing))
        if answer.complete or hits:
            complete = answer.complete and loaded is None
            reply.patch("#results", render("results", hits=hits, query=state.query, total=answer.total, complete=complete))
        if answer.complete or state.all_years:
            reply.patch("#facets", render("facets", facets=view_facets(answer, state), chosen=summary.chosen))
        if answer.complete:
            reply.announce = f"{answer.total} {summary.noun}" if hits else "Nothing found"
        more = view_more(answer.total, state.shown) if answer.complete else None
        reply.patch("#more", render("more", more=more))
        reply.patch("#about", render("about", publication=self._only_publication(state, views)))
        # the counts that stand there are of an earlier question
        reply.effect("body", name="counting", value="" if answer.complete else "yes")
        reply.title = f"{state.query.strip()} · {reply.title}" if state.query.strip() else reply.title

    @staticmethod
    def _only_publication(state: State, views: ItemViews) -> PublicationView | None:
        """The one publication that is searched, where only one is."""
        chosen = state.values("in")
        publication = views.publications.get(chosen[0]) if len(chosen) == 1 else None
        return view_publication(publication, views) if publication else None

    def _notes(self, index: Index, state: State) -> list[str]:
        rest = self._library.rest
        notes = []
        if not index.content_complete or (state.all_years and rest and not rest.content_complete):
            notes.append("The archive is large: of its oldest full posts only titles and summaries are searched.")
        return notes

    @staticmethod
    def _finder(index: Index, state: State) -> Finder:
        return highlighter(index, request_of(state)).places if state.query.strip() else find_nothing

    def _show_issue(self, index: Index, reply: Reply) -> None:
        state = reply.state
        index = self._library.holder(state.issue) or index
        issue = index.issue(state.issue)
        self._missing = "" if issue else state.issue
        if issue is None:
            rest = self._library.rest
            waiting = not self._library.whole or bool(rest and self._surveying.seek(index, rest, state.issue))
            addresses = Addresses(state)
            why = self._surveying.lost if rest else ""
            back, all_ = addresses.search(), addresses.view("publications")
            html = render("absent", issue=state.issue, waiting=waiting, why=why, back=back, all=all_)
            reply.patch("#reading", html)
            reply.announce = "" if waiting or why else "There is no such issue"
            return
        view = view_reading(issue, index, self._library, state, self._views(state), self._finder(index, state))
        name = view.days[0].title or " ".join((view.publication.title, issue.number or issue.date))
        self._show_reading("reading", reply, name, reading=view, loading=not self._library.whole)

    def _show_publications(self, index: Index, reply: Reply) -> None:
        state, views = reply.state, self._views(reply.state)
        loading, own = not self._library.whole, self._library.own.ids
        chosen = views.publications.get(next(iter(state.values("in")), ""))
        if chosen:
            # here `in` names what is listed, and is no filter to be kept by what is opened
            views = self._views(dataclasses.replace(state, choices=()))
            page = view_publication_page(chosen, index, views, own)
            rest = bool(self._library.rest)
            self._show_reading("publication", reply, chosen.title, page=page, loading=loading, rest=rest)
        else:
            lines = view_publications(index.manifest.publications, index, views, own)
            self._show_reading("publications", reply, "Issues", lines=lines, loading=loading, **self._ways(views.addresses))

    @staticmethod
    def _ways(addresses: Addresses) -> dict[str, str]:
        return {"back": addresses.search(), "importing": addresses.view("import")}

    def _show_import(self, reply: Reply) -> None:
        importing, said = self._importing, reply.announce
        view = importing.view(reply.state)
        self._show_reading("import", reply, "Import", view=view, notice=importing.notice, undo=importing.undo is not None,
                           damaged=importing.damaged)  # fmt: skip
        understood = f"{view.issues} issues understood" if view.files and not view.busy else ""
        reply.announce = said or importing.notice or understood or reply.announce

    def _show_reading(self, template: str, reply: Reply, name: str, **values: Any) -> None:
        reply.patch("#reading", render(template, **values))
        reply.title = f"{name} · {reply.title}"
        reply.announce = name

    def waits_for_post(self, state: State) -> bool:
        """Says whether a post is to be shown in full whose text has not come yet."""
        return bool(state.item) and self._library.has_post(state.issue, state.item) is not False
