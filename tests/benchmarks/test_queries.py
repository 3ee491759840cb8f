"""The questions are drawn by rules, not chosen."""

import re
from collections import Counter

from tests.benchmarks.queries import CHINESE, COUNTS, Query, Text, draw, read_stated, written

WORDS = (
    "harbour",
    "lantern",
    "mooring",
    "anchor",
    "rigging",
    "compass",
    "beacon",
    "rope",
    "sail",
    "keel",
    "deck",
    "hull",
    "pier",
)


def harbour():
    """Six hundred items of common words, of a word that three of them share, and of a word of their own."""
    texts = []
    for number in range(600):
        some = [WORDS[(number * step + step) % len(WORDS)] for step in (1, 3, 7)]
        third, own = ("".join(chr(97 + int(digit)) for digit in f"{count:04}") for count in (number // 3, number))
        texts.append(Text(f"{' '.join(some)} signal{third}", f"about {some[2]} weather{own} and {some[0]} 港口潮汐"))
    return [*texts, *(Text(f"潮汐与灯塔{number}港口天气", "") for number in range(5))]


def test_the_same_archive_gives_the_same_questions():
    """Whatever the order of the items, the same questions are drawn; another seed draws others."""
    texts = harbour()
    assert draw(texts) == draw(reversed(texts))
    assert draw(texts) != draw(texts, "another seed")


def test_each_kind_is_what_its_name_says():
    """Beginnings have so many letters, sequences so many words, and words stand in so many items as is told."""
    texts = harbour()
    items = Counter(word for text in texts for word in set(re.findall("[a-z]{2,}", f"{text.title} {text.summary}".lower())))
    for query in draw(texts):
        if query.kind[0].isdecimal():
            assert len(query.text) == int(query.kind[0])
            assert any(word.startswith(query.text) for word in items)
        elif query.kind in ("two words", "three words"):
            assert len(query.text.split()) == {"two words": 2, "three words": 3}[query.kind]
            assert any(query.text in text.title.lower() for text in texts)
        elif query.kind == "phrase":
            assert any(query.text.strip('"') in text.summary.lower() for text in texts)
        elif query.kind == "rare":
            assert 2 <= items[query.text] <= 9
        elif query.kind == CHINESE:
            assert any(query.text in text.title for text in texts)


def test_a_tiny_archive_gives_what_it_has():
    """From two items come questions all the same, and none twice."""
    drawn = draw([Text("Securing the quay", "A talk on knots."), Text("Ropes", "")])
    assert drawn and len({query.text for query in drawn}) == len(drawn)


def test_forty_questions_are_stated_and_the_chinese_ones_apart():
    """The file states forty questions of every kind, six Chinese ones besides, and none twice."""
    stated = read_stated()
    assert Counter(query.kind for query in stated) == COUNTS
    assert sum(count for kind, count in COUNTS.items() if kind != CHINESE) == 40
    assert len({query.text for query in stated}) == len(stated)


def test_what_is_written_is_read_again(tmp_path, monkeypatch):
    """Questions with quotes and other scripts survive the file."""
    questions = [Query("phrase", '"tide table"'), Query(CHINESE, "潮汐")]
    path = tmp_path / "queries.json"
    path.write_text(written(questions), "utf-8")
    monkeypatch.setattr("tests.benchmarks.queries.STATED", path)
    assert read_stated() == questions
