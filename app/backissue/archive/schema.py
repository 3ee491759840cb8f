"""Compares parsed JSON with the JSON Schema of the archive, `data/schema.json`."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

from backissue.errors import UnreadableSource

_PLACE = ("data", "schema.json")


def violations(kind: str, value: Any) -> Iterator[tuple[str, str]]:
    """Yields the place and the kind of each violation of the schema's definition `kind` (manifest, shard, issue, ...).

    The issues of a shard are not looked at with the shard, so that they can be taken one by one.
    """
    for error in _validator(kind).iter_errors(value):
        said = error.schema.get("description", "") if error.validator in ("pattern", "anyOf", "const") else ""
        shown = repr(error.instance)
        problem = f"{shown if len(shown) <= 60 else shown[:57] + '...'} does not fit: {said}" if said else error.message[:200]
        yield error.json_path.removeprefix("$").removeprefix("."), problem


@functools.cache
def _validator(kind: str) -> Any:
    # it has a compiled part, and only this command needs it
    import jsonschema

    return jsonschema.Draft202012Validator(_inlined(load_schema()["$defs"], kind))


@functools.cache
def load_schema() -> dict[str, Any]:
    """Returns the schema: of the checkout, or of the installed package.

    Raises:
        UnreadableSource: if it is in neither place.
    """
    beside = Path(__file__).parents[3].joinpath(*_PLACE)
    for path in (beside, *_installed()):
        if path.is_file():
            schema: dict[str, Any] = json.loads(path.read_bytes())
            return schema
    raise UnreadableSource(
        "is missing",
        where=str(beside),
        expected="the JSON Schema of archives",
        advice="install Backissue again, or restore data/",
    )


def _installed() -> Iterator[Path]:
    """Yields where an installed package keeps it: the schema lies in `data/` once, and is shipped beside the package."""
    try:
        files = metadata.files("backissue") or []
    except metadata.PackageNotFoundError:
        return
    yield from (Path(str(file.locate())) for file in files if file.parts[-2:] == ("backissue", "schema.json"))


def _inlined(definitions: dict[str, Any], kind: str) -> dict[str, Any]:
    """Returns a definition with its references filled in, which is checked twice as fast."""

    def fill(node: Any) -> Any:
        if isinstance(node, dict) and "$ref" in node:
            return _inlined(definitions, node["$ref"].rpartition("/")[2])
        if isinstance(node, dict):
            return {name: fill(value) for name, value in node.items()}
        return [fill(value) for value in node] if isinstance(node, list) else node

    filled: dict[str, Any] = fill(definitions[kind])
    if kind == "shard":
        filled["properties"] = {"issues": {**filled["properties"]["issues"], "items": {}}}
    return filled
