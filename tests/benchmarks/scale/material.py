"""Makes the archives that are measured, on disk, and the bundle that Pyodide is given."""

from __future__ import annotations

import zipfile
from pathlib import Path

from backissue.archive import folder
from backissue.archive.canonical import encode
from backissue.archive.manifest import FILE
from backissue.archive.merge import add
from backissue.archive.shards import build
from backissue.importers import read
from backissue.importers.source import Source
from backissue.model import Archive
from setup.step import ROOT
from tests.benchmarks.scale.multiply import multiply

CORPUS = ROOT.parent / "shared" / "corpus" / "scale" / "items.jsonl.gz"
SHIPPED = ROOT / "data"


def base() -> Archive:
    """Returns the benchmark's real items, or, where these are not here, the archive that comes with the project."""
    if not CORPUS.is_file():
        return folder.read(SHIPPED)
    imported = read(Source(CORPUS.name, CORPUS.read_bytes()), "items-jsonl")
    return add(Archive(), imported.publications, imported.issues)


def write_archive(source: Archive, items: int, out: Path) -> tuple[int, int]:
    """Writes an archive of about so many items; returns how many they are, and the bytes of their JSON."""
    manifest, files = build(multiply(source, items))
    out.mkdir(parents=True)
    for name, data in {**files, FILE: encode(manifest.to_dict())}.items():
        (out / name).write_bytes(data)
    return manifest.items, sum(entry.size for entry in manifest.shards)


def write_bundle(path: Path) -> Path:
    """Packs the package and what measures it, as `run.mjs` unpacks them."""
    with zipfile.ZipFile(path, "w") as bundle:
        for each in sorted((ROOT / "app" / "backissue").rglob("*")):
            if each.suffix in (".py", ".html"):
                bundle.write(each, each.relative_to(ROOT))
        for name in ("tests/__init__.py", "tests/benchmarks/__init__.py"):
            bundle.write(ROOT / name, name)
        for each in Path(__file__).parent.glob("*.py"):
            bundle.write(each, each.relative_to(ROOT))
    return path
