"""ruanyf/weekly: numbers that are no items, links that stand only in the text, who sent in, and the day of an issue."""

import pathlib

import pytest

from backissue import importers
from backissue.archive.merge import add
from backissue.errors import SourceError
from backissue.importers import FORMATS, Source, Surroundings
from backissue.model import Archive

SAMPLES = pathlib.Path(__file__).parents[2] / "samples" / "ruanyf-weekly"

HEAD = "# 科技爱好者周刊：第 7 期\n\n周五发布。\n\n## 资讯\n\n"


def issue_of(text, around=None):
    (issue,) = importers.read(Source("issue-7.md", text.encode(), around or Surroundings())).issues
    return issue


def items_of(text):
    return list(issue_of(HEAD + text).items())


@pytest.mark.parametrize(
    ("title", "number", "name"),
    [
        ("# 每周分享第 7 期", "7", ""),
        ("# 科技爱好者周刊：第7期", "7", ""),
        ("# 科技爱好者周刊（第 307 期）：船为什么会浮", "307", "船为什么会浮"),
    ],
)
def test_titles(title, number, name):
    """All ways in which issues were called give the number, and the name where there is one."""
    issue = issue_of(f"{title}\n\n## 资讯\n\n1、[船](https://example.org/a)\n")
    assert (issue.number, issue.title) == (number, name)


def test_numbers_within_an_item_are_not_items():
    """A list that starts anew within an item is part of its text, and the next item is still found."""
    one, other = items_of("1、[船](https://example.org/a)\n\n三步：\n\n1、洗。\n\n2、晒。\n\n2、[坞](https://example.org/b)\n")
    assert (one.summary, other.title) == ("三步： 1、洗。 2、晒。", "坞")


def test_numbers_that_do_not_follow_are_text():
    """A sentence that begins with a number is no item; one number left out, or written twice, loses none."""
    text = "1、[船](https://example.org/a)\n\n100、这样的数字不少。\n\n3、[坞](https://example.org/b)\n\n3、[塔](https://example.org/c)\n"
    assert [item.title for item in items_of(text)] == ["船", "坞", "塔"]


def test_numbers_in_quotations_and_lists_are_text():
    """Numbered lines of a quotation or of a list belong to the item."""
    (item,) = items_of("1、[船](https://example.org/a)\n\n> 2、引用\n\n- 2、列表\n")
    assert item.summary == "2、引用 2、列表"


def test_a_link_only_in_the_text():
    """An item whose title is no link leads where its text does first, not to whoever sent it in."""
    (item,) = items_of("1、船\n\n（@[mara](https://example.org/issues/1) 投稿）见[坞](https://example.org/b)\n")
    assert (item.title, item.url, item.shared_by) == ("船", "https://example.org/b", "mara")
    assert item.summary == "见坞"


def test_who_sent_in_may_stand_in_the_title():
    """The mark of who sent an item in is taken out of the title."""
    (item,) = items_of("1、[船](https://example.org/a)（@[mara](https://example.org/issues/1) 投稿）\n")
    assert (item.title, item.shared_by, item.links) == ("船", "mara", ())


def test_languages():
    """（英文） behind a title is the language of what it leads to, and no part of the title."""
    one, other = items_of("1、[船](https://example.org/a)（英文）\n\n2、[坞（港）](https://example.org/b)\n")
    assert (one.title, one.language, other.title, other.language) == ("船", "en", "坞（港）", "")


def test_a_section_without_numbers_is_one_item():
    """An essay is one item under its heading, one that a sponsor paid for is marked as such; a farewell is none."""
    issue = issue_of(
        "# 每周分享第 7 期\n\n## 关于船\n\n船会浮。\n\n## 船票\n\n本期得到船厂的赞助。\n\n## 欢迎订阅\n\n在[这里](https://example.org/)\n"
    )
    assert [(item.title, item.kind, item.sponsored) for item in issue.items()] == [
        ("关于船", "article", False),
        ("船票", "sponsor", True),
    ]


def test_a_picture_alone():
    """An item of which only a picture is left keeps its place, under the name of its section."""
    assert [(item.title, item.title_made) for item in items_of("1、\n\n![](https://example.org/a.jpg)\n")] == [("资讯", True)]


def test_quotations():
    """A quotation is called after where it is from, else by its first words, and says whose it is."""
    text = "## 言论\n\n1、\n\n浪大。\n\n-- [《海》](https://example.org/sea)\n\n2、\n\n风大。帆小。\n\n-- 老水手\n"
    one, other = (item for item in items_of("1、船\n\n" + text) if item.kind == "quote")
    assert (one.title, one.url, one.source) == ("《海》", "https://example.org/sea", "《海》")
    assert (other.title, other.title_made, other.source) == ("风大", True, "老水手")


def pictures(*days):
    return HEAD + "1、船\n\n" + "".join(f"![](https://example.org/bg{day}01.jpg)\n" for day in days)


def test_the_day_of_an_issue():
    """It is the Friday that follows the newest picture; older pictures and one mistyped name do not matter."""
    assert issue_of(pictures("20200303", "20200304")).date == "2020-03-06"
    assert issue_of(pictures("20200303", "20200306")).date == "2020-03-06"
    assert issue_of(pictures("20180303", "20200303", "20200304", "20210304", "20209999")).date == "2020-03-06"
    assert issue_of(pictures("20200304")).date == "2020-03-06"
    assert issue_of(pictures()).date == ""


def test_no_fridays_no_day():
    """The first issues do not say that they come on Fridays: only their month is known."""
    assert issue_of(pictures("20180420", "20180423").replace("周五发布。", "")).date == "2018-04"


def test_what_is_known_from_elsewhere_decides():
    """A date that came with the source, as from a feed, stands above what the pictures tell."""
    assert issue_of(pictures("20200304"), Surroundings(date="2020-03-07T08:00:00Z")).date == "2020-03-07"


def test_other_markdown_is_not_taken():
    """A text that only mentions the weekly is not taken for an issue of it, nor is a page."""
    for text in ("读了科技爱好者周刊第 7 期\n\n1、船\n", "## 科技爱好者周刊：第 7 期\n", "<h1># 科技爱好者周刊：第 7 期</h1>"):
        assert not FORMATS["ruanyf-weekly"].detect(Source("a.md", text.encode()))


def test_nothing_to_read():
    """An issue without items is refused, and the message says what was looked for."""
    with pytest.raises(SourceError, match="第 N 期"):
        importers.read(Source("issue-7.md", "# 每周分享第 7 期\n\n## 订阅\n\n欢迎\n".encode()))


def test_page_and_markdown_are_one_issue():
    """The author's page of an issue that is there as Markdown adds its name, and no item; comments below it are none."""
    forms = [importers.read(Source(name, (SAMPLES / name).read_bytes())) for name in ("issue-31.md", "issue-31.html")]
    archive = add(Archive(), forms[0].publications, forms[0].issues)
    both = add(archive, forms[1].publications, forms[1].issues)
    assert [issue.title for issue in both.issues] == ["船为什么会浮"]
    assert [item for _, _, item in both.items()] == [item for _, _, item in archive.items()]


def test_an_entry_of_a_feed():
    """What a feed calls an issue of the weekly is read as one, with the day of the entry."""
    around = Surroundings(title="科技爱好者周刊（第 7 期）：雾", date="2020-03-07T08:00:00Z")
    page = "<p>周五发布。</p><h2>资讯</h2><p>1、<a href='https://example.org/a'>船</a>（英文）</p><p>会浮。</p>"
    source = Source("entry", page.encode(), around)
    assert FORMATS["ruanyf-weekly"].detect(source)
    (issue,) = importers.read(source).issues
    assert (issue.number, issue.title, issue.date, issue.intro) == ("7", "雾", "2020-03-07", "周五发布。")
    assert [(item.title, item.summary, item.language) for item in issue.items()] == [("船", "会浮。", "en")]
    assert not FORMATS["ruanyf-weekly"].detect(Source("entry", page.encode(), Surroundings(title="别的周刊")))
