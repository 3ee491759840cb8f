"""Explanations: every score can be worked out again in Python, and is what the full-text table gives."""

import random

import pytest

from backissue.index import Index
from backissue.index.store import PULL
from backissue.query import parse
from backissue.search import Request, explain, search
from backissue.search.explain import bm25, columns, pull
from backissue.search.ranking import tiers
from tests.unit.search.small import RIVER, index_of, issue, item

WORDS = (
    "lantern",
    "lanterns",
    "boat",
    "boats",
    "harbour",
    "quay",
    "secure",
    "secured",
    "C++",
    "no_std",
    "灯",
    "港",
    "memory",
    "safety",
)


@pytest.fixture(scope="module")
def harbour() -> Index:
    """Two hundred items of drawn words, some with posts, in twenty issues."""
    drawn = random.Random("explain")

    def text(most: int) -> str:
        return " ".join(drawn.choices(WORDS, k=drawn.randint(0, most)))

    issues = []
    for number in range(20):
        items = [item(f"{text(5)} {number}-{n}", text(12), content=f"<p>{text(30)}</p>" * (n % 3 == 0)) for n in range(10)]
        issues.append(issue(str(number), *items, date=f"2026-01-{number + 1:02}", publication=RIVER.id, section=text(2)))
    return index_of(*issues)


@pytest.mark.parametrize(
    "query",
    [
        "lantern", "lantern boat", "title:secure boat", "lant*", "secure OR quay", '"memory safety"', "C++", "灯", "港 灯 -quay",
        "content:boats", "(boat OR summary:quay) harbour", '"boat quay" OR safety',
    ],
)  # fmt: skip
@pytest.mark.parametrize("typing", [False, True])
def test_a_score_is_the_sum_of_its_parts(harbour: Index, query: str, typing: bool) -> None:
    """For every hit, BM25 worked out in Python, times the pull, plus the step for words as typed, is the score given."""
    request = Request(query, typing=typing, limit=50)
    answer = search(harbour, request).advance()
    assert answer.hits
    for hit in answer.hits:
        *parts, (label, score) = explain(harbour, request, hit.row)
        assert label == "score"
        assert score == pytest.approx(hit.score, rel=1e-6), (query, hit.row)
        shares, newness, typed = sum(points for _, points in parts[:-2]), dict(parts)["newness"], dict(parts)["as typed"]
        assert score == pytest.approx(shares * newness + typed, rel=1e-9)


def test_bm25_is_the_tables_own(harbour: Index) -> None:
    """BM25 alone, for words and rows of every kind, is what SQLite's bm25 gives, to a millionth."""
    compared = 0
    for query in ("lantern", "boat quay", "lant*", "title:secure OR content:boat", '"secure boat" OR no_std'):
        for tier in tiers(harbour, parse(query).tree):
            rows = list(harbour.store.best(tier.expression, harbour.table.loaded, 1000))
            for score, row in rows:
                points, _ = bm25(harbour, tier.terms, row)
                assert points * pull(harbour, row) == pytest.approx(score, rel=1e-6)
                compared += 1
    assert compared > 200


def test_averages_are_those_of_the_texts(harbour: Index) -> None:
    """The table's own record of rows and tokens is what counting the texts gives, after posts were added, too."""
    rows, total = harbour.store.averages()
    assert rows == len(harbour.table.loaded) == 200
    assert total == sum(len(column) for row in harbour.table.loaded for column in columns(harbour, row))


def test_the_pull_goes_from_the_newest_to_the_oldest(harbour: Index) -> None:
    """The newest item counts the whole pull more, the oldest nearly nothing, evenly in between."""
    assert pull(harbour, 1) == 1 + PULL
    assert 1 < pull(harbour, 200) < 1 + PULL / 100
    assert pull(harbour, 1) - pull(harbour, 2) == pytest.approx(pull(harbour, 199) - pull(harbour, 200))


def test_what_has_no_score_has_no_explanation(harbour: Index) -> None:
    """Where no word was asked for, or the row holds none, there is nothing to explain."""
    assert explain(harbour, Request("year:2026"), 1) == []
    assert explain(harbour, Request("xyzzy"), 1) == []
    assert explain(harbour, Request("-lantern"), 1) == []


def test_scores_fall_from_hit_to_hit(harbour: Index) -> None:
    """No hit scores above the one before it, those without any word included."""
    for query in ("lantern OR kind:video OR year:2026", "boat", "s", "lant* OR -quay"):
        scores = [hit.score for hit in search(harbour, Request(query, sort="relevance", limit=200, typing=True)).advance().hits]
        assert len(scores) > 50
        assert scores == sorted(scores, reverse=True)


def test_scores_fall_over_many_blocks(monkeypatch: pytest.MonkeyPatch, harbour: Index) -> None:
    """Newer blocks come before older ones however many there are, and their scores say so."""
    monkeypatch.setattr("backissue.search.ranking.BLOCK", 5)
    answer = search(harbour, Request("boat OR lantern OR quay", limit=200)).advance()
    scores = [hit.score for hit in answer.hits]
    assert len(scores) > 100
    assert scores == sorted(scores, reverse=True)
    assert sorted(hit.row for hit in answer.hits) == sorted({hit.row for hit in answer.hits})
