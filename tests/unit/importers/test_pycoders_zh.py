"""The Chinese edition of PyCoder's Weekly: two forms of one issue, remarks of the translators, forgotten marks, two numbers."""

import pathlib

import pytest

from backissue import importers
from backissue.archive.merge import add
from backissue.errors import SourceError
from backissue.importers import FORMATS, Source
from backissue.model import Archive

SAMPLES = pathlib.Path(__file__).parents[2] / "samples"
HEAD = "Title: 蠎周刊 7: 小船\nSlug: issue-7\nDate: 2015-01-02\nTags: Pycoder\n\n"


def sample(name):
    return importers.read(Source(name, (SAMPLES / name).read_bytes()))


def issue_of(text, head=HEAD):
    (issue,) = importers.read(Source("issue-007.md", (head + text).encode())).issues
    return issue


def items_of(text):
    return list(issue_of(text).items())


def test_both_forms_are_one_issue():
    """The page and its Markdown are the same issue: importing the other one too changes nothing."""
    one, other = sample("pycoders-zh-markdown/issue-042.md"), sample("pycoders-zh-html/issue-42.html")
    for first, second in ((one, other), (other, one)):
        archive = add(Archive(), first.publications, first.issues)
        assert len(archive.issues) == 1
        assert add(archive, second.publications, second.issues) == archive


def test_the_address_decides_about_the_number():
    """An issue whose title has the number of another one keeps the number of its address, and its name."""
    issue = issue_of("- [船](https://example.org/a)\n", HEAD.replace("蠎周刊 7", "Issue 6 ~").replace("~:", "~"))
    assert (issue.number, issue.title, issue.date) == ("7", "小船", "2015-01-02")


@pytest.mark.parametrize("title", ["蠎周刊(PyCoder)7", "PyCoder 7", "Issue 7", "蠎周刊 PyCoder 7", "Issue 007", "蠎周刊 Issue 7"])
def test_titles_without_a_name(title):
    """However a number is announced, it is no name of the issue."""
    issue = issue_of("- [船](https://example.org/a)\n", HEAD.replace("蠎周刊 7: 小船", title))
    assert (issue.number, issue.title) == ("7", "")


def test_other_newsletters_of_the_site():
    """Other newsletters that the same people translate are not taken for this one."""
    other = HEAD.replace("issue-7", "pyw-7").replace("Pycoder", "Pythonista")
    source = Source("pyw-7.md", (other + "- [船](https://example.org/a)\n").encode())
    assert not FORMATS["pycoders-zh-markdown"].detect(source)
    page = (
        (SAMPLES / "pycoders-zh-html" / "issue-42.html")
        .read_bytes()
        .replace(b"/issue/issue-42", b"/importpython/importpython-42")
    )
    assert not FORMATS["pycoders-zh-html"].detect(Source("page.html", page.replace(b"/issue/issue-41", b"/other")))


def test_remarks_are_no_summary():
    """What the translators remark is not what the newsletter says, even if they forget to close the bracket."""
    one, other = items_of("- [船](https://example.org/a)\n\n(`是也乎:`\n\n好船\n\n- [坞](https://example.org/b)\n\n码头的事\n")
    assert (one.title, one.summary) == ("船", "")
    assert (other.title, other.summary) == ("坞", "码头的事")


def test_a_remark_ends_with_its_bracket_not_with_a_smile():
    """A smile does not close a remark; what stands behind the bracket is the newsletter's again."""
    (item,) = items_of("- [船](https://example.org/a)\n\n(`译注:`\n\n漏水 ;-)\n\n快修\n\n)\n\n船很小.\n")
    assert item.summary == "船很小."


def test_a_link_alone_is_an_item_only_where_entries_are_plain():
    """In the years without inner entries a lone link is an item, in those with them it belongs to the text."""
    text = "- [船](https://example.org/a){}\n\n很小\n\n[坞](https://example.org/b)\n\nexample.org\n"
    assert [item.title for item in items_of(text.format(""))] == ["船", "坞"]
    (item,) = items_of(text.format("\n    + HARBOUR"))
    assert [link.title for link in item.links] == ["坞"]


def test_an_entry_without_a_space():
    """`-[title](url)` with its text on the next line is no list in Markdown, but meant as an item."""
    one, other = items_of("-[船](https://example.org/a)\n很小.\n\n- [坞](https://example.org/b)\n很大.\n")
    assert (one.title, one.summary, other.title, other.summary) == ("船", "很小.", "坞", "很大.")


def test_capitals_in_chinese_are_no_source():
    """A short summary whose only letters are capitals is no source; the host below it is."""
    (item,) = items_of("- [船](https://www.example.org/a)\n\nTCP小船\n\nexample.org\n\nShared by @mara\n")
    assert (item.summary, item.source, item.shared_by) == ("TCP小船", "example.org", "mara")


def test_a_host_in_a_sentence_is_no_source():
    """A sentence may end in a host; it is the source only if the link leads there."""
    (item,) = items_of("- [船](https://example.org/a)\n\n参考 tides.example.com\n")
    assert (item.summary, item.source) == ("参考 tides.example.com", "")


@pytest.mark.parametrize(
    ("entry", "place", "rest"),
    [
        ("March 3, 2015 瑞典", "瑞典", ""),
        ("芬兰 2015 March 3, 2015", "芬兰", ""),
        ("March 3, 2015 .", "", ""),
        ("2015 March 3, 2015", "", ""),
        ("March 3, 2015 11AM EDT", "", "11AM EDT"),
        ("March 3, 2015 in Lund", "Lund", ""),
    ],
)
def test_places(entry, place, rest):
    """A place stands before or behind the date; a year or a dot is none, and an hour is kept as text."""
    (item,) = items_of(f"## 活动/大会\n\n- [船会](https://example.org/a)\n    + {entry}\n")
    assert (item.event.start, item.event.place, item.summary) == ("2015-03-03", place, rest)


def test_the_translators_own_sections():
    """Announcements, old issues and the colophon of the translators are no items."""
    text = "## 新闻\n\n- [船](https://example.org/a)\n\n"
    for own in ("## DAMA", "## 历史上这周", "## 历史上的这周", "# 是也乎", "# PS:", "## PPS:"):
        text += f"{own}\n\n- [别的](https://example.org/other)\n\n"
    assert [item.title for item in items_of(text)] == ["船"]


def test_nothing_to_read():
    """An issue without items is refused, and the message says what was looked for."""
    with pytest.raises(SourceError, match="holds no issue of PyCoder's Weekly in Chinese"):
        importers.read(Source("issue-007.md", (HEAD + "还没有\n").encode()))
    page = "<title>Issue 7 ~蠎周刊</title><h1><a href='/issue/issue-7.html'>Issue 7</a></h1> pycoder"
    with pytest.raises(SourceError, match="lists of links"):
        importers.read(Source("issue-7.html", page.encode()))
