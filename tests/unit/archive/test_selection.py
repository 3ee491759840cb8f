"""Parts of an archive: what is asked for is there, or gone, and nothing else."""

import dataclasses

from backissue.archive.selection import cut_to, placed, without_issues, without_items, without_publications
from backissue.model import Archive, Item, Section
from tests.unit.archive.archives import HARBOUR, RIVER, harbour


def ids(archive: Archive) -> list[str]:
    return [item.id for _, _, item in archive.items()]


def test_cut_to_some_items() -> None:
    """Only the items that were asked for stay, with the issues and publications that hold them."""
    whole = harbour()
    post, regatta, *_ = ids(whole)
    assert cut_to(whole, ids(whole)) == whole
    only = cut_to(whole, [regatta, "harbour-weekly/9/none"])
    assert (ids(only), [issue.id for issue in only.issues], only.publications) == ([regatta], ["harbour-weekly/2"], (HARBOUR,))
    assert cut_to(whole, [post]).publications == (RIVER,)
    assert cut_to(whole, []) == Archive("Harbour")


def test_without_some_items() -> None:
    """An issue goes with its last item; others stay as they are, empty sections too, and so do publications."""
    whole = harbour()
    hollow = dataclasses.replace(whole.issues[-1], sections=(*whole.issues[-1].sections, Section("Letters")))
    whole = dataclasses.replace(whole, issues=(*whole.issues[:-1], hollow))
    post, regatta, words, lanterns = ids(whole)
    less = without_items(whole, [post, regatta])
    assert (ids(less), less.publications) == ([words, lanterns], whole.publications)
    assert less.issues[-1] is hollow
    assert without_items(whole, [lanterns]).issues == whole.issues[:2]
    assert without_items(whole, []) == whole


def test_without_issues_and_publications() -> None:
    """An issue goes alone, a publication with all its issues."""
    whole = harbour()
    assert [issue.id for issue in without_issues(whole, ["harbour-weekly/2"]).issues] == [
        "river-planet/2026-02-03",
        "harbour-weekly/1",
    ]
    assert without_issues(whole, ["harbour-weekly/2"]).publications == whole.publications
    less = without_publications(whole, [HARBOUR.id])
    assert ([issue.id for issue in less.issues], less.publications) == (["river-planet/2026-02-03"], (RIVER,))


def test_items_in_an_order() -> None:
    """Items come in the order that is asked for, each with its issue and section; what is not there is passed over."""
    whole = harbour()
    asked = [*reversed(ids(whole)), "harbour-weekly/9/none"]
    found = list(placed(whole, asked))
    assert [item.id for _, _, item in found] == list(reversed(ids(whole)))
    assert all(item in issue.sections[place].items for issue, place, item in found)
    assert [item for _, _, item in placed(whole)] == [item for _, _, item in whole.items()]
    assert list(placed(Archive())) == []
    assert isinstance(found[0][2], Item)
