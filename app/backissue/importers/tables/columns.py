"""Knows the columns of tables of items by the names that people give them, and turns their cells into the values of a row."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from backissue.errors import InvalidValue
from backissue.importers.facts.worded_dates import find_day
from backissue.importers.tables.json_values import load_json
from backissue.text.dates import parse_date
from backissue.text.tokens import fold

# The names that rows have (`exporters.rows`, `rows`), and what else a column with that meaning is called.
_NAMES = {
    "newsletter": "newsletter publication_title newsletter_name magazine series rundbrief lettre boletin 期刊 周刊",
    "issue": "issue number no nr issue_number issue_no edition ausgabe nummer numero numéro num 期数 期号",
    "date": "date issue_date published publication_date published_at pub_date day datum fecha data jour 日期 发布日期",
    "section": "section category heading rubric rubrik abschnitt kategorie seccion categoria rubrique topic 栏目 分类",
    "title": "title name headline link_title link_text titel titre titulo titolo label 标题 题目",
    "url": "url link href uri address web website web_address link_url lien enlace adresse webadresse 链接 网址",
    "summary": "summary description abstract comment comments note notes excerpt blurb text beschreibung zusammenfassung "
    "resume resumen descripcion descrizione kommentar 摘要 描述 简介",
    "source": "source publisher site domain quelle fuente 来源",
    "authors": "authors author by written_by autor autorin autoren auteur autore creator 作者",
    "shared_by": "shared_by via submitted_by sender h_t 投稿",
    "kind": "kind type typ art tipo 类型",
    "tags": "tags tag labels keywords schlagworte stichworte etiquetas mots_cles 标签",
    "sponsored": "sponsored sponsor ad is_sponsored anzeige 广告",
    "language": "language lang sprache idioma langue 语言",
    "event_date": "event_date event_start starts",
    "event_place": "event_place location place venue ort lugar lieu 地点",
    "content": "content body html full_text inhalt 内容",
    "links": "links further_links more_links",
    "item_date": "item_date",
    "issue_title": "issue_title",
    "issue_url": "issue_url issue_link",
    "intro": "intro introduction",
    "section_path": "section_path",
    "event": "event",
    "publication": "publication",
    "publication_url": "publication_url",
    "publication_kind": "publication_kind",
    "publication_language": "publication_language",
    "licence": "licence license",
    "subscribe_url": "subscribe_url",
    "feed_url": "feed_url feed",
    "issue_id": "issue_id",
    "id": "id",
    "section_number": "section_number",
    "title_made": "title_made",
    "untitled": "untitled",
    "exact": "exact",
}
_YES = frozenset(["true", "yes", "y", "1", "x", "ja", "j", "wahr", "oui", "o", "vrai", "si", "sí", "sim", "verdadero", "是"])
_NO = frozenset(["false", "no", "n", "0", "nein", "falsch", "non", "faux", "nao", "não", "falso", "否"])
_SLASHED = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?!\d)")
_SEVERAL = re.compile(r"\s*[;|\n]\s*")
_LISTS = frozenset(("tags", "authors", "section_path"))
_TRUTHS = frozenset(("sponsored", "title_made", "untitled"))
_DATES = frozenset(("date", "item_date", "event_date"))


def _folded(name: str) -> str:
    return "_".join(fold(name).split())


_MEANT = {_folded(called): name for name, names in _NAMES.items() for called in (name, *names.split())}


def columns_of(header: Sequence[str]) -> list[str]:
    """Returns the name in a row of each column, "" for one that is not known; a name is taken by its first column.

    >>> columns_of(["Titel", "Link", "Issue Number", "Mood"])
    ['title', 'url', 'issue', '']
    """
    names = [_MEANT.get(_folded(cell), "") for cell in header]
    # where no column names the id, a publication is what people call a newsletter
    if "newsletter" not in names and "issue_id" not in names:
        names = ["newsletter" if name == "publication" else name for name in names]
    return [name if name not in names[:place] else "" for place, name in enumerate(names)]


def reader_of(name: str, cells: Iterable[str], day_first: bool) -> Callable[[str], Any]:
    """Returns what turns a cell of the column `name` into its value; `cells` are all of it, so that dates can be told.

    `day_first` decides on `3/4/2026` where no other date of the column does.
    """
    if name in _LISTS:
        return _texts(name)
    if name in _TRUTHS:
        return _truth
    if name in _DATES:
        parts = [match for cell in cells if (match := _SLASHED.match(cell.strip()))]
        over = [(int(match[1]) > 12, int(match[3]) > 12) for match in parts]
        first = any(one for one, _ in over) or (day_first and not any(two for _, two in over))
        return lambda cell: read_date(cell, first)
    return {"links": _links, "event": _json, "exact": _json, "section_number": _whole}.get(name, str)


def read_date(cell: str, day_first: bool) -> str:
    """Returns the date that a cell holds in a form that rows can have; the cell itself where it is none.

    >>> read_date("16.06.2026", False), read_date("3/4/2026", False), read_date("2026-06-16 12:00", False)
    ('2026-06-16', '2026-03-04', '2026-06-16')
    """
    text = cell.strip()
    try:
        return parse_date(text)
    except InvalidValue:
        pass
    if match := _SLASHED.match(text):
        one, sign, two, year = match.groups()
        day, month = (one, two) if day_first or sign == "." else (two, one)
        return f"{year}-{month:0>2}-{day:0>2}"
    return find_day(text) or cell


def _texts(name: str) -> Callable[[str], Any]:
    def read(cell: str) -> Any:
        if cell.lstrip().startswith("["):
            return _json(cell)
        parts = _SEVERAL.split(cell.strip())
        if name == "section_path":
            parts = [part for each in parts for part in each.split(" > ")]
        elif name == "tags" and len(parts) == 1:
            parts = cell.split(",")
        return [part.strip() for part in parts if part.strip()]

    return read


def _truth(cell: str) -> Any:
    word = cell.strip().casefold()
    return True if word in _YES else False if word in _NO else cell


def _json(cell: str) -> Any:
    try:
        return load_json(cell)
    except ValueError:
        return cell


def _links(cell: str) -> Any:
    return _json(cell) if cell.lstrip().startswith("[") else re.split(r"[\s;|]+", cell.strip())


def _whole(cell: str) -> Any:
    return int(cell) if re.fullmatch(r"\d{1,6}", cell.strip(), re.ASCII) else cell
