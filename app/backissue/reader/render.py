"""Renders the templates of this package: every text is escaped, and a name that is not there is an error."""

from __future__ import annotations

import functools
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined


@functools.cache
def _environment() -> Environment:
    folder = files("backissue.reader").joinpath("templates")
    return Environment(
        loader=FunctionLoader(lambda name: folder.joinpath(name).read_text("utf-8")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def render(name: str, **values: Any) -> str:
    """Returns the template `name` filled with `values`."""
    return _environment().get_template(f"{name}.html").render(values).strip()
