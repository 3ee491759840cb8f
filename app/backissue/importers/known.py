"""What is known beforehand of the newsletters and planets that importers recognise."""

from __future__ import annotations

import dataclasses

from backissue.archive.identity import slug
from backissue.model import Publication

PYTHON_WEEKLY = Publication(
    id="python-weekly",
    title="Python Weekly",
    url="https://www.pythonweekly.com/",
    language="en",
    subscribe_url="https://www.pythonweekly.com/",
)
PYCODERS = Publication(
    id="pycoders",
    title="PyCoder’s Weekly",
    url="https://pycoders.com/",
    language="en",
    subscribe_url="https://pycoders.com/",
    feed_url="https://pycoders.com/feed",
)
IMPORT_PYTHON = Publication(id="import-python", title="Import Python", url="http://importpython.com/", language="en")
_PLANETS = {
    "planet-python": Publication(
        id="planet-python",
        title="Planet Python",
        url="https://planetpython.org/",
        kind="planet",
        language="en",
        feed_url="https://planetpython.org/rss20.xml",
    ),
}


def planet(title: str, url: str = "", feed_url: str = "", language: str = "") -> Publication:
    """Returns the publication of a planet by its title, with what is known of it."""
    known = _PLANETS.get(slug(title)) or Publication(id=slug(title), title=title, kind="planet")
    return _completed(known, url, feed_url, language)


def newsletter(title: str, url: str = "", feed_url: str = "", language: str = "") -> Publication:
    """Returns the publication of a newsletter by its title, with what is known of it."""
    known = next((each for each in (PYTHON_WEEKLY, PYCODERS) if each.id == slug(title)), Publication(slug(title), title))
    return _completed(known, url, feed_url, language)


def _completed(known: Publication, url: str, feed_url: str, language: str) -> Publication:
    said = {"url": url, "feed_url": feed_url, "language": language}
    return dataclasses.replace(known, **{name: getattr(known, name) or value for name, value in said.items()})


def is_pycoders(name: str) -> bool:
    """Says whether a channel or a title names PyCoder's Weekly.

    >>> is_pycoders("PyCoder’s Weekly"), is_pycoders("Pycoders Weekly"), is_pycoders("PyCoder's Weekly (zh)")
    (True, True, False)
    """
    return slug(name) == PYCODERS.id
