"""Names what lies beside the sources in folders and packed folders and is none itself."""

from __future__ import annotations

import re
from collections.abc import Container

_MAILDIR = ("cur", "new")
_FILES = re.compile(
    r"(?i)(?:dovecot[.-].*|courier(?:imap|pop3).*|maildir(?:size|folder)|subscriptions|.*\.msf|thumbs\.db|desktop\.ini"
    r"|table_of_contents|archive_browser\.html)"
)


def is_clutter(path: str, folders_there: Container[str] = ()) -> bool:
    """Says whether a file is no source by its place: hidden, an index of a mail program, a mail that is still being written.

    `path` is relative to the folder that was given, with `/` between names; `folders_there` are the folders in it.

    >>> is_clutter("Maildir/.Lists/cur/7:2,S"), is_clutter("Maildir/dovecot-uidlist"), is_clutter("tmp/8", {"cur", "tmp"})
    (False, True, True)
    """
    *folders, name = path.split("/")
    if _is_hidden(name) or _FILES.fullmatch(name) or "__MACOSX" in folders:
        return True
    # a mail server keeps a folder of mails in a hidden folder, with these two in it
    hidden = folders[:-2] if folders[-1:] and folders[-1] in _MAILDIR else folders
    unfinished = folders[-1:] == ["tmp"] and "/".join([*folders[:-1], "cur"]) in folders_there
    return any(map(_is_hidden, hidden)) or unfinished


def _is_hidden(name: str) -> bool:
    return name.startswith(".") and name not in (".", "..")
