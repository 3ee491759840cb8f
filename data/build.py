"""Makes the archive that the page loads of `source.toml` beside it, the same bytes each time: `make data`."""

import sys
import tomllib
from pathlib import Path

from backissue.archive import folder, merge
from backissue.errors import BackissueError
from backissue.importers import toml
from backissue.importers.source import Source
from backissue.model import Archive

HERE = Path(__file__).parent


def build(target: Path) -> Archive:
    """Writes the shipped archive into `target`, all or nothing, and returns it.

    Raises:
        BackissueError: if the source holds anything odd, or `target` cannot be written.
    """
    data = (HERE / "source.toml").read_bytes()
    imported = toml.read(Source("source.toml", data))
    if imported.doubts:
        raise BackissueError(imported.doubts[0].what, where=f"source.toml: {imported.doubts[0].where}", advice="mend it")
    archive = Archive(title=tomllib.loads(data.decode())["title"])
    archive = merge.add(archive, imported.publications, imported.issues)
    folder.write(target, archive)
    return archive


if __name__ == "__main__":
    try:
        built = build(HERE)
    except BackissueError as error:
        sys.exit(f"make data: {error}")
    print(f"data/: {len(built.issues)} issues, {sum(1 for _ in built.items())} items")
