"""What is looked for is drawn by rules, mistyped by rules, and counted right."""

import random
import re

import pytest

from tests.benchmarks.known_items import draw_known_items, mistype, place_of, scores
from tests.benchmarks.queries import Text

SHORES = ("harbour", "lantern", "mooring", "anchor", "rigging", "compass", "beacon", "the", "and")


def shore():
    """Eighty items whose titles share words, and hold one word of their own each; two have the same title."""
    texts = {}
    for number in range(80):
        own = "".join(chr(97 + int(digit)) for digit in f"{number:02}") + "craft"
        words = [SHORES[(number * step) % len(SHORES)] for step in (1, 2, 4)]
        texts[f"shore/{number}"] = Text(f"{own.title()} {' '.join(words)}", "about the harbour and a lantern")
    texts["shore/80"] = texts["shore/81"] = Text("Lost anchor of the harbour", "")
    return texts


def test_the_same_archive_gives_the_same_items():
    """Whatever the order, the same items are drawn; another seed draws others."""
    texts = shore()
    turned = dict(reversed(texts.items()))
    assert draw_known_items(texts, 20) == draw_known_items(turned, 20)
    assert draw_known_items(texts, 20) != draw_known_items(texts, 20, "another seed")


def test_words_stand_in_the_title_in_their_order_and_are_its_rarer_ones():
    """Two or three words of a title of three or more, its own word nearly always among them, and never a title that two have."""
    texts = shore()
    drawn = draw_known_items(texts, 60)
    assert len(drawn) > 40
    for known in drawn:
        words = known.words.split()
        title = list(dict.fromkeys(re.findall("[a-z]{3,}", texts[known.item].title.lower())))
        assert len(words) in (2, 3) and words == [word for word in title if word in words]
        assert title[0] in words
        assert known.item not in ("shore/80", "shore/81")


def test_one_word_is_mistyped_and_the_last_one_cut():
    """A typo alters one word by one slip; a prefix is the question with its last word cut to three letters or more."""
    for known in draw_known_items(shore(), 60):
        words, typo = known.words.split(), known.typo.split()
        assert sum(one != other for one, other in zip(words, typo, strict=True)) == 1
        cut = known.prefix.split()
        assert cut[:-1] == words[:-1] and words[-1].startswith(cut[-1]) and 3 <= len(cut[-1]) < len(words[-1])


def test_a_slip_is_one_of_four_and_makes_no_known_word():
    """All four slips come, and what comes is never a word that there is."""
    chance = random.Random("slips")
    seen = {mistype("tide", {"tied": 1, "tide": 5}, chance) for _ in range(5_000)}
    assert {"ide", "tde", "itde", "tdie", "side", "tidxe"} <= seen
    assert not seen & {"tied", "tide", ""}
    assert {len(word) for word in seen} == {3, 4, 5}


def test_no_slip_is_left():
    """Where every slip makes a known word, there is none."""

    class Everything(dict):
        def __contains__(self, word):
            return True

    assert mistype("tide", Everything(), random.Random("none")) == ""


def test_places_and_scores():
    """An item below the tenth place is not found; the mean reciprocal rank counts it as nothing."""
    ids = [str(number) for number in range(12)]
    assert (place_of("0", ids), place_of("9", ids), place_of("10", ids), place_of("x", ids)) == (1, 10, None, None)
    found = scores([1, 5, 6, None])
    assert (found["first"], found["first 5"], found["first 10"]) == (25, 50, 75)
    assert found["mean reciprocal rank"] == pytest.approx((1 + 1 / 5 + 1 / 6) / 4)
