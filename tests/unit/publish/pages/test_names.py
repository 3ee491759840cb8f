"""Where pages lie: names that any disk and host takes, one for each id, which do not change when more comes."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backissue.model import Archive, Issue, Publication
from backissue.publish.pages.names import PageNames, file_name, link_to, root_of


@pytest.mark.parametrize("text", ["739", "2026-06-16", "1.5", "科技爱好者周刊", "हिन्दी-समाचार", "this-week-in-rust", "a_b"])
def test_harmless_ids_are_names(text: str) -> None:
    """What is a number, a date or a slug of any script is the name of its page."""
    assert file_name(text) == text


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("Fog / 7", "fog-7-"),
        ("2026-06-16T19:30:00Z", "2026-06-16t19-30-00z-"),
        ("../../etc/passwd", "etc-passwd-"),
        ("index", "index-"),
        ("years", "years-"),
        ("CON", "con-"),
        ("nul.tar", "nul.tar-"),
        (".hidden", "hidden-"),
        ("end.", "end-"),
        ("S01E02", "s01e02-"),
        ("\u202egnp", "gnp-"),
        ("a\u0301", "á-"),
    ],
)
def test_other_ids_keep_what_can_be_read(text: str, begins: str) -> None:
    """What a disk, a host or a link could take amiss is followed by a part of the id's hash."""
    assert file_name(text).startswith(begins)
    assert len(file_name(text)) == len(begins) + 10


def test_ids_without_a_letter_are_a_hash() -> None:
    """Where nothing can be kept the hash alone is the name, also of half a character."""
    assert len(file_name("...")) == len(file_name("")) == len(file_name("\ud800")) == 10


@given(st.lists(st.text(max_size=6), unique=True, max_size=6))
def test_no_two_ids_share_a_name(texts: list[str]) -> None:
    """Different ids have different names, also on disks that fold case and ways to write an accent."""
    assert len({file_name(text).casefold() for text in texts}) == len(texts)


def test_long_ids_are_cut_between_characters() -> None:
    """A name has room for a suffix on any disk, and no half characters."""
    name = file_name("北" * 200)
    assert len(name.encode()) <= 140
    assert set(name.rpartition("-")[0]) == {"北"}


def test_an_id_made_after_the_name_of_another_gets_its_own_page() -> None:
    """Who gives an issue the very name that another has been given takes nothing from it, whatever the order."""
    issues = [Issue(f"quay/{name}", "quay", name) for name in ("Fog", file_name("Fog"), f"{file_name('Fog')}-2")]
    archive = Archive("", (Publication("quay", "Quay"),), tuple(issues))
    names = PageNames(archive)
    turned = PageNames(dataclasses.replace(archive, issues=tuple(issues[::-1])))
    assert len({names.issue(issue.id) for issue in issues}) == 3
    assert [names.issue(issue.id) for issue in issues] == [turned.issue(issue.id) for issue in issues]


def test_paths_follow_the_contract() -> None:
    """Others rely on where publications, issues, years and feeds lie."""
    archive = Archive("", (Publication("quay", "Quay"),), (Issue("quay/7", "quay", "7"), Issue("quay/2026-02-01", "quay")))
    names = PageNames(archive)
    assert names.publication("quay") == "issues/quay/index.html"
    assert names.issue("quay/7") == "issues/quay/7.html"
    assert names.issue("quay/2026-02-01") == "issues/quay/2026-02-01.html"
    assert (names.year("quay", "2026"), names.year("quay", "")) == (
        "issues/quay/years/2026.html",
        "issues/quay/years/undated.html",
    )
    assert names.feed("quay", "rss.xml") == "issues/quay/rss.xml"
    assert names.issue("quay/8") == names.publication("pier") == ""


def test_links_are_quoted_and_lead_back() -> None:
    """A path in a link has nothing that a browser would read otherwise; the way back has a step for each folder."""
    assert link_to("issues/a b/#7?.html") == "issues/a%20b/%237%3F.html"
    assert (root_of("404.html"), root_of("issues/quay/7.html")) == ("", "../../")
