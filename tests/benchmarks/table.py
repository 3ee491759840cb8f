"""Writes what was measured for people: the table of budgets, the questions one by one, where a start's time goes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tests.benchmarks.budgets import Line
from tests.benchmarks.figures import Samples, medians
from tests.benchmarks.stages import REQUESTS

_WIDTH = 74
_PARTS = ("total", "worker", "search", "sqlite", "hits", "facets", "render", "answers", "answered", "painted")
_PEERS = ("peer total", "peer worker", "peer painted")


def table(lines: Iterable[Line]) -> str:
    """Returns the lines, those first in which the peer is ahead."""
    lines = list(lines)
    parts = {
        "MiniSearch is ahead": [line for line in lines if line.ratio is not None and line.ratio > 1],
        "Backissue is ahead": [line for line in lines if line.ratio is not None and line.ratio <= 1],
        "Backissue alone": [line for line in lines if line.ratio is None],
    }
    return "\n\n".join("\n".join([_head(title), *map(_line, some)]) for title, some in parts.items() if some)


def _head(title: str) -> str:
    return f"{title:{_WIDTH}}{'ours':>9}{'peer':>9} {'unit':6}{'ratio':>6}  budget (target)"


def _line(line: Line) -> str:
    ratio = "" if line.ratio is None else f"{line.ratio:.2f}"
    target = f"({line.target})" if line.target else ""
    kept = {True: "kept", False: "MISSED", None: ""}[line.kept]
    judged = " ".join(filter(None, (line.budget, target, kept)))
    return f"{line.what:{_WIDTH}}{number(line.ours):>9}{number(line.peer):>9} {line.unit:6}{ratio:>6}  {judged}".rstrip()


def number(value: float | None) -> str:
    """Returns about three digits of a number, and nothing for none.

    >>> number(1234.5), number(45.67), number(0.123), number(None)
    ('1,234', '45.7', '0.12', '')
    """
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def queries(samples: Samples) -> str:
    """Returns each question with the medians of its figures, the slowest first."""
    lines = [f"{'kind':12}{'question':26}{_cells(_PARTS, 9)}{_cells(_PEERS, 13)}"]
    for query, each in sorted(medians(samples).items(), key=lambda pair: -pair[1]["worker"]):
        ours, peers = ([number(each[name]) for name in names] for names in (_PARTS, _PEERS))
        lines.append(f"{query.kind:12}{query.text:26}{_cells(ours, 9)}{_cells(peers, 13)}")
    return "\n".join(lines)


def stages(found: Mapping[str, Mapping[str, float]]) -> str:
    """Returns where a start's time goes, the first visit beside the second."""
    lines = [f"{'where our start goes, ms from navigation':44}{_cells(found, 10)}"]
    for name in next(iter(found.values())):
        if name == REQUESTS:
            lines.append("altogether until then")
        lines.append(f"  {name:42}{_cells((number(visit[name]) for visit in found.values()), 10)}")
    return "\n".join(lines)


def _cells(texts: Iterable[str], width: int) -> str:
    return "".join(f"{text:>{width}}" for text in texts)
