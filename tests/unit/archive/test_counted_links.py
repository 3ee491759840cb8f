"""Links of mails that only count who presses them: they name no item, and yield to the real ones."""

from backissue.archive import merge
from backissue.model import Archive, Link
from tests.unit.archive.archives import HARBOUR, issue, item

COUNTED = "https://x.us1.list-manage.com/track/click?u=1&id="
REAL = item("Lanterns", url="https://example.org/a", links=(Link("https://example.org/b", "more"),), kind="video")
SENT = item("Lanterns", url=COUNTED + "2", links=(Link(COUNTED + "3", "more"),), kind="article")


def test_a_counted_link_yields_to_the_real_one() -> None:
    """The mail of an issue changes nothing of what its page said: links, and what they tell of the kind."""
    archive = merge.add(Archive(), (HARBOUR,), [issue("1", REAL)])
    assert merge.add(archive, (), [issue("1", SENT)]) == archive


def test_a_counted_link_is_replaced() -> None:
    """An issue that came by mail has the real links as soon as its page is imported, under the same id."""
    sent = merge.add(Archive(), (HARBOUR,), [issue("1", SENT)])
    known = merge.add(sent, (), [issue("1", REAL)])
    assert [(each.id, each.url) for _, _, each in known.items()] == [(next(sent.items())[2].id, "https://example.org/a")]


def test_another_readers_link_is_the_same_item() -> None:
    """The mail that somebody else got, with other links for the same items, doubles nothing."""
    other = item("Lanterns", url=COUNTED + "7", links=(), kind="article")
    archive = merge.add(merge.add(Archive(), (HARBOUR,), [issue("1", SENT)]), (), [issue("1", other)])
    assert len([*archive.items()]) == 1
