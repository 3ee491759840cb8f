"""Names what lies beside the sources in folders and packed folders and is none itself."""

from __future__ import annotations

import re

_MAILDIR = ("cur", "new")
_FILES = re.compile(
    r"(?i)(?:dovecot[.-].*|courier(?:imap|pop3).*|maildir(?:size|folder)|subscriptions|.*\.msf|thumbs\.db|desktop\.ini"
    r"|table_of_contents|archive_browser\.html)"
)


def is_clutter(path: str) -> bool:
    """Says whether a file is no source by its place: hidden, an index of a mail program, a mail that is still being written.

    `path` is relative to the folder that was given, with `/` between names.

    >>> is_clutter("Maildir/.Lists/cur/7:2,S"), is_clutter("Maildir/tmp/8"), is_clutter("Maildir/dovecot-uidlist")
    (False, True, True)
    """
    *folders, name = path.split("/")
    if name.startswith(".") or _FILES.fullmatch(name) or "__MACOSX" in folders:
        return True
    # a mail server keeps a folder of mails in a hidden folder, with these two in it
    hidden = folders[:-2] if folders[-1:] and folders[-1] in _MAILDIR else folders
    return any(folder.startswith(".") for folder in hidden) or folders[-1:] == ["tmp"]
