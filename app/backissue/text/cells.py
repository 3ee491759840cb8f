"""Writes a text into the cell of a table so that no spreadsheet takes it for a formula, and takes it back."""

from __future__ import annotations

import re

# What spreadsheets take for the beginning of a formula (https://owasp.org/www-community/attacks/CSV_Injection), the wide
# forms of it, and what a cell begins with that was made harmless before.
_FORMULA = re.compile(r"[=+\-@\t\r＝＋－＠']")
_HARMLESS = re.compile(r"\A'(?=[=+\-@\t\r＝＋－＠'])")


def harmless_cell(text: str) -> str:
    """Returns `text`, with an apostrophe before it where a spreadsheet would calculate.

    >>> harmless_cell("=1+1"), harmless_cell("1+1")
    ("'=1+1", '1+1')
    """
    return f"'{text}" if _FORMULA.match(text) else text


def cell_text(cell: str) -> str:
    """Returns the text that was written into a cell.

    >>> cell_text(harmless_cell("-1")), cell_text(harmless_cell("'tis")), cell_text("'tis '-1'")
    ('-1', "'tis", "'tis '-1'")
    """
    return _HARMLESS.sub("", cell)
