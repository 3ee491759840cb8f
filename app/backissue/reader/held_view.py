"""What is said of the part of an archive that is not in memory: how much it is, how far its search is, how much is held."""

from __future__ import annotations

from dataclasses import dataclass

from backissue.archive.manifest import Manifest
from backissue.reader.library import Library
from backissue.reader.state import State
from backissue.reader.surveying import Surveying

_YEARS = (1, 2, 5, 10, 20)


@dataclass(frozen=True, slots=True)
class YearsOption:
    """So many years may be held, or with 0 as many as fit."""

    value: int
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class HeldView:
    """The line about what is not held: `items` are that many, and a search has looked through `done` of `of` parts.

    `search` is `offered`, `running`, `done`, or `failed`, which `why` then explains.
    """

    items: int
    search: str
    done: int
    of: int
    why: str
    options: tuple[YearsOption, ...]


def view_held(library: Library, surveying: Surveying, state: State) -> HeldView | None:
    """Returns what is said of an archive that may be too large to be held; None of all others."""
    manifest = library.manifest
    if manifest is None or not (manifest.stretches or library.rest):
        return None
    options = _options(manifest, library.years)
    if library.rest is None:
        return HeldView(0, "done", 0, 0, "", options)
    search = "offered"
    if state.all_years:
        search = "running" if surveying.searches else "failed" if surveying.failed else "done"
    return HeldView(library.rest.items, search, surveying.done, surveying.of, surveying.failed, options)


def _options(manifest: Manifest, chosen: int) -> tuple[YearsOption, ...]:
    """The years that make a difference; where no stretches tell of the rest, there is nothing to choose."""
    dates = [shard.first for shard in manifest.shards if shard.first]
    if not manifest.stretches or not dates:
        return ()
    span = int(manifest.generated[:4]) - int(min(dates)[:4])
    years = sorted({*(each for each in _YEARS if each <= span), *({chosen} if chosen else ())})
    named = [YearsOption(each, "1 year" if each == 1 else f"{each} years", each == chosen) for each in years]
    return (*named, YearsOption(0, "as many as fit", not chosen))
