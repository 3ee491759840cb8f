"""Renders the templates of `publish`: every text is escaped, and a name that is not there is an error."""

from __future__ import annotations

import functools
from importlib.resources import files
from typing import Any

from jinja2 import Environment

from backissue.reader.render import environment_of


@functools.cache
def _environment() -> Environment:
    return environment_of(files("backissue.publish").joinpath("templates"))


def render_page(name: str, **values: Any) -> str:
    """Returns the template `name` filled with `values`."""
    return _environment().get_template(f"{name}.html").render(values).strip()
