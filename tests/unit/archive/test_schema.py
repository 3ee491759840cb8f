"""The JSON Schema: one file, found from a checkout and from an installed package."""

import json
import sys
from pathlib import Path

import pytest

from backissue.archive import schema
from backissue.errors import UnreadableSource
from backissue.model import KINDS, PUBLICATION_KINDS

pytestmark = pytest.mark.skipif(sys.platform == "emscripten", reason="a browser has no disk")

ROOT = Path(__file__).parents[3]


def test_it_is_a_json_schema() -> None:
    """The file obeys the rules of draft 2020-12."""
    import jsonschema

    jsonschema.Draft202012Validator.check_schema(json.loads((ROOT / "data" / "schema.json").read_bytes()))


def test_it_knows_the_fields_and_kinds_of_the_model() -> None:
    """A field that the model gained is in the schema too."""
    import dataclasses

    from backissue import model

    definitions = schema.load_schema()["$defs"]
    for name, value in (
        ("publication", model.Publication),
        ("issue", model.Issue),
        ("section", model.Section),
        ("item", model.Item),
    ):
        fields = {field.name for field in dataclasses.fields(value) if not field.metadata.get("apart")}
        assert set(definitions[name]["properties"]) == fields
    assert definitions["item"]["properties"]["kind"]["enum"] == list(KINDS)
    assert definitions["publication"]["properties"]["kind"]["enum"] == list(PUBLICATION_KINDS)


def test_the_three_kinds_of_files_fit_it_whole() -> None:
    """Any JSON Schema validator, given the file as it is, accepts the shipped archive."""
    import jsonschema

    validator = jsonschema.Draft202012Validator(schema.load_schema())
    for path in (ROOT / "data").glob("*.json"):
        if path.name != "schema.json":
            assert not list(validator.iter_errors(json.loads(path.read_bytes())))


def test_only_one_copy_exists() -> None:
    """Nothing can get out of step with it."""
    assert list((ROOT / "app").rglob("*schema*.json")) == []


def test_a_missing_schema_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An installation without its schema says so and what to do."""
    monkeypatch.setattr(schema, "__file__", str(tmp_path / "a" / "b" / "c" / "d.py"))
    monkeypatch.setattr(schema.metadata, "files", lambda name: [])
    schema.load_schema.cache_clear()
    try:
        with pytest.raises(UnreadableSource, match="is missing; expected the JSON Schema of archives; install Backissue again"):
            schema.load_schema()
    finally:
        schema.load_schema.cache_clear()
