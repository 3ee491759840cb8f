"""An archive whose every text is an attack."""

from html.parser import HTMLParser

import pytest

from backissue.archive.merge import add
from backissue.model import Archive, Event, Issue, Item, Link, Publication, Section
from tests.unit.reader.client import client, files_of

ATTACK = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>&lt;b&gt; {{ 7*7 }} {% raw %}\u2028"
EVIL = "javascript:alert(1)//"
# The only attributes that templates write, and the schemes that links may have.
ALLOWED = ("http://", "https://", "mailto:", "#", "data:text/calendar;charset=utf-8,")


def hostile_files():
    items = tuple(
        Item(
            "",
            ATTACK + str(number),
            url=url,
            summary=ATTACK * 3,
            source=ATTACK,
            authors=(ATTACK,),
            shared_by=ATTACK,
            tags=(ATTACK,),
            kind="event",
            language=ATTACK,
            event=Event("2026-01-01", place=ATTACK),
            links=(Link(EVIL, ATTACK), Link("https://ok.example/", ATTACK)),
            content=f"<p onclick=alert(1)>{ATTACK}</p><iframe src={EVIL}></iframe><a href='{EVIL}'>x</a><style>*{{}}</style>",
        )
        for number, url in enumerate(
            (EVIL, 'https://ok.example/"><script>', "data:text/html,<script>alert(1)</script>", " JaVaScRiPt:alert(1)")
        )
    )
    bad = Publication("evil", ATTACK, url=EVIL, subscribe_url=EVIL, feed_url=EVIL, licence=ATTACK, kind="planet", language=ATTACK)
    issue = Issue("", "evil", ATTACK, ATTACK, "2026-01-01", EVIL, ATTACK, (Section(ATTACK, items),))
    return files_of(add(Archive(title=ATTACK), [bad], [issue]))


class Auditor(HTMLParser):
    """Reads HTML as a browser does and notes whatever could act."""

    def __init__(self):
        super().__init__()
        self.faults, self.count = [], 0

    def handle_starttag(self, tag, attrs):
        self.count += 1
        if tag in (
            "script",
            "img",
            "iframe",
            "style",
            "object",
            "svg",
            "form",
            "base",
            "link",
            "meta",
            "b" if attrs else "script",
        ):
            self.faults.append((tag, attrs))
        for name, value in attrs:
            if name.startswith("on") or name in ("srcdoc", "formaction", "src"):
                self.faults.append((tag, name, value))
            if name == "href" and not (value or "").startswith(ALLOWED):
                self.faults.append((tag, name, value))
            if name == "style" and not value.startswith("height:"):
                self.faults.append((tag, name, value))


@pytest.mark.parametrize(
    "fragment",
    ["", "#q=alert", "#q=%3Cscript%3E", "#view=publications", "#view=publications&in=evil", "#view=help&q=%22%3E%3Cscript%3E"],
)
def test_no_view_lets_an_attack_through(fragment):
    """Whatever titles, names and links hold, what reaches the page is text and safe links."""
    made = client(fragment, hostile_files(), archived=True)
    audit(made)


def test_no_issue_or_post_lets_an_attack_through():
    """The same holds for an open issue with a full post, whose HTML is sanitised when shown."""
    files = hostile_files()
    made = client("", files, archived=True)
    item = made.reader.library.index.stock.item(1)["id"]
    from backissue.reader.state import quote

    made.send("go", fragment=f"#q=alert&issue={quote(item.rpartition('/')[0])}&item={quote(item)}")
    assert 'class="post"' in made.targets["#reading"]
    audit(made)
    made.send("type", text="by:alert", caret=8)
    audit(made)


def audit(made):
    for target, html in made.targets.items():
        auditor = Auditor()
        auditor.feed(html)
        auditor.close()
        assert auditor.count and not auditor.faults, (target, auditor.faults)
        assert "{{" not in html or "7*7" in html, "text of the archive is never a template"
