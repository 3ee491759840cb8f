"""Finds the rows that a filter of the query language lets through."""

from __future__ import annotations

from collections.abc import Callable

from backissue.errors import InvalidValue
from backissue.index import Index, Rows
from backissue.query import Filter, Value
from backissue.text.dates import back_from, period
from backissue.text.links import site_of
from backissue.text.tokens import fold

# The facet that a filter of the query language chooses from.
FACET_OF = {
    "in": "publication",
    "section": "section",
    "kind": "kind",
    "source": "source",
    "by": "author",
    "tag": "tag",
    "year": "year",
}
DATES = ("after", "before", "date", "year")
_NOT_YET = ("starred", "unread")
_HAS: dict[str, Callable[[dict[str, object]], bool]] = {
    "summary": lambda item: bool(item.get("summary")),
    "event": lambda item: bool(item.get("event")),
    "link": lambda item: bool(item.get("url")),
    "source": lambda item: bool(item.get("source")),
    "author": lambda item: bool(item.get("authors")),
    "tag": lambda item: bool(item.get("tags")),
}


def filtered(index: Index, part: Filter, notes: list[str]) -> Rows | None:
    """Returns the loaded rows that `part` lets through, or None where it cannot be used, which `notes` then say."""
    found: Rows | None = None
    for value in part.values:
        rows = _one(index, part.name, value, notes)
        if rows is not None:
            found = rows if found is None else found | rows
    return None if found is None else found & index.table.loaded


def _one(index: Index, name: str, value: Value, notes: list[str]) -> Rows | None:
    if name in DATES:
        return _dated(index, name, value.text, notes)
    if name == "site":
        return _on_site(index, value.text, notes)
    if name == "issue":
        return _of_issue(index, value.text)
    if name == "lang":
        return _in_language(index, value.text)
    if name in ("is", "has"):
        return _state(index, name, value.text, notes)
    field = index.table.fields[FACET_OF.get(name, name)]
    return field.rows(field.values.equal(value.text) if value.exact else field.values.holding(value.text))


def _dated(index: Index, name: str, text: str, notes: list[str]) -> Rows | None:
    newest = index.manifest.generated or max(index.table.dates)
    if not newest:  # nothing has a date
        return Rows.of(index.size)
    try:
        start, end = bounds(name, text, newest)
    except InvalidValue as error:
        notes.append(f"“{name}:{text}” was left out: {error.problem}.")
        return None
    return Rows(bytes([start <= date < end and date != "" for date in index.table.dates]))


def bounds(name: str, text: str, newest: str) -> tuple[str, str]:
    """Returns the first date that the filter `name` lets through and the first one after, as `sort_key`.

    Raises:
        InvalidValue: if `text` is no date, range or duration.
    """
    if name == "after":
        return (back_from(newest, text) if _is_duration(text) else period(text)[0]), "~"
    if name == "before":
        return "", back_from(newest, text) if _is_duration(text) else period(text)[0]
    if _is_duration(text):
        return back_from(newest, text), "~"
    first, dots, last = text.partition("..") if ".." in text else text.partition("/")
    if not dots:
        return period(text)
    return (period(first)[0] if first else ""), (period(last)[1] if last else "~")


def _is_duration(text: str) -> bool:
    return text[:1] in "Pp" and text != ""


def _on_site(index: Index, text: str, notes: list[str]) -> Rows | None:
    host = (site_of(text) or text.lower()).removeprefix("www.").strip("./")
    if not host:
        notes.append(f"“site:{text}” was left out: it names no host.")
        return None
    # most links do not hold the name at all, which is told sooner than their host
    links = [(row, url) for row, item in index.stock.items() if host in (url := item.get("url", "").lower())]
    return Rows.of(index.size, (row for row, url in links if f".{site_of(url)}".endswith(f".{host}")))


def _of_issue(index: Index, text: str) -> Rows:
    wanted = fold(text)
    mask = bytearray(index.size)
    for head, first in index.heads():
        if text == head.id or fold(head.number or head.date) == wanted:
            mask[first : first + head.items] = b"\x01" * head.items
    return Rows(bytes(mask))


def _in_language(index: Index, text: str) -> Rows:
    languages = index.table.fields["language"]
    wanted = fold(text)
    folds = languages.values.folds
    return languages.rows({code for code in range(1, len(folds)) if f"{folds[code]} ".startswith(wanted + " ")})


def _state(index: Index, name: str, text: str, notes: list[str]) -> Rows | None:
    table, wanted = index.table, text.lower()
    if name == "is" and wanted == "sponsored":
        return _with(index, lambda item: item.get("sponsored") is True)
    if name == "has" and wanted == "content":
        return Rows.of(index.size, table.posts)
    if name == "has" and wanted == "date":
        return Rows(bytes(map(bool, table.dates)))
    if name == "has" and wanted in _HAS:
        return _with(index, _HAS[wanted])
    known = "is not there yet" if name == "is" and wanted in _NOT_YET else "is not known"
    notes.append(f"“{name}:{text}” was left out: it {known}.")
    return None


def _with(index: Index, has: Callable[[dict[str, object]], bool]) -> Rows:
    return Rows.of(index.size, (row for row, item in index.stock.items() if has(item)))
