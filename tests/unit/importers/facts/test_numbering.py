"""Numbers of issues: found as people write them, and not found where a number is something else."""

import pytest

from backissue.importers.facts.numbering import read_number


@pytest.mark.parametrize(
    ("title", "number", "rest"),
    [
        ("Issue 41: Lanterns", "41", "Lanterns"), ("#041", "41", ""), ("Quay Weekly – No. 7 – Fog", "7", "Quay Weekly Fog"),
        ("Lanterns (Issue #12)", "12", "Lanterns"), ("第 100 期：潮汐", "100", "潮汐"), ("Quay Weekly 12", "12", "Quay Weekly"),
        ("Vol. 3 | Ropes", "3", "Ropes"), ("Newsletter N° 8", "8", "Newsletter"), ("Week 9", "9", ""),
    ],
)  # fmt: skip
def test_numbers(title, number, rest):
    """The number is found wherever it stands, and the rest of the title stays."""
    assert read_number(title) == (number, rest)


@pytest.mark.parametrize("title", ["Boats of 2025", "Ten years", "2025-09-03", "No. 3.5 rope", "Notes 3/4 done", ""])
def test_no_numbers(title):
    """A year, a date, a version and a fraction number no issue."""
    assert read_number(title) == ("", title)


def test_the_newsletter_s_own_name():
    """Its name is no part of the title; a number behind other words is a number of those."""
    assert read_number("Quay Weekly #12: Knots", "Quay Weekly") == ("12", "Knots")
    assert read_number("Quay Weekly 2025", "Quay Weekly") == ("2025", "")
    assert read_number("Top 10", "Quay Weekly") == ("", "Top 10")
