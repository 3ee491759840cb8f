"""The state of the page, its address, and its JSON."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backissue.reader.state import CHOICES, MOST_SHOWN, State

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
NAMED = TEXTS.filter(bool)
STATES = st.builds(
    State,
    query=TEXTS,
    choices=st.dictionaries(st.sampled_from(CHOICES), st.lists(NAMED, min_size=1, max_size=3, unique=True).map(tuple)).map(
        lambda chosen: tuple((name, chosen[name]) for name in CHOICES if name in chosen)
    ),
    sort=st.sampled_from(["", "newest", "oldest", "relevance"]),
    folded=st.booleans(),
    issue=TEXTS,
    item=TEXTS,
    view=st.sampled_from(["", "publications", "help"]),
    extra=st.lists(st.tuples(st.sampled_from(["utm", "x", "größe"]), TEXTS), max_size=2).map(tuple),
)


@given(STATES)
def test_an_address_gives_the_same_view_again(state):
    """Whatever is shown can be shared: its address, read again, is the same view."""
    assert State.from_fragment("#" + state.fragment()) == state


@given(STATES, st.integers(1, 30), st.integers(30, MOST_SHOWN), st.integers(1, 40), st.booleans())
def test_the_page_can_hold_the_state(state, page, shown, days, archived):
    """The state goes through plain JSON without loss."""
    state = dataclasses.replace(state, page=page, shown=shown, days=days, archived=archived, wide=("tag",))
    assert State.from_json(state.to_json()) == state


@given(st.text())
def test_any_fragment_can_be_read(fragment):
    """Nothing that stands in an address is an error."""
    assert isinstance(State.from_fragment(fragment), State)


@pytest.mark.parametrize(
    "raw", [None, [], "x", {"choices": [["kind"], 5, ["kind", "video"]]}, {"query": 5, "shown": True, "wide": [1]}]
)
def test_a_state_of_another_shape_counts_as_not_set(raw):
    """What an older page held never breaks a newer reader."""
    assert State.from_json(raw) == State()


def test_unknown_keys_are_kept():
    """An address keeps what others have put into it."""
    assert State.from_fragment("#utm_source=x&q=tide&by=A").fragment() == "q=tide&by=A&utm_source=x"


def test_unknown_values_of_known_keys_are_left_out():
    """A sort or a view that is not known shows the usual one."""
    assert State.from_fragment("#sort=best&view=map") == State()


def test_choosing_twice_is_not_choosing():
    """A facet's value goes on and off, and leaves whatever was opened."""
    state = State.from_fragment("#q=tide&issue=quay/2")
    chosen = state.toggling("kind", "video").toggling("kind", "podcast")
    assert chosen.fragment() == "q=tide&kind=video&kind=podcast"
    assert chosen.toggling("kind", "video").toggling("kind", "podcast").fragment() == "q=tide"


def test_an_address_can_be_read_by_people():
    """Slashes and colons stand as they are; what would end the value is encoded."""
    assert State(query="kind:video a&b", issue="quay/2").fragment() == "q=kind:video+a%26b&issue=quay/2"
