"""Writes what an importer understood as plain JSON, so that it can lie beside its sample and be read.

    python -m tests.unit.importers.results tests/samples/feed/blog.atom

prints the result of a new sample: read it, mend what is wrong, and save it beside the sample as `blog.atom.json`.
"""

from __future__ import annotations

import dataclasses
import json
import pathlib
import sys
from typing import Any

from backissue import importers
from backissue.importers import Imported, Source
from backissue.importers.imported import FeedList
from backissue.model import Issue, Item


def result_of(imported: Imported) -> dict[str, Any]:
    """Returns `imported` as JSON holds it, the content of posts included."""
    result = {
        "publications": [_said(publication.to_dict()) for publication in imported.publications],
        "issues": [_issue(issue) for issue in imported.issues],
        "doubts": [[doubt.where, doubt.what] for doubt in imported.doubts],
    }
    return result | ({"lists": [_list(each) for each in imported.lists]} if imported.lists else {})


def _list(found: FeedList) -> dict[str, Any]:
    feeds = [_said(dataclasses.asdict(each)) for each in found.feeds]
    return {"where": found.where, "planet": _said(found.planet.to_dict()), "feeds": feeds}


def _issue(issue: Issue) -> dict[str, Any]:
    sections = [{"title": section.title, "items": [_item(item) for item in section.items]} for section in issue.sections]
    return _said(issue.to_dict()) | {"sections": sections}


def _item(item: Item) -> dict[str, Any]:
    return _said(item.to_dict() | {"content": item.content})


def _said(values: dict[str, Any]) -> dict[str, Any]:
    """Ids are still empty, and what is empty says nothing."""
    return {name: value for name, value in values.items() if value}


if __name__ == "__main__":
    for name in sys.argv[1:]:
        path = pathlib.Path(name)
        print(json.dumps(result_of(importers.read(Source(path.name, path.read_bytes()))), ensure_ascii=False, indent=1))
