"""The page as it stands before Python is up."""

import pytest

from backissue.errors import NotAnArchive, UnusableTarget
from backissue.reader import fill_page, opened, prerender
from tests.unit.reader.client import Client, client, files_of, sample_archive

PAGE = (
    '<title>x</title><small id="totals"></small><ul id="chips" aria-label="c"></ul><div id="bar"></div><div id="notes"></div>'
    '<ol id="results" data-query=""></ol><aside id="facets"></aside><div id="more"></div>'
    '<div id="about"></div>'
)


def test_the_worker_starts_with_what_was_rendered_beforehand():
    """The reader's own start gives the HTML that publishing has put into the page, target by target."""
    files = files_of(sample_archive())
    targets, title = prerender(opened(files.__getitem__))
    made = client(files=files)
    assert targets == {name: made.targets[name] for name in targets} and title == made.shown["title"]
    assert set(targets) == {"#totals", "#chips", "#bar", "#notes", "#results", "#facets", "#more", "#about"}


def test_a_rendered_page_is_not_changed_while_the_archive_comes_in():
    """Where the list was rendered beforehand nothing moves until the archive is whole."""
    made = Client(files_of(sample_archive()))
    answers = []
    step = made.step
    made.step = lambda event: answers.append(step(event)) or answers[-1]
    made.send("start", fragment="", prerendered=True)
    before = [answer for answer in answers if not any(effect.get("value") == "whole" for effect in answer["effects"])]
    assert len(before) > 2 and not [patch for answer in before for patch in answer["patches"] if patch["target"] != "#totals"]


def test_the_page_is_filled():
    """Each empty target is replaced by its element, and the title is set."""
    targets, title = prerender(opened(files_of(sample_archive()).__getitem__))
    page = fill_page(PAGE, targets, title)
    assert targets["#results"] in page and "<title>Port Archive</title>" in page


@pytest.mark.parametrize(
    "page", [PAGE.replace('<div id="more"></div>', ""), PAGE.replace('<div id="more"></div>', '<div id="more">x</div>'), PAGE * 2]
)
def test_a_page_of_another_shape_is_refused(page):
    """A target that is missing, filled or doubled is named."""
    targets, title = prerender(opened(files_of(sample_archive()).__getitem__))
    with pytest.raises(UnusableTarget, match=r"index\.html: has #\w+ \d times; expected it once, and empty"):
        fill_page(page, targets, title)


def test_a_broken_archive_is_not_rendered():
    """Publishing a damaged archive ends with the reader's own words."""
    files = files_of(sample_archive()) | {"archive.json": b"{}"}
    with pytest.raises(NotAnArchive, match="is not the manifest of an archive"):
        prerender(opened(files.__getitem__))
