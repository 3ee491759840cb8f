"""The search engine as a wheel: what is in it, and that a page with Pyodide can install it and search with it."""

import base64
import csv
import hashlib
import io
import subprocess
import threading
import zipfile
from importlib.resources import files
from pathlib import Path

import pytest

from backissue import __version__
from backissue.publish.server import open_server
from backissue.publish.wheel import engine_wheel, pack_wheel
from tests.unit.archive.archives import harbour
from tests.unit.reader.client import files_of

ROOT = Path(__file__).parents[3]
EXAMPLE = ROOT / "tests" / "pyodide" / "engine_example.txt"


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


def test_the_example_finds_links_in_pyodide(tmp_path: Path) -> None:
    """Another page installs the wheel from a site, reads the site's archive, and searches it."""
    node = pytest.importorskip("setup.node")
    pyodide, micropip = ROOT / "node_modules" / "pyodide", sorted((ROOT / "runtime" / "wheels").glob("micropip-*.whl"))
    if not micropip or not pyodide.exists():
        pytest.skip("Pyodide and micropip are put there by `make setup`")
    name, data = engine_wheel(read_source)
    site = tmp_path / "site"
    (site / "data").mkdir(parents=True)
    (site / name).write_bytes(data)
    for file, content in files_of(harbour()).items():
        (site / "data" / file).write_bytes(content)
    stemmer = {f"snowballstemmer/{each.name}": each.read_bytes() for each in files("snowballstemmer").iterdir() if each.is_file()}
    needed, packed = pack_wheel("snowballstemmer", "3.1.1", stemmer, summary="", requires=(), licence=b"")
    (tmp_path / needed).write_bytes(packed)
    server = open_server(site)
    example = EXAMPLE.read_text("utf-8").replace("https://example.org/archive/", f"http://127.0.0.1:{server.server_port}/")
    (tmp_path / "example.py").write_text(example, "utf-8")
    program = [node.node_program(), ROOT / "tests" / "pyodide" / "engine.mjs", pyodide, tmp_path / "example.py"]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        run = subprocess.run([*program, *micropip, tmp_path / needed], capture_output=True, text=True, timeout=120, check=False)
    finally:
        server.shutdown()
        server.server_close()
    assert run.returncode == 0, run.stderr[-2_000:]
    assert "Lanterns in fog https://example.org/lanterns" in run.stdout
