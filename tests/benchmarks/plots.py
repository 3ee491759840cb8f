"""Plots as SVG: one picture a question, a row for each contestant, both scales named."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from tests.benchmarks.table import number

TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True
)
_LEFT, _WIDTH, _RIGHT = 200, 460, 70
_TOP, _ROW, _BOTTOM = 52, 24, 48
_TICKS = 6


@dataclass(frozen=True, slots=True)
class Plot:
    """What is to be drawn: `series` are values by the names of rows, by the name of the series; a row may lack some.

    On a logarithmic scale all values are greater than 0. `percent` ends a linear scale at 100, and puts the greatest value on
    top and not the smallest.
    """

    title: str
    scale: str
    rows: str
    series: Mapping[str, Mapping[str, float]]
    logarithmic: bool = False
    percent: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A value in the picture: its place in pixels, what it is, its series by number, and whether it is the reader's."""

    x: float
    y: float
    text: str
    series: int
    ours: bool


def ticks(low: float, high: float, logarithmic: bool = False) -> list[float]:
    """Returns the values to name on a scale, the first not above `low`, the last not below `high`.

    >>> ticks(0, 23), ticks(0.3, 40, logarithmic=True)
    ([0, 5, 10, 15, 20, 25], [0.1, 1, 10, 100])
    """
    if logarithmic:
        first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
        return [10.0**power if power < 0 else 10**power for power in range(first, max(last, first + 1) + 1)]
    rough = (high - low or 1) / (_TICKS - 1)
    power = 10 ** math.floor(math.log10(rough))
    step = next(step * power for step in (1, 2, 2.5, 5, 10) if step * power >= rough)
    first = math.floor(low / step)
    steps = [round(step * count, 10) for count in range(first, max(math.ceil(high / step), first + 1) + 1)]
    return [int(value) if value == int(value) else value for value in steps]


def rows_of(plot: Plot) -> list[str]:
    """Returns the rows in the order of their first series, the best value on top, those that lack one last."""
    names = dict.fromkeys(name for values in plot.series.values() for name in values)
    first = next(iter(plot.series.values()))
    sign = -1 if plot.percent else 1
    return sorted(names, key=lambda name: sign * first.get(name, sign * math.inf))


def place(value: float, scale: Sequence[float], logarithmic: bool = False) -> float:
    """Returns how far along a scale a value lies, 0 for its first named value and 1 for its last."""
    low, high, at = scale[0], scale[-1], value
    if logarithmic:
        low, high, at = math.log10(low), math.log10(high), math.log10(value)
    return (at - low) / (high - low)


def draw(plot: Plot, ours: str) -> str:
    """Returns the picture as an SVG element; the row named `ours` is set apart."""
    rows = rows_of(plot)
    values = [value for each in plot.series.values() for value in each.values()]
    low = min(values) if plot.logarithmic else 0
    scale = ticks(low, 100 if plot.percent else max(values), plot.logarithmic)

    def x_of(value: float) -> float:
        return round(_LEFT + _WIDTH * place(value, scale, plot.logarithmic), 1)

    y_of = {name: _TOP + _ROW * (count + 0.5) for count, name in enumerate(rows)}
    marks = [
        Mark(x_of(value), y_of[name], f"{name}, {series}: {number(value)}", count, name == ours)
        for count, (series, each) in enumerate(plot.series.items())
        for name, value in each.items()
    ]
    bottom = _TOP + _ROW * len(rows)
    return TEMPLATES.get_template("plot.svg").render(
        plot=plot,
        rows=[{"name": name, "y": y, "ours": name == ours} for name, y in y_of.items()],
        ticks=[{"x": x_of(value), "text": f"{value:,}"} for value in scale],
        marks=marks,
        bars=len(plot.series) == 1 and not plot.logarithmic,
        ends=[mark for mark in marks if mark.series == len(plot.series) - 1],
        left=_LEFT, right=_LEFT + _WIDTH, top=_TOP, bottom=bottom, width=_LEFT + _WIDTH + _RIGHT, height=bottom + _BOTTOM,
    )  # fmt: skip
