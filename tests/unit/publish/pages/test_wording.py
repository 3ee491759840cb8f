"""Dates and numbers as words, for pages without scripts."""

import pytest

from backissue.publish.pages.wording import worded, worded_date


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2026", "2026"),
        ("2026-06", "June 2026"),
        ("2026-06-06", "6 June 2026"),
        ("0999-12-31", "31 December 999"),
        ("2026-06-16T09:05:00Z", "16 June 2026, 09:05 UTC"),
        ("", ""),
        ("soon", "soon"),
        ("2026-13-01", "2026-13-01"),
    ],
)
def test_dates_are_told_as_exactly_as_they_are_known(date: str, words: str) -> None:
    """A year, a month, a day and an instant read as people say them; what is none stays as it is."""
    assert worded_date(date) == words


def test_times_of_a_page_are_worded() -> None:
    """Spans, short dates and large numbers are worded where templates put them, and the machine's form stays beside."""
    assert worded('<time datetime="2026-06-19" data-until="2026-06-22">2026-06-19 – 2026-06-22</time>') == (
        '<time datetime="2026-06-19" data-until="2026-06-22">19 June 2026 – 22 June 2026</time>'
    )
    assert worded('<time datetime="2026-02-02" data-short>2026-02-02</time>').endswith(">2 Feb</time>")
    assert worded('<data value="1234567">1234567</data>') == '<data value="1234567">1,234,567</data>'


def test_texts_are_left_alone() -> None:
    """A text that only looks like a date or a number stays."""
    text = '<p>&lt;time datetime="2026-06-16"&gt;2026-06-16&lt;/time&gt; 46820 2026-06-16</p>'
    assert worded(text) == text
