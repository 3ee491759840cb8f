"""The search engine as a wheel: what is in it; tests/pyodide/test_engine.py installs it and searches with it."""

import base64
import csv
import hashlib
import io
import zipfile
from pathlib import Path

from backissue import __version__
from backissue.publish.wheel import engine_wheel

ROOT = Path(__file__).parents[3]


def read_source(name: str) -> bytes:
    return (ROOT / name).read_bytes()


def test_the_wheel_holds_the_engine_alone() -> None:
    """It has all that a search needs and nothing of the page, and the same sources give the same bytes."""
    name, data = engine_wheel(read_source)
    assert name == f"backissue_search-{__version__}-py3-none-any.whl" and (name, data) == engine_wheel(read_source)
    with zipfile.ZipFile(io.BytesIO(data)) as wheel:
        names = wheel.namelist()
    assert {"backissue/search/search.py", "backissue/index/index.py", "backissue/model.py", "backissue/errors.py"} <= set(names)
    assert not [each for each in names if each.startswith("backissue/") and each.split("/")[1] in ("reader", "importers", "cli")]
    assert len(data) < 150_000


def test_its_record_is_right() -> None:
    """Every file but the record itself stands in the record, with its size and hash, and the metadata names what it needs."""
    _, data = engine_wheel(read_source)
    with zipfile.ZipFile(io.BytesIO(data)) as wheel:
        record = next(name for name in wheel.namelist() if name.endswith("/RECORD"))
        rows = list(csv.reader(io.StringIO(wheel.read(record).decode())))
        assert [name for name, _, _ in rows] == wheel.namelist()
        for name, digest, size in rows[:-1]:
            found = base64.urlsafe_b64encode(hashlib.sha256(wheel.read(name)).digest()).decode().rstrip("=")
            assert (digest, int(size)) == (f"sha256={found}", len(wheel.read(name)))
        metadata = wheel.read(record.replace("RECORD", "METADATA")).decode()
    assert "Requires-Dist: snowballstemmer\n" in metadata and f"Version: {__version__}\n" in metadata
