"""Makes an item of a newsletter that nobody described out of its title and the lines that belong to it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from backissue.importers.facts.furniture import is_button, is_generic
from backissue.importers.facts.headings import kind_under
from backissue.importers.facts.item_facts import is_tail, read_tail, site_name
from backissue.importers.facts.marks import Marks, read_byline, read_marks, video_site
from backissue.importers.facts.worded_dates import read_span
from backissue.importers.facts.wording import ends_sentence, made_title, tidy
from backissue.importers.general.openers import is_button_line
from backissue.importers.lines.flow import Line
from backissue.importers.lines.links import further
from backissue.model import Event, Item, Link
from backissue.text.links import link_key

_PAID = re.compile(r"(?i)^(?P<name>\S.{0,48}?)\s+[(\[]?(?:sponsor(?:ed)?|ad|advertisement|anzeige)[)\]]?$")

_READING_TIME = re.compile(r"(?i)[\W_]*\d{1,3} min(?:ute)?s?[\W_]*(?:read|watch|listen)?[\W_]*")
_CREDIT_LENGTH = 50
_IN = re.compile(r"(?i)^(?:in|at)\s+")
# A full stop that belongs to the last word.
_SHORTENED = re.compile(r"\b\w\.$")


@dataclass(slots=True)
class Draft:
    """An item as it is gathered: `rest` is what follows its link on the line, `said` are the lines below."""

    title: str
    url: str = ""
    rest: str = ""
    said: list[Line] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    sponsored: bool = False
    marks: Marks = field(default_factory=Marks)


def make_item(draft: Draft, section: str, near: str) -> Item:
    """Returns what was gathered as an item under the heading `section`; `near` is the day of the issue."""
    title, own = read_marks(tidy(draft.title))
    title = title or tidy(draft.title)
    start = end = place = ""
    if kind_under(section) == "event" and (span := read_span(title, near))[0]:
        start, end, title = span[0], span[1], span[2].strip(" .,:|–—-") or title
    tail = read_tail(draft.rest)
    if not start and kind_under(section) == "event":
        start, end, place = read_span(draft.rest.lstrip(" ,:–—-|("), near)
    said = [_sentence(draft, tail.text)] if tail.text else []
    source, authors, shared_by = tail.source, tail.authors, tail.shared_by
    marks = (draft.marks, own, tail.marks)
    kind = next((each.kind for each in marks if each.kind), "")
    sponsored = draft.sponsored or any(each.sponsored for each in marks)
    links = list(draft.links)
    url = draft.url
    credit = draft.said[-1] if draft.said and _is_credit(draft.said[-1], draft) else None
    for line in draft.said:
        links += line.links
        paid = _PAID.match(line.text) if len(line.text) <= 60 else None
        if is_button_line(line) or (line.link and is_generic(line.text)):
            url = url or line.link
            source = source or (line.text if site_name(line.text, url) else "")
        elif not start and kind_under(section) == "event" and (span := read_span(line.text, near))[0]:
            start, end, place = span
        elif paid:
            sponsored, source = True, source or paid["name"]
        elif is_tail(line.text) or site_name(line.text, url) or line is credit:
            facts = read_tail(line.text)
            source = source or (line.text if line is credit and not facts.authors and not facts.shared_by else "")
            source, authors = source or facts.source, authors or facts.authors
            shared_by = shared_by or facts.shared_by
        elif line.text != draft.title and not _READING_TIME.fullmatch(line.text[:40]):
            said.append(_without_button(line))
    if not url:
        url = next((link.url for link in links if not is_button(link.url)), "")
    summary = tidy(" ".join(said))
    if not authors:
        summary, authors, shared_by = _signed(summary, shared_by)
    made = "" if title and not is_generic(title) else made_title(summary) or url
    kind = kind or kind_under(section) or ("video" if video_site(url) else "")
    sponsored = sponsored or kind == "sponsor"
    return Item(
        id="",
        title=made or title,
        title_made=bool(made),
        url=url,
        summary=summary,
        source=source,
        authors=authors,
        shared_by=shared_by,
        kind="sponsor" if sponsored else kind,
        tags=tuple(dict.fromkeys(tag for each in marks for tag in each.tags)),
        language=next((each.language for each in marks if each.language), ""),
        sponsored=sponsored,
        event=Event(start, end, _place(place.replace(draft.title, ""))) if start else None,
        links=further((link for link in links if not is_button(link.url)), url),
    )


def _signed(summary: str, shared_by: str) -> tuple[str, tuple[str, ...], str]:
    """Takes who wrote it from behind the last sentence of a summary: `... a pencil. by Ada Quay`."""
    text, byline = read_byline(summary)
    if byline.authors and ends_sentence(text):
        return text, byline.authors, shared_by or byline.shared_by
    return summary, (), shared_by


def _place(text: str) -> str:
    """Returns a place as what follows a date names it, without the words and signs around it."""
    text = _IN.sub("", text.strip(" |,:•·-–—"))
    return text if _SHORTENED.search(text) else text.rstrip(".")


def _is_credit(line: Line, draft: Draft) -> bool:
    """Says whether the last line of an item only names where it is from: short, and set smaller or paler than the others."""
    if len(line.text) > _CREDIT_LENGTH or ends_sentence(line.text) or not (draft.rest or len(draft.said) > 1):
        return False
    if line.link:  # the last line of a card that leads to one place as a whole
        return all(link_key(each.link) == link_key(draft.url) for each in draft.said)
    others = [each.size for each in draft.said[:-1] if each.size]
    return not line.links and (line.grey or (0 < line.size <= 12 and line.size < max(others, default=14)))


def _sentence(draft: Draft, text: str) -> str:
    """Returns what follows a title on its line; where it goes on as a sentence, with the title that the sentence begins with."""
    goes_on = draft.rest[:1].isalnum() or draft.rest.startswith(",")
    if goes_on and draft.rest.startswith(text[:20]) and draft.title and draft.title not in text:
        return f"{draft.title}{'' if text.startswith(',') else ' '}{text}"
    return text.lstrip(" ,;:：")


def _without_button(line: Line) -> str:
    """Returns the text of a line without the "read more" that ends it."""
    last = line.links[-1].title if line.links else ""
    if last and is_generic(last) and line.text.endswith(last) and ends_sentence(line.text.removesuffix(last).rstrip()):
        return line.text.removesuffix(last).rstrip()
    return line.text
