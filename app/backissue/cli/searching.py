"""`backissue search`: the page's own engine on the command line."""

from __future__ import annotations

import argparse
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.text import Text

from backissue.archive import folder
from backissue.archive.manifest import Manifest, Part
from backissue.archive.shards import read_content, read_shard
from backissue.cli.terminal import Commands, Options, add_command, counted, progress, show_json
from backissue.errors import SearchStopped
from backissue.index import Index
from backissue.query import FIELDS
from backissue.search import Answer, Hit, Request, search

# A search that takes longer is a pattern gone wild: the answer says how far it came.
DEADLINE_S = 10.0
GRACE_S = 2.0


def add_to(commands: Commands) -> None:
    """Adds the command to the parser."""
    parser = add_command(
        commands,
        "search",
        "search an archive with the page's own engine",
        "All words must be found; quotes make a phrase, - leaves out, OR and ( ) group, /.../ is a regular expression. Fields: "
        + ", ".join(f"{name}:" for name in FIELDS)
        + ".",
        [
            "backissue search my-archive 'memory safety -java kind:video after:2025'",
            "backissue search my-archive 'by:willison (sqlite OR duckdb) sort:oldest' --json",
        ],
    )
    parser.add_argument("archive", metavar="ARCHIVE", help="the archive's folder, or its archive.json")
    parser.add_argument("query", metavar="QUERY", help="what to find; it may begin with -")
    parser.add_argument("--limit", type=_count, default=20, metavar="N", help="hits to show (20)")
    parser.add_argument("--fold", action="store_true", help="show once what was linked repeatedly")
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.set_defaults(run=run)


def _count(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is no number of hits; expected 0 or more")
    return int(text)


def run(options: Options) -> int:
    """Loads the whole archive, searches it, and prints the answer."""
    index = load(options.archive)
    started = time.perf_counter()
    request = Request(text=options.query, folded=options.fold, limit=options.limit)
    run_ = search(index, request)
    with deadline(DEADLINE_S) as over:
        answer = run_.advance(over)
    if not answer.complete:  # what was found until then is put in order
        with deadline(GRACE_S) as over:
            answer = run_.advance(over)
    took_ms = round((time.perf_counter() - started) * 1000, 1)
    if options.json:
        show_json(as_json(answer, took_ms))
    else:
        _show(answer, took_ms)
    return 0


def load(path: str) -> Index:
    """Returns the whole archive at `path`, indexed."""
    return indexed(*folder.open_folder(path))


def indexed(manifest: Manifest, read_part: Callable[[Part], bytes]) -> Index:
    """Returns the whole archive of a manifest, indexed, of which `read_part` reads the parts."""
    index = Index(manifest)
    for entry in progress(manifest.shards, "loading"):
        for _ in index.add_shard(entry, read_shard(entry, read_part(entry))):
            pass
        if entry.content:
            for _ in index.add_content(entry.content.path, read_content(entry.content, read_part(entry.content))):
                pass
    return index


@contextmanager
def deadline(seconds: float) -> Iterator[Callable[[], bool]]:
    """Gives a function that says when the time is over; where the system can, a regular expression is interrupted too."""
    end = time.monotonic() + seconds

    def stop(*_: object) -> None:
        raise SearchStopped

    if not hasattr(signal, "setitimer"):
        yield lambda: time.monotonic() > end
        return
    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield lambda: time.monotonic() > end
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def as_json(answer: Answer, took_ms: float) -> dict[str, Any]:
    """Returns an answer as the JSON that other programs rely on (DESIGN, Contracts)."""
    return {
        "total": answer.total,
        "items": answer.items,
        "hits": [_hit_as_json(hit) for hit in answer.hits],
        "facets": {
            name: [{"value": value.value, "label": value.label, "count": value.count} for value in values]
            for name, values in answer.facets.items()
        },
        "sort": answer.sort,
        "suggestions": [{"typed": each.typed, "word": each.word, "query": each.query} for each in answer.suggestions],
        "took_ms": took_ms,
        "complete": answer.complete,
        "notes": list(answer.notes),
    }


def _hit_as_json(hit: Hit) -> dict[str, Any]:
    return {
        "id": hit.item.id,
        "title": hit.item.title,
        "url": hit.item.url,
        "issue": hit.issue,
        "publication": hit.publication,
        "section": hit.section,
        "date": hit.date,
        "score": None if hit.score is None else round(hit.score, 6),
        "snippet": hit.snippet,
        "marks": [[mark.field, mark.start, mark.end] for mark in hit.marks],
        **({"others": list(hit.others)} if hit.others else {}),
    }


def _show(answer: Answer, took_ms: float) -> None:
    console = Console(file=sys.stdout, highlight=False, soft_wrap=True)
    for hit in answer.hits:
        for name, text, style in (("title", hit.item.title or hit.item.url, "bold"), ("snippet", hit.snippet, "")):
            shown = Text(text, style)
            for mark in hit.marks:
                if mark.field == name:
                    shown.stylize("yellow", mark.start, mark.end)
            if text:
                console.print(shown)
        console.print(Text(" · ".join(filter(None, (hit.date, hit.issue, hit.section))), "dim"))
        if hit.item.url:
            console.print(Text(hit.item.url, "cyan"))
        if hit.others:
            console.print(Text("also in " + ", ".join(hit.others), "dim"))
        console.print()
    folded = f" in {counted(answer.items, 'item')}" if answer.total != answer.items else ""
    part = f", {len(answer.hits):,} shown" if len(answer.hits) < answer.total else ""
    cut = "" if answer.complete else ", not all was looked at"
    console.print(f"{counted(answer.total, 'hit')}{folded}{part}, {took_ms} ms{cut}")
    for suggestion in answer.suggestions[:1]:
        console.print(Text(f"Did you mean: {suggestion.query}"))
    for note in answer.notes:
        console.print(Text(note))
