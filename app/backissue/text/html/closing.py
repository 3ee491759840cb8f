"""Takes out of HTML what Python's parser would spend quadratic time on: tags and comments that nothing closes."""

from __future__ import annotations

# No tag that somebody wrote holds so many others; the parser would look at each of them to the end of the text.
_OPEN_AT_MOST = 20


def closable(html: str) -> str:
    """Returns `html` with every `<` as text that cannot open a tag, since nothing closes it.

    >>> closable("a <b>c</b> < d <!-- e"), closable("<p>1</p>")
    ('a <b>c</b> &lt; d &lt;!-- e', '<p>1</p>')
    """
    end = html.rfind("-->") + 1
    if "<!--" in html[end:]:
        html = html[:end] + html[end:].replace("<!--", "&lt;!--")
    # to a browser, a marked section is a comment that ends at the next `>`; the parser stumbles over unknown ones
    *parts, tail = html.replace("<![", "<?[").split(">")
    parts = [_last_only(part) if part.count("<") > _OPEN_AT_MOST else part for part in parts]
    return ">".join([*parts, tail.replace("<", "&lt;")])


def _last_only(part: str) -> str:
    head, _, last = part.rpartition("<")
    return head.replace("<", "&lt;") + "<" + last
