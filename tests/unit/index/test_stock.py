"""Issues in stock: each is what was put in, however many others were looked at before, and in the order of the rows."""

from typing import Any

from backissue.index import stock
from backissue.index.stock import IssueHead, Stock


def issue(number: int, items: int) -> dict[str, Any]:
    """An issue with so many items, cut into two sections."""
    made = [{"id": f"quay/{number}/{place}", "title": f"Boat {number}.{place}"} for place in range(items)]
    sections = [{"title": "Boats", "items": made[:1]}, {"items": made[1:]}]
    return {"id": f"quay/{number}", "publication": "quay", "number": str(number), "date": "2026-01-02", "sections": sections}


def full(order: list[int]) -> tuple[Stock, dict[int, dict[str, Any]]]:
    """A stock of a hundred issues that came in `order`, the n-th with n % 4 items, and the issue of each row."""
    issues = {number: issue(number, number % 4) for number in range(100)}
    firsts, row = {}, 1
    for number in issues:
        firsts[number] = row
        row += number % 4
    made = Stock(row)
    for number in order:
        made.add([issues[number]], [number % 4], firsts[number])
    rows = {
        firsts[number] + place: {"id": f"quay/{number}/{place}", "title": f"Boat {number}.{place}"}
        for number in issues
        for place in range(number % 4)
    }
    return made, rows


def test_every_item_is_found_in_its_row() -> None:
    """In whatever order issues come and rows are asked for, and with many more of them than stay parsed."""
    made, rows = full(list(reversed(range(100))))
    assert len(made.heads) > stock._OPEN
    assert [(row, item) for row, item in made.items()] == sorted(rows.items())
    for row in sorted(rows, key=lambda row: row * 37 % 101):
        assert made.item(row) == rows[row]
        assert made.row(rows[row]["id"]) == row
        assert made.head_of(row).id == rows[row]["id"].rpartition("/")[0]
    assert len(made._open) == stock._OPEN


def test_issues_by_their_ids() -> None:
    """An issue is given whole, with what its head tells; what is not there is told."""
    made, _ = full(list(range(100)))
    assert made.issue("quay/7") == issue(7, 3)
    assert dict((head, row) for head, row in made.placed())[IssueHead("quay/3", "quay", "3", "", "2026-01-02", "", 3)] == 4
    assert "quay/99" in made and "quay/100" not in made
    assert made.issue("quay/100") is None
    assert made.row("quay/7/9") == made.row("quay/100/1") == made.row("nothing") == 0


def test_goes_on_from_its_state() -> None:
    """Gone on from in the order of the rows, it is the same stock."""
    made, rows = full(list(reversed(range(100))))
    again = Stock(max(rows) + 1)
    again.go_on_from(*made.state(f"quay/{number}" for number in range(100)))
    assert list(again.items()) == list(made.items())
    assert sorted(again.placed(), key=str) == sorted(made.placed(), key=str)
    assert again.issue("quay/98") == made.issue("quay/98")
