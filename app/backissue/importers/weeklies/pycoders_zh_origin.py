"""Gathers what the Chinese edition of PyCoder's Weekly tells below a title: its source, its label, who shared it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from backissue.importers.facts.worded_dates import read_span
from backissue.importers.weeklies.pycoders_origin import Origin, read_origin
from backissue.text.links import site_of

_HOST = r"(?:[\w-]{1,60}\.){1,5}[a-z]{2,}"
_BARE_HOST = re.compile(_HOST, re.ASCII | re.IGNORECASE)
_AFTER_TITLE = re.compile(rf"\s*[(（]\s*(?P<host>{_HOST})\s*[)）]", re.ASCII | re.IGNORECASE)
# An inner entry that is indented too far becomes a part of the line above it.
_ENTRY = re.compile(r"(?:^|\s)[+*-]\s+")
# `Podcast`, or `REAL PYTHON COURSE`
_LABEL = re.compile(
    r"(?:^|(?<=\s))(?P<label>COURSE|PODCAST|VIDEO|SPONSOR|course|podcast|video|sponsor|(?<!.)(?:Course|Podcast|Video|Sponsor))\s*$"
)
# A line of its own, or the end of one: `Shared by @NAME`, `由 @NAME 分享`.
_SHARED = re.compile(
    r"(?i)(?:^|[•·|\s])[•·|\s]*(?:s?hared\s+by\s*[:：]?\s*@?(?P<name>[^`'\"]{1,80}?)|由\s*@?(?P<named>\S{1,80})\s*分享)[\s`'\"]*$"
)
_SHARED_LENGTH = 160


@dataclass(slots=True)
class Told:
    """What the lines of one item tell of where it is from; `url` is its link, `event` says that it is one."""

    url: str
    event: bool
    origin: Origin = field(default_factory=Origin)

    def take_title(self, text: str) -> list[str]:
        """Takes what stands behind the title, `(github.com)` or entries that belong below it, and returns the rest."""
        if host := _AFTER_TITLE.match(text):
            self.origin = Origin(host["host"])
            text = text[host.end() :]
        if not _ENTRY.match(text):
            return [text.strip()] if text.strip() else []
        return [rest for entry in _ENTRY.split(text) if entry and (rest := self.take(entry.strip(), inner=True))]

    def take(self, text: str, inner: bool) -> str:
        """Takes from a line what it tells, and returns the rest of it.

        An `inner` entry names the source, or a label, or when and where an event takes place; another line is a host.
        """
        end = text[-_SHARED_LENGTH:]
        shared = _SHARED.search(end)
        rest = text[: len(text) - len(end) + shared.start()].strip() if shared else text
        sender = (shared["name"] or shared["named"]).strip() if shared else ""
        told, rest = self._source(rest, inner)
        known = self.origin
        self.origin = Origin(known.source or told.source, known.label or told.label, known.shared_by or sender)
        return rest

    def _source(self, text: str, inner: bool) -> tuple[Origin, str]:
        if inner and (label := _LABEL.search(text)):
            return Origin(text[: label.start()].strip(), label["label"].lower()), ""
        if self.origin.source:
            return Origin(), text
        if _BARE_HOST.fullmatch(text):
            return Origin(text), ""
        if inner:
            told = None if self.event or read_span(text)[0] else read_origin(text, sure=True)
            return (told, "") if told else (Origin(), text)
        said, _, last = text.rpartition(" ")
        # a line break in Markdown is a space: the host may end the text
        return (Origin(last), said.strip()) if _BARE_HOST.fullmatch(last) and self._is_own(last) else (Origin(), text)

    def _is_own(self, host: str) -> bool:
        return f".{site_of(self.url)}".endswith(f".{host.lower()}")
