"""The search engine alone, in Pyodide: another page installs its wheel and searches a site's archive."""

import subprocess
import threading
from importlib.resources import files
from pathlib import Path

import pytest

from backissue.publish.server import open_server
from backissue.publish.wheel import engine_wheel, pack_wheel
from tests.unit.archive.archives import harbour
from tests.unit.reader.client import files_of

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
pytestmark = pytest.mark.pyodide


def test_the_example_finds_links(tmp_path: Path) -> None:
    """Another page installs the wheel from a site, reads the site's archive, and searches it."""
    node = pytest.importorskip("setup.node")
    pyodide, micropip = ROOT / "node_modules" / "pyodide", sorted((ROOT / "runtime" / "wheels").glob("micropip-*.whl"))
    if not micropip or not pyodide.exists():
        pytest.skip("Pyodide and micropip are put there by `make setup`")
    name, data = engine_wheel(lambda source: (ROOT / source).read_bytes())
    site = tmp_path / "site"
    (site / "data").mkdir(parents=True)
    (site / name).write_bytes(data)
    for file, content in files_of(harbour()).items():
        (site / "data" / file).write_bytes(content)
    stemmer = {f"snowballstemmer/{each.name}": each.read_bytes() for each in files("snowballstemmer").iterdir() if each.is_file()}
    needed, packed = pack_wheel("snowballstemmer", "3.1.1", stemmer, summary="", requires=(), licence=b"")
    (tmp_path / needed).write_bytes(packed)
    server = open_server(site)
    example = (
        (HERE / "engine_example.txt")
        .read_text("utf-8")
        .replace("https://example.org/archive/", f"http://127.0.0.1:{server.server_port}/")
    )
    (tmp_path / "example.py").write_text(example, "utf-8")
    program = [node.node_program(), HERE / "engine.mjs", pyodide, tmp_path / "example.py"]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        run = subprocess.run([*program, *micropip, tmp_path / needed], capture_output=True, text=True, timeout=120, check=False)
    finally:
        server.shutdown()
        server.server_close()
    assert run.returncode == 0, run.stderr[-2_000:]
    assert "Lanterns in fog https://example.org/lanterns" in run.stdout
