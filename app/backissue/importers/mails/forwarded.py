"""Takes a newsletter out of the mail that somebody forwarded it in: what its own headers said, and its own text."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass

from backissue.importers.facts.worded_dates import find_day
from backissue.importers.facts.wording import tidy
from backissue.importers.mails.facts import ANSWERED, FORWARDED, split_subject
from backissue.importers.source import Surroundings
from backissue.text.html import plain_text

_MARK = re.compile(
    r"(?i)(?<!-)-{3,40} ?(?:original message|forwarded message|weitergeleitete nachricht|ursprüngliche nachricht"
    r"|message transféré|mensaje reenviado|mensagem encaminhada|пересылаемое сообщение"
    r"|转发的?邮件|转发的信息) ?-{3,}|begin forwarded message ?:"
)
# Outlook only draws a rule above the fields.
_FIELDS_IN_HTML = re.compile(r"(?i)<(?:b|strong)\b[^>]{0,200}>\s{0,9}(?:from|von|de|от|发件人)\s?[:：]")
_FIELDS_IN_TEXT = re.compile(
    r"(?im)^[*> ]{0,4}(?:from|von|de|от|发件人)[*]?\s?[:：].{1,300}\n"
    r"[*> ]{0,4}(?:sent|date|gesendet|datum|envoyé|enviado|发送时间)[*]?\s?[:：]"
)
_NAMES = {
    "from": "from", "von": "from", "de": "from", "от": "from", "发件人": "from", "subject": "subject", "betreff": "subject",
    "objet": "subject", "asunto": "subject", "assunto": "subject", "тема": "subject", "主题": "subject", "date": "date",
    "sent": "date", "envoyé": "date", "enviado": "date",
    "datum": "date", "gesendet": "date", "fecha": "date", "data": "date", "дата": "date", "日期": "date",
    "发送时间": "date", "to": "", "an": "", "à": "", "para": "", "кому": "", "收件人": "", "cc": "", "reply-to": "",
}  # fmt: skip
_FIELD = re.compile(rf"(?i)[*\s]*(?P<name>{'|'.join(_NAMES)})\s*[:：][*\s]*(?P<value>.*)$")
_FIELDS_LENGTH = 4_000
_LINES = 14
_LINE_END = re.compile(r"(?i)<br\b[^>]{0,80}>|</(?:div|p|td|tr|blockquote|table)>")
_QUOTED = re.compile(r"^> ?", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Forwarded:
    """What a forwarded mail said of itself, and its text; `html` or `text` may be empty."""

    around: Surroundings
    html: str
    text: str


def is_forward(subject: str) -> bool:
    """Says whether a mail with this subject forwards another.

    >>> is_forward("Fwd: Harbour Weekly #12"), is_forward("Forward thinking")
    (True, False)
    """
    return bool(FORWARDED.match(subject)) and not ANSWERED.match(subject)


def unwrap(around: Surroundings, html: str, text: str) -> Forwarded:
    """Returns the mail that `html` and `text` forward; `around` is what the mail around it says, for what is not there."""
    fields, html = _cut_html(html)
    others, text = _cut_text(text)
    fields = fields or others
    sender = re.sub(r"\s*[<\[(].*$", "", fields.get("from", "")).strip("\"'* ")
    newsletter = sender if sender and "@" not in sender else ""
    number, title = split_subject(FORWARDED.sub("", fields.get("subject", "")) or around.title, newsletter)
    return Forwarded(
        dataclasses.replace(
            around,
            newsletter=newsletter,
            number=number or around.number,
            title=title,
            date=find_day(fields.get("date", "")) or around.date,
            author="",
        ),
        html,
        text,
    )


def _fields_start(text: str, fields: re.Pattern[str]) -> int:
    """Returns where the fields of a forwarded mail begin, or -1."""
    if mark := _MARK.search(text):
        return mark.end()
    found = fields.search(text)
    return found.start() if found else -1


def _cut_html(html: str) -> tuple[dict[str, str], str]:
    """Returns the fields that stand below the mark of a forwarded mail, and the HTML below these."""
    start = _fields_start(html, _FIELDS_IN_HTML)
    if start < 0:
        return {}, html
    fields: dict[str, str] = {}
    place = end = start
    for line_end in _LINE_END.finditer(html, start, start + _FIELDS_LENGTH):
        line = tidy(plain_text(html[place : line_end.start()]))
        place = line_end.end()
        if field := _FIELD.match(line):
            fields.setdefault(_NAMES[field["name"].lower()], field["value"])
            end = place
        elif line and fields:
            break
    return fields, html[end:]


def _cut_text(text: str) -> tuple[dict[str, str], str]:
    start = _fields_start(text, _FIELDS_IN_TEXT)
    if start < 0:
        return {}, text
    below = text[start:]
    lines = below.split("\n", _LINES)
    if sum(line.startswith(">") for line in lines) > len(lines) // 2:
        below = _QUOTED.sub("", below)
        lines = below.split("\n", _LINES)
    fields: dict[str, str] = {}
    last = 0
    for place, line in enumerate(lines[:_LINES]):
        if field := _FIELD.match(line):
            fields.setdefault(_NAMES[field["name"].lower()], tidy(field["value"]))
            last = place + 1
        elif line.strip() and fields:
            break
    return fields, "\n".join(lines[last:])
