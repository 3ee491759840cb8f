"""Canonical JSON: the same value is always the same bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backissue.archive.canonical import decode, encode, sha256
from backissue.errors import NotAnArchive

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner),
    max_leaves=8,
)


@given(VALUES)
def test_a_value_comes_back_and_has_one_form(value: object) -> None:
    """What is read equals what was written, and writing it again gives the same bytes."""
    data = encode(value)
    assert decode(data, "x.json") == value
    assert encode(decode(data, "x.json")) == data


def test_the_form_is_the_one_that_other_programs_expect() -> None:
    """Sorted keys, no spaces, letters as they are, a newline at the end."""
    assert encode({"b": ["ø", 1], "a": True}) == '{"a":true,"b":["ø",1]}\n'.encode()


def test_half_a_surrogate_pair_does_not_cost_its_text() -> None:
    """Text that no encoding can hold is written with a replacement character in its place."""
    assert decode(encode({"title": "a\ud800b"}), "x.json") == {"title": "a\ufffdb"}


@pytest.mark.parametrize(
    "data",
    [b"", b'{"a": 1', b"[1,]", b"nonsense", b"[" * 100_000, b"NaN", b'{"a":Infinity}', b"1" * 5000, b'{"a":1}\x00'],
)
def test_what_is_no_whole_json_is_refused(data: bytes) -> None:
    """Cut off, nested without end, or holding what JSON does not know: the message names the file and what to do."""
    with pytest.raises(NotAnArchive, match=r"x\.json: is no whole JSON.*fetch or make it again"):
        decode(data, "x.json")


@pytest.mark.parametrize("data", [b'"\xff"', '"ø"'.encode("utf-16"), b'"\xed\xa0\x80"'])
def test_other_encodings_are_refused(data: bytes) -> None:
    """Only UTF-8 is read; the message tells the byte at which it ends."""
    with pytest.raises(NotAnArchive, match="is no UTF-8 at byte"):
        decode(data, "x.json")


def test_the_place_of_the_fault_is_told() -> None:
    """A reader can find the line and column where the JSON breaks."""
    with pytest.raises(NotAnArchive, match="at line 2 column 5"):
        decode(b'{"a":1,\n"b":}', "x.json")


def test_the_hash_is_sha256() -> None:
    """Other programs can compare hashes with their own."""
    assert sha256(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
