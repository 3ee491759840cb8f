"""The tables of the comparison with all peers, as Markdown, for the README and the report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tests.benchmarks.figures import Results
from tests.benchmarks.known_items import KINDS
from tests.benchmarks.peers import PEERS
from tests.benchmarks.slow_line import DELAY_MS
from tests.benchmarks.standing import KIND_NAMES, OUR_TITLE, TASK_NAMES, Figure, figures
from tests.benchmarks.table import number

METHOD = """\
All in one Chromium, each in a worker of its own page, bundled by esbuild, the same documents; fields title, summary, section,
with weights 8, 3, 1.5 where a library has weights; all words, the last one as a beginning unless a sign ends it. "Builds" makes
the index on the page from the archive's JSON, "loads" fetches one built ahead: which of both a library is better at differs.
Times of questions are taken in the worker, from the text to objects, without HTML and without posting them; ours is Python's
whole way, up to the first hits in their final order where no total is asked for. Snippets, highlights and facets that a library
leaves to its user are made by the same plain code for all of these. A question that took a second was asked once.
Pagefind searches one page an issue: its totals and facets count issues, and of an issue its three best items are taken.
A known item has a title that no other has; asked for are two or three of its rarer words. "Forgiving" is each library's own way
to forgive slips, switched on for all three kinds of questions; the reader proposes a word instead, once nothing is found.
"""


@dataclass(frozen=True, slots=True)
class Table:
    """A table for people: a title, the heads of its columns, and rows of texts, each beginning with a name."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]


def tables(results: Results) -> list[Table]:
    """Returns the tables that a run has figures for."""
    by_question: dict[str, list[Figure]] = {}
    for figure in figures(results):
        by_question.setdefault(figure.question, []).append(figure)
    found = []
    if "start" in by_question:
        found.append(_table("From navigation to the first whole answer", by_question["start"]))
    if "slow start" in by_question:
        slow = results.slow
        line, slower = slow["line Mbit/s"], slow["processor slower"]
        title = f"The same on a line of {line:.1f} Mbit/s with {DELAY_MS} ms, the processor {slower:.1f} times slower"
        found.append(_table(f"{title} (as measured in a worker)", by_question["slow start"]))
    for task, name in TASK_NAMES.items():
        if f"query: {task}" in by_question:
            found.append(_table(f"A question, {name}", by_question[f"query: {task}"]))
    for kind in KINDS:
        if f"found: {kind}" in by_question:
            found.append(_table(f"Known items, {KIND_NAMES[kind]}", by_question[f"found: {kind}"]))
    return [*found, abilities()]


def _table(title: str, some: Sequence[Figure]) -> Table:
    names = sorted({name for figure in some for name in figure.values}, key=lambda name: _order(name, some[0]))
    heads = [f"{figure.what}{figure.unit and f', {figure.unit}'}" for figure in some]
    return Table(title, heads, [[name, *(number(figure.values.get(name)) for figure in some)] for name in names])


def _order(name: str, first: Figure) -> tuple[bool, float]:
    value = first.values.get(name)
    return value is None, (value or 0) * (-1 if first.more_is_better else 1)


def abilities() -> Table:
    """Returns what each library does itself."""
    rows = [[OUR_TITLE, "last word", "itself", "itself", "itself", "proposes another word"]]
    rows += [[peer.title, peer.prefixes, peer.snippets, peer.total, peer.facets, peer.typos or "no"] for peer in PEERS]
    return Table("What each does itself", ("beginnings", "snippets, highlights", "exact total", "facets", "forgives slips"), rows)


def markdown(some: Iterable[Table]) -> str:
    """Returns tables as Markdown.

    >>> print(markdown([Table("Tides", ("high, m",), [["North", "4.1"]])]))
    **Tides**
    <BLANKLINE>
    | | high, m |
    |---|---|
    | North | 4.1 |
    """
    return "\n\n".join("\n".join((f"**{table.title}**", "", *_lines(table))) for table in some)


def _lines(table: Table) -> list[str]:
    cells = [["", *table.heads], *table.rows]
    lines = ["| " + " | ".join(row) + " |" for row in cells]
    lines[0] = lines[0].replace("|  |", "| |", 1)
    return [lines[0], "|" + "---|" * len(cells[0]), *lines[1:]]
