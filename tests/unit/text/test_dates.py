"""Dates as archives and queries write them."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backissue.errors import InvalidValue
from backissue.text.dates import back_from, day_of, format_instant, parse_date, period, sort_key

DAYS = st.dates()
INSTANTS = st.datetimes(
    timezones=st.timezones() | st.just(dt.UTC), min_value=dt.datetime(1, 1, 3), max_value=dt.datetime(9999, 12, 29)
)


@given(DAYS)
def test_a_day_is_kept_and_its_unpadded_form_is_padded(day: dt.date) -> None:
    """A day reads as itself, with or without leading zeros."""
    assert parse_date(day.isoformat()) == day.isoformat()
    assert parse_date(f"{day.year:04}-{day.month}-{day.day}") == day.isoformat()
    assert parse_date(day.isoformat()[:7]) == day.isoformat()[:7]


@given(INSTANTS)
def test_an_instant_becomes_utc(instant: dt.datetime) -> None:
    """An instant of any zone is the same moment in UTC, to the second, and reads back as itself."""
    canonical = parse_date(instant.isoformat())
    assert canonical == format_instant(instant)
    assert dt.datetime.fromisoformat(canonical) == instant.astimezone(dt.UTC).replace(microsecond=0)
    assert parse_date(canonical) == canonical


@given(st.text(max_size=30) | st.from_regex(r"\d{1,4}-\d{1,2}(-\d{1,2})?(T\d\d:\d\d(Z|[+-]\d\d:\d\d)?)?", fullmatch=True))
def test_any_text_is_a_date_or_refused(text: str) -> None:
    """Whatever is given comes back canonical or is refused as no date, and never fails otherwise."""
    try:
        canonical = parse_date(text)
    except InvalidValue as error:
        assert "is no date" in str(error) or "has a time but no zone" in str(error)
    else:
        assert parse_date(canonical) == canonical
        assert dt.date.fromisoformat(day_of(canonical))


@pytest.mark.parametrize(
    "text", ["2026-00", "2026-00-01", "2026-13", "2026-02-30", "0000", "20260616", "yesterday", "", "2026-06-16T9"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    """A date that no calendar has is refused with its value and what was expected."""
    with pytest.raises(InvalidValue, match=r"is no date|no zone") as error:
        parse_date(text)
    assert "expected a date such as" in str(error.value)


def test_a_time_without_a_zone_is_refused() -> None:
    """A time of day alone does not say when something was."""
    with pytest.raises(InvalidValue, match="has a time but no zone"):
        parse_date("2026-06-16T19:30")


def test_an_instant_beyond_the_calendar_is_refused() -> None:
    """A zone cannot push a moment out of the years 1 to 9999."""
    with pytest.raises(InvalidValue, match="outside the calendar"):
        parse_date("0001-01-01T00:00+14:00")


@given(
    st.lists(
        DAYS.map(str) | DAYS.map(lambda day: str(day)[:7]) | DAYS.map(lambda day: str(day)[:4]) | INSTANTS.map(format_instant)
    )
)
def test_sort_keys_order_by_first_day(dates: list[str]) -> None:
    """Dates of any exactness sort by the first day that they can mean."""
    days = [day_of(date) for date in sorted(dates, key=sort_key)]
    assert days == sorted(days)


@given(DAYS.map(str) | DAYS.map(lambda day: str(day)[:7]) | DAYS.map(lambda day: str(day)[:4]), DAYS)
def test_a_period_holds_the_days_that_it_names(text: str, day: dt.date) -> None:
    """A day lies in the period of a year, month or day exactly if it begins with it."""
    start, after = period(text)
    assert (start <= str(day) < after) == str(day).startswith(text)


def test_a_period_of_an_instant_holds_only_it() -> None:
    """An instant in a query is compared to the second."""
    start, after = period("2026-06-16T19:30:00Z")
    assert start <= "2026-06-16T19:30:00Z" < after
    assert not start <= "2026-06-16T19:30:01Z" < after


@pytest.mark.parametrize("text", ["2026-W60", "2026-W00"])
def test_a_week_that_no_year_has_is_refused(text: str) -> None:
    """Weeks are counted by the calendar."""
    with pytest.raises(InvalidValue, match="is no week"):
        period(text)


@pytest.mark.parametrize(
    ("newest", "duration", "expected"),
    [
        ("2024-03-31", "P1M", "2024-02-29"),
        ("2026", "P1D", "2025-12-31"),
        ("0001-02-01", "P99999D", "0001-01-01"),
        ("2026-06-16", "p3m", "2026-03-16"),
    ],
)
def test_durations_go_back_by_the_calendar(newest: str, duration: str, expected: str) -> None:
    """A month back is the same day of the month before, or its last one."""
    assert back_from(newest, duration) == expected


@pytest.mark.parametrize("duration", ["", "P", "3M", "PT3H", "P-1M", "P3"])
def test_what_is_no_duration_is_refused(duration: str) -> None:
    """Only years, months, weeks and days are durations of a query."""
    with pytest.raises(InvalidValue, match="is no duration"):
        back_from("2026-06-16", duration)
