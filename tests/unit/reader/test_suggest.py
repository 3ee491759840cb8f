"""Completions while typing."""

import pytest

from backissue.reader.suggest import suggest
from tests.unit.reader.client import client


@pytest.fixture(scope="module")
def index():
    return client().reader.library.index


def taken(text, index, caret=None):
    return [option.text for option in suggest(text, len(text) if caret is None else caret, index)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("sec", "section:"),
        ("tide se", "tide section:"),
        ("-ki", "-kind:"),
        ("kind:", "kind:event "),
        ("kind:v", "kind:video "),
        ("by:pil", 'by:"A. Pilot" '),
        ("in:qu", "in:quay "),
        ("in:Quay", "in:quay "),
        ("tag:tides,d", "tag:tides,data "),
        ("has:ev", "has:event "),
        ("sort:n", "sort:newest "),
        ("(kind:vi", "(kind:video "),
    ],
)
def test_what_completes_a_word(text, first, index):
    """Names of fields are offered for their beginnings, values for what stands after the colon."""
    assert taken(text, index)[:1] == [first]


@pytest.mark.parametrize("text", ["", "t", "tide ", "unknown:x", 'by:"A. Pilot"  ', "kind:video ", "section"[:1]])
def test_nothing_is_offered_for_what_needs_nothing(text, index):
    """Ordinary words are left in peace."""
    assert taken(text, index) == []


def test_what_stands_behind_the_caret_stays(index):
    """A filter completed in the middle keeps the rest, and the caret goes to its end."""
    option = suggest("kind:vi tide", 7, index)[0]
    assert (option.text, option.caret) == ("kind:video tide", 11)


def test_completing_before_the_archive_is_here(index):
    """Names of fields are known at once; values only with the archive."""
    assert taken("sec", None) == ["section:"] and taken("by:a", None) == []
