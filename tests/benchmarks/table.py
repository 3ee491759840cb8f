"""Writes what was measured for people: the table of budgets, the questions one by one, where a start's time goes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tests.benchmarks.figures import Line, Samples, medians

_WIDTH = 78


def table(lines: Iterable[Line]) -> str:
    """Returns the lines, those first in which the peer is ahead."""
    lines = list(lines)
    behind = [line for line in lines if line.ratio is not None and line.ratio > 1]
    ahead = [line for line in lines if line.ratio is not None and line.ratio <= 1]
    alone = [line for line in lines if line.ratio is None]
    parts = []
    for title, some in (("MiniSearch is ahead", behind), ("Backissue is ahead", ahead), ("Backissue alone", alone)):
        if some:
            head = f"{title:{_WIDTH}}{'ours':>10}{'peer':>10} {'unit':6}{'ratio':>7}  budget (target)"
            parts.append("\n".join([head, *map(_line, some)]))
    return "\n\n".join(parts)


def _line(line: Line) -> str:
    ratio = f"{line.ratio:.2f}" if line.ratio is not None else ""
    kept = {True: "kept", False: "MISSED", None: ""}[line.kept]
    target = f" ({line.target})" if line.target else ""
    return f"{line.what:{_WIDTH}}{number(line.ours):>10}{number(line.peer):>10} {line.unit:6}{ratio:>7}  {line.budget}{target} {kept}".rstrip()


def number(value: float | None) -> str:
    """Three digits or so.

    >>> number(1234.5), number(45.67), number(0.123), number(None)
    ('1,234', '45.7', '0.12', '')
    """
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def queries(samples: Samples) -> str:
    """Returns each question with its medians, the slowest first."""
    columns = ("total", "worker", "search", "hits", "facets", "render", "answers", "answered", "painted")
    others = ("peer total", "peer worker", "peer painted")
    lines = [
        f"{'kind':12}{'question':28}" + "".join(f"{name:>9}" for name in columns) + "".join(f"{name:>14}" for name in others)
    ]
    for query, each in sorted(medians(samples).items(), key=lambda pair: -pair[1]["worker"]):
        figures = "".join(f"{number(each[name]):>9}" for name in columns) + "".join(
            f"{number(each[name]):>14}" for name in others
        )
        lines.append(f"{query.kind:12}{query.text:28}{figures}")
    return "\n".join(lines)


def stages(found: Mapping[str, Mapping[str, float]]) -> str:
    """Returns where a start's time goes, the first visit beside the second."""
    visits = list(found)
    lines = [f"{'where our start goes, in ms from navigation':48}" + "".join(f"{visit:>10}" for visit in visits)]
    for name in found[visits[0]]:
        if name == "requests":
            lines.append("of it, altogether")
        lines.append(f"{name:48}" + "".join(f"{number(found[visit][name]):>10}" for visit in visits))
    return "\n".join(lines)
