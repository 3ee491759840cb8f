"""Imports an issue of ruanyf/weekly (科技爱好者周刊): numbered paragraphs, `3、[title](url)（英文）`, with all that follows each.

It comes as Markdown, as a page of its author's site, or as an entry of his feed. Nothing in the Markdown dates it: it is posted
on Fridays, and the names of its pictures hold the days on which they were put in.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from backissue.errors import SourceError
from backissue.importers.facts.headings import kind_under
from backissue.importers.facts.marks import Marks, read_marks, read_names
from backissue.importers.facts.worded_dates import find_day
from backissue.importers.facts.wording import made_title, tidy
from backissue.importers.imported import Imported, published_as
from backissue.importers.known import RUANYF
from backissue.importers.lines.flow import Line, read_flow
from backissue.importers.lines.links import further
from backissue.importers.lines.markdown import read_markdown
from backissue.importers.lines.markup import is_html
from backissue.importers.source import Source
from backissue.importers.weeklies.picture_days import friday_after, newest_picture
from backissue.model import Issue, Item, Link, Section

NAME = "ruanyf-weekly"
# `# 每周分享第 31 期`, `# 科技爱好者周刊：第 100 期`, `# 科技爱好者周刊（第 300 期）：题目`
_NAMED = (
    r"(?:科技爱好者周刊|每周分享)[ \t]*[:：（(]?[ \t]*第[ \t]*(?P<number>\d{1,5})[ \t]*期"
    r"[ \t]*[)）]?[ \t]*[:：]?(?P<name>[^\n<]*)"
)
_TITLE = re.compile(rf"{_NAMED}$")
_MARKDOWN_TITLE = re.compile(rf"^#[ \t]*{_NAMED}$", re.MULTILINE)
_PAGE_TITLE = re.compile(rf"<(?:title|h1)\b[^>]{{0,300}}>\s{{0,100}}{_NAMED}<")
_POSTED = re.compile(r"日期[:：]\s*(\d{4})年\s*(\d{1,2})月\s*(\d{1,2})日")
_NUMBERED = re.compile(r"^(?P<number>\d{1,3})\s*、\s*(?P<title>.*)$", re.DOTALL)
# A numbered line is a paragraph of its own, whatever stands below it.
_NUMBERED_LINE = re.compile(r"^((?:\*\*|__)?\d{1,3}、.*)$", re.MULTILINE)
# Numbers are sometimes left out.
_GAP = 4
# Where the weekly can be read, and what was in it in other years.
_LEFT_OUT = re.compile(r"^(?:欢迎)?订阅$|回顾$|^历史上的|^往年|^相关文章|^留言|^我要发表")
_SHARED = re.compile(r"\s*[（(]\s*@\s*(?P<name>[\w.-]{1,40})\s*(?:投稿|推荐|提供|分享)\s*[)）]\s*")
_BY = re.compile(r"[，,]\s*by\s+(?P<names>[^，,].{0,80})$", re.IGNORECASE)
_OPENING = re.compile(r"[\[［【][^\[\]［］【】]{1,20}[\]］】]\s*")
# Words of links that say nothing of where they lead.
_NO_TITLES = frozenset(("来源", "出处", "原文", "链接", "评论", "留言", "这里", "视频", "推特", "上文"))
# A section without items that the sponsor of the issue paid for says so in its first sentences.
_SPONSORED = re.compile(r"得到了?[^。]{0,60}(?:赞助|支持)|本周的?培训(?:推介|推广|信息)")
_SPONSORED_LENGTH = 200
# `-- 《港湾》`, at the end of a quotation
_QUOTED_FROM = re.compile(r"(?:^|\s)(?:--|—{1,2})\s*(?P<source>[^\s-][^—]{0,60})$")
_SOURCE_REACH = 80
_END = re.compile(r"^（完）$")


@dataclass(slots=True)
class _Block:
    """The lines of one item: its title, empty for a quotation, and what follows."""

    title: str
    links: tuple[Link, ...] = ()
    said: list[Line] = field(default_factory=list)


def detect(source: Source) -> bool:
    """Says whether it is Markdown or a page whose title names an issue of the weekly, or what a feed calls so."""
    if is_html(source.head):
        return bool(_TITLE.match(source.around.title) or _PAGE_TITLE.search(source.text[:100_000]))
    return bool(_MARKDOWN_TITLE.search(source.head[:2000]))


def read(source: Source, publication: str | None = None) -> Imported:
    """Returns the issue in the Markdown or on the page.

    Raises:
        SourceError: if it has no title with its number, or no item.
    """
    title, lines = _page(source) if is_html(source.head) else _markdown(source.text)
    sections = tuple(_sections(lines))
    if not title or not sections:
        raise SourceError(
            "holds no issue of ruanyf/weekly", where=source.name, expected="a title with 第 N 期, and numbered paragraphs"
        )
    number = str(int(title["number"]))
    issue = Issue(
        id="",
        publication=RUANYF.id,
        number=number,
        title=tidy(title["name"]),
        date=source.around.date[:10] or _posted(lines) or _date(source.text),
        url=f"https://github.com/ruanyf/weekly/blob/master/docs/issue-{number}.md",
        intro=_intro(lines),
        sections=sections,
    )
    return published_as(Imported((RUANYF,), (issue,)), publication, source.name)


def _markdown(text: str) -> tuple[re.Match[str] | None, Sequence[Line]]:
    return _MARKDOWN_TITLE.search(text), read_markdown(_NUMBERED_LINE.sub(r"\n\1\n", text)).flow.lines


def _page(source: Source) -> tuple[re.Match[str] | None, Sequence[Line]]:
    """Returns the title of a page, which stands above the issue, and the lines below it; an entry of a feed has it around it."""
    flow = read_flow(source.text)
    for place, line in enumerate(flow.lines):
        if line.level == 1 and (title := _TITLE.match(line.text)):
            return title, flow.lines[place + 1 :]
    return _TITLE.match(source.around.title) or _TITLE.match(flow.title), flow.lines


def _posted(lines: Sequence[Line]) -> str:
    """Returns the day that the author's page states below the issue, or ""."""
    stated = next((match for line in lines if (match := _POSTED.search(line.text[:200]))), None)
    return find_day("-".join(stated.groups())) if stated else ""


def _date(text: str) -> str:
    """Returns the day of an issue, or only its month where the issue does not say that it comes on Fridays."""
    day = newest_picture(text)
    if not day:
        return ""
    return friday_after(day).isoformat() if "五发布" in text else f"{day:%Y-%m}"


def _intro(lines: Sequence[Line]) -> str:
    first = next((place for place, line in enumerate(lines) if line.level == 2), len(lines))
    return tidy(" ".join(line.text for line in lines[:first] if not line.level))


def _sections(lines: Sequence[Line]) -> Iterator[Section]:
    """Yields the sections with their items; where nothing is numbered, the section is one item."""
    title, gathered = "", list[Line]()
    for line in [*lines, None]:
        if line is not None and line.level != 2:
            gathered += [] if _END.match(line.text) else [line]
            continue
        if gathered and not _LEFT_OUT.search(title):
            items = tuple(_item(block, title) for block in _blocks(gathered)) or ((_whole(title, gathered),) if title else ())
            if items:
                yield Section(title, items)
        title, gathered = line.text if line else "", []


def _blocks(lines: Sequence[Line]) -> Iterator[_Block]:
    """Yields the numbered paragraphs with what follows each; what stands before the first is about all of them."""
    block: _Block | None = None
    number = inner = 0
    for line in lines:
        match = _NUMBERED.match(line.text) if not line.depth and not line.quoted else None
        found = int(match["number"]) if match else 0
        # a list that begins anew within an item is the item's own
        inner = 1 if found == 1 and number else found if inner and found == inner + 1 and not line.links else 0
        follows = number < found <= number + _GAP or (bool(line.links) and found in (number - 1, number))
        if match and follows and not inner:
            if block:
                yield block
            block, number = _Block(match["title"], line.links), found
        elif block:
            block.said.append(line)
    if block:
        yield block


def _item(block: _Block, section: str) -> Item:
    titled, shared_by = _without_sender(block.title)
    title, marks = _marked(titled)
    said, sent_by = _without_sender(tidy(" ".join(line.text for line in block.said)))
    shared_by = shared_by or sent_by
    links = [each for each in _links(block) if each.title.lstrip("@ ") != shared_by]
    # a quotation is called after what it is from
    title = title or next((each.title for each in links[:1] if each.title not in _NO_TITLES), "")
    url = links[0].url if links else ""
    kind = marks.kind or kind_under(section)
    by = _BY.search(title)
    quoted = _QUOTED_FROM.search(said[-_SOURCE_REACH:]) if kind == "quote" else None
    return Item(
        id="",
        title=title or made_title(said) or url or section or NAME,
        title_made=not title,
        url=url,
        summary=said,
        source=quoted["source"].strip() if quoted else "",
        authors=read_names(by["names"]) if by else (),
        shared_by=shared_by,
        kind=kind,
        tags=marks.tags,
        language=marks.language,
        sponsored=marks.sponsored,
        links=further(links, url),
    )


def _whole(title: str, lines: list[Line]) -> Item:
    """Returns a section without numbers as one item: an essay, a quotation, or what a sponsor has to say."""
    quoted = kind_under(title) == "quote"
    item = _item(_Block("" if quoted else title, (), lines), title)
    sponsored = bool(_SPONSORED.search(item.summary[:_SPONSORED_LENGTH]))
    return dataclasses.replace(item, kind="sponsor" if sponsored else item.kind or "article", sponsored=sponsored)


def _links(block: _Block) -> Iterator[Link]:
    yield from (link for link in block.links if link.title)
    yield from (link for line in block.said for link in line.links if link.title)


def _marked(title: str) -> tuple[str, Marks]:
    """Returns a title without the language at its end, and what is marked; `[电子书]` at its beginning stays in it too."""
    opening = _OPENING.match(title)
    head = opening[0] if opening else ""
    rest, marks = read_marks(title[len(head) :])
    _, ahead = read_marks(head, outside=True)
    kind = ahead.kind or marks.kind
    return head + rest.strip(), dataclasses.replace(marks, kind=kind, tags=tuple(dict.fromkeys((*ahead.tags, *marks.tags))))


def _without_sender(text: str) -> tuple[str, str]:
    """Returns `text` without the mark of who sent the item in, and that name."""
    match = _SHARED.search(text)
    return (tidy(_SHARED.sub(" ", text)), match["name"]) if match else (text, "")
