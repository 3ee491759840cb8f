"""Renders the templates of this package: every text is escaped, and a name that is not there is an error."""

from __future__ import annotations

import functools
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined


def _folder() -> Traversable:
    return files("backissue.reader").joinpath("templates")


@functools.cache
def _environment() -> Environment:
    return environment_of(_folder())


def environment_of(folder: Traversable) -> Environment:
    """Returns what renders the templates of `folder`."""
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


def compile_templates() -> None:
    """Loads every template, so that the first answer need not."""
    for template in _folder().iterdir():
        if template.name.endswith(".html"):
            _environment().get_template(template.name)
