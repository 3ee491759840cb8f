"""Which issue of what a Markdown source is."""

import pytest

from backissue.importers import Source, Surroundings
from backissue.importers.facts.issue_facts import issue_date, issue_number, newsletter_title


def source(name, **around):
    return Source(name, b"x", Surroundings(**around))


@pytest.mark.parametrize(
    ("facts", "title", "name", "number"),
    [
        ({"number": "007"}, "Weekly #8", "9.md", "7"),
        ({"issue": "#7"}, "", "x.md", "7"),
        ({}, "Harbour Weekly #7: Lanterns", "2026-01-02-x.md", "7"),
        ({}, "Harbour Weekly 7", "x.md", "7"),
        ({}, "Issue 7 – two boats of 2026", "x.md", "7"),
        ({}, "Harbour Weekly, January 8, 2026", "x.md", ""),
        ({}, "Harbour Weekly: January 8", "x.md", ""),
        ({}, "港口周刊：第 7 期", "x.md", "7"),
        ({}, "Harbour Weekly 2026-07: Lanterns", "2026-02-14-2026-07.md", "2026-7"),
        ({}, "", "issues/2026/issue-007.md", "7"),
        ({}, "", "2026-01-02-issue-7.md", "7"),
        ({}, "", "2026-01-02.md", ""),
        ({}, "The state of boats 0.8", "boats.md", ""),
        ({}, "Boats of 2026", "x.md", ""),
    ],
)
def test_numbers(facts, title, name, number):
    """The number is found in the front matter, the title or the name; dates, years and versions are none."""
    assert issue_number(facts, title, source(name)) == number.replace("2026-7", "2026-07")


@pytest.mark.parametrize(
    ("facts", "title", "name", "date"),
    [
        ({"date": "2026-01-02T10:00:00+01:00"}, "", "2025-01-01.md", "2026-01-02"),
        ({"date": "2026-01"}, "", "x.md", "2026-01"),
        ({}, "Weekly (Issue 7 January 8 2026)", "x.md", "2026-01-08"),
        ({}, "", "_posts/2026-01-02-boats.md", "2026-01-02"),
        ({}, "", "posts/2026/01/02/boats.md", "2026-01-02"),
        ({}, "", "weekly-20260102.md", "2026-01-02"),
        ({}, "", "boats-2026-01.md", "2026-01"),
        ({"date": "soon"}, "", "boats.md", ""),
        ({"date": "2026-13-45"}, "", "boats.md", ""),
    ],
)
def test_dates(facts, title, name, date):
    """The date is found in the front matter, the title, the name or the folders, as exactly as it is told."""
    assert issue_date(facts, title, source(name)) == date


@pytest.mark.parametrize(
    ("facts", "title", "name", "newsletter"),
    [
        ({"newsletter": "The Quay"}, "Harbour Weekly #7", "x/7.md", "The Quay"),
        ({}, "Harbour Weekly #7: Lanterns", "x/7.md", "Harbour Weekly"),
        ({}, "Harbour Weekly (Issue 7 January 8 2026)", "x/7.md", "Harbour Weekly"),
        ({}, "老港口 周报 #7 | 2026-01-02", "x/7.md", "老港口 周报"),
        ({}, "Issue 7", "harbour-weekly/content/issues/2026/7.md", "Harbour Weekly"),
        ({}, "Lanterns everywhere", "harbourWeekly\\_posts\\7.md", "Harbour Weekly"),
        ({}, "", "7.md", ""),
    ],
)
def test_newsletters(facts, title, name, newsletter):
    """The newsletter is named by the front matter, by the title before its number, or by its folder."""
    assert newsletter_title(facts, title, source(name)) == newsletter


def test_what_is_known_from_around():
    """The headers of a mail, or a feed, know what the text does not say."""
    found = source("x.md", newsletter="The Quay", number="7", date="2026-01-02")
    assert newsletter_title({}, "Harbour Weekly #8", found) == "The Quay"
    assert (issue_number({}, "", found), issue_date({}, "", found)) == ("7", "2026-01-02")
