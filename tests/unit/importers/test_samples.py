"""Each sample, an invented source in a folder named after its format, is read as the JSON beside it says."""

import json
import pathlib

import pytest

from backissue import importers
from backissue.importers import FORMATS, Source
from tests.unit.importers.results import result_of

SAMPLES = pathlib.Path(__file__).parents[2] / "samples"
FOUND = sorted(path for path in SAMPLES.glob("*/*") if path.suffix != ".json" and path.with_name(path.name + ".json").exists())


def test_every_sample_has_its_result():
    """No sample lies about unread: beside each there is what must come of it, in a folder named after a format."""
    sources = sorted(path for path in SAMPLES.glob("*/*") if path.suffix != ".json" and path.parent.name in FORMATS)
    assert sources and sources == [path for path in FOUND if path.parent.name in FORMATS]


@pytest.mark.parametrize("path", FOUND, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_sample(path):
    """A sample is recognised as its folder says, by no other importer but a general one, and becomes what lies beside it."""
    source = Source(path.name, path.read_bytes())
    found = [name for name, importer in FORMATS.items() if importer.detect(source)]
    assert found[0] == path.parent.name
    assert set(found[1:]) <= {importer.NAME for importer in importers._GENERAL}
    expected = json.loads(path.with_name(path.name + ".json").read_text(encoding="utf-8"))
    assert result_of(importers.read(source)) == expected


@pytest.mark.parametrize("path", FOUND, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_sample_with_foreign_line_ends(path):
    """Line ends of another system change nothing."""
    source = Source(path.name, path.read_bytes().replace(b"\n", b"\r\n"))
    expected = json.loads(path.with_name(path.name + ".json").read_text(encoding="utf-8"))
    assert result_of(importers.read(source)) == expected
