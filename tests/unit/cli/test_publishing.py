"""`backissue publish`: its options, what it says, and a site all of whose links lead somewhere."""

import re
from pathlib import Path

import pytest

from backissue.archive import folder
from backissue.cli import main
from tests.unit.publish.checkouts import make_checkout
from tests.unit.publish.pages.made import read, resolved
from tests.unit.reader.client import sample_archive

# What stands in the pages of others: nothing leads there, and its looks are theirs.
FRAMED = "embed.html"
Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A checkout whose runtime is small, and the small archive."""
    make_checkout(tmp_path / "checkout", monkeypatch)
    folder.write(tmp_path / "archive", sample_archive())


def published(tmp_path: Path, *options: str) -> dict[str, bytes]:
    """Publishes the small archive, and gives the files of the site."""
    out = tmp_path / "site"
    assert main(["publish", str(tmp_path / "archive"), "--out", str(out), *options]) == 0
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}


def test_all_links_of_a_site_lead_somewhere(tmp_path: Path) -> None:
    """Whoever walks from the start through a published site never meets a page, a style or a feed that is not there."""
    files = published(tmp_path, "--base-url", "https://site.example/port")
    seen, pending = set(), ["index.html", "404.html"]
    while pending:
        name = pending.pop()
        assert name in files
        if name in seen or not name.endswith(".html"):
            continue
        seen.add(name)
        links = [href for href in links_of(name, files[name]) if not href.startswith("data:")]
        pending += [target for href in links if (target := resolved(name, href, "https://site.example/port/"))]
    assert {name for name in files if name.endswith(".html")} - {FRAMED} == seen


def links_of(name: str, data: bytes) -> list[str]:
    """Where the links of a page lead; the reader's own have addresses of the reader as well."""
    if name == "index.html":
        return re.findall(r'<a\b[^>]*\bhref="([^"#][^"]*)"', data.decode())
    return [href for _, href in read(data).links]


def test_those_without_scripts_are_led_to_the_pages(tmp_path: Path) -> None:
    """The reader's page tells, where scripts do not run, that all issues can be read."""
    page = published(tmp_path)["index.html"].decode()
    assert '<a href="issues/index.html">all issues</a>.</p></noscript>' in page


def test_a_theme_is_worn_by_every_page(tmp_path: Path) -> None:
    """The sheet is published, and comes after the page's own on the reader's page and on all others."""
    (tmp_path / "dark.css").write_text(":root { --accent: #7a1f5c }", encoding="utf-8")
    files = published(tmp_path, "--theme", str(tmp_path / "dark.css"))
    sheets = [name for name, data in files.items() if name.endswith(".css") and data == b":root { --accent: #7a1f5c }"]
    assert len(sheets) == 1
    for name, data in files.items():
        if name.endswith(".html") and name != FRAMED:
            page = data.decode()
            assert page.index("app/page/page.") < page.index(sheets[0]), name


def test_only_a_part_is_published(tmp_path: Path) -> None:
    """`--publication` and `--links-only` hold for the reader's archive and page as for all other pages."""
    files = published(tmp_path, "--publication", "quay", "--links-only")
    everything = b"".join(data for name, data in files.items() if name.endswith((".html", ".json", ".xml"))).decode()
    for text in ("Planet Port", "Boats in depth", "Tides for 2026", "lantern for tiny boats"):
        assert text not in everything, text
    assert "Lanterns in C++" in files["index.html"].decode()


def test_the_summary_tells_what_was_written(tmp_path: Path, capsys: Captured) -> None:
    """Files, bytes and what was written are told by what they are for, and what is missing without an address."""
    published(tmp_path)
    first = capsys.readouterr().err.splitlines()
    assert [line.split()[0] for line in first[1:-1]] == ["reader", "runtime", "archive", "pages", "feeds"]
    assert all(line.split()[1] == line.split()[-2] for line in first[1:-1])
    assert first[-1].startswith("without --base-url there are no sitemap.xml, robots.txt")
    published(tmp_path, "--base-url", "https://site.example")
    second = capsys.readouterr().err
    assert "without" not in second
    assert {line.split()[0]: line.split()[-2] for line in second.splitlines()[1:]} | {"pages": ""} == {
        "reader": "2",
        "runtime": "0",
        "archive": "0",
        "pages": "",
        "feeds": "0",
    }


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--base-url", "example.org"], "'example.org' is no address of http or https"),
        (["--publication", "quays"], "there is no publication 'quays'; expected the id of one, such as quay"),
        (["--theme", "absent.css"], "absent.css: cannot be read"),
        (["--theme", "page.html"], "page.html:2: is no CSS from this '<' on"),
    ],
)
def test_what_cannot_be_is_told_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured, options: list[str], words: str
) -> None:
    """A wrong address, name or theme exits with 1, says what was expected, and writes nothing."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "page.html").write_text("\n<p>", encoding="utf-8")
    assert main(["publish", "archive", "--out", "site", *options]) == 1
    assert words in capsys.readouterr().err
    assert not (tmp_path / "site").exists()
