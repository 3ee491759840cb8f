"""What may be meant while a filter is being typed: names of fields, and their values."""

from __future__ import annotations

import re
from dataclasses import dataclass

from backissue.index import Index
from backissue.query import FIELDS
from backissue.search.answer import SORTS

# Filter -> the field of the index that knows its values.
_VALUES_OF = {
    "in": "publication", "section": "section", "kind": "kind", "source": "source", "by": "author", "shared": "shared",
    "tag": "tag", "year": "year", "lang": "language",
}  # fmt: skip
_FIXED = {
    "is": ("sponsored",),
    "has": ("summary", "event", "content", "link", "date", "source", "author", "tag"),
    "sort": SORTS,
    "date": ("P1M", "P3M", "P1Y"),
}
_LIMIT = 8
_WORD = re.compile(r'(?:^|[\s(])-?([A-Za-z]+)(?:(:)((?:"[^"]*"|[^\s"(),]*)(?:,(?:"[^"]*"|[^\s"(),]*))*|(?:[^\s()]*,)?"[^"]*))?$')


@dataclass(frozen=True, slots=True)
class Option:
    """A line of the list: what stands on it, and the text and caret if it is taken."""

    label: str
    help: str
    count: int | None
    text: str
    caret: int
    more: bool


def suggest(text: str, caret: int, index: Index | None) -> tuple[Option, ...]:
    """Returns completions of the word before `caret`: names of fields for a word that begins one, values after a colon."""
    caret = max(0, min(caret, len(text)))
    match = _WORD.search(text[:caret])
    if not match or (caret < len(text) and not text[caret].isspace()):
        return ()
    name, colon, value = match[1].lower(), match[2], match[3] or ""
    head, tail = text[: match.start(1)], text[caret:]
    if not colon:
        names = [field for field in FIELDS if field.startswith(name)] if len(name) > 1 else []
        return tuple(_option(f"{field}:", FIELDS[field], None, head, f"{field}:", tail, more=True) for field in names[:_LIMIT])
    if name not in FIELDS:
        return ()
    before, start = _last_value(value)
    return tuple(
        _option(label, "", count, head, f"{name}:{before}{_quoted(found)} ", tail.lstrip(), more=False)
        for found, label, count in _values(name, start, index)
        if found != value
    )


def _option(label: str, line: str, count: int | None, head: str, taken: str, tail: str, more: bool) -> Option:
    return Option(label, line, count, head + taken + tail, len(head + taken), more)


def _last_value(value: str) -> tuple[str, str]:
    """Cuts `a,"b c",d` into what stands and what is being typed."""
    parts = re.findall(r'"[^"]*"?|[^,"]+|,', value)
    if not parts or parts[-1] == ",":
        return value, ""
    return value[: len(value) - len(parts[-1])], parts[-1].strip('"')


def _values(name: str, start: str, index: Index | None) -> list[tuple[str, str, int | None]]:
    if name in _FIXED:
        return [(value, value, None) for value in _FIXED[name] if value.startswith(start)]
    if name not in _VALUES_OF or index is None:
        return []
    return [(value, label, count) for value, label, count in index.values(_VALUES_OF[name], start, _LIMIT)]


def _quoted(value: str) -> str:
    return value if re.fullmatch(r"[^\s\"(),]+", value) else '"' + value.replace('"', " ") + '"'
