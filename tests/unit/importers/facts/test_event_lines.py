"""Events as lists of them write their lines."""

import pytest

from backissue.importers.facts.event_lines import read_event

NEAR = "2026-05-12"


@pytest.mark.parametrize(
    ("text", "start", "end", "place", "title", "group"),
    [
        ("5/19. Knots for all", "2026-05-19", "2026-05-19", "", "Knots for all", ""),
        ("5/19 - 5/20. ./boat", "2026-05-19", "2026-05-20", "", "./boat", ""),
        ("May 19. Lund, SE - Knots - and more", "2026-05-19", "2026-05-19", "Lund, SE", "Knots - and more", ""),
        ("May 19/20. Lund, SE - Knots", "2026-05-19", "2026-05-20", "Lund, SE", "Knots", ""),
        ("Dec 30 - Jan 2, Rome, Italy - Knots", "2026-12-30", "2027-01-02", "Rome, Italy", "Knots", ""),
        ("May 19th, DE - Knots", "2026-05-19", "2026-05-19", "DE", "Knots", ""),
        ("June 1, 2026, Austin, TX, US - Knots", "2026-06-01", "2026-06-01", "Austin, TX, US", "Knots", ""),
        ("June 1, 2026 | Lund, SE | Knots| Rope Club", "2026-06-01", "2026-06-01", "Lund, SE", "Knots", "Rope Club"),
        ("May 19. Lund, SE - Knots | and splices", "2026-05-19", "2026-05-19", "Lund, SE", "Knots | and splices", ""),
        ("2026-06-01 - 2026-06-02 | Lund, SE | Knots", "2026-06-01", "2026-06-02", "Lund, SE", "Knots", ""),
        ("May 19 (Tue): Rust at sea: a talk", "2026-05-19", "2026-05-19", "", "Rust at sea: a talk", ""),
    ],
)
def test_styles(text, start, end, place, title, group):
    """Day, place, title and group are found in every style."""
    found = read_event(text, NEAR)
    assert found is not None
    assert (found.event.start, found.event.end, found.event.place) == (start, end, place)
    assert (found.title, found.group) == (title, group)


def test_a_group_whose_event_stands_below():
    """Where the link of a line is the group, the line has no title."""
    found = read_event("2026-06-01 | Virtual (Lund, SE) | Rope Club", NEAR, label="Rope Club")
    assert found is not None and (found.title, found.group) == ("", "Rope Club")
    assert found.event.online and found.event.place == "Virtual (Lund, SE)"


def test_an_event_that_is_only_online():
    """Online is no place."""
    found = read_event("May 19 | Online | Knots", NEAR)
    assert found is not None and found.event.online and found.event.place == ""


@pytest.mark.parametrize("text", ["Knots on May 19", "31/12. Knots", "3.14 knots", "", "Maybe 3 boats"])
def test_what_begins_without_a_date_is_no_event(text):
    """A line that does not begin with a date is left to others."""
    assert read_event(text, NEAR) is None
