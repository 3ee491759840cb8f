"""An archive whose every text is meant to break the format that it is written in."""

from collections.abc import Sequence

from backissue.model import Archive, Event, Issue, Item, Link, Publication, Section

TEXTS = (
    "\x00\x01\x0b\x1b[2J\x7f\x85\u2028\ufeff\ufffe\uffff",
    "a ]]> <![CDATA[ --> <!-- </script> &amp; &#0; ' \" `",
    "half \ud83d and \udc00 of a pair",
    "\u202eright to left\u200f \u2066marks",
    "=cmd|' /C calc'!A0",
    "line\r\nBEGIN:VEVENT\rEND:VCALENDAR\n\n# Heading\n---\n- list\n```\n<div>\n",
    "long " * 8_000,
    " \t ",
)


def hostile(texts: Sequence[str] = TEXTS) -> Archive:
    """An item for each text; it stands in all its fields and in those of what it stands in."""
    items = tuple(_item(number, text) for number, text in enumerate(texts))
    publication = Publication("harbour-weekly", texts[1], "https://example.org/?a=1&b=(2)", language=texts[4], licence=texts[0])
    sections = tuple(Section(text[:200], (item,)) for text, item in zip(texts, items, strict=True))
    issue = Issue("harbour-weekly/1", publication.id, texts[4], texts[0], "2026-02", intro=texts[5], sections=sections)
    return Archive(texts[2], (publication,), (issue,))


def _item(number: int, text: str) -> Item:
    return Item(
        f"harbour-weekly/1/{number:010x}",
        title=text,
        url=f"https://example.org/{number}?x=1&y=(2)&copy;",
        summary=text,
        source=text,
        authors=(text, "A; B"),
        shared_by=text,
        kind="event",
        tags=(text, "c,d"),
        language=text,
        event=Event("2026-05-01", "2026-04-01", text, True),
        links=(Link("https://example.org/more", text),),
        content="<p>x &amp; y</p><pre>1\r\n2\r3\n\n4</pre>" if number else "\x01<p>\x0b</p>",
    )
