"""Fits growth: y = factor * x ** slope, a straight line where both scales are logarithmic."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Growth:
    """A power law: doubling `x` multiplies what grows by 2 ** `slope`; 1 is linear, 0 is not at all."""

    slope: float
    factor: float

    def at(self, x: float) -> float:
        """Returns what the law says for `x`."""
        return self.factor * x**self.slope


def fit(points: Iterable[tuple[float, float]]) -> Growth:
    """Returns the law nearest to `points`, by least squares of their logarithms.

    Raises:
        ValueError: if fewer than two sizes are there, or a number is not above nothing.

    >>> fit([(10, 30), (100, 300), (1000, 3000)])
    Growth(slope=1.0, factor=3.0)
    """
    logs = [(math.log(x), math.log(y)) for x, y in points]
    mean_x, mean_y = (sum(values) / len(logs) for values in zip(*logs, strict=True))
    spread = sum((x - mean_x) ** 2 for x, _ in logs)
    if not spread:
        raise ValueError(f"{len(logs)} points of one size show no growth")
    slope = sum((x - mean_x) * (y - mean_y) for x, y in logs) / spread
    return Growth(round(slope, 6), round(math.exp(mean_y - slope * mean_x), 6))


def vocabulary(texts: Iterable[Sequence[str]], points: int = 40) -> list[tuple[int, int]]:
    """Returns, for growing beginnings of `texts`, how many words they have and how many different ones."""
    seen: set[str] = set()
    words = 0
    found = []
    for text in texts:
        seen.update(text)
        words += len(text)
        found.append((words, len(seen)))
    return [pair for pair in found[:: max(len(found) // points, 1)] if pair[1]]
