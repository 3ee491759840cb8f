"""Runs errands into what is not held of an archive, step by step: a search of all of it, and the way to one issue."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass

from backissue.errors import ArchiveError, InvalidValue
from backissue.index import Index
from backissue.reader.rest import Rest, Step
from backissue.search.answer import Answer, Request
from backissue.search.survey import Need, Survey

# A step of a search ends after so long, the next one of the same search after twice as long, up to 64 times.
_STEP_S = 0.1
_MOST_DOUBLED = 6
# So many hits can be shown before the search must begin anew.
_LISTED = 200


@dataclass(frozen=True, slots=True)
class _Asked:
    """What an errand is for: a search or an issue, in an archive as it stands."""

    index: Index
    generation: int
    rest: Rest
    what: Request | str


class _Errand:
    """Something that takes long; `failed` says why it could not be finished."""

    def __init__(self, asked: _Asked, work: Step) -> None:
        self.asked = asked
        self.finished = self.waits = False
        self.failed = ""
        self._work = work

    @property
    def works(self) -> bool:
        """Says whether a step can be taken now; it cannot while files are on their way."""
        return not self.finished and not self.waits

    def step(self) -> None:
        """Takes a step."""
        try:
            self.waits = not next(self._work)
        except StopIteration:
            self.finished = True
        except (ArchiveError, InvalidValue) as error:
            self.finished, self.failed = True, f"{error}."


class Surveying:
    """The search and the way to an issue that were asked for last; `clock` and `interruptible` are those of the reader."""

    def __init__(self, clock: Callable[[], float], interruptible: Callable[[], AbstractContextManager[None]]) -> None:
        self._clock, self._interruptible = clock, interruptible
        self._began = 0.0
        self._survey: Survey | None = None
        self._searching: _Errand | None = None
        self._seeking: _Errand | None = None
        self.done = self.of = 0

    def ask(self, index: Index, rest: Rest, request: Request) -> Answer:
        """Returns the answer of `index` and `rest` as far as it is known; `step` makes it grow."""
        # what is shown of it may change
        what = dataclasses.replace(request, offset=0, limit=0, facet_limit=0)
        asked, end = _Asked(index, index.generation, rest, what), request.offset + request.limit
        if self._survey is None or self._searching is None or self._searching.asked != asked:
            self._begin(asked, rest, request, max(_LISTED, 2 * end))
        elif self._searching.finished and not self._searching.failed and not self._survey.can_list(end):
            self._begin(asked, rest, request, max(4 * self._survey.most, 2 * end))
        assert self._survey and self._searching
        return self._survey.answer(request, self._searching.finished and not self._searching.failed)

    def _begin(self, asked: _Asked, rest: Rest, request: Request, most: int) -> None:
        self._survey = Survey(request, asked.index.manifest.items + rest.items, most)
        self._searching = _Errand(asked, self._search(asked.index, rest, self._survey))
        self.done = self.of = 0

    def seek(self, index: Index, rest: Rest, issue_id: str) -> bool:
        """Begins to look for an issue in `rest`, unless that was done; returns whether it may still be found."""
        asked = _Asked(index, index.generation, rest, issue_id)
        if self._seeking is None or self._seeking.asked != asked:
            self._seeking = _Errand(asked, rest.find(issue_id))
        return not self._seeking.finished

    @property
    def searches(self) -> bool:
        """Says whether a search was begun and is not finished."""
        return self._searching is not None and not self._searching.finished

    @property
    def failed(self) -> str:
        """Why the search could not be finished, or ""."""
        return self._searching.failed if self._searching else ""

    @property
    def lost(self) -> str:
        """Why an issue could not be looked for to the end, or ""."""
        return self._seeking.failed if self._seeking else ""

    def stop(self) -> None:
        """Lets go of a search; asked for again, it begins anew."""
        self._survey = self._searching = None

    def arrived(self) -> None:
        """Notes that a file has come, or that one will not."""
        for errand in (self._searching, self._seeking):
            if errand:
                errand.waits = False

    def works(self, seeks: bool) -> bool:
        """Says whether there is a step to take: on the way to an issue, or of a search."""
        errand = self._seeking if seeks else self._searching
        return errand is not None and errand.works

    def step(self, seeks: bool) -> bool:
        """Takes a step; returns whether there is more to show: another bundle was searched, or the errand is at its end."""
        errand = self._seeking if seeks else self._searching
        if errand is None:
            return False
        before, self._began = self.done, self._clock()
        errand.step()
        return errand.finished or self.done > before

    def _search(self, index: Index, rest: Rest, survey: Survey) -> Step:
        for _ in self._adding(survey, index, 0):
            yield True
        if survey.asks_for_words:
            yield from rest.read_words([bundle for bundle in rest.bundles if rest.prospect(bundle)])
        needs = {bundle: survey.need(rest.prospect(bundle)) for bundle in rest.bundles}
        for bundle, need in needs.items():
            if need is Need.NOTHING:
                survey.skip(bundle.items, rest.prospect(bundle))
        plan = [bundle for need in (Need.HITS, Need.FACETS) for bundle in rest.bundles if needs[bundle] is need]
        self.of = len(plan)
        for place, bundle in enumerate(plan):
            for ahead in plan[place : place + 2]:
                rest.order(ahead)
            part = yield from rest.load(bundle)
            for _ in self._adding(survey, part, bundle.base):
                yield True
            self.done += 1
            yield True
        survey.suggest(index)

    def _adding(self, survey: Survey, index: Index, base: int) -> Iterator[None]:
        return survey.add(index, base, self._is_over, self._interruptible)

    def _is_over(self, attempt: int) -> bool:
        return self._clock() - self._began > _STEP_S * (1 << min(attempt, _MOST_DOUBLED))
