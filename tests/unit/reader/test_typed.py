"""Taking a filter out of what was typed."""

import pytest

from backissue.reader.typed import without_filter


@pytest.mark.parametrize(
    ("text", "name", "value", "left"),
    [
        ("wasm kind:video", "kind", "video", "wasm "),
        ("kind:video", "kind", "video", ""),
        ("kind:video,podcast", "kind", "video", "kind:podcast "),
        ('in:"Quay Weekly" tide', "in", "quay", "tide "),
        ("by:willison by:pilot", "by", "Simon Willison", "by:pilot "),
        ("tide sort:oldest", "sort", "", "tide "),
        ("tide  as   typed", "kind", "video", "tide  as   typed"),
        ("a OR kind:video", "kind", "video", "a OR kind:video"),
    ],
)
def test_only_the_filter_goes(text, name, value, left):
    """The rest of the query still means the same, and stays as typed where nothing is taken."""
    assert without_filter(text, name, value) == left
