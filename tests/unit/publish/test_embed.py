"""What other pages embed of a site: light, harmless, and of the archive's newest."""

import base64
import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from backissue.archive.manifest import read_manifest
from backissue.archive.merge import add
from backissue.model import Archive, Issue, Item, Publication, Section
from backissue.publish.embed import LIGHT_BYTES, PAGE, SCRIPT, embed_files
from tests.unit.reader.client import files_of, sample_archive
from tests.unit.reader.test_hostile import hostile_files

ROOT = Path(__file__).parents[3]


def embedded(files: dict[str, bytes], theme: str = "") -> dict[str, str]:
    """The two files of an archive's files, as text."""
    manifest = read_manifest(files["archive.json"])
    made = embed_files(manifest, lambda part: files[part.path], lambda name: (ROOT / name).read_bytes(), theme)
    return {name: data.decode() for name, data in made}


def many(publications: int, items: int) -> dict[str, bytes]:
    """The files of an archive with so many publications, each with one issue of so many items."""

    def issue(number: int) -> Issue:
        titles = [f"Title {number} {place} " + "long " * 9 for place in range(items)]
        links = tuple(Item("", title, url=f"https://example.org/{number}/{place}") for place, title in enumerate(titles))
        return Issue("", f"weekly-{number}", "1", date=f"20{number % 90 + 10}-01-01", sections=(Section("", links),))

    known = [Publication(f"weekly-{number}", f"Weekly {number}") for number in range(publications)]
    return files_of(add(Archive("Many"), known, map(issue, range(publications))))


class Elements(HTMLParser):
    """Every element of a page with its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def all(self, tag: str, attribute: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag and attribute in attributes]


def test_the_newest_stand_first_and_each_publication_has_its_own() -> None:
    """The newest titles of all are shown, those of each publication are there too, with the links that its readers want."""
    page = Elements(embedded(files_of(sample_archive()))[PAGE])
    titles = page.all("li", "data-item")
    assert [title["data-publication"] for title in titles][:5] == ["planet-port", "quay", "quay", "quay", "quay"]
    assert len(titles) == 10 and not page.all("li", "hidden")
    assert {about["data-about"] for about in page.all("p", "data-about")} == {"quay", "planet-port"}
    hrefs = [link["href"] for link in page.all("a", "href")]
    assert "https://quay.example/join" in hrefs and "https://port.example/feed" in hrefs
    assert all(href and href.startswith(("https://", "index.html")) for href in hrefs)
    assert any(href and href.startswith("index.html#issue=quay/2&item=quay/2/") for href in hrefs)


@pytest.mark.parametrize(("publications", "items"), [(1, 500), (40, 12), (400, 3)])
def test_however_large_the_archive_it_stays_light(publications: int, items: int) -> None:
    """Script and page stay below their limit together, are the same each time, and ten of the newest are shown at once."""
    files = many(publications, items)
    made = embedded(files)
    assert sum(len(text.encode()) for text in made.values()) < LIGHT_BYTES and made == embedded(files)
    titles = Elements(made[PAGE]).all("li", "data-item")
    assert sum("hidden" not in title for title in titles) == 10
    assert (len({title["data-publication"] for title in titles}) == publications) == ('data-publications="all"' in made[PAGE])


def test_a_hostile_archive_is_harmless() -> None:
    """Text is text, links are safe, and only the page's own script and styles may run, by their hashes."""
    page = embedded(hostile_files())[PAGE]
    elements = Elements(page)
    assert page.count("<script") == page.count("</script>") == 1 and "javascript:" not in page.lower()
    assert not [tag for tag, _ in elements.found if tag in ("img", "iframe", "svg", "object", "link")]
    policy = next(meta["content"] or "" for meta in elements.all("meta", "http-equiv"))
    for tag in ("script", "style"):
        text = re.search(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        assert text and base64.b64encode(hashlib.sha256(text[1].encode()).digest()).decode() in policy
    assert policy.startswith("default-src 'none'") and "unsafe" not in policy


def test_the_titles_wear_the_theme_of_their_site() -> None:
    """After their own styles, and what it holds as data may be shown; without one nothing but the own styles is allowed."""
    plain, worn = (embedded(files_of(sample_archive()), theme)[PAGE] for theme in ("", "theme.0a1b2c.css"))
    assert worn.index("</style>") < worn.index('<link rel="stylesheet" href="theme.0a1b2c.css">') < worn.index("</head>")
    policies = [Elements(page).all("meta", "http-equiv")[0]["content"] or "" for page in (plain, worn)]
    assert [re.search(r"style-src '[^']*'([^;]*);", policy)[1] for policy in policies] == ["", " 'self'"]
    assert "img-src" not in policies[0] and "font-src data:; img-src data:;" in policies[1] and "<link" not in plain


def test_the_script_is_one_for_old_and_new_tags() -> None:
    """It neither imports nor exports, so that `<script src>` and `<script type=module>` both do, and asks for nothing."""
    script = embedded(files_of(sample_archive()))[SCRIPT]
    assert re.match(r'("use strict";)?\(\(\)=>\{', script) and script.endswith("})();\n")
    assert not re.search(r"\b(import|export)\b|\bfetch\(|XMLHttpRequest|eval\(", script)
    assert 'customElements.define("back-issues"' in script
