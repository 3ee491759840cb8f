"""Files on their way: a few at a time, again where one does not come or fit, and given up in words."""

import pytest

from backissue.archive.manifest import Part
from backissue.errors import DamagedArchive, NotAnArchive
from backissue.reader.deliveries import Deliveries, Fetch


def test_files_come_in_order_a_few_at_a_time():
    """Four are on their way; who is wanted first passes the others, and none is asked for twice."""
    files = Deliveries()
    for name in "abcdefa":
        files.ask(name)
    assert [fetch.path for fetch in files.fetches()] == ["b", "c", "d", "e"] and files.fetches() == []
    files.ask("z", first=True)
    files.receive("c", b"1", "digest")
    files.arrived("c")
    assert files.fetches() == [Fetch("z")]
    assert files.comes("a") and files.comes("c") and files.is_on_the_way("z") and not files.comes("y")
    assert files.look("c") == files.take("c") == (b"1", "digest") and not files.is_here("c")


def test_what_came_before_it_was_asked_for_is_not_fetched():
    """The edge may fetch ahead; only what is asked for past the caches is fetched all the same."""
    files = Deliveries()
    files.receive("a", b"1")
    files.ask("a")
    assert files.fetches() == [] and files.was_asked("a")
    files.ask("a", fresh=True)
    assert files.fetches() == [Fetch("a", fresh=True)]


@pytest.mark.parametrize(("name", "error"), [("archive.json", NotAnArchive), ("2026.json", DamagedArchive)])
def test_three_misses_are_enough(name, error):
    """Then it is said which file, and why; after that it can be asked for anew."""
    files = Deliveries()
    files.ask(name)
    for _ in range(2):
        files.fetches()
        files.missed(name, "404")
    files.fetches()
    with pytest.raises(error, match=rf"{name}: could not be fetched \(404\)"):
        files.missed(name, "404")
    assert not files.was_asked(name) and not files.comes(name)


def test_what_does_not_fit_is_fetched_once_more():
    """A cache may hold an older file; if the newer one does not fit either, its fault is raised."""
    files, fault = Deliveries(), DamagedArchive("is altered", where="a")
    files.ask("a")
    files.ask_again(Part("a", 1, ""), fault)
    assert files.fetches() == [Fetch("a", fresh=True)]
    with pytest.raises(DamagedArchive, match="is altered"):
        files.ask_again(Part("a", 1, ""), fault)
