"""Draws growth: one picture a question, both scales logarithmic, as SVG."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape

from tests.benchmarks.scale.growth import fit

WIDTH, HEIGHT = 420, 320
_LEFT, _RIGHT, _TOP, _BOTTOM = 62, 14, 34, 44
_COLOURS = ("#0a6ebd", "#b5432a", "#3d7a35", "#7b4fa3", "#946f00", "#5b6670")
Line = Sequence[tuple[float, float]]


class _Scale:
    """From a logarithmic scale of whole powers of ten to places in the picture."""

    def __init__(self, values: Sequence[float], start: float, end: float) -> None:
        self.low, self.high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
        self.high = max(self.high, self.low + 1)
        self._start, self._length = start, end - start

    def at(self, value: float) -> float:
        return round(self._start + self._length * (math.log10(value) - self.low) / (self.high - self.low), 1)

    def ticks(self) -> list[float]:
        return [10.0**power for power in range(self.low, self.high + 1)]


def picture(title: str, unit: str, lines: Mapping[str, Line]) -> str:
    """Returns an SVG of `lines`, each of `(items, value)`, with its fitted slope in the legend."""
    points = [point for line in lines.values() for point in line]
    across = _Scale([x for x, _ in points], _LEFT, WIDTH - _RIGHT)
    up = _Scale([y for _, y in points], HEIGHT - _BOTTOM, _TOP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="11">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/><text x="{_LEFT}" y="18" font-size="13">{escape(title)}</text>',
        *(_upright(across.at(tick), _label(tick)) for tick in across.ticks()),
        *(_level(up.at(tick), _label(tick)) for tick in up.ticks()),
        f'<text x="{WIDTH - _RIGHT}" y="{HEIGHT - 6}" text-anchor="end">items</text>',
        f'<text x="6" y="{_TOP - 4}">{escape(unit)}</text>',
    ]
    for place, ((name, line), colour) in enumerate(zip(lines.items(), _COLOURS * len(lines), strict=False)):
        path = " ".join(f"{across.at(x)},{up.at(y)}" for x, y in line)
        slope = f", slope {fit(line).slope:.2f}" if len(line) > 1 else ""
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.8"/>')
        parts += [f'<circle cx="{across.at(x)}" cy="{up.at(y)}" r="2.6" fill="{colour}"/>' for x, y in line]
        parts.append(f'<text x="{_LEFT + 8}" y="{_TOP + 14 + 14 * place}" fill="{colour}">{escape(name + slope)}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def _upright(x: float, label: str) -> str:
    line = f'<path d="M{x} {_TOP}V{HEIGHT - _BOTTOM}" stroke="#ddd"/>'
    return f'{line}<text x="{x}" y="{HEIGHT - _BOTTOM + 16}" text-anchor="middle">{label}</text>'


def _level(y: float, label: str) -> str:
    line = f'<path d="M{_LEFT} {y}H{WIDTH - _RIGHT}" stroke="#ddd"/>'
    return f'{line}<text x="{_LEFT - 6}" y="{y + 4}" text-anchor="end">{label}</text>'


def _label(value: float) -> str:
    """Writes a power of ten short.

    >>> _label(1000.0), _label(1e6), _label(0.1)
    ('1k', '1M', '0.1')
    """
    for size, letter in ((1e6, "M"), (1e3, "k")):
        if value >= size:
            return f"{value / size:g}{letter}"
    return f"{value:g}"
