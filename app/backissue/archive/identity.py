"""Names things for good: slugs of publications, ids of issues, ids of items."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable

from backissue.model import Issue, Item
from backissue.text.dates import day_of
from backissue.text.links import link_key
from backissue.text.redirects import is_tracked
from backissue.text.tokens import fold

# Publications that go by several names, or by one that is too long; the first three ids are agreed on (DESIGN, The data).
_KNOWN = {
    "pycoder-s-weekly": "pycoders",
    "pycoders-weekly": "pycoders",
    "pycoder-weekly": "pycoders",
    "django-community-aggregator-community-blog-posts": "django-community",
}

# A mail of an issue may come so many days after its page, or before it.
_DAYS_LATE = 6
_DAY_LENGTH = len("2026-06-16")
# So much of the SHA-256 of what an item is known by is in its id.
_DIGITS = 10


def slug(title: str) -> str:
    """Returns the id of a publication from its title: lower-case letters and digits of any script, joined by hyphens.

    >>> slug("This Week in Rust"), slug("科技爱好者周刊"), slug("PyCoder’s Weekly")
    ('this-week-in-rust', '科技爱好者周刊', 'pycoders')
    """
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", title).casefold())
    words = "".join(char if char.isalnum() or unicodedata.category(char)[0] == "M" else " " for char in text).split()
    name = "-".join(words)
    return _KNOWN.get(name, name) or "untitled"


def issue_id(issue: Issue) -> str:
    """Returns `publication/number`, or the issue's date where it has no number, or its title where it has neither."""
    name = issue.number or issue.date or (slug(issue.title) if issue.title else "undated")
    return f"{issue.publication}/{'-'.join(name.replace('/', ' ').split())}"


def item_key(item: Item) -> str:
    """Returns what an item is known by: its canonical link, else its folded title, else its summary."""
    return _link(item) or _title(item) or fold(item.summary) or fold(item.title) or link_key(item.url)


def identify(issue: Issue, earlier: Issue | None = None, ahead: bool = False) -> Issue:
    """Returns `issue` with its id and the ids of its items set.

    An item that `earlier`, the same issue as it was known before, holds under the same link, title or summary keeps the
    id that it has there: links that become known later must not make another item of it. An id of this issue that an
    item brings along stays. With `ahead` the ids that items have are not brought along: this function gave them, before
    it was known what the issue is called and what was there.
    """
    name = earlier.id if earlier else issue.id or issue_id(issue)
    kept = _found_again(list(issue.items()), list(earlier.items()) if earlier else [], ahead)
    taken = set(kept.values())

    def named(item: Item, place: int) -> Item:
        if place in kept:
            return dataclasses.replace(item, id=kept[place])
        if not ahead and item.id.startswith(f"{name}/") and item.id not in taken:  # it was named before, in another archive
            taken.add(item.id)
            return item
        base = f"{name}/{item.id.rpartition('/')[2][:_DIGITS] if ahead else _digest(item)}"
        used[base] += 1
        while (numbered := base if used[base] == 1 else f"{base}-{used[base]}") in taken:
            used[base] += 1
        taken.add(numbered)
        return dataclasses.replace(item, id=numbered)

    used: Counter[str] = Counter()
    items = (named(item, place) for place, item in enumerate(issue.items()))
    sections = tuple(dataclasses.replace(section, items=tuple(next(items) for _ in section.items)) for section in issue.sections)
    return dataclasses.replace(issue, id=name, sections=sections)


def _digest(item: Item) -> str:
    return hashlib.sha256(item_key(item).encode("utf-8", "replace")).hexdigest()[:_DIGITS]


def _title(item: Item) -> str:
    """The folded title that the source gave; one made from the text is no name to be found by."""
    return "" if item.title_made else fold(item.title)


def _link(item: Item) -> str:
    """The canonical link; one that only counts its reader is another in every mail, and no name to be found by."""
    return "" if is_tracked(item.url) else link_key(item.url)


def _found_again(items: list[Item], earlier: list[Item], ahead: bool) -> dict[int, str]:
    """Returns, by its place in `items`, the id of each item that `earlier` has; no id is given out twice.

    What brings an id along from another archive is told by that, where nothing speaks against it: of two items of one link,
    each stays itself. Then all links are compared, then titles, then summaries: else an item that only shares a title could
    take the id of the one that has the same link. Two stated links, or two stated titles, that differ are two items.
    """
    found: dict[int, str] = {}
    left = earlier
    passes: tuple[tuple[Callable[[Item], str], tuple[Callable[[Item], str], ...]], ...] = (
        (lambda item: "" if ahead else item.id, (_link, _title)),
        (_link, ()),
        (_title, (_link,)),
        (lambda item: fold(item.summary), (_link, _title)),
    )
    for name_of, must_agree in passes:
        places = [place for place in range(len(items)) if place not in found]
        if not left or not places:
            break
        named = _by_name(left, name_of)
        gone = set()
        for place in places:
            candidates = named.get(name_of(items[place]), [])
            match = next((old for old in candidates if _agree(items[place], old, must_agree)), None)
            if match:
                candidates.remove(match)
                found[place] = match.id
                gone.add(match.id)
        left = [old for old in left if old.id not in gone]
    return found


def _by_name(items: Iterable[Item], name_of: Callable[[Item], str]) -> dict[str, list[Item]]:
    named: dict[str, list[Item]] = {}
    for item in items:
        if name := name_of(item):
            named.setdefault(name, []).append(item)
    return named


def _agree(one: Item, other: Item, names: tuple[Callable[[Item], str], ...]) -> bool:
    """Says whether nothing that is known of both speaks against their being the same."""
    return all(not name_of(one) or not name_of(other) or name_of(one) == name_of(other) for name_of in names)


def same_issue(one: Issue, other: Issue) -> bool:
    """Says whether two issues of one newsletter are versions of one.

    Its number decides, and where the dates speak against that, what they hold: a mail may come a day after its page, but a
    number that was used twice makes two issues. Without a number, the title or what they hold must not differ; a version
    with a number and one without are one where they are of one day and hold the same.
    """
    if one.number != other.number:
        of_one_day = len(one.date) >= _DAY_LENGTH and one.date[:_DAY_LENGTH] == other.date[:_DAY_LENGTH]
        return of_one_day and not (one.number and other.number) and _hold_the_same(one, other)
    if not same_period(one, other):
        return bool(one.number) and _days_apart(one, other) <= _DAYS_LATE and _hold_the_same(one, other)
    titles = {fold(each.title) for each in (one, other) if each.title}
    return bool(one.number) or len(titles) < 2 or _hold_the_same(one, other)


def same_period(one: Issue, other: Issue) -> bool:
    """Says whether two issues of one number can be the same: one date lies in the other, or one of them has none."""
    ours, theirs = one.date[:_DAY_LENGTH], other.date[:_DAY_LENGTH]
    return ours.startswith(theirs) or theirs.startswith(ours)


def _days_apart(one: Issue, other: Issue) -> int:
    ours, theirs = (dt.date.fromisoformat(day_of(each.date)) for each in (one, other))
    return abs((ours - theirs).days)


def _hold_the_same(one: Issue, other: Issue) -> bool:
    """Says whether at least half of the items of the shorter one are in the other too, by any of their names."""
    ours, theirs = ([_names(item) for item in each.items()] for each in (one, other))
    common = set().union(*ours) & set().union(*theirs)
    found = min(sum(not names.isdisjoint(common) for names in each) for each in (ours, theirs))
    return bool(common) and 2 * found >= min(len(ours), len(theirs))


def _names(item: Item) -> set[str]:
    return {_link(item), _title(item), fold(item.summary)} - {""}
