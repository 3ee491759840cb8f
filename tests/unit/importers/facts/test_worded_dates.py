"""Dates as newsletters word them: days, times with their zone, and the days of an event."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backissue.importers.facts.worded_dates import find_day, read_day, read_moment, read_span


@pytest.mark.parametrize(
    "text",
    [
        "January 8 2026", "January 8, 2026", "JANUARY 8, 2026", "Jan. 8th, 2026", "8 January 2026", "8th of January, 2026",
        "08 Jan 2026", "2026-01-08", "2026-1-8", "Thursday, January 8, 2026", "Thu 8 Jan 2026",
    ],
)  # fmt: skip
def test_ways_to_write_a_day(text):
    """However a day is written, it is the same day."""
    assert read_day(text) == "2026-01-08"
    assert find_day(f"Weekly (Issue 7, {text}): boats") == "2026-01-08"


@pytest.mark.parametrize("text", ["", "Issue 727", "31 February 2026", "January 2026", "12026-01-08", "may 2026", "8 Jan 20266"])
def test_what_is_no_day(text):
    """What names no whole day of the calendar gives none."""
    assert find_day(text) == "" and read_day(text) == ""


def test_the_first_day_counts():
    """Of several dates the first is taken; a line with more than a date is not a day."""
    assert find_day("from 3 Sept 2025 to January 8, 2026") == "2025-09-03"
    assert read_day("3 Sept 2025 and more") == ""


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("16 Jun 2026 7:30pm GMT", "2026-06-16T19:30:00Z"),
        ("16 Jun 2026 12:00am GMT", "2026-06-16T00:00:00Z"),
        ("16 Jun 2026 12:05 PM UTC", "2026-06-16T12:05:00Z"),
        ("Tue, 16 June 2026 19:30 +0200", "2026-06-16T17:30:00Z"),
        ("June 16, 2026 at 11:30 p.m. EDT", "2026-06-17T03:30:00Z"),
        ("2026-06-16 19:30:59 CEST", "2026-06-16T17:30:00Z"),
        ("16 Jun 2026 7:30pm XYZT", "2026-06-16"),
        ("16 Jun 2026 7:30pm", "2026-06-16"),
        ("16 Jun 2026 13:30pm GMT", "2026-06-16"),
        ("16 Jun 2026 25:30 GMT", "2026-06-16"),
        ("16 Jun 2026", ""),
        ("at 7:30pm GMT", ""),
        ("31 Jun 2026 7:30pm GMT", ""),
    ],
)
def test_times(text, instant):
    """A time with a known zone is an instant in UTC; without one, only its day is known."""
    assert read_moment(text) == instant


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("June 17, 2026", ("2026-06-17", "2026-06-17", "")),
        ("June 18 to June 19, 2026", ("2026-06-18", "2026-06-19", "")),
        ("June 18–22, 2026", ("2026-06-18", "2026-06-22", "")),
        ("June 18 - July 2, 2026", ("2026-06-18", "2026-07-02", "")),
        ("18-19 Sept 2026", ("2026-09-18", "2026-09-19", "")),
        ("30 June to 2 July, 2026", ("2026-06-30", "2026-07-02", "")),
        ("December 30, 2025 to January 2, 2026", ("2025-12-30", "2026-01-02", "")),
        ("December 30 — January 2, 2026", ("2025-12-30", "2026-01-02", "")),
        ("Sat, June 20, 2026 in Lund, Sweden", ("2026-06-20", "2026-06-20", "in Lund, Sweden")),
        ("2026-06-20", ("2026-06-20", "2026-06-20", "")),
        ("June 20", ("", "", "")),
        ("June 40, 2026", ("", "", "")),
        ("May we sail in 2026?", ("", "", "")),
        ("June 22 to June 20, 2026", ("", "", "")),
    ],
)
def test_spans(text, span):
    """The days of an event are read in every usual wording; one day ends where it starts."""
    assert read_span(text) == span


def test_spans_without_a_year():
    """A date without a year is the next one after the issue, or lies just before it."""
    assert read_span("July 16–17", near="2026-06-16") == ("2026-07-16", "2026-07-17", "")
    assert read_span("January 3", near="2026-12-29") == ("2027-01-03", "2027-01-03", "")
    assert read_span("June 14", near="2026-06-16") == ("2026-06-14", "2026-06-14", "")


@given(st.text(max_size=80) | st.from_regex(r"[A-Z][a-z]{2} \d{1,3}(,| to| -) \w{1,4} \d{1,5}", fullmatch=True))
def test_any_text_is_answered(text):
    """Any text gives a date or none, never an error."""
    for found in (find_day(text), read_day(text), read_moment(text)[:10], *read_span(text, near="2026-06-16")[:2]):
        assert found == "" or len(found) == 10
