"""The generator: the same for the same seed, whole issues, and words that grow as in real text."""

import random

import pytest

from backissue.archive import folder
from backissue.archive.merge import add
from backissue.model import Archive, Issue, Item, Publication, Section
from backissue.text.tokens import tokens
from tests.benchmarks.scale.growth import fit, vocabulary
from tests.benchmarks.scale.material import SHIPPED
from tests.benchmarks.scale.multiply import law_of, multiply


def written() -> Archive:
    """Forty issues of words that follow Zipf's law: the n-th most frequent one comes once in n."""
    chance = random.Random("zipf")
    known = ["".join(chance.choices("abcdefghilmnoprstu", k=chance.randrange(4, 9))) for _ in range(4_000)]
    weights = [1 / (n + 1) for n in range(len(known))]
    issues = []
    for number in range(40):
        items = tuple(Item("", f"Title {number} {n}", summary=" ".join(chance.choices(known, weights, k=20))) for n in range(12))
        issues.append(Issue("", "weekly", str(number), date=f"2024-{number % 12 + 1:02}-01", sections=(Section("News", items),)))
    return add(Archive(), (Publication("weekly", "Weekly"),), issues)


def words_of(archive: Archive) -> list[list[str]]:
    return [tokens(f"{item.title} {item.summary}") for _, _, item in archive.items()]


def test_the_same_seed_gives_the_same_archive() -> None:
    """Built twice it is the same, and another seed makes another."""
    base = folder.read(SHIPPED)
    assert multiply(base, 500) == multiply(base, 500)
    assert multiply(base, 500) != multiply(base, 500, "another seed")


@pytest.mark.parametrize("items", [20, 480, 3_000])
def test_there_are_about_as_many_items_as_were_asked_for(items: int) -> None:
    """Whole issues are taken until there are enough, each with its own ids and a publication that is told."""
    made = multiply(written(), items)
    found = [item.id for _, _, item in made.items()]
    assert items <= len(found) < items + 12
    assert len(set(found)) == len(found)
    assert {issue.publication for issue in made.issues} == {publication.id for publication in made.publications}


def test_the_vocabulary_grows_by_the_law_of_the_text_itself() -> None:
    """Ten times the text has as many different words as Heaps' law, fitted on the text, says."""
    base = written()
    law = law_of(list(base.issues))
    assert 0.4 < law.slope < 0.9
    made = words_of(multiply(base, 4_800))
    count, different = vocabulary(made)[-1][0], len({word for text in made for word in text})
    assert different == pytest.approx(law.at(count), rel=0.15)


def test_beginnings_stay_as_frequent_as_they_are() -> None:
    """New spellings keep the first three letters of a word."""
    base = written()
    first, grown = (
        {word[:3] for text in words_of(archive) for word in text if word.isalpha()} for archive in (base, multiply(base, 3_000))
    )
    assert grown == first


def test_growth_is_fitted_through_all_points() -> None:
    """A power law is found again, and points of one size are refused."""
    assert fit([(x, 5 * x**0.7) for x in (10, 100, 5_000)]).slope == pytest.approx(0.7)
    with pytest.raises(ValueError, match="2 points of one size show no growth"):
        fit([(10, 1), (10, 2)])
