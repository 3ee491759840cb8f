"""The templates' rules."""

import pytest
from jinja2 import UndefinedError

from backissue.reader.render import render


def test_text_is_escaped():
    """No text becomes markup."""
    assert "&lt;b&gt;" in render("notes", notes=["<b>"], suggestions=[], nothing=None)


def test_a_missing_name_is_an_error():
    """A view that lacks a value never renders as if it were empty."""
    with pytest.raises(UndefinedError, match="notes"):
        render("notes")
