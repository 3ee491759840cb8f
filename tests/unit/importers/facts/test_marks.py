"""The small marks around a title: what it is, in which language, by whom, passed on by whom."""

import pytest

from backissue.importers.facts.marks import Byline, read_byline, read_marks, read_names, video_site


@pytest.mark.parametrize(
    ("text", "rest", "kind", "tags", "language"),
    [
        ("[video] A boat", "A boat", "video", (), ""),
        ("[FR] [audio] A boat", "A boat", "podcast", (), "fr"),
        ("A boat (pdf)", "A boat", "", ("pdf",), ""),
        ("A boat [German, slides]", "A boat", "", ("slides",), "de"),
        ("【视频】一艘船（英文）", "一艘船", "video", (), "en"),
        ("[zh-cn] A boat", "A boat", "", (), "zh"),
    ],
)
def test_known_marks(text, rest, kind, tags, language):
    """Marks in any brackets, before and after a title, tell its kind, its form and its language."""
    found, marks = read_marks(text)
    assert (found.strip(), marks.kind, marks.tags, marks.language) == (rest, kind, tags, language)


@pytest.mark.parametrize(
    "text", ["[Edition next] A boat", "Two boats (and a quay)", "A boat (No)", "A helmsman (DE)", "(It) floats", "[x](y"]
)
def test_brackets_that_belong_to_a_title(text):
    """What is no known mark stays in the title."""
    assert read_marks(text)[0] == text


def test_unknown_marks_beside_a_title():
    """A bracket that stands before the link is a mark, whatever it says."""
    assert read_marks("[disposition: merge] [New] ", outside=True)[1].tags == ("disposition: merge", "new")


def test_an_advertisement():
    """What is marked as paid for is sponsored."""
    for text in ("A boat (ad)", "[Sponsored] A boat", "A boat（广告）"):
        assert read_marks(text)[1].sponsored


@pytest.mark.parametrize(
    ("text", "rest", "authors", "shared_by"),
    [
        ("by A. Lee", "", ("A. Lee",), ""),
        ("by Ada Lee, B. Ray, and C. Orr", "", ("Ada Lee", "B. Ray", "C. Orr"), ""),
        ("– by @quay: it floats", "it floats", ("quay",), ""),
        ("by The Tide Society", "", ("The Tide Society",), ""),
        ("It floats. By Ada Lee.", "It floats.", ("Ada Lee",), ""),
        ("It floats (via B. Ray)", "It floats", (), "B. Ray"),
        ("It floats, h/t @crane!", "It floats", (), "crane"),
        ("• Shared by Ada Lee", "", (), "Ada Lee"),
        ("Thanks to Ada Lee for the suggestion!", "", (), "Ada Lee"),
    ],
)
def test_names(text, rest, authors, shared_by):
    """Who wrote something and who passed it on is read from what stands behind the title."""
    assert read_byline(text) == (rest, Byline(authors, shared_by))


@pytest.mark.parametrize(
    "text",
    ["by far the best", "by using only two boats", "made by hand", "it goes via the old quay that nobody has seen", "standby"],
)
def test_no_names(text):
    """The same words in a sentence name nobody."""
    assert read_byline(text) == (text, Byline())


def test_a_list_that_is_no_list_of_names():
    """One part that cannot be a name makes the whole none."""
    assert read_names("Ada Lee, which floats on the sea") == ()


def test_sites_of_videos():
    """A film is a film without a mark, too."""
    assert video_site("https://www.youtube.com/watch?v=boat") and not video_site("https://tube.example.org/boat")
