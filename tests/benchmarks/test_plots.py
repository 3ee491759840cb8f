"""Scales, places and pictures."""

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from tests.benchmarks.plots import Plot, draw, place, rows_of, ticks


@pytest.mark.parametrize(
    ("low", "high", "named"),
    [(0, 1, [0, 0.2, 0.4, 0.6, 0.8, 1]), (0, 23, [0, 5, 10, 15, 20, 25]), (0, 100, [0, 20, 40, 60, 80, 100]), (0, 0, [0, 0.2])],
)
def test_linear_scales_name_round_values(low, high, named):
    """Steps are 1, 2, 2.5 or 5 times a power of ten, and enclose all values."""
    assert ticks(low, high)[: len(named)] == named


def test_logarithmic_scales_name_powers_of_ten():
    """A scale has two ends even where all values are alike."""
    assert ticks(0.05, 400, logarithmic=True) == [0.01, 0.1, 1, 10, 100, 1000]
    assert ticks(10, 10, logarithmic=True) == [10, 100]


def test_places_on_scales():
    """Half way is half of the values, or of their powers."""
    assert place(5, [0, 5, 10]) == 0.5
    assert place(10, [1, 10, 100], logarithmic=True) == pytest.approx(0.5)


def test_rows_are_in_the_order_of_the_first_series():
    """The best comes first, for percentages the greatest; who lacks a value in it comes last."""
    plot = Plot("t", "s", "r", {"a": {"north": 3, "south": 1}, "b": {"west": 0, "north": 9}})
    assert rows_of(plot) == ["south", "north", "west"]
    assert rows_of(replace(plot, percent=True)) == ["north", "south", "west"]


def test_a_picture_is_well_formed_and_names_its_scales():
    """Each value is a mark with its name and number, in its row, and hostile names are escaped."""
    plot = Plot("How high?", "height, m", "tide", {"low": {"<North>": 1, "South": 4}, "high": {"South": 8}}, logarithmic=True)
    picture = ElementTree.fromstring(draw(plot, "South"))
    texts = [element.text for element in picture.iter("text")]
    assert {"height, m, logarithmic", "tide", "<North>", "South", "low", "high"} <= set(texts)
    told = [element.find("title").text for element in picture.iter("circle") if element.find("title") is not None]
    assert told == ["<North>, low: 1.00", "South, low: 4.00", "South, high: 8.00"]
    rows = {
        element.text: float(element.get("y")) for element in picture.iter("text") if "row" in element.get("class", "").split()
    }
    marks = [element for element in picture.iter("circle") if element.find("title") is not None]
    assert float(marks[2].get("cy")) == float(marks[1].get("cy")) == rows["South"] - 4
    assert float(marks[2].get("cx")) > float(marks[1].get("cx"))


def test_one_series_is_drawn_as_bars_from_nothing():
    """The longest bar is the greatest value, and their lengths are as their values."""
    picture = draw(Plot("How wide?", "width, m", "tide", {"width": {"North": 2, "South": 4}}), "North")
    widths = [float(width) for width in re.findall(r'<rect [^>]*width="([\d.]+)"', picture)]
    assert widths[1] == pytest.approx(2 * widths[0], rel=0.01)
