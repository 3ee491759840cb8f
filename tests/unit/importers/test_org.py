"""Newsletters in org-mode: what is markup, what is content, and what the settings say."""

import pytest

from backissue import importers
from backissue.errors import SourceError
from backissue.importers import Source
from backissue.importers.lines.org_markup import inline, settings_of, to_html

TEXT = "#+TITLE: Quay #7\n* Boats\n- [[https://e.org/1][One]]\n- [[https://e.org/2][Two]]\n- [[https://e.org/3][Three]]\n"


def read(text, name="quay.org"):
    return importers.read(Source(name, text.encode()), format="org")


def titles(text):
    return [(section.title, item.title) for issue in read(text).issues for section in issue.sections for item in section.items]


def test_it_is_told_from_markdown_and_text():
    """Text with links of org's own kind is org; Markdown with links of its own is not."""
    assert importers.detect(Source("x.txt", TEXT.encode())).NAME == "org"
    markdown = "# Quay\n" + "".join(f"- [Boat {n}](https://e.org/{n})\n" for n in range(5))
    assert not importers.FORMATS["org"].detect(Source("x.md", markdown.encode()))


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("[[https://e.org/a][A *big* boat]] & more", '<a href="https://e.org/a">A <b>big</b> boat</a> &amp; more'),
        ("see https://e.org/a.", 'see <a href="https://e.org/a">https://e.org/a</a>.'),
        ("=a < b= and /c/", "<code>a &lt; b</code> and <i>c</i>"),
        ("[[https://e.org/a]]", '<a href="https://e.org/a">https://e.org/a</a>'), ("2*3*4 and a_b_c", "2*3*4 and a_b_c"),
        ('[[javascript:"x"][y]]', '<a href="javascript:&quot;x&quot;">y</a>'), ("note[fn:1]", "note"),
    ],
)  # fmt: skip
def test_words(text, html):
    """Links, addresses and emphasis are marked; signs within words are not; what HTML means is escaped."""
    assert inline(text) == html


def test_what_nobody_is_meant_to_see():
    """Drawers, code, comments, plans, states and tags are left out."""
    drawer = ":PROPERTIES:\n:ID: x\n:END:\n"
    text = f"* TODO [#A] Boats :sea:\nSCHEDULED: <2025-09-03>\n{drawer}# no\n#+BEGIN_SRC py\n* no\n#+END_SRC\nYes.\n"
    assert to_html(text) == "<h2>Boats</h2><p>Yes.</p>"


def test_lists_in_lists():
    """An entry without a link that only has a list below it heads that list; other entries keep what lies below them."""
    text = (
        "- Boats:\n  - [[https://e.org/1][One]]\n    - it floats\n  - [[https://e.org/2][Two]]\n"
        "- Ropes:\n  - [[https://e.org/3][Three]]\n"
    )
    assert titles(text) == [("Boats", "One"), ("Boats", "Two"), ("Ropes", "Three")]


def test_settings():
    """The first setting of a name counts, whatever its case."""
    assert settings_of("#+title: Quay\n#+TITLE: no\n#+DATE: <2025-09-03 Wed>\n") == {"title": "Quay", "date": "<2025-09-03 Wed>"}
    (issue,) = read(TEXT + "#+DATE: [2025-09-03]\n").issues
    assert (issue.publication, issue.number, issue.date) == ("quay", "7", "2025-09-03")


def test_org_without_links():
    """It is refused by name."""
    with pytest.raises(SourceError, match=r"^quay\.org: holds no item; expected org-mode text with links"):
        read("* Boats\nThey float.\n")
