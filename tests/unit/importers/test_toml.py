"""Archives written by hand as TOML."""

import pytest

from backissue.errors import SourceError
from backissue.importers import toml
from backissue.importers.imported import Doubt, Imported
from backissue.importers.source import Source
from backissue.model import Event, Issue, Item, Link, Publication, Section

HEAD = '[[publications]]\ntitle = "Harbour Weekly"\n[[issues]]\npublication = "harbour-weekly"\n'


def read(text: str, publication: str | None = None) -> Imported:
    return toml.read(Source("notes.toml", text.encode()), publication)


def the_item(fields: str) -> tuple[Item, tuple[Doubt, ...]]:
    imported = read(f"{HEAD}[[issues.items]]\n{fields}")
    return next(imported.issues[0].items()), imported.doubts


def test_all_that_the_model_knows_can_be_written() -> None:
    """Publications, issues, sections and items come as they stand, with TOML's own dates and numbers."""
    imported = read(
        """
        [[publications]]
        id = "river"
        title = "River Planet"
        kind = "planet"
        licence = "CC0"
        feed_url = "https://example.org/feed"

        [[issues]]
        publication = "River Planet"
        number = 7
        title = "Spring"
        date = 2026-02-03
        url = "https://example.org/7"
        intro = "Hello."

        [[issues.items]]
        title = "Lead"

        [[issues.sections]]
        title = "Talks"
        [[issues.sections.items]]
        title = "Regatta"
        author = "A. Pilot"
        date = 2026-02-03T10:00:00+02:00
        sponsored = true
        event = { start = 2026-05-01, end = "2026-5-2", place = "Quay" }
        links = [{ url = "https://example.org/x?utm_source=y", title = "More" }]
        content = "<p onclick=x>Text</p>"
        """
    )
    assert imported.doubts == ()
    assert imported.publications == (
        Publication("river", "River Planet", kind="planet", licence="CC0", feed_url="https://example.org/feed"),
    )
    regatta = Item(
        "",
        "Regatta",
        authors=("A. Pilot",),
        date="2026-02-03T08:00:00Z",
        sponsored=True,
        event=Event("2026-05-01", "2026-05-02", "Quay"),
        links=(Link("https://example.org/x", "More"),),
        content="<p>Text</p>",
    )
    sections = (Section("", (Item("", "Lead"),)), Section("Talks", (regatta,)))
    assert imported.issues == (Issue("", "river", "7", "Spring", "2026-02-03", "https://example.org/7", "Hello.", sections),)


def test_a_publication_without_an_id_gets_one_from_its_title() -> None:
    """The id may be left out, and an issue may name its publication either way."""
    imported = read(HEAD.replace('"harbour-weekly"', '"Harbour Weekly"') + '[[issues.items]]\ntitle = "x"')
    assert (imported.publications[0].id, imported.issues[0].publication) == ("harbour-weekly", "harbour-weekly")


def test_another_id_can_be_asked_for() -> None:
    """The only publication of a file can be imported under another id."""
    imported = read(f'{HEAD}[[issues.items]]\ntitle = "x"', publication="port")
    assert (imported.publications[0].id, imported.issues[0].publication) == ("port", "port")


@pytest.mark.parametrize(
    ("fields", "kept", "doubt"),
    [
        ('title = "x"\ncolour = "red"', Item("", "x"), "is no field of items, and left out"),
        ('title = "x"\nurl = "javascript:x"', Item("", "x"), "'javascript:x' is no http, https or mailto link, and left out"),
        ('title = "x"\ndate = "2026-02-30"', Item("", "x"), "'2026-02-30' is no date"),
        ('title = "x"\ndate = 2026-02-03T10:00:00', Item("", "x"), "has a time but no zone, and left out"),
        ('title = "x"\nlinks = [{ url = "ftp://example.org" }]', Item("", "x"), "is no http, https or mailto link"),
    ],
)
def test_odd_parts_are_left_out_and_told(fields: str, kept: Item, doubt: str) -> None:
    """An item with an odd link, date or field is kept with what it has, and the report names the place."""
    item, doubts = the_item(fields)
    assert item == kept
    (told,) = doubts
    assert doubt in told.what
    assert told.where.startswith("issues[0].items[0].")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[issues]", r"^notes\.toml: is no TOML: .*line 1"),
        ('[[publications]]\ntitle = "x"', r"^notes\.toml: holds no issues; expected at least one \[\[issues\]\]"),
        ('[[publications]]\nurl = "https://example.org"', r"^notes\.toml: publications\[0\]\.title: is missing"),
        ('[[publications]]\ntitle = "x"\n[[publications]]\ntitle = "X"', r"publications\[1\]\.id: 'x' is there twice"),
        (
            HEAD.replace('"harbour-weekly"', '"wharf"'),
            r"issues\[0\]\.publication: 'wharf' is no publication; expected one of harbour-weekly",
        ),
        ('[[issues]]\npublication = "x"', "of which there are none"),
        ("issues = 5", r"issues: is no array of tables; expected \[\[issues\]\]"),
        (f"{HEAD}sections = [5]", r"issues\[0\]\.sections: is no array of tables"),
        (f"{HEAD}title = 5", r"issues\[0\]\.title: 5 is no text"),
        (f"{HEAD}[[issues.items]]\ntitle = 5", r"issues\[0\]\.items\[0\]"),
        (
            f'{HEAD}[[issues.items]]\ntitle = "x"\nsummary = 5',
            r"issues\[0\]\.items\[0\]\.summary: 5 is no text; expected a string; mend it",
        ),
        (f'{HEAD}[[issues.items]]\ntitle = "x"\ncontent = 5', r"items\[0\]\.content: 5 is no text"),
        (f'{HEAD}[[issues.items]]\ntitle = "x"\nkind = "poem"', "'poem' is no kind"),
        (f'{HEAD}[[issues.items]]\ntitle = "x"\ntags = "t"', r"items\[0\]\.tags: 't' is no list"),
        (f'{HEAD}[[issues.items]]\nkind = "video"', r"items\[0\]: says nothing; expected a title, a summary or a url"),
    ],
)
def test_wrong_values_are_refused_with_their_place(text: str, words: str) -> None:
    """A message names the file and the place in it, the value, and what was expected."""
    with pytest.raises(SourceError, match=words):
        read(text)


@pytest.mark.parametrize(
    ("text", "known"),
    [
        (f'# by hand\n{HEAD}[[issues.items]]\ntitle = "x"', True),
        ("[[issues]]\n", True),
        ("# Notes\n\nNo [[issues]] here", False),
        ('{"a": "[[issues]]"}', False),
        ("[tool]\nx = 1", False),
        ("<p>[[issues]]</p>", False),
    ],
)
def test_its_form_is_recognised(text: str, known: bool) -> None:
    """TOML with issues in it is known as this format, other text is not."""
    assert toml.detect(Source("x", text.encode())) is known


def test_sections_and_items_may_be_missing() -> None:
    """An issue of which only the name is known is an issue."""
    assert read(HEAD).issues == (Issue("", "harbour-weekly"),)
