"""The page of a single file: index.html with its style and script inside, without PyScript, and closed to all of the network."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

from backissue.archive.manifest import Manifest
from backissue.errors import UnreadableSource
from backissue.publish.entry import guarded
from backissue.publish.licences import programs
from backissue.publish.pages.rendering import render_page
from backissue.reader import fill_page

# How a single file is known again, within its first bytes.
SIGN = '<meta name="generator" content="Backissue single file">'
SIGN_WITHIN = 4_000
_CHARSET = '<meta charset="utf-8">'
# The page's scripts are those with these hashes; its worker comes from a blob, and compiles WebAssembly; nothing is fetched.
_POLICY = (
    "default-src 'none'; script-src 'wasm-unsafe-eval'{hashes}; worker-src blob:; connect-src blob:; "
    "style-src 'unsafe-inline'; img-src data:; font-src data:; form-action 'none'; base-uri 'none'"
)
# What is PyScript's, or fetches, or leads to what is not inside.
_LEFT_OUT = tuple(
    re.compile(form, re.DOTALL)
    for form in (
        r'<link rel="(?:apple-touch-icon|manifest|modulepreload)"[^>]*>\n',
        r'<script type="module"[^>]*></script>\n',
        r"<mpy-config\b.*?</mpy-config>\n",
        r"<py-config\b.*?</py-config>\n",
        r'<script type="py"[^>]*></script>\n',
        r'<a href="#view=import"[^>]*>[^<]*</a>\n',
        r'(?<=<form role="search") action="index.html"',
    )
)
_COMMENT = re.compile(r"<!--.*?-->\n?", re.DOTALL)
_SHEET = re.compile(r'<link rel="stylesheet" href="[^"]*">')
_FILE = re.compile(r'(?:href|src)="(?!#|data:)[^"]*"')
_ENDS = re.compile(r"</(?:script|style)|<!--", re.IGNORECASE)


def single_page(
    page: str, targets: Mapping[str, str], title: str, manifest: Manifest, sheets: Mapping[str, str], script: str
) -> tuple[str, str]:
    """Returns what of the file comes before its parts, and what comes behind them.

    Args:
        page: the checkout's index.html.
        targets: what stands in the page before Python is up, by target.
        title: the page's title.
        manifest: the archive's.
        sheets: the page's style sheets, in their order, by what they were read from.
        script: the page's script.

    Raises:
        UnreadableSource: if the page or a script is not as it is expected.
        UnusableTarget: if a target is not there exactly once and empty.
    """
    for name, text in (*sheets.items(), ("runtime/scripts/single_page.js", script)):
        if found := _ENDS.search(text):
            raise _unexpected(name, f"holds {found[0]!r}", "text that can stand in a page")
    page = _COMMENT.sub("", page)
    for form in _LEFT_OUT:
        page, count = form.subn("", page)
        if not count:
            raise _unexpected("index.html", f"has nothing like {form.pattern}", "the reader's own page")
    page, count = _SHEET.subn(lambda _: "\n".join(f"<style>\n{sheet}</style>" for sheet in sheets.values()), page)
    if count != 1:
        raise _unexpected("index.html", f"has {count} style sheets", "one")
    if found := _FILE.search(page):
        raise _unexpected("index.html", f"names a file: {found[0]}", "a page that needs none")
    about = render_page(
        "single_about",
        title=manifest.title,
        items=manifest.items,
        issues=manifest.issues,
        generated=manifest.generated,
        publications=sorted(manifest.publications, key=lambda each: each.title.casefold()),
        parts=programs(),
    )
    page = fill_page(page.replace("</footer>", f"{about}\n</footer>"), targets, title)
    # a module waits for the end of the page, and so for the parts
    page = page.replace("</body>", f'<script type="module">{script}</script>\n</body>')
    page = guarded(page, _POLICY).replace(_CHARSET, f"{_CHARSET}\n{SIGN}\n{_described(manifest)}", 1)
    head, end, tail = page.rpartition("</body>")
    return head, end + tail


def _described(manifest: Manifest) -> str:
    """Says in the head what the file is, for programs that look at it."""
    licences = sorted({each.licence for each in manifest.publications if each.licence})
    tags = [("dcterms.date", manifest.generated), *(("dcterms.rights", licence) for licence in licences)]
    return "\n".join(f'<meta name="{name}" content="{escape(value)}">' for name, value in tags if value)


def _unexpected(where: str, problem: str, expected: str) -> UnreadableSource:
    return UnreadableSource(problem, where=where, expected=expected, advice="take the file as it came, and run `make setup`")
