"""The order of hits: each test gives the places and the reason for them."""

from backissue.index import Index
from backissue.model import Item
from tests.unit.search.small import RIVER, ask, found, index_of, issue, item

FILLER = tuple(item(f"filler {n}", f"other words about thing {n}") for n in range(40))


def among_others(*items: Item, date: str = "2020-01-01") -> Index:
    """An index of `items`, newest first, and of forty older ones that share no word with them, so that words are rare."""
    return index_of(issue("2", *items, date="2026-01-01"), issue("1", *FILLER, date=date))


def test_title_above_summary_above_section_above_content() -> None:
    """A word in the title says what an item is about; in the summary, that it is about it too; in a post it may be anything."""
    index = index_of(
        issue("", item("d", content="<p>lantern and more words</p>"), date="2026-04", publication=RIVER.id, section=""),
        issue("4", item("c", "and more words"), date="2026-03", section="lantern"),
        issue("3", item("b", "lantern and more words"), date="2026-02"),
        issue("2", item("lantern", "and more words"), date="2026-01"),
        issue("1", *FILLER, date="2020"),
    )
    assert found(index, "lantern") == ["lantern", "b", "c", "d"]


def test_typed_before_inflected() -> None:
    """Who types a form of a word means this form first, even where another one is rarer or stands in a title."""
    index = among_others(item("lanterns"), item("lanterned lanterned"), item("b", "one lantern"))
    assert found(index, "lantern")[0] == "b"
    assert found(index, "lanterns")[0] == "lanterns"
    assert set(found(index, "lantern")) == {"b", "lanterns", "lanterned lanterned"}


def test_a_rare_form_does_not_overtake_the_word_while_the_next_is_typed() -> None:
    """With a second word half typed, rows that hold the first as typed stay above rows with a rare form of it."""
    common = [item(f"machine learning {n}") for n in range(20)]
    index = among_others(item("machines that learn", "machines learn"), *common)
    assert found(index, "machine lear", typing=True)[0] == "machine learning 0"
    assert "machines that learn" in found(index, "machine lear", typing=True, limit=50)[20:]


def test_newer_before_older_on_equal_text() -> None:
    """Of two items that say the same, the newer one is wanted."""
    index = index_of(
        issue("1", item("lantern", url="https://example.org/1"), date="2020"),
        issue("3", item("lantern", url="https://example.org/3"), date="2026"),
        issue("2", item("lantern", url="https://example.org/2"), date="2023"),
    )
    assert [hit.date for hit in ask(index, "lantern").hits] == ["2026", "2023", "2020"]


def test_a_better_match_before_a_newer_one() -> None:
    """Newness is a pull, not a wall: a title that says it beats a mention in the newest summary, be it the oldest of all."""
    index = index_of(
        issue("2", item("a", "a lantern among many other words"), date="2026"), issue("1", *FILLER, item("Lantern"), date="2012")
    )
    assert found(index, "lantern") == ["Lantern", "a"]


def test_the_whole_word_before_longer_words_while_typing() -> None:
    """The word as far as it is typed may be finished: it comes before words that go on, and stays when it is finished."""
    index = among_others(item("rusty rustic rusting"), item("rustic"), item("b", "rust"), item("rust"))
    assert found(index, "rust", typing=True) == ["rust", "b", "rusty rustic rusting", "rustic"]
    assert found(index, "rus", typing=True)[0] in ("rust", "rustic", "rusty rustic rusting")
    assert found(index, "rust ", typing=True)[:2] == ["rust", "b"]


def test_one_letter_says_too_little_to_rank_by() -> None:
    """A letter or two that are being typed put whole words first and all else in order of date."""
    index = among_others(item("b", "other words and ra"), item("alpha r", "r"), item("rrr ra ra", "ra"), item("zebra r"))
    assert found(index, "r", typing=True) == ["alpha r", "zebra r", "b", "rrr ra ra"]
    assert found(index, "ra", typing=True) == ["rrr ra ra", "b"]


def test_rare_words_count_more_than_common_ones() -> None:
    """Of two words joined by OR, the rarer one tells more about what is looked for."""
    index = among_others(item("filler boat"), item("common lantern"), *(item(f"boat {n}") for n in range(12)))
    assert found(index, "boat OR lantern")[0] == "common lantern"


def test_both_words_before_one() -> None:
    """An item with both alternatives comes before items with one of them."""
    index = among_others(item("lantern"), item("boat"), item("boat lantern"))
    assert found(index, "boat OR lantern")[0] == "boat lantern"


def test_a_short_title_before_a_long_one() -> None:
    """A title of the word alone is more about it than a long one that mentions it."""
    index = among_others(item("a long title about harbours and quays and a lantern in the fog of the sea"), item("lantern fog"))
    assert found(index, "lantern")[0] == "lantern fog"


def test_twice_before_once() -> None:
    """Of texts of one length, the one that says the word twice is more about it."""
    index = among_others(item("b", "lantern quay quay"), item("c", "lantern lantern quay"))
    assert found(index, "lantern") == ["c", "b"]


def test_a_field_ranks_by_itself() -> None:
    """With `summary:` only the summary counts, so a title with the word gives no advantage."""
    index = among_others(item("lantern lantern", "fog lantern and other words"), item("b", "lantern lantern fog and words"))
    assert found(index, "summary:lantern")[0] == "b"


def test_phrases_rank_by_the_phrase() -> None:
    """The words of a phrase count where they stand side by side, not wherever they stand."""
    index = among_others(
        item("b", "memory safety memory safety"), item("c", "memory safety and memory memory memory and safety safety safety")
    )
    assert found(index, '"memory safety"') == ["b", "c"]


def test_what_no_word_found_comes_last_newest_first() -> None:
    """In `lantern OR kind:video` the items with the word come first, then the videos by date."""
    index = index_of(
        issue("3", item("new video", kind="video"), date="2026"),
        issue("2", item("old video", kind="video"), date="2024"),
        issue("1", item("lantern"), date="2020"),
    )
    assert found(index, "lantern OR kind:video") == ["lantern", "new video", "old video"]


def test_signs_rank_as_their_words() -> None:
    """`C++` in the title comes before `C++` in a summary, and items without the signs are not there."""
    index = among_others(item("b", "in C++"), item("C for boats", "C"), item("Boats in C++"))
    assert found(index, "C++") == ["Boats in C++", "b"]


def test_filters_do_not_change_the_order() -> None:
    """The same hits stay in the same order when a filter or a negation takes some away."""
    items = [item(f"lantern {'boat ' * (n % 4)}{n}", kind=("video", "event")[n % 2]) for n in range(20)]
    index = among_others(*items)
    whole = found(index, "lantern", limit=50)
    videos = found(index, "lantern kind:video", limit=50)
    assert videos == [title for title in whole if int(title.split()[-1]) % 2 == 0]
    assert found(index, "lantern -boat", limit=50) == [title for title in whole if "boat" not in title]


def test_chinese_titles_rank_by_their_run_of_characters() -> None:
    """A title that holds the whole run comes before a summary that does; characters apart from each other do not count."""
    index = among_others(item("机器", "习学"), item("b", "关于机器学习"), item("机器学习入门"))
    assert found(index, "机器学习") == ["机器学习入门", "b"]


def test_the_order_is_the_same_whatever_was_asked_before() -> None:
    """What was kept from another search changes neither order nor scores."""
    index = among_others(item("rust boats"), item("rusty boats"), item("boats of rust"))
    before = [(hit.item.title, hit.score) for hit in ask(index, "rust", typing=True).hits]
    for query in ("boats", "rus", "rusty -boat", "of"):
        ask(index, query, typing=True)
    assert [(hit.item.title, hit.score) for hit in ask(index, "rust", typing=True).hits] == before
