"""The links that lead on from a view."""

from hypothesis import given
from hypothesis import strategies as st

from backissue.reader.addresses import Addresses
from backissue.reader.state import CHOICES, State
from tests.unit.reader.test_state import NAMED, STATES


@given(STATES, st.sampled_from(CHOICES), NAMED)
def test_a_filter_in_a_hit_narrows_the_search(state, name, value):
    """The quickly written address is the one that the state itself would give."""
    expected = state.searching() if value in state.values(name) else state.toggling(name, value)
    assert State.from_fragment(Addresses(state).choosing(name, value)) == State.from_fragment("#" + expected.fragment())


@given(STATES, NAMED, NAMED)
def test_an_issue_keeps_the_search_it_was_opened_from(state, issue, item):
    """Opening an issue adds it to the address, so that back leads to the same search."""
    opened = State.from_fragment(Addresses(state).issue(issue, item))
    assert (opened.issue, opened.item, opened.query, opened.choices) == (issue, item, state.query, state.choices)


def test_every_address_is_one_of_ours():
    """Even the empty search has a `=` in its address, without which the page would leave it alone."""
    addresses = Addresses(State())
    made = [
        addresses.search(),
        addresses.search(""),
        addresses.view("help"),
        addresses.issue("a/1"),
        addresses.choosing("by", "x"),
    ]
    assert all("=" in address for address in made), made
