"""Alters the files of an archive, as a foreign program or a bad disk would."""

import hashlib
import json
from pathlib import Path


def shard_of(archive: Path) -> Path:
    """The only shard of an archive."""
    (path,) = (path for path in archive.iterdir() if path.name != "archive.json")
    return path


def rewrite_shard(archive: Path, change: object) -> None:
    """Alters the parsed shard and makes the manifest fit its bytes again, as a foreign program would write it."""
    path, manifest = shard_of(archive), archive / "archive.json"
    shard, listed = json.loads(path.read_bytes()), json.loads(manifest.read_bytes())
    change(shard)  # type: ignore[operator]
    data = (json.dumps(shard, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n").encode()
    path.write_bytes(data)
    listed["shards"][0] |= {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    manifest.write_text(json.dumps(listed, ensure_ascii=False), encoding="utf-8")
