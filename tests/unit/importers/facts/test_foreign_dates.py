"""Dates in the languages that newsletters are written in beside English."""

import pytest

from backissue.importers.facts.worded_dates import find_day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Ausgabe vom 3. März 2024", "2024-03-03"), ("1er août 2023", "2023-08-01"), ("14 de julio de 2022", "2022-07-14"),
        ("2 dicembre 2021", "2021-12-02"), ("2 de março de 2020", "2020-03-02"), ("9 maart 2019", "2019-03-09"),
        ("2022年5月6日", "2022-05-06"), ("2022년 5월 6일", "2022-05-06"), ("Stand 06.05.2022", "2022-05-06"),
        ("2022/05/06", "2022-05-06"), ("31. Juni 2024", ""), ("version 1.2.2024.1", ""), ("am 3. Maibock 2024", ""),
    ],
)  # fmt: skip
def test_days(text, day):
    """A day is read as its language writes it; what is no day, or a version, is none."""
    assert find_day(text) == day
