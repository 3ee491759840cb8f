"""Numbers of issues: found as people write them, and not found where a number is something else."""

import pytest

from backissue.importers.facts.numbering import find_number, read_number


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


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("The best #3 ropes, Issue 12", "12"), ("Quay Digest 7: Fog", "7"), ("Edición n.º 8", ""), ("Issue Nr. 4", "4"),
        ("The Quay: week 9 of 2026", "9"), ("潮汐周刊 12", "12"), ("Quay News 5 (fog)", "5"), ("The Quay, #12期", "12"),
        ("Ropes Episode 14: Fog", "14"), ("Quay News – ep 3", "3"),
    ],
)  # fmt: skip
def test_the_surest_word_says_it(text, number):
    """The word that is surest names the number, wherever it stands; a name is no more than a name."""
    assert (found.number if (found := find_number(text)) else "") == number


@pytest.mark.parametrize(
    "text",
    ["There is no 5 minute fix", "Weekly 5 boats to buy", "C# 8 and F#9", "It&#39;s fog", "第 3 种绳", "This week 2 boats sank",
     "Newsletter 8 January", "Issue 5th", "Weekly 2026-07", "episodes 12", "our podcast, heard in episode 14", "#4facff88"],
)  # fmt: skip
def test_what_numbers_no_issue(text):
    """What is counted, a day, a language, a character and a kind are not taken for the number of an issue."""
    assert find_number(text) is None
