"""The issues that an index holds, each packed until it is looked at: parsed JSON takes several times the room of its text."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass
from typing import Any

from backissue.archive.overlay import Raw
from backissue.index.packing import packed, unpacked

# So many issues stay parsed: those of the hits that are shown, which the next answer often shows again.
_OPEN = 64


@dataclass(frozen=True, slots=True)
class IssueHead:
    """An issue without its items; `items` counts them."""

    id: str
    publication: str
    number: str
    title: str
    date: str
    url: str
    items: int


class Stock:
    """The issues, numbered in the order in which they came, whose items stand in the rows of an index below `size`."""

    def __init__(self, size: int) -> None:
        self.heads: list[IssueHead] = []
        self._packed: list[bytes] = []
        self._firsts = array("I")
        self._numbers: dict[str, int] = {}
        # of each row one more than the number of its issue
        self._of_rows = array("I", bytes(4 * size))
        self._open: dict[int, tuple[Raw, list[Raw]]] = {}

    def add(self, issues: Iterable[Raw], counts: Iterable[int], row: int) -> None:
        """Adds parsed issues, which have `counts` items, from `row` on."""
        for raw, count in zip(issues, counts, strict=True):
            self._place(_head(raw, count), packed(raw), row)
            row += count

    def _place(self, head: IssueHead, issue: bytes, row: int) -> None:
        self._numbers[head.id] = number = len(self.heads)
        self.heads.append(head)
        self._packed.append(issue)
        self._firsts.append(row)
        self._of_rows[row : row + head.items] = array("I", [number + 1]) * head.items

    def state(self, ids: Iterable[str]) -> tuple[list[tuple[Any, ...]], list[bytes]]:
        """Returns what is known of each of these issues, and each of them packed, for `go_on_from`."""
        numbers = [self._numbers[name] for name in ids]
        return [astuple(self.heads[number]) for number in numbers], [self._packed[number] for number in numbers]

    def go_on_from(self, heads: Iterable[tuple[Any, ...]], issues: Iterable[bytes]) -> None:
        """Becomes the stock that had this state, its issues in the order of their rows."""
        row = 1
        for values, issue in zip(heads, issues, strict=True):
            head = IssueHead(*values)
            self._place(head, issue, row)
            row += head.items

    def __contains__(self, issue_id: object) -> bool:
        """Says whether an issue is there."""
        return issue_id in self._numbers

    def issue(self, issue_id: str) -> Raw | None:
        """Returns an issue as parsed JSON."""
        number = self._numbers.get(issue_id)
        return None if number is None else self._opened(number)[0]

    def head_of(self, row: int) -> IssueHead:
        """Returns the head of the issue that holds `row`."""
        return self.heads[self._of_rows[row] - 1]

    def placed(self) -> Iterator[tuple[IssueHead, int]]:
        """Yields every issue with its first row."""
        return zip(self.heads, self._firsts, strict=True)

    def item(self, row: int) -> Raw:
        """Returns the item of a loaded row as parsed JSON."""
        number = self._of_rows[row] - 1
        return self._opened(number)[1][row - self._firsts[number]]

    def items_of(self, rows: Iterable[int]) -> Iterator[tuple[int, Raw]]:
        """Yields each of these loaded rows with its item; an issue is looked up once for all that follow each other in it."""
        first, above, items = 0, 0, list[Raw]()
        for row in rows:
            if not first <= row < above:
                number = self._of_rows[row] - 1
                items, first = self._opened(number)[1], self._firsts[number]
                above = first + len(items)
            yield row, items[row - first]

    def items(self) -> Iterator[tuple[int, Raw]]:
        """Yields every loaded row with its item, in order."""
        for number in sorted(range(len(self.heads)), key=self._firsts.__getitem__):
            yield from enumerate(_items_of(unpacked(self._packed[number])), self._firsts[number])

    def row(self, item_id: str) -> int:
        """Returns the row of an item, or 0."""
        number = self._numbers.get(item_id.rpartition("/")[0])
        if number is None:
            return 0
        items = self._opened(number)[1]
        return next((row for row, item in enumerate(items, self._firsts[number]) if item["id"] == item_id), 0)

    def _opened(self, number: int) -> tuple[Raw, list[Raw]]:
        found = self._open.get(number)
        if found is None:
            while len(self._open) >= _OPEN:
                del self._open[next(iter(self._open))]
            raw = unpacked(self._packed[number])
            self._open[number] = found = raw, _items_of(raw)
        return found


def _head(raw: Mapping[str, Any], items: int) -> IssueHead:
    texts = {name: raw.get(name, "") for name in ("id", "publication", "number", "title", "date", "url")}
    return IssueHead(**texts, items=items)


def _items_of(issue: Raw) -> list[Raw]:
    return [item for section in issue.get("sections") or () for item in section.get("items") or ()]
