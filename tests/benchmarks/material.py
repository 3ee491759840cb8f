"""What is measured: an archive made by `backissue import`, sites of it, and how they are served."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess
import sys
import urllib.request
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from setup.step import ROOT
from tests.benchmarks.queries import Text

SCALE = ROOT.parent / "shared" / "corpus" / "scale" / "items.jsonl.gz"
SHIPPED = ROOT / "data"
HERE = Path(__file__).parent
_BEGAN = "import time\n\n_began = time.time() * 1000\n"
_STOPWATCH = """

import pyodide_js
from stopwatch import Stopwatch

_stopwatch = Stopwatch(handle, reader, _began, lambda: pyodide_js._module.HEAPU8.length)
handle = _stopwatch.handle


def read_stopwatch(forget: str) -> str:
    return _stopwatch.read(bool(forget))


def measure(task: str, query: str) -> str:
    return _stopwatch.measure(task, query)


__export__ = [*__export__, "read_stopwatch", "measure"]
"""


class NotThere(Exception):
    """Something that the benchmark needs is missing."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What an archive is: how many items in how many shards, their bytes as they are and as they are sent, the newest date."""

    items: int
    shards: int
    json_bytes: int
    gzip_bytes: int
    newest: str


def make_archive(folder: Path) -> Path:
    """Imports the benchmark's items into a new archive, as anybody would; without them returns the shipped archive."""
    if not SCALE.is_file():
        print(
            f"The benchmark's items are not here ({SCALE.name}): the small archive in data/ is measured instead.", file=sys.stderr
        )
        return SHIPPED
    archive = folder / "archive"
    run_program(sys.executable, "-m", "backissue", "import", str(SCALE), "--as", "items-jsonl", "--into", str(archive))
    return archive


def publish(archive: Path, out: Path) -> Path:
    """Publishes an archive as anybody would."""
    run_program(sys.executable, "-m", "backissue", "publish", str(archive), "--out", str(out))
    return out


def add_stopwatch(site: Path, out: Path) -> Path:
    """Copies a site and times its worker from inside; everything else is as it was."""
    shutil.copytree(site, out)
    (worker,), (config,) = (out / "app").glob("worker.*.py"), out.glob("pyscript.*.toml")
    worker.write_text(_BEGAN + worker.read_text("utf-8") + _STOPWATCH, "utf-8")
    config.write_text(config.read_text("utf-8") + '"./stopwatch.py" = "./stopwatch.py"\n', "utf-8")
    shutil.copy(HERE / "stopwatch.py", out)
    return out


def facts(site: Path) -> Facts:
    """Returns what a published site's archive is."""
    manifest = json.loads((site / "data" / "archive.json").read_bytes())
    files = [(site / "data" / shard["path"]).read_bytes() for shard in manifest["shards"]]
    packed = sum(len(gzip.compress(data, 6)) for data in files)
    totals = manifest["totals"]
    return Facts(totals["items"], len(files), sum(map(len, files)), packed, manifest["generated"])


def texts(site: Path) -> dict[str, Text]:
    """Returns what the items of a published site say, by id."""
    manifest = json.loads((site / "data" / "archive.json").read_bytes())
    shards = [json.loads((site / "data" / shard["path"]).read_bytes()) for shard in manifest["shards"]]
    sections = (section for shard in shards for issue in shard["issues"] for section in issue.get("sections", ()))
    items = (item for section in sections for item in section.get("items", ()))
    return {item["id"]: Text(item.get("title", ""), item.get("summary", "")) for item in items}


def _is_measured(path: Path) -> bool:
    """Says whether a measured page may ask for a file: not the copies for other hosts, and not the pages without scripts."""
    return path.suffix not in (".br", ".gz", ".part") and path.parts[0] != "issues"


class Servers:
    """`backissue serve` for each folder, in processes of their own."""

    def __init__(self) -> None:
        self._stack = ExitStack()

    def __enter__(self) -> Servers:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def serve(self, folder: Path) -> str:
        """Serves a folder on a free port, compresses its files once ahead of all measuring, and returns its address."""
        command = [sys.executable, "-m", "backissue", "serve", str(folder), "--port", "0"]
        process = self._stack.enter_context(subprocess.Popen(command, stdout=subprocess.PIPE, text=True))
        self._stack.callback(process.terminate)
        assert process.stdout
        found = re.search(r"http://[\d.]+:\d+/", process.stdout.readline())
        if not found:
            raise NotThere(f"{folder.name} could not be served")
        for file in sorted(path for path in folder.rglob("*") if path.is_file() and _is_measured(path.relative_to(folder))):
            address = found[0] + quote(file.relative_to(folder).as_posix())
            request = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})
            urllib.request.urlopen(request).close()
        return found[0]


def run_program(*command: str) -> None:
    """Runs a program to its end.

    Raises:
        NotThere: if it fails.
    """
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    if done.returncode:
        raise NotThere(f"{' '.join(command[:4])} ... failed: {done.stderr.strip()[-500:]}")
