"""Writes plain text as Markdown and takes it back: what a sign would mean there is escaped, so that it means itself."""

from __future__ import annotations

import re

# Whatever may begin or end emphasis, code, a link, a tag, an entity, a cell; and a heading's last number sign.
_SIGNS = re.compile(r"[\\`*_\[\]<>&~|#]")
# What opens a list, a quotation, a rule or an underlined heading at the beginning of a line.
_OPENING = re.compile(r"^([ \t]*)(?:([-+=])|(\d{1,9})([.)]))", re.MULTILINE)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def escape_markdown(text: str) -> str:
    """Returns `text` so that Markdown shows it as it is; line ends stay where they are.

    >>> escape_markdown("1. a *b* [c]")
    '1\\\\. a \\\\*b\\\\* \\\\[c\\\\]'
    """
    text = _SIGNS.sub(r"\\\g<0>", text)
    return _OPENING.sub(lambda match: f"{match[1]}\\{match[2]}" if match[2] else f"{match[1]}{match[3]}\\{match[4]}", text)


def unescape_markdown(text: str) -> str:
    """Returns what `escape_markdown` was given.

    >>> unescape_markdown(escape_markdown("- C# & <b> 2) x_y"))
    '- C# & <b> 2) x_y'
    """
    return _ESCAPED.sub(r"\1", text)
