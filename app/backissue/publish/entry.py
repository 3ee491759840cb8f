"""The page itself, index.html, as it is published: filled, told under which names its files lie, and closed to other sites."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from html import unescape

from backissue.errors import UnreadableSource
from backissue.reader import fill_page

_OWN = re.compile(r'(?<=(?:href|.src)=")((?:app|runtime)/[^"]+|pyscript\.toml)(?=")')
_INLINE = re.compile(r'<script(?: type="module")?>(.*?)</script>', re.DOTALL)
_CHARSET = '<meta charset="utf-8">'
# PyScript makes its worker's code from text, and takes it from a blob; Pyodide compiles WebAssembly.
_POLICY = (
    "default-src 'none'; script-src 'self' blob: 'unsafe-eval' 'wasm-unsafe-eval'{hashes}; worker-src 'self' blob:; "
    "connect-src 'self' blob:; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
    "manifest-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'"
)


def entry_page(page: str, names: Mapping[str, str], targets: Mapping[str, str], title: str) -> bytes:
    """Returns the published index.html.

    Args:
        page: the checkout's index.html.
        names: the published name of each of the reader's own files.
        targets: what stands in the page before Python is up, by target.
        title: the page's title.

    Raises:
        UnreadableSource: if the page names a file that is not published.
        UnusableTarget: if a target is not there exactly once and empty.
    """

    def published(found: re.Match[str]) -> str:
        name = unescape(found[0])
        if name not in names:
            raise UnreadableSource(
                f"names {name!r}", where="index.html", expected="files of the reader", advice="take the page as it came"
            )
        return names[name]

    page = _OWN.sub(published, page)
    return guarded(fill_page(page, targets, title)).encode()


def guarded(page: str, policy: str = _POLICY) -> str:
    """Returns an HTML page with a Content Security Policy that allows its own scripts and files, and nothing of other sites.

    Another `policy` has `{hashes}` where those of the page's scripts go.
    """
    policy = policy.format(hashes="".join(f" {hash_source(script)}" for script in _INLINE.findall(page)))
    return page.replace(_CHARSET, f'{_CHARSET}\n<meta http-equiv="Content-Security-Policy" content="{policy}">', 1)


def hash_source(text: str) -> str:
    """Returns the source expression by which a Content Security Policy lets through an inline script or style."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
