"""At every size the index finds what a plain scan finds, however often a search is stopped, and its first hits are final.

`AGREEMENT_ITEMS=150000` in the environment runs the same on a larger archive too, made of the benchmark's items if they are here.
"""

import os
import sys

import pytest

from backissue.archive import folder
from backissue.search import Request, search
from tests.agreement.test_agreement import Drawn, loaded
from tests.benchmarks.scale.material import SHIPPED, base
from tests.benchmarks.scale.multiply import multiply
from tests.unit.search.small import fires_on

LARGER = int(os.environ.get("AGREEMENT_ITEMS", "0"))
SIZES = (200, 1_000, 3_000, *([LARGER] if LARGER else []))
KINDS = (
    "word", "beginning", "words", "three", "phrase", "negated", "only negated", "either", "grouped", "field", "signs",
    "filter", "filtered", "dates", "dated", "state", "pattern", "nothing known",
)  # fmt: skip
BEGINNINGS = (1, 2, 3, 5)


@pytest.fixture(scope="module", params=SIZES)
def both(request):
    """A settled index of so many items, and a plain scan of the same."""
    source = base() if request.param == LARGER else folder.read(SHIPPED)
    index, scan = loaded(multiply(source, request.param))
    while index.settle():
        pass
    return index, scan


@pytest.fixture(params=[1_000, 20], ids=["usual blocks", "small blocks"])
def block(request, monkeypatch):
    """How many of the newest rows are put in order at a time."""
    for name in ("ranking", "first", "search"):
        monkeypatch.setattr(sys.modules[f"backissue.search.{name}"], "BLOCK", request.param)


def stopped_everywhere(index, request):
    """Asks and is stopped again and again, each time later; returns the first hits that were shown, and the whole answer."""
    run, shown = search(index, request), ()
    for turn in range(64):
        answer = run.advance(fires_on(1 + turn * turn // 8))
        shown = shown or answer.hits
        if answer.complete:
            break
    return shown, answer


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.usefixtures("block")
def test_stopped_or_not_the_scan_is_right(both, kind):
    """For queries of every kind, however often stopped, total and hits are those of the scan; hits once shown stay."""
    index, scan = both
    drawn = Drawn(scan, f"sizes {kind}")
    for _ in range(2):
        query = drawn.query(kind)
        expected = scan.ids(query)
        shown, answer = stopped_everywhere(index, Request(query, sort="newest", limit=10))
        assert [hit.item.id for hit in answer.hits] == expected[:10], query
        assert (answer.total, answer.items) == (len(expected), len(expected)), query
        if kind != "pattern":
            ranked, whole = stopped_everywhere(index, Request(query, limit=10))
            assert ranked == whole.hits[: len(ranked)] and whole.total == len(expected), query
            assert {hit.item.id for hit in whole.hits} <= set(expected), query
        assert shown == answer.hits


@pytest.mark.usefixtures("block")
def test_typing_letter_by_letter_agrees(both):
    """Each beginning of a word, alone and behind another word, finds what the scan finds."""
    index, scan = both
    drawn = Drawn(scan, "sizes typing")
    for length in BEGINNINGS:
        for text in ((drawn.word() + "ing")[:length], f"{drawn.word()} {drawn.word()[:length]}"):
            shown, answer = stopped_everywhere(index, Request(text, typing=True, limit=10))
            assert answer.total == len(scan.ids(text, typing=True)), text
            assert shown == answer.hits[: len(shown)]
