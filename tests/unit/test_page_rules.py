"""The rules of the design for the page's scripts and styles: who touches PyScript, and that nothing is asked of another host."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(not (ROOT / "app" / "worker.py").exists(), reason="only the package is here, not the page")


def test_pyscript_is_touched_at_the_edge_only() -> None:
    """PyScript's name stands in index.html, pyscript.toml, the worker and app/boot; a page's script imports boot's doors only."""
    doors = "../boot/pyscript.mjs", "../boot/site.mjs"
    library = "../../runtime/idiomorph/idiomorph.esm.js"
    for path in sorted((ROOT / "app" / "page").glob("*.js")):
        text = path.read_text(encoding="utf-8")
        imported = re.findall(r'(?:from|import)\s*\(?\s*"([^"]+)"', text)
        assert [name for name in imported if not name.startswith("./") and name not in (*doors, library)] == [], path.name
        assert not re.search("pyscript|pyodide|PyWorker|xworker", text.replace(doors[0], ""), re.IGNORECASE), path.name


def test_the_page_refers_to_itself_only() -> None:
    """Scripts, styles and imports of the page, of app/page and of app/boot lie in the site; no host is named."""
    page = (ROOT / "index.html").read_text(encoding="utf-8")
    for place in re.findall(r'<(?:script|link|img|iframe)\b[^>]*?\b(?:src|href)="([^"]+)"', page):
        assert re.match(r"(?:\./)?(?:app|runtime|data)/|pyscript\.toml$|data:image/", place), place
    for path in sorted([*(ROOT / "app" / "boot").glob("*.mjs"), *(ROOT / "app" / "page").glob("*.js")]):
        text = path.read_text(encoding="utf-8")
        for place in re.findall(r'(?:from|import)\s*\(?\s*"([^"]+)"', text):
            assert place.startswith(("./", "../")), (path.name, place)
        code = re.sub(r"(?m)^\s*(?://|\*|/\*).*$", "", text)
        assert not re.search(r"https?://(?!127\.0\.0\.1|www\.w3\.org)[\w-]+\.\w", code), path.name
    styles = (ROOT / "app" / "page" / "page.css").read_text(encoding="utf-8")
    assert not re.search(r"@import|url\(\s*[\"']?(?:https?:)?//", styles)
