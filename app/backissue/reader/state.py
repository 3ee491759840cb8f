"""What the page shows, as one value that is written to the address, and to JSON for the page to hold."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import parse_qsl, quote_plus

from backissue.search.answer import SORTS

PAGE_SIZE = 20
MOST_SHOWN = 2_000
CHOICES = tuple(
    ["in", "section", "kind", "source", "by", "shared", "tag", "site", "lang", "year", "after", "before", "is", "has"]
)
VIEWS = ("publications", "import", "help")
_SINGLE = ("q", "sort", "fold", "issue", "item", "view")
# Slashes and colons mean nothing within a fragment, and an address that can be read is worth keeping so.
_SAFE = "/:,*"


@dataclass(frozen=True, slots=True)
class State:
    """A view of the archive.

    `choices` are the filters chosen beside the text, in the order of `CHOICES`. What stands in the address comes first;
    the rest lives only as long as the page: how many hits a list begins with (`page`), how many hits and days are shown,
    which facets are shown in full, whether archived copies are offered, and whether all years are searched, those included
    that are not held in memory. `extra` are keys of the address that nothing here knows.
    """

    query: str = ""
    choices: tuple[tuple[str, tuple[str, ...]], ...] = ()
    sort: str = ""
    folded: bool = False
    issue: str = ""
    item: str = ""
    view: str = ""
    extra: tuple[tuple[str, str], ...] = ()
    page: int = PAGE_SIZE
    shown: int = PAGE_SIZE
    days: int = 1
    wide: tuple[str, ...] = ()
    archived: bool = False
    all_years: bool = False

    @classmethod
    def from_fragment(cls, fragment: str) -> Self:
        """Reads an address; any text can be read.

        >>> State.from_fragment("#q=wasm&kind=video&kind=podcast&x=1").fragment()
        'q=wasm&kind=video&kind=podcast&x=1'
        """
        single = dict.fromkeys(_SINGLE, "")
        choices: dict[str, list[str]] = {}
        extra = []
        for key, value in parse_qsl(fragment.removeprefix("#"), keep_blank_values=True, errors="replace"):
            if key in single:
                single[key] = value
            elif key in CHOICES:
                choices.setdefault(key, []).append(value)
            else:
                extra.append((key, value))
        return cls(
            query=single["q"],
            choices=_ordered(choices),
            sort=single["sort"] if single["sort"] in SORTS else "",
            folded=single["fold"] not in ("", "0"),
            issue=single["issue"],
            item=single["item"],
            view=single["view"] if single["view"] in VIEWS else "",
            extra=tuple(extra),
        )

    def fragment(self) -> str:
        """Returns the address in the form of `URLSearchParams`, or "" for the start."""
        pairs = [("q", self.query)] if self.query else []
        pairs += [(name, value) for name, values in self.choices for value in values]
        pairs += [(name, value) for name, value in self._where() if value]
        return "&".join(f"{quote(name)}={quote(value)}" for name, value in (*pairs, *self.extra))

    def _where(self) -> tuple[tuple[str, str], ...]:
        folded = "1" if self.folded else ""
        return (("sort", self.sort), ("fold", folded), ("issue", self.issue), ("item", self.item), ("view", self.view))

    @classmethod
    def from_json(cls, raw: object) -> Self:
        """Builds the state from what the page held; what is missing or of another shape counts as not set."""
        if not isinstance(raw, Mapping):
            return cls()
        plain = {field.name: raw.get(field.name) for field in dataclasses.fields(cls)}
        texts: dict[str, Any] = {name: value for name, value in plain.items() if name in _TEXTS and isinstance(value, str)}
        truths: dict[str, Any] = {name: value is True for name, value in plain.items() if name in _TRUTHS}
        chosen = {name: [str(value) for value in values] for name, values in _pairs(plain["choices"]) if isinstance(values, list)}
        page = PAGE_SIZE if plain["page"] is None else _number(plain["page"], 1)
        return cls(
            **texts,
            **truths,
            choices=_ordered({name: values for name, values in chosen.items() if name in CHOICES}),
            extra=tuple((name, str(value)) for name, value in _pairs(plain["extra"])),
            page=page,
            shown=_number(plain["shown"], page),
            days=_number(plain["days"], 1),
            wide=tuple(name for name in _list(plain["wide"]) if isinstance(name, str)),
        )

    def to_json(self) -> dict[str, Any]:
        """Returns the state as plain JSON."""
        return {field.name: _plain(getattr(self, field.name)) for field in dataclasses.fields(self)}

    def values(self, name: str) -> tuple[str, ...]:
        """Returns the values that are chosen for `name`."""
        return next((values for key, values in self.choices if key == name), ())

    def choosing(self, name: str, *values: str) -> Self:
        """Returns the search with exactly `values` chosen for `name`, from its first hit."""
        choices = dict(self.choices) | {name: tuple(dict.fromkeys(values))}
        return self.searching(choices=_ordered({key: list(chosen) for key, chosen in choices.items()}))

    def toggling(self, name: str, value: str) -> Self:
        """Returns the search with `value` chosen for `name` if it was not, and not chosen if it was."""
        values = self.values(name)
        return self.choosing(name, *(kept for kept in values if kept != value), *(() if value in values else (value,)))

    def following(self, before: State) -> Self:
        """Returns the view, from its first hit, with what stands in no address and still holds after the view `before`."""
        same = self.query.strip() == before.query.strip()
        kept: dict[str, Any] = {"page": before.page, "shown": before.page, "wide": before.wide, "archived": before.archived}
        return dataclasses.replace(self, **kept, all_years=before.all_years and same)

    def searching(self, **changes: Any) -> Self:
        """Returns the list of hits with `changes`, from its first hit, with nothing opened.

        Other words are looked for in what is held first, whatever was searched for the old ones.
        """
        same = str(changes.get("query", self.query)).strip() == self.query.strip()
        first: dict[str, Any] = {"issue": "", "item": "", "view": "", "shown": self.page, "days": 1}
        first["all_years"] = self.all_years and same
        return dataclasses.replace(self, **(first | changes))

    def opening(self, name: str) -> Self:
        """Returns the view of an issue, or of an item in its issue, from the id alone: an item's has one slash more.

        >>> State().opening("pycoders/739/3f9a0c1d2e").fragment()
        'issue=pycoders/739&item=pycoders/739/3f9a0c1d2e'
        """
        issue = name.rpartition("/")[0]
        return self.searching(issue=issue, item=name) if "/" in issue else self.searching(issue=name)

    def beginning_with(self, page: object) -> Self:
        """Returns this view with its list cut to so many hits, if `page` is a number of hits."""
        return dataclasses.replace(self, page=page, shown=page) if type(page) is int and 0 < page <= MOST_SHOWN else self

    @property
    def showing(self) -> str:
        """What the page shows: `issue`, `publications`, `import`, `help` or `search`."""
        return "issue" if self.issue else self.view or "search"


_TRUTHS = ("folded", "archived", "all_years")
_TEXTS = ("query", "sort", "issue", "item", "view")


def quote(text: str) -> str:
    """Returns `text` as it stands in an address.

    >>> quote("Articles & Tutorials"), quote("pycoders/739")
    ('Articles+%26+Tutorials', 'pycoders/739')
    """
    return quote_plus(text, safe=_SAFE, errors="replace")


def _ordered(choices: Mapping[str, list[str]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    kept = ((name, tuple(dict.fromkeys(value for value in choices.get(name, ()) if value))) for name in CHOICES)
    return tuple((name, values) for name, values in kept if values)


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _pairs(value: object) -> list[tuple[str, Any]]:
    return [(str(pair[0]), pair[1]) for pair in _list(value) if isinstance(pair, list) and len(pair) == 2]


def _number(value: object, least: int) -> int:
    return min(max(value, least), MOST_SHOWN) if isinstance(value, int) and not isinstance(value, bool) else least


def _plain(value: Any) -> Any:
    return [_plain(part) for part in value] if isinstance(value, tuple) else value
