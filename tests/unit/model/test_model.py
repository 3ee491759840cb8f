"""The model: values that read and write the JSON of an archive."""

import dataclasses
import pickle

import pytest
from hypothesis import given

from backissue.errors import InvalidValue
from backissue.model import Archive, Event, Issue, Item, Link, Publication, Section
from tests.examples import examples
from tests.unit.archive.archives import ISSUES, harbour


def without_content(issue: Issue) -> Issue:
    return dataclasses.replace(
        issue,
        sections=tuple(
            dataclasses.replace(section, items=tuple(dataclasses.replace(item, content="") for item in section.items))
            for section in issue.sections
        ),
    )


@examples(30)
@given(ISSUES)
def test_an_issue_comes_whole_from_another_process(issue: Issue) -> None:
    """What is sent between processes arrives with every field, the full posts among them."""
    assert pickle.loads(pickle.dumps(issue)) == issue


@given(ISSUES)
def test_an_issue_comes_back_from_its_json(issue: Issue) -> None:
    """Whatever an issue holds is read back as it was written; full posts lie apart."""
    assert Issue.from_dict(issue.to_dict()) == without_content(issue)


@given(ISSUES)
def test_empty_fields_are_left_out(issue: Issue) -> None:
    """Nothing empty is written, at any depth."""

    def assert_full(value: object) -> None:
        if isinstance(value, dict):
            assert all(part or name == "id" for name, part in value.items())
            list(map(assert_full, value.values()))
        elif isinstance(value, list):
            list(map(assert_full, value))

    assert_full(issue.to_dict())


def test_what_reading_needs_is_written_though_empty() -> None:
    """A value that could be made can also be read again."""
    for value in (Publication("", ""), Issue("", ""), Item(""), Link("")):
        assert type(value).from_dict(value.to_dict()) == value


def test_an_empty_event_is_left_out() -> None:
    """An event of which nothing is known is no event."""
    assert Item("a/1/x", event=Event()).to_dict() == {"id": "a/1/x"}


def test_the_names_are_those_of_the_format() -> None:
    """Other programs find each field where DESIGN says it is."""
    item = Item(
        "a/1/x", "T", True, "https://example.org", "S", "Pier", ("A", "B"), "C", "event", ("t",), True, "en", "2026",
        Event("2026-05-01", "2026-05-02", "Quay", True), (Link("https://example.org/2", "L"),), "<p>apart</p>",
    )  # fmt: skip
    assert item.to_dict() == {
        "id": "a/1/x",
        "title": "T",
        "title_made": True,
        "url": "https://example.org",
        "summary": "S",
        "source": "Pier",
        "authors": ["A", "B"],
        "shared_by": "C",
        "kind": "event",
        "tags": ["t"],
        "sponsored": True,
        "language": "en",
        "date": "2026",
        "event": {"start": "2026-05-01", "end": "2026-05-02", "place": "Quay", "online": True},
        "links": [{"url": "https://example.org/2", "title": "L"}],
    }


def test_dates_are_read_padded() -> None:
    """A date without leading zeros is understood and kept in its canonical form."""
    assert Issue.from_dict({"id": "a/1", "publication": "a", "date": "2020-12-2"}).date == "2020-12-02"
    assert Item.from_dict({"id": "x", "date": "2026-06-16T21:30+02:00"}).date == "2026-06-16T19:30:00Z"


def test_unknown_and_null_fields_are_passed_over() -> None:
    """A field that this version does not know keeps nobody from reading the rest."""
    assert Item.from_dict({"id": "x", "colour": "red", "title": None, "event": None}) == Item("x")


@pytest.mark.parametrize(
    ("kind", "data", "words"),
    [
        (Item, [], r"^i: \[\] is no item; expected a JSON object"),
        (Item, {}, r"i\.id: is missing; expected every item to have it"),
        (Item, {"id": 5}, r"i\.id: 5 is no text; expected a string"),
        (Item, {"id": "x", "title": ["y"] * 50}, r"i\.title: \['y', .*\.\.\. is no text"),
        (Item, {"id": "x", "sponsored": 1}, r"i\.sponsored: 1 is no truth value; expected true or false"),
        (Item, {"id": "x", "tags": "t"}, r"i\.tags: 't' is no list; expected a JSON array"),
        (Item, {"id": "x", "tags": ["t", 5]}, r"i\.tags\[1\]: 5 is no text"),
        (Item, {"id": "x", "date": "2026-02-30"}, r"i\.date: '2026-02-30' is no date .*; expected a date such as"),
        (Item, {"id": "x", "date": 2026}, r"i\.date: 2026 is no text"),
        (Item, {"id": "x", "event": {"start": "soon"}}, r"i\.event\.start: 'soon' is no date"),
        (Item, {"id": "x", "event": "2026"}, r"i\.event: '2026' is no event"),
        (Item, {"id": "x", "links": [{}]}, r"i\.links\[0\]\.url: is missing"),
        (Item, {"id": "x", "kind": "poem"}, r"x\.kind: 'poem' is no kind; expected one of article, project"),
        (Issue, {"id": "x"}, r"i\.publication: is missing"),
        (
            Issue,
            {"id": "x", "publication": "p", "sections": [{"items": [{"id": "y"}, {}]}]},
            r"i\.sections\[0\]\.items\[1\]\.id: is missing",
        ),
        (
            Publication,
            {"id": "p", "title": "P", "kind": "blog"},
            r"p\.kind: 'blog' is no kind of publication; expected newsletter or planet",
        ),
    ],
)
def test_wrong_values_are_refused_with_their_place(kind: type[Item], data: object, words: str) -> None:
    """The message names the path of the value, the value, and what was expected."""
    with pytest.raises(InvalidValue, match=words):
        kind.from_dict(data, "i")


def test_items_are_walked_in_order() -> None:
    """An archive's items come with the issue and section that they stand in, as a reader meets them."""
    archive = harbour()
    assert [(issue.number, section.title, item.title) for issue, section, item in archive.items()] == [
        ("", "", "潮汐"),
        ("2", "Tools", "Regatta"),
        ("2", "Tools", ""),
        ("1", "Tools", "Lanterns in fog"),
    ]
    assert list(archive.issues[1].items()) == [item for issue, _, item in archive.items() if issue.number == "2"]
    assert list(Archive(issues=(Issue("a/1", "a", sections=(Section(),)),)).items()) == []
